"""The home page over both families: what is no difference, what is one, and what cannot be told."""

# ruff: noqa: E501  (lines of page source are kept as portals write them)

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.pages.page import Page
from crawler.reading.service.facts import LikenessKind
from crawler.reading.service.likeness import compare, together
from crawler.reading.service.wording import letters_of
from tests.reading.two_families import FOOT, MENU, NEWS, OLD_NEWS, home, mobile, other_city, page
from tests.world.city import build_city

Kind = LikenessKind
FINE = {Kind.SAME, Kind.ALIKE}
ACCUSED = {Kind.DIFFERENT, Kind.STUB, Kind.ERROR_PAGE, Kind.OTHER_HOST}


def kind(ipv4: str | bytes, ipv6: str | bytes, again: str | bytes | None = None) -> LikenessKind:
    return compare(page(ipv4), page(ipv6), None if again is None else page(again)).kind


def test_the_same_bytes_are_the_same() -> None:
    likeness = compare(page(home()), page(home()), page(home()))
    assert (likeness.kind, likeness.text, likeness.structure) == (Kind.SAME, 1.0, 1.0)
    assert likeness.ipv4_title == likeness.ipv6_title == "临川市人民政府门户网站"
    assert likeness.ipv4_characters == likeness.ipv6_characters > 400


@pytest.mark.parametrize(
    "changed",
    [
        home(top='<span id="clock">2026年11月17日 星期二</span>'),
        home(top="今天是2026年11月17日 星期二 农历十月初九 多云转晴 8℃~17℃ 东北风3级 空气质量：良"),
        home(top="上午好！欢迎访问临川市人民政府门户网站 您是第 1,294,301 位访客"),
        home(top="您正在使用IPv6访问本网站"),
        home(top="本站支持IPv6 | 您的IP地址：240e:1:2::9"),
        home(head='<meta name="csrf-token" content="a8f93bc2d1e04f5687">'),
        home().replace("a.css?v=20261101", "a.css?v=20261117"),
        home().replace("/images/1.jpg", "/images/3.jpg"),
        home().replace("https://beian.miit.gov.cn/", "https://beian.miit.gov.cn.ipv6.lin.example/"),
        home(news=[*NEWS[3:], *NEWS[:3]]),
        home(news=["市长主持召开专题会议", *NEWS[:-1]]),
        home(more='<script src="/ipv6/gateway.js"></script><div style="display:none" id="ipv6"></div>'),
        home(more='<div class="ipv6"><a href="/ipv6/"><img src="/ipv6.png" alt="IPv6"></a>本网站已支持IPv6</div>'),
        home(more='<input type="hidden" name="__VIEWSTATE" value="dDwtMTM4NzYyOTIxO3Q8O2w8aT">'),
        home().replace("<div", "\r\n  <div"),
        home().replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"),
        home().encode("utf-8-sig"),
    ],
)
def test_what_a_page_changes_by_itself_is_no_difference(changed: str | bytes) -> None:
    assert kind(home(), changed) in FINE
    assert kind(changed, home()) in FINE


def test_a_charset_that_only_the_header_declares_is_no_difference() -> None:
    source = home().replace('<meta charset="utf-8">', "").encode("gb18030")
    ipv6 = page(source, content_type="text/html; charset=gbk")
    assert compare(page(source), ipv6).kind is Kind.SAME


def test_two_sites_behind_one_ipv4_address_are_unstable() -> None:
    department = FOOT.replace("临川市人民政府办公室", "临川市财政局").replace("4200000001", "4200000017")
    other = home(title="临川市财政局", foot=department, news=NEWS[:9])
    assert kind(home(), other, home()) is Kind.OTHER_HOST
    assert kind(home(), other, again=other) not in ACCUSED


def test_the_page_and_more_is_alike() -> None:
    more = "".join(f"<li><a href='/o/{n}'>{one}</a></li>" for n, one in enumerate(OLD_NEWS))
    assert kind(home(), home(more=f"<div class='extra'><ul>{more}</ul></div>")) is Kind.ALIKE


def test_a_form_of_the_same_page_for_telephones_accuses_nobody() -> None:
    assert kind(home(), mobile()) not in ACCUSED
    assert kind(mobile(), home()) not in ACCUSED


def test_a_newer_edition_of_the_page_accuses_nobody() -> None:
    assert kind(home(), home(news=OLD_NEWS)) not in ACCUSED
    assert kind(home(), home(news=[*OLD_NEWS[:5], *NEWS[:10]])) is Kind.ALIKE


def test_news_that_came_in_between_are_explained_by_the_second_snapshot() -> None:
    new = home(news=OLD_NEWS, title="临川市")
    assert kind(home(title="临川"), new, again=new) is Kind.ALIKE


def test_another_page_is_different() -> None:
    unnamed = re.sub("<title>.*</title>", "", other_city()).replace("主办：青石县人民政府 网站标识码：4300000009", "")
    likeness = compare(page(home()), page(unnamed), page(home()))
    assert likeness.kind is Kind.DIFFERENT
    assert likeness.text < 0.1
    assert likeness.structure < 0.3


def test_another_organs_page_is_told_by_what_it_says_of_itself() -> None:
    assert kind(home(), other_city(), home()) is Kind.OTHER_HOST
    department = FOOT.replace("临川市人民政府办公室", "临川市财政局").replace("4200000001", "4200000017")
    assert kind(home(), home(title="临川市财政局", news=OLD_NEWS, foot=department)) is Kind.OTHER_HOST


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_the_same_news_in_another_design_accuse_nobody(turn: int) -> None:
    city = build_city(turn)
    for site in city.sites:
        said = city.answer(site.host, site.home_path)
        if site.id in HOMES and said and said.status == 200:
            assert compare(HOMES[site.id][1], page(said.body, url=f"http://{site.host}/")).kind not in ACCUSED


def test_a_code_that_a_template_carries_for_another_is_no_proof() -> None:
    meta = '<meta name="SiteIDCode" content="{}">'
    first, second = (
        home(head=meta.format("4200000001")),
        home(head=meta.format("4200000099"), title="临川市", news=OLD_NEWS),
    )
    assert kind(first, second) not in ACCUSED
    unnamed = FOOT.replace("4200000001", "")
    assert kind(home(foot=unnamed), home(foot=unnamed, title="首页", news=OLD_NEWS)) not in ACCUSED


def test_a_page_that_differs_from_itself_as_much_is_unstable() -> None:
    unnamed = re.sub("<title>.*</title>", "", other_city())
    third = (
        "<html><body>"
        + "".join(f"<p>第{one}项工作情况公示材料说明</p>" for one in "甲乙丙丁戊己庚辛壬癸" * 3)
        + "</body></html>"
    )
    assert kind(home(), unnamed, again=third) is Kind.UNSTABLE


@pytest.mark.parametrize(
    "stub",
    [
        "<html><head><title>临川市人民政府</title></head><body><h1>网站建设中，敬请期待</h1></body></html>",
        "<html><head><title>临川市人民政府</title></head><body><p>IPv6 test page</p></body></html>",
        "<html><body><p>本网站IPv6版正在升级改造中</p><img src='/logo.png'></body></html>",
        "<html><body><p>临川市人民政府</p></body></html>",
        "<html><body></body></html>",
        "ok",
    ],
)
def test_next_to_nothing_over_ipv6_is_a_stub(stub: str) -> None:
    assert kind(home(), stub, home()) is Kind.STUB


@pytest.mark.parametrize(
    "error",
    [
        "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr>nginx</body></html>",
        "<html><head><title>提示</title></head><body>您访问的页面不存在或已删除</body></html>",
        home(title="404", news=[], more="<p>抱歉，您访问的页面不存在</p>").replace("2026年11月16日 星期一", ""),
    ],
)
def test_an_error_page_over_ipv6_is_one_whatever_its_status(error: str) -> None:
    assert kind(home(), error, home()) is Kind.ERROR_PAGE


@pytest.mark.parametrize(
    "trouble",
    [
        "<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1></body></html>",
        "<html><head><title>临川市人民政府</title></head><body><p>系统维护中，请稍后访问</p></body></html>",
    ],
)
def test_a_servers_trouble_over_ipv6_is_no_page_of_its_own_whatever_its_status(trouble: str) -> None:
    assert kind(home(), trouble, home()) is Kind.UNREADABLE


@pytest.mark.parametrize(
    "said",
    [
        "因网站升级改造，本网站将于2026年11月20日至25日暂停服务，请谅解。",
        "因机房停电，网站暂停访问，恢复时间另行通知。", "服务器正在进行安全加固，网站临时关闭。", "服务暂不可用", "应用启动中，请等待",
        "系统授权已过期，请联系厂商", "Loading...", "Proxy Error", "no available server", "Connection refused by upstream",
        "非法访问", "请开启Cookie后访问", "本网站仅限中国大陆地区访问", "您的浏览器版本过低，请升级浏览器", "Invalid request", "error code: 1020",
    ],
)  # fmt: skip
def test_a_few_words_that_turn_a_visitor_away_for_now_are_no_stub(said: str) -> None:
    assert kind(home(), f"<html><body><p>{said}</p></body></html>", home()) not in FINE | ACCUSED


@pytest.mark.parametrize(
    "said", ["ok", "IPv6测试页", "恭喜，您已通过IPv6访问本站！", "请使用IPv4访问本站", "IPv6升级改造中"]
)
def test_a_few_words_that_stand_for_a_website_are_a_stub(said: str) -> None:
    assert kind(home(), f"<html><body><p>{said}</p></body></html>", home()) is Kind.STUB


WELCOMES = [
    ("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working.</p>"),
    ("Welcome to tengine!", "<h1>Welcome to tengine!</h1>"),
    ("Apache2 Debian Default Page: It works", "<h1>It works!</h1>" + "<p>This is the default welcome page used to test the correct operation of the server.</p>" * 20),
    ("", "<h1>It works!</h1>"),
    ("IIS Windows Server", '<a href="http://go.example/"><img src="iis-85.png" alt="IIS"></a>'),
    ("IIS7", '<img src="welcome.png" alt="IIS7">'),
    ("Apache Tomcat/8.5.61", "<h1>Apache Tomcat/8.5.61</h1><h2>If you're seeing this, you've successfully installed Tomcat. Congratulations!</h2>" + "<a href='/docs/'>Developer Quick Start</a>" * 20),
    ("恭喜，站点创建成功！", "<h1>恭喜, 站点创建成功！</h1><p>这是默认index.html，本页面由系统自动生成</p>"),
    ("没有找到站点", "<h1>没有找到站点</h1><p>您的请求在Web服务器中没有找到对应的站点！</p>"),
    ("LNMP一键安装包 by Licess", "<h1>恭喜，LNMP一键安装包安装成功！</h1>"),
    ("Test Page for the Nginx HTTP Server on openEuler", "<h1>Welcome to nginx on openEuler!</h1>"),
    ("phpinfo()", "<h1>PHP Version 7.4.3</h1>"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body"), WELCOMES)
def test_a_servers_own_page_is_told_from_a_website(title: str, body: str) -> None:
    welcome = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    assert kind(home(), welcome, home()) is Kind.OTHER_HOST
    assert (
        kind(
            "<html><head><title>临川</title></head><body><div id=app></div><script src=/app.js></script></body></html>",
            welcome,
        )
        is Kind.OTHER_HOST
    )
    assert kind(welcome, home()) not in ACCUSED


@pytest.mark.parametrize(
    "wall",
    [
        "<html><head><title>安全验证</title></head><body>请完成下方安全验证后继续访问</body></html>",
        "<html><body><script>var _0x1a2b=['cookie'];document.cookie='a=1;path=/';location.reload();</script></body></html>",
        "<html><head><title>未备案提示</title></head><body><h1>您访问的网站未进行备案</h1><p>请联系接入服务商</p></body></html>",
        "<html><body><p>该网站因账户欠费暂停服务</p></body></html>",
        "<html><head><title>访问被拦截</title></head><body>您的请求存在异常，已被网站防火墙拦截</body></html>",
    ],
)
def test_a_wall_before_either_page_hides_it(wall: str) -> None:
    assert kind(home(), wall) is Kind.BLOCKED
    assert kind(wall, home()) not in ACCUSED | FINE
    assert kind(wall, wall) not in ACCUSED
    assert kind(home(), other_city(), again=wall) not in ACCUSED | FINE


@pytest.mark.parametrize(("status", "expected"), [(404, Kind.ERROR_PAGE), (421, Kind.ERROR_PAGE), (412, Kind.BLOCKED)])
def test_the_status_of_another_page_counts(status: int, expected: LikenessKind) -> None:
    assert compare(page(home()), page("<html><body><p>no</p></body></html>", status=status)).kind is expected


@pytest.mark.parametrize("status", [401, 403, 500, 502, 503])
def test_a_servers_trouble_accuses_nobody(status: int) -> None:
    assert compare(page(home()), page("<html><body><p>no</p></body></html>", status=status)).kind not in ACCUSED


@pytest.mark.parametrize(
    "said",
    [
        "502 Bad Gateway",
        "503 Service Temporarily Unavailable",
        "504 Gateway Time-out",
        "no healthy upstream",
        "系统繁忙，请稍后再试",
        "当前访问人数过多",
    ],
)
def test_trouble_that_passes_accuses_nobody_whatever_its_status(said: str) -> None:
    trouble = f"<html><head><title>{said}</title></head><body><center><h1>{said}</h1></center></body></html>"
    assert kind(home(), trouble, home()) not in ACCUSED
    assert kind(home(), said, home()) not in ACCUSED


SHELL = "<html><head><title>临川市人民政府</title></head><body><div id=app></div><script src='/app.{}.js'></script></body></html>"


@pytest.mark.parametrize(
    ("ipv4", "ipv6"),
    [
        (SHELL.format("aa"), SHELL.format("bb") + "<p></p>"),
        (SHELL, home()),
        (home(), SHELL),
        (home(), "<html><frameset><frame src='/top.htm'></frameset></html>"),
        (home(), "<html><body><img src='/building.jpg'></body></html>"),
        (
            home(),
            "<html><title>统一认证</title><body><form>用户名<input name=u>密码<input type=password></form></body></html>",
        ),
        (home(), "<html><script>location.href='/col/col1/index.html'</script></html>"),
        (home(), ""),
        ("", home()),
        (home(), other_city()[:900]),
        (home()[:700], other_city()),
        (home(), home().encode("utf-16-le")[1:]),
        ("<html><body><p>404 Not Found</p></body></html>", home()),
        ("<html><body><p>网站正在维护中，请稍后访问</p></body></html>", other_city()),
    ],
)
def test_what_holds_no_words_to_compare_accuses_nobody(ipv4: str | bytes, ipv6: str | bytes) -> None:
    assert kind(ipv4, ipv6) not in ACCUSED | FINE


def test_a_script_made_page_that_is_the_same_is_the_same() -> None:
    assert kind(SHELL.format("1a2b3c4d"), SHELL.format("1a2b3c4d")) is Kind.SAME
    assert (
        kind("<html><script src='/a.js?v=1'></script></html>", "<html><script src='/a.js?v=22'></script></html>")
        is Kind.SAME
    )


def test_a_page_of_a_few_words_without_scripts_is_the_same_where_they_are() -> None:
    entry = "<html><head><title>临川</title></head><body><img src='/{}.jpg'><a href='/index2.html'>进入临川市人民政府网站</a></body></html>"
    assert kind(entry.format("spring"), entry.format("autumn")) is Kind.SAME


def test_a_page_that_lost_half_of_its_lists_is_for_a_person_to_look_at() -> None:
    whole = home(news=[*NEWS, *OLD_NEWS, *(f"{one}进展情况" for one in (*NEWS, *OLD_NEWS))])
    assert kind(whole, home(news=[*NEWS, *OLD_NEWS])) is Kind.UNCLEAR
    assert kind(home(news=[*NEWS, *OLD_NEWS]), whole) not in ACCUSED


def small(more: str = "", title: str = "柳林乡人民政府") -> str:
    """The whole portal of a township."""
    names = ("乡情概况", "领导班子", "政务动态", "通知公告", "村务公开", "办事指南", "惠农政策", "便民电话", "联系我们")
    links = "".join(f'<p><a href="/{n}.html">{name}</a></p>' for n, name in enumerate(names))
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{links}{more}</body></html>"


def test_a_counter_on_a_portal_of_a_dozen_links_is_no_difference() -> None:
    counter = "<p>访问量：120456</p>"
    assert kind(small(), small(counter)) is Kind.ALIKE
    assert kind(small(), small(counter, title="枫桥镇人民政府")) not in FINE | ACCUSED


def test_a_list_of_files_where_a_website_should_be_is_none() -> None:
    listing = '<html><head><title>Index of /</title></head><body><h1>Index of /</h1><hr><pre><a href="../">../</a>\n<a href="bak/">bak/</a></pre></body></html>'
    assert kind(home(), listing) is Kind.OTHER_HOST
    assert kind(listing, home()) not in ACCUSED


def test_addresses_of_one_host_accuse_only_together() -> None:
    fine, stub = compare(page(home()), page(home())), compare(page(home()), page("<html><body>ok</body></html>"))
    cut = compare(page(home()), page(""))
    assert together([stub, stub]).kind is Kind.STUB
    assert together([fine, stub]).kind is together([stub, cut]).kind is Kind.UNCLEAR
    assert together([cut, fine]).kind is Kind.SAME
    assert together([cut]) == cut


def test_a_list_that_lost_most_of_its_items_is_not_called_alike() -> None:
    assert kind(home(), home(news=NEWS[:2])) is Kind.UNCLEAR


def test_an_error_that_ipv4_shows_too_is_unstable() -> None:
    gone = "<html><body><h1>404 Not Found</h1></body></html>"
    assert kind(home(), gone, again=gone) is Kind.UNSTABLE


def homes() -> dict[str, tuple[str, Page]]:
    """The home pages of the sample city, with family, without those that are spoiled on purpose."""
    city, found = build_city(), {}
    for site in city.sites:
        said = city.answer(site.host, site.home_path)
        if said and said.status == 200 and len(said.body) > 2000:
            found[site.id] = (site.family, page(said.body, url=f"http://{site.host}/"))
    return found


HOMES = homes()


@pytest.mark.parametrize("name", HOMES)
def test_every_home_page_of_the_city_is_alike_at_another_visit(name: str) -> None:
    seen = HOMES[name][1]
    day = '<div class="day">今天是2026年11月{}日 星期{} 多云 {}℃ 您是第{}位访客 会话{}</div>'
    visits = [
        seen.html.replace("</body>", day.format(*told) + "</body>")
        for told in ((16, "一", 12, 30411, "9f8e7d6c5b4a"), (17, "二", -3, 998877, "1a2b3c4d5e6f"))
    ]
    first, second = (page(visit, url=seen.url) for visit in visits)
    assert compare(first, second).kind is Kind.SAME
    assert compare(seen, second).kind in FINE


@pytest.mark.parametrize("name", HOMES)
def test_another_site_of_the_city_is_never_alike_though_it_shares_the_template(name: str) -> None:
    family, seen = HOMES[name]
    others = [other for one, (same, other) in HOMES.items() if one != name and same == family]
    told = {compare(seen, other, seen).kind for other in others}
    assert told <= {Kind.OTHER_HOST, Kind.DIFFERENT}


REAL_HOME = Path(__file__).resolve().parents[2] / "../shared/realpages/yichun/yichun_home_20231011.html"


@pytest.mark.skipif(not REAL_HOME.is_file(), reason="the saved real pages are not beside the repository")
def test_a_real_home_page_is_alike_at_another_visit_and_no_site_of_the_city() -> None:
    body = REAL_HOME.read_bytes()
    later = re.sub(rb"20\d\d-(\d\d)-(\d\d)", rb"2026-\2-\1", body).replace(
        b"</body>", b"<p>2026-11-16 09:12:33</p></body>"
    )
    assert kind(body, later) in FINE
    assert {compare(page(body), other).kind for _, other in HOMES.values()} == {Kind.OTHER_HOST}


def test_weather_clocks_and_families_are_no_letters() -> None:
    assert letters_of("2026年11月16日 星期一 12:30:45 农历十月初八") == ""
    assert letters_of("晴 8℃ 东北风3级") == ""
    assert letters_of("本站支持IPv6，您正在使用IPv4访问") == ""
    assert letters_of("北风县人民政府") == "北风县人民政府"
    assert letters_of("晴隆县") == "晴隆县"


NOISE = st.text("0123456789年月日:-/ .", max_size=40)


@given(NOISE, NOISE, st.integers(0, 14))
def test_digits_and_dates_never_make_a_page_less_alike(first: str, second: str, place: int) -> None:
    one, other = (
        home(news=[*NEWS[:place], f"{NEWS[place]} {noise}", *NEWS[place + 1 :]], top=noise) for noise in (first, second)
    )
    assert kind(one, other) in FINE


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_can_be_compared(first: bytes, second: bytes) -> None:
    one, other = page(first), page(second)
    assert compare(one, other, one).kind in LikenessKind
    assert compare(one, page(home()), other).kind not in {Kind.DIFFERENT, Kind.STUB}


@given(
    st.lists(st.sampled_from([*NEWS, *OLD_NEWS, *MENU, "<ul><li>", "</ul>", "<script>", "404", "建设中"]), max_size=40)
)
def test_a_page_is_never_different_from_itself(pieces: list[str]) -> None:
    source = "".join(f"<p>{piece}</p>" for piece in pieces)
    assert kind(source, source, source) not in ACCUSED
