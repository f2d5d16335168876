"""The footer of invented pages, each with one habit of real portals."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crawler.reading.footer.footer import Footer, footer_scripts, read_footer
from crawler.reading.pages.page import Page, read_page

HOME = "http://www.ancheng.gov.test/"
PROSE = "<p>" + "安城市召开会议研究部署重点工作，强调要抓好落实。" * 6 + "</p>"
GOOD = """
<div class="footer"><p><a href="/wzdt/">网站地图</a> | <a href="/lxwm/">联系我们</a></p>
<p>主办：安城市人民政府　承办：安城市人民政府办公室　版权所有：安城市人民政府</p>
<p><a href="https://beian.miit.gov.cn/">安ICP</a> <a href="https://beian.miit.gov.cn/">赣ICP备06000001号-1</a>
网站标识码：3601000001 <a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=36010002000001">赣公网安备
   36010002000001号</a></p>
<a href="http://bszs.conac.cn/sitename?method=show&amp;id=0A"><img src="/red.png"></a>
<script id="_jiucuo_" sitecode='3601000001' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script></div>
"""


def page(body: str, *, status: int = 200, truncated: bool = False, prose: str = PROSE) -> Page:
    html = f"<html><head><title>安城市人民政府</title></head><body>{prose}{body}</body></html>"
    return read_page(html.encode(), HOME, on=date(2026, 11, 2), status=status, truncated=truncated)


def read(body: str, scripts: dict[str, str] | None = None) -> Footer:
    return read_footer(page(body), scripts)


def test_a_good_footer_is_read_whole() -> None:
    footer = read(GOOD)
    assert footer.site_code == "3601000001"
    assert footer.icp_filing == "赣ICP备06000001号-1"
    assert footer.police_filing == "赣公网安备 36010002000001号"
    assert footer.owner == "安城市人民政府"
    assert footer.maintainer == "安城市人民政府办公室"
    assert footer.copyright_holder == "安城市人民政府"
    assert (footer.sitemap, footer.contact, footer.organ_badge, footer.error_report) == (True, True, True, True)
    assert footer.icp_linked is True
    assert footer.claims_ipv6 is False
    assert footer.links is not None
    assert footer.links["sitemap"] == "http://www.ancheng.gov.test/wzdt/"


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("网站标识码：3601000001", "3601000001"),
        ("政府网站标识码 3601000001", "3601000001"),
        ("网站标识码3601000001", "3601000001"),
        ("网站标识码 ：3601000001", "3601000001"),
        ("标识码：3601000001", "3601000001"),
        ("网站标识号：3601000001", "3601000001"),
        ("网站标识码：<span>BM55000001</span>", "bm55000001"),
        ("网站标识码：3601000001京ICP备05000001号", "3601000001"),
        ("网站标识码：&nbsp;36010<br>00001", "3601000001"),
        ("网站标识码：3601000001</p><p>0791-88880000", "3601000001"),
        ("网站标识码：360100000144", "360100000144"),
    ],
)
def test_a_site_code_is_read_in_every_spelling(shown: str, code: str) -> None:
    assert read(f"<div><p>{shown}</p></div>").site_code == code


@pytest.mark.parametrize(
    ("shown", "filing"),
    [
        ("备案号：<a>浙ICP备05000001号</a>", "浙ICP备05000001号"),
        ("备案序号：京ICP备20000001号-1", "京ICP备20000001号-1"),
        ("ICP备案号：京ICP备2020000001号-12", "京ICP备2020000001号-12"),
        ("备案许可证号：粤ICP备17000001-2号", "粤ICP备17000001-2号"),
        ("晋ICP备05000001", "晋ICP备05000001"),
        ("沪ICP备<br>05000001号-1", "沪ICP备05000001号-1"),
        ("沪ICP备0500<br>0001号-1", "沪ICP备05000001号-1"),
        ("京<span>ICP</span>备<span>19000001</span>号<span>-1</span>", "京ICP备19000001号-1"),
        ("蜀 ICP 备13000001号-3", "蜀 ICP 备13000001号-3"),
        ("沪ICP备：12000001", "沪ICP备：12000001"),
        ("冀ICP备05000001号 冀ICP备05000002号", "冀ICP备05000001号"),
        ("冀ICP备05000001号</p><p>12345", "冀ICP备05000001号"),
    ],
)
def test_a_filing_is_read_as_the_page_shows_it(shown: str, filing: str) -> None:
    assert read(f"<div><p>{shown}</p></div>").icp_filing == filing


@pytest.mark.parametrize(
    ("shown", "filing"),
    [
        ("京公网安备11000002000001号", "京公网安备11000002000001号"),
        ("冀公网安备： 13000002000001", "冀公网安备： 13000002000001"),
        ("京公网安备110102000155", "京公网安备110102000155"),
        ("公安机关备案号：13000002000001", "公安机关备案号：13000002000001"),
        ("公安机关备案号：苏公网安备32000002000001号", "苏公网安备32000002000001号"),
        ("安公备：41000029000001", "安公备：41000029000001"),
        ("京公网安备<span>11000002000001</span>号", "京公网安备11000002000001号"),
        (
            '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=11000002000001"><img></a>',
            "11000002000001",
        ),
    ],
)
def test_a_police_filing_is_read_in_every_spelling(shown: str, filing: str) -> None:
    assert read(f"<div><p>网站标识码：3601000001</p><p>{shown}</p></div>").police_filing == filing


@pytest.mark.parametrize(
    ("shown", "owner"),
    [
        ("主办单位： 安城市人民政府办公室 ", "安城市人民政府办公室"),
        ("<i>主办方：</i>安城市航天工程办公室", "安城市航天工程办公室"),
        ("主办：安城市人民政府办公厅&nbsp;©&nbsp;安城政府网&nbsp;版权所有", "安城市人民政府办公厅"),
        ("<td>主办单位：</td><td>安城市财政局</td>", "安城市财政局"),
        ("安城市人民政府主办 安城市大数据局承办", "安城市人民政府"),
        ("<span>安城市人民政府主办</span><span>安城市大数据局承办</span>", "安城市人民政府"),
        ("本网站由安城市人民政府主办", "安城市人民政府"),
        ("主办：安城市住房和城乡建设局承办：政务中心地址：一号路电话：0791-8888888", "安城市住房和城乡建设局"),
        ("主 办 单 位：安 城 市 人 民 政 府", "安城市人民政府"),
        ("中共安城市委员会、安城市人民政府主办", "中共安城市委员会、安城市人民政府"),
        ("主办：中共安城市委　安城市人民政府 承办：安城市大数据局", "中共安城市委 安城市人民政府"),
        ("中共安城市委 安城市人民政府主办", "中共安城市委 安城市人民政府"),
        ("主办：安城市人民政府办公室 安城市大数据局承办", "安城市人民政府办公室"),
        ("主办：安城市交易中心（安城市采购中心）", "安城市交易中心（安城市采购中心）"),
    ],
)
def test_the_owner_is_the_organ_and_nothing_behind_it(shown: str, owner: str) -> None:
    assert read(f"<div><p>{shown}</p><p>网站标识码：3601000001 赣ICP备06000001号</p></div>").owner == owner


def test_an_organizer_in_body_text_is_not_the_owner() -> None:
    footer = read("<p>本次活动由安城市文化局主办，欢迎参加。</p>")
    assert footer.owner is False


def test_a_footer_without_owner_states_its_copyright_holder() -> None:
    footer = read("<p>某·安城市发展改革委员会 版权所有</p><p>赣ICP备06000001号 网站标识码：3601000001</p>")
    assert footer.owner is False
    assert footer.copyright_holder == "某·安城市发展改革委员会"


def test_a_field_that_a_whole_footer_lacks_is_false() -> None:
    footer = read("<p>主办：安城市人民政府 赣ICP备06000001号</p><p>网站标识码：3601000001</p>")
    assert (footer.police_filing, footer.sitemap, footer.contact) == (False, False, False)
    assert (footer.organ_badge, footer.error_report, footer.icp_linked) == (False, False, False)


def test_a_page_without_any_footer_is_false_when_nothing_else_could_hold_it() -> None:
    footer = read("<p>完</p><script src='/js/jquery.min.js'></script>")
    assert footer.site_code is False
    assert footer.icp_linked is None


@pytest.mark.parametrize(
    "spoiled",
    [
        page("", truncated=True),
        page("", status=403),
        page("", prose="<p>安城</p>"),
        page("<script src='/js/index.js'></script>"),
        page("<script src='/js/foot.js'></script>"),
        page("<script src='//static.example.cn/foot.js'></script><p>赣ICP备06000001号</p>"),
        page("<iframe src='/bottom.html' width='1000' height='200'></iframe>"),
        page("<div id='footer'></div>"),
        page("<div id='app'></div>"),
        page("<script>$.get('/api/footer', f)</script>"),
        page("".join(f"<script src='/js/block{n}.js'></script>" for n in range(9))),
    ],
)
def test_what_could_not_be_read_is_never_called_absent(spoiled: Page) -> None:
    footer = read_footer(spoiled)
    assert footer.site_code is None
    assert footer.police_filing is None
    assert footer.owner is None
    assert footer.error_report is None


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        ("<a href='http://www.beian.gov.cn/'><img src='/ga.png'></a>", "police_filing"),
        ("<a href='https://beian.miit.gov.cn/'><img src='/ba.png'></a>", "icp_filing"),
        ("<a class='footer_dzjg'></a>", "organ_badge"),
        ("<a href='/x/'><img src='/zhaocuo.png'></a>", "error_report"),
    ],
)
def test_what_a_picture_could_show_is_not_called_absent(shown: str, field: str) -> None:
    footer = read(f"<p>网站标识码：3601000001</p>{shown}")
    assert getattr(footer, field) is None
    assert footer.owner is False


@pytest.mark.parametrize("host", ["noconac.lin.gov.test", "jiucuo.lin.gov.test"])
def test_the_name_of_a_host_hints_at_no_picture(host: str) -> None:
    footer = read(f"<a href='http://{host}/about/'>机构</a><a href='//{host}/a/'>公告</a><p>网站标识码：3601000001</p>")
    assert (footer.organ_badge, footer.error_report) == (False, False)


def test_who_maintains_a_site_hints_at_no_owner() -> None:
    footer = read("<p>承办：临川市数据局</p><p>网站标识码：3601000001</p>")
    assert (footer.owner, footer.maintainer) == (False, "临川市数据局")


def test_a_page_without_filings_whose_script_loads_more_is_not_judged() -> None:
    given = {"http://www.ancheng.gov.test/js/index.js": "$.ajax({url: '/site/info', success: fill})"}
    assert read("<script src='/js/index.js'></script>", given).site_code is None


def test_a_script_that_was_given_proves_absence_again() -> None:
    spoiled = page("<script src='/js/foot.js'></script>")
    assert footer_scripts(spoiled) == ("http://www.ancheng.gov.test/js/foot.js",)
    assert read_footer(spoiled, {"http://www.ancheng.gov.test/js/foot.js": "var a = 1;"}).site_code is False


def test_a_footer_written_by_a_script_file_is_read() -> None:
    script = """document.getElementById('foot').innerHTML = '<p>主办：' +
    '安城市公安局<\\/p>' + "<p><a href=\\'https://beian.miit.gov.cn/\\'>" +
    "赣ICP备0600" + "0001号</a> 网站标识码：3601000001</p>" """
    footer = read(
        "<div id=foot></div><script src=/js/foot.js></script>", {"http://www.ancheng.gov.test/js/foot.js": script}
    )
    assert (footer.site_code, footer.icp_filing, footer.owner) == ("3601000001", "赣ICP备06000001号", "安城市公安局")
    assert footer.icp_linked is True


def test_a_footer_written_line_by_line_is_read() -> None:
    script = 'document.writeln("<p>主办单位：");\ndocument.writeln("安城市财政局</p>");\n'
    script += '// document.writeln("主办单位：旧局");\n'
    script += "var s = '<p>网站标识码：';\ns += '3601000001</p>'; /* s += '标识码：3601000002' */"
    footer = read(f"<script>{script}</script>")
    assert (footer.owner, footer.site_code) == ("安城市财政局", "3601000001")


def test_an_escaped_badge_inside_document_write_is_seen() -> None:
    body = """<p>赣ICP备06000001号</p><script>document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript
    src='http://dcs.conac.cn/js/1.js' %3E%3C/script%3E"));</script>"""
    assert read(body).organ_badge is True


@pytest.mark.parametrize(
    "badge",
    [
        "<a href='https://bszs.conac.cn/sitename?method=show&id=0A' class='css-picture'></a>",
        "<span id='_ideConac'></span>",
        "<img src='/images/dzjg.png'>",
        "<img src='/images/2019/blue.png'>",
        "<img src='/images/a1.png' alt='党政机关'>",
    ],
)
def test_a_badge_is_seen_in_every_form(badge: str) -> None:
    assert read(f"<p>赣ICP备06000001号</p>{badge}").organ_badge is True


def test_a_style_sheet_that_names_the_badge_is_no_badge() -> None:
    assert read("<style>#_ideConac{float:left}</style><p>赣ICP备06000001号</p>").organ_badge is False


@pytest.mark.parametrize(
    "entry",
    [
        "<a style='display:none' href='http://121.43.68.40/exposure/jiucuo.html?site_code=3601000001'><img></a>",
        "<a href='/zfwzjc.html'>网站纠错</a>",
        "<a href='/zc/'>我为政府网站找错</a>",
        "<a href='/zc/'>政府网站找错监督举报平台</a>",
        "<a href='/zc/'><img src='a.png' alt='政府网站找错'></a>",
        "<script>var s=document.createElement('script');s.src='//pucha.kaipuyun.cn/exposure/jiucuo.js'</script>",
        """<div class='j-jiucuo' data-setting='{"sitecode":"3601000001"}'></div>""",
    ],
)
def test_an_error_report_is_seen_in_every_form(entry: str) -> None:
    assert read(f"<p>赣ICP备06000001号</p>{entry}").error_report is True


def test_a_title_about_error_reports_is_no_entry() -> None:
    body = "<a href='/1.html'>安城市部署政府网站找错平台留言办理工作</a><p>赣ICP备06000001号</p>"
    assert read(body).error_report is False


def test_a_gateways_rewritten_register_does_not_count() -> None:
    body = "<p><a href='https://beian.miit.gov.cn.ipv6.iname.example.com/'>赣ICP备06000001号-1</a></p>"
    assert read(body).icp_linked is False


def test_a_commented_old_number_is_not_read() -> None:
    body = "<p><!-- 渝公网安备 50000002000009号 -->渝公网安备 50000002000001号</p>"
    assert read(body).police_filing == "渝公网安备 50000002000001号"


def test_codes_quoted_in_an_article_do_not_stand_for_the_footer() -> None:
    listed = "<p>网站标识码：1100000009，粤ICP备05000009号</p>" + PROSE * 8
    footer = read(listed + "<div><p>赣ICP备06000001号 网站标识码：3601000001</p></div>")
    assert (footer.site_code, footer.icp_filing) == ("3601000001", "赣ICP备06000001号")


@pytest.mark.parametrize(
    ("shown", "contact"),
    [
        ("技术支持：安城市信息中心(0791-8888888)", "0791-8888888"),
        ("联系电话：0791-88880000 举报电话：0791-88881111", "0791-88880000"),
        ("举报电话：0791-88881111", False),
        ("联系我们：12345", "12345"),
        ("地址：安城市一号路1号", True),
        ("<a href='/lxwm/'>联系我们</a> 举报电话：0791-88881111", True),
    ],
)
def test_a_contact_is_a_telephone_an_address_or_a_link(shown: str, contact: object) -> None:
    assert read(f"<p>{shown}</p><p>赣ICP备06000001号</p>").contact == contact


def test_a_map_in_the_header_that_leads_nowhere_is_still_a_map() -> None:
    assert read("<a href='#'>站点地图</a><p>赣ICP备06000001号</p>").sitemap is True


def test_a_map_that_a_header_script_could_show_is_not_called_absent() -> None:
    body = "<script src='/js/header.js'></script><p>赣ICP备06000001号</p>"
    footer = read(body)
    assert footer.sitemap is None
    assert footer.site_code is False


def test_a_copyright_line_in_english_states_the_holder() -> None:
    footer = read("<p>Copyright © 2019-2026 安城市统计局 All Rights Reserved 赣ICP备06000001号</p>")
    assert footer.copyright_holder == "安城市统计局"


def test_libraries_are_not_asked_for_a_footer() -> None:
    names = ("jquery.min.js", "swiper.js", "share.js", "tongji.js", "foot_2020.js", "../script/0/2001081021123.js")
    body = "".join(f"<script src='/js/{name}'></script>" for name in names) + "<p>赣ICP备06000001号</p>"
    assert footer_scripts(page(body)) == (
        "http://www.ancheng.gov.test/js/foot_2020.js",
        "http://www.ancheng.gov.test/script/0/2001081021123.js",
    )


def test_a_fragment_loaded_into_the_page_is_a_footer_source() -> None:
    body = "<div id='f'></div><script>$('#f').load('/inc/bottom.html')</script>"
    assert footer_scripts(page(body)) == ("http://www.ancheng.gov.test/inc/bottom.html",)
    given = {"http://www.ancheng.gov.test/inc/bottom.html": GOOD}
    assert read(body, given).site_code == "3601000001"


@pytest.mark.parametrize("body", [b"", b"<", b"\xff\xfe\x00", b"<div " * 5_000, b"<script>" * 5_000, b"&#" * 9_000])
def test_no_bytes_make_the_reader_raise(body: bytes) -> None:
    footer = read_footer(read_page(body, "not an address", on=date(2026, 11, 2)))
    assert footer.site_code in {None, False}


@pytest.mark.parametrize("shown", ["QQ咨询：2100000001", "在线客服", "微信咨询", "邮编：330000"])
def test_where_somebody_can_be_reached_somehow_no_contact_is_missing(shown: str) -> None:
    footer = read(GOOD.replace('| <a href="/lxwm/">联系我们</a>', shown))
    assert footer.contact is None


FIXTURES = Path(__file__).parent / "fixtures" / "facts" / "footers"


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.json")), ids=lambda file: file.stem)
def test_what_a_footer_leaves_open_is_not_called_absent(file: Path) -> None:
    case = json.loads(file.read_text(encoding="utf-8"))
    seen = read_footer(read_page(file.with_suffix(".html").read_bytes(), case["url"], on=date(2026, 11, 21)))
    left_open = {name for name, value in case["expected"]["footer"].items() if value is None}
    assert {name for name in left_open if getattr(seen, name) is not None} == set()


def test_a_footer_made_by_a_function_of_its_own_file_is_read() -> None:
    script = (
        "function foot(){ return '<p>主办：安城市公安局 网站标识码：3601000001</p>' +\n"
        '\'<a href="http://bszs.conac.cn/sitename?method=show&id=0A"><img src="/f1.png"></a>\' }'
    )
    url = "http://www.ancheng.gov.test/js/footer.js"
    footer = read("<div id=foot></div><script src=/js/footer.js></script>", {url: script})
    assert (footer.owner, footer.site_code, footer.organ_badge) == ("安城市公安局", "3601000001", True)


def test_attributes_side_by_side_are_not_taken_for_one_string() -> None:
    script = (
        """document.write("<a href='https://beian.miit.gov.cn/' target='_blank' title='备案'>赣ICP备06000001号</a>");"""
    )
    footer = read(f"<script>{script}</script>")
    assert footer.links is not None
    assert footer.links["icp_filing"] == "https://beian.miit.gov.cn/"


def test_a_line_that_a_script_comments_out_shows_nothing() -> None:
    live = "<script>\ndocument.write('<script src=\"http://dcs.conac.cn/js/1.js\"><\\/script>');\n</script>"
    assert read(GOOD.replace("bszs.conac.cn", "www.example.com") + live).organ_badge is True
    idle = live.replace("document", "// document")
    assert read(f"<p>赣ICP备06000001号</p>{idle}").organ_badge is None
