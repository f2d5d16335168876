"""The claim of supporting IPv6: found wherever a page makes it, and never in what a page reports."""

from __future__ import annotations

import pytest

from crawler.reading.footer.footer import read_footer
from tests.reading.two_families import FOOT, NEWS, home, page

CLAIMS = [
    "本站支持IPv6",
    "本网站已支持IPv6访问",
    "网站已支持IPv6访问",
    "网站支持 IPv6",
    "网站支持IPV6",
    "本站已支持 IPv6 访问",
    "本网站支持IPv4/IPv6双栈访问",
    "本网站已完成IPv6升级改造",
    "本站已全面支持IPv6网络",
    "支持IPv6",
    "支持IPv6网络访问",
    "已支持IPv6访问",
    "IPv6已支持",
    "IPv6 Supported",
    "IPv6支持网站",
    "IPv6网络支持",
    "This site supports IPv6",
]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    "place",
    [
        home(top="<span>{}</span>"),
        home(top='<a href="/login">登录</a> | <a href="#">{}</a> | <a href="/wza/">无障碍</a>'),
        home(foot=FOOT.replace("</div>", "<p>{}</p></div>")),
        home(foot=FOOT.replace("联系我们</a>", "联系我们</a><span>{}</span>")),
        home(foot=FOOT.replace("</div>", "<p>{} 建议使用1280×720分辨率浏览本网站</p></div>")),
        home(foot=FOOT.replace("</p></div>", "<span>{}</span></p></div>")),
        home(top='<img src="/images/a.png" alt="{}">'),
        home(top='<i class="ico" title="{}"></i>'),
        home(more="<script>document.write('<p>{}</p>');</script>"),
    ],
    ids=[
        "header",
        "header-bar",
        "footer",
        "glued-to-a-link",
        "before-advice",
        "behind-the-filing",
        "alt",
        "title",
        "script",
    ],
)
def test_a_claim_is_found_wherever_it_stands(place: str, claim: str) -> None:
    assert read_footer(page(place.replace("{}", claim))).claims_ipv6 is True


@pytest.mark.parametrize("label", ["IPv6", "ipv6", "IPV6", "支持IPv6", "IPv6图标", "IPv6标识"])
def test_a_picture_that_is_called_so_is_a_claim(label: str) -> None:
    assert read_footer(page(home(top=f'<img src="/i/1.png" alt="{label}">'))).claims_ipv6 is True
    assert read_footer(page(home(more=f'<a href="/" title="{label}"><img src="/i/1.png"></a>'))).claims_ipv6 is True


@pytest.mark.parametrize(
    "file", ["ipv6.png", "zc-ipv6.png", "icon_ipv6.gif", "IPv6-logo.svg", "foot_ipv6_2.jpg", "ipv6.png?v=3"]
)
def test_a_picture_named_for_it_is_a_claim(file: str) -> None:
    assert read_footer(page(home(more=f'<img src="/images/{file}">'))).claims_ipv6 is True


REPORTS = [
    "我市全面推进IPv6规模部署",
    "我市全面推进IPv6规模部署和应用",
    "多措并举支持IPv6发展",
    "关于支持IPv6规模部署的通知",
    "政府网站支持IPv6改造工作的通知",
    "政府网站IPv6升级改造项目招标公告",
    "我市完成全部政府网站IPv6改造",
    "全市政府网站已支持IPv6",
    "市政府门户网站已支持IPv6访问",
    "全市80%以上的政府网站支持IPv6访问",
    "IPv6网络技术培训班举办",
    "IPv6访问量居全省前列",
    "一图读懂IPv6支持政策",
    "IPv6支持率大幅提升",
    "省委网信办督查IPv6支持情况",
    "支持IPv6技术创新和融合应用若干措施",
    "下一代互联网IPv6",
    "该平台支持IPv6接入",
    "解读：我网支持IPv6改造工作的几点经验",
    "本站支持IPv6规模部署宣传周活动",
]


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_about_it_is_no_claim(report: str) -> None:
    linked = read_footer(page(home(news=[report, *NEWS[:10]]))).claims_ipv6
    assert linked is (False if len(report) >= 8 else None)
    assert read_footer(page(home(news=NEWS[:10], more=f"<p>{report}</p>"))).claims_ipv6 is None


def test_a_report_beside_another_mention_leaves_it_open() -> None:
    source = home(news=["我市全面推进IPv6规模部署", *NEWS[:10]], more='<i class="ipv6"></i>')
    assert read_footer(page(source)).claims_ipv6 is None
    pictured = home(news=NEWS[:10], more='<a href="/zt/"><img src="/i/3.png">全面推进IPv6规模部署</a>')
    assert read_footer(page(pictured)).claims_ipv6 is None


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/u/2026/11/ipv6xuanchuan.jpg">',
        '<img src="/u/ipv6-zhuanti-banner.jpg">',
        '<img src="/images/ipv6.jpg" alt="IPv6规模部署专题">',
        '<img src="/images/1.jpg" title="我市召开IPv6推进会议">',
        '<a href="https://beian.miit.gov.cn.ipv6.gateway.example/">备案</a>',
        '<a href="/ipv6/">IPv6</a>',
        '<a href="/ipv6/"><img src="/i/z.png"></a>',
        "<p>您正在使用IPv6访问</p>",
        '<script src="/ipv6/skylight.js"></script>',
        '<i class="icon-ipv6"></i>',
    ],
)
def test_what_may_or_may_not_be_a_claim_is_left_open(picture: str) -> None:
    assert read_footer(page(home(news=NEWS[:10], more=picture))).claims_ipv6 is None


def test_a_page_without_the_word_makes_no_claim() -> None:
    assert read_footer(page(home(news=NEWS[:10]))).claims_ipv6 is False
    assert read_footer(page(home(news=NEWS[:10]), truncated=True)).claims_ipv6 is None


@pytest.mark.parametrize("claim", ["临川市人民政府网站支持IPv6", "临川市人民政府门户网站已支持IPv6访问"])
def test_the_footer_may_call_the_site_by_its_name(claim: str) -> None:
    assert read_footer(page(home(foot=FOOT.replace("</div>", f"<p>{claim}</p></div>")))).claims_ipv6 is True
    others = home(title="青石县人民政府", news=[claim, *NEWS[:10]])
    assert read_footer(page(others)).claims_ipv6 is False


def test_letters_of_double_width_make_the_same_claim() -> None:
    assert read_footer(page(home(top="本站已全面支持ＩＰｖ６网络", news=NEWS[:10]))).claims_ipv6 is True
