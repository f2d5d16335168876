"""Walls, soft errors, jumps and scripted pages, and the real pages that only speak of them."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.model import FaultKind
from crawler.reading.pages.access import needs_script, read_blocked, read_notice, read_redirect, read_soft_404
from crawler.reading.pages.page import Page, read_page
from crawler.reading.sites.seen import is_gone, page_fault

URL = "http://www.linyuan.gov.test/zwgk/index.html"


def page(body: str, title: str = "", *, status: int = 200) -> Page:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_page(html.encode(), URL, on=date(2026, 11, 21), status=status)


WALLS = [
    (
        "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=12;</script><script src=/x.js></script>",
        "",
        200,
        "ruishu",
    ),
    ("", "", 412, "ruishu"),
    ("<script src='/waf/wzws-waf-cgi/x.js'></script>", "", 200, "wzws"),
    ("", "", 493, "wzws"),
    (
        "<script>document.cookie=('_')+('_')+('j')+('s')+('l');location.href=location.pathname</script>",
        "",
        521,
        "jiasule",
    ),
    ("<script>document.cookie='__jsl_clearance=1|x';location.reload()</script>", "", 200, "jiasule"),
    ("<p>当前访问疑似黑客攻击，已被创宇盾拦截</p>", "创宇盾", 403, "chuangyu"),
    ("<p>由奇安信网站卫士提供防护</p><p>您的访问已被拦截</p>", "", 403, "qianxin"),
    (
        "<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><a href=http://www.safedog.cn>x</a>",
        "网站防火墙",
        200,
        "safedog",
    ),
    ("<script>var arg1='3F2A';function f(){document.cookie='acw_sc__v2=1'}</script>", "", 200, "aliyun"),
    ("<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>", "405", 405, "waf"),
    ("<script src='https://ssl.captcha.qq.com/TCaptcha.js'></script><p>请完成安全验证</p>", "", 200, "captcha"),
    ("<p>请开启JavaScript并刷新该页.</p>", "", 200, "script-challenge"),
    ("<noscript>请启用JavaScript后刷新</noscript><script>a()</script>", "", 200, "script-challenge"),
    ("<script>document.cookie='k=1;path=/';location.href='/?k=1'</script>", "", 200, "script-challenge"),
    ("<script>var _0x3fa1=['\\x63\\x6f'];(function(){})()</script>", "", 200, "script-challenge"),
    ("<p>请拖动滑块完成验证</p>", "安全验证", 200, "captcha"),
    (
        "<form><img src=c.jpg><input name=code>请输入图片验证码后继续访问<button>确定</button></form>",
        "",
        200,
        "captcha",
    ),
    ("<h1>访问过于频繁</h1><p>您的访问过于频繁，请稍后再试</p>", "", 429, "rate-limit"),
    ("<p>The requested URL was rejected. Please consult with your administrator.</p>", "", 200, "f5"),
    ("<p>Request blocked by security policy</p>", "", 403, "waf"),
]


@pytest.mark.parametrize(("body", "title", "status", "family"), WALLS)
def test_a_wall_is_named_by_its_family(body: str, title: str, status: int, family: str) -> None:
    assert read_blocked(page(body, title, status=status)) == family


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<h1>网络安全宣传周</h1><p>防火墙要常更新，验证码不外泄，遇到拦截提示别慌张。</p>", "网络安全宣传周"),
        ("<p>请输入验证码</p><form><input type=password><input name=code></form>", "用户登录"),
        ("<p>短信验证码是您办理业务的凭证，切勿告诉他人。</p><p>版权所有 林ICP备12345678号</p>", "防诈骗提示"),
        ("<div id=app></div><noscript>请启用JavaScript以使用本应用</noscript><script src=app.js></script>", "林苑市"),
        ("<script>$_ts=window['$_ts']</script>" + "<p>全市各部门深入开展调研。</p>" * 100, "调研"),
        ("<p>本市通报一批攻击政府网站的案件，当事人IP已被公安机关锁定。</p><p>网站标识码4101000001</p>", "通报"),
        ("", ""),
    ],
)
def test_a_page_that_only_speaks_of_walls_is_none(body: str, title: str) -> None:
    assert read_blocked(page(body, title)) is None


def test_a_forbidden_page_without_a_walls_words_is_not_called_a_wall() -> None:
    assert read_blocked(page("<h1>403 Forbidden</h1>", "403 Forbidden", status=403)) is None


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<p>您访问的页面不存在或已删除</p>", ""),
        ("<div>对不起，您要查看的文章已被删除！</div><a href=/>返回首页</a>", "提示信息"),
        ("<h1>Sorry, Page Not Found</h1>", ""),
        ("<p>404</p>", "404"),
        ("<div>[an error occurred while processing this directive]</div>", ""),
        ("<p>该栏目正在建设中，敬请期待！</p>", "机构概况"),
        ("<p>网站维护中，请稍后访问。</p>", ""),
        ("<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed.</p>", ""),
        ("<img src=iis-85.png>", "IIS Windows Server"),
        ("<h1>HTTP Status 404 – Not Found</h1><hr><h3>Apache Tomcat/8.5.31</h3>", ""),
        ("<p>没有找到站点</p><p>您的请求在Web服务器中没有找到对应的站点！</p>", ""),
        ("<h1>“/”应用程序中的服务器错误。</h1>", "运行时错误"),
        ("<p>This domain is for sale</p>", ""),
        ("<h1>502 Bad Gateway</h1>", "502 Bad Gateway"),
    ],
)
def test_a_page_that_says_it_is_not_there_is_a_soft_404(body: str, title: str) -> None:
    assert read_soft_404(page(body, title))


def test_the_sites_template_around_a_single_notice_is_a_soft_404() -> None:
    menu = "".join(f"<li><a href=/c{n}/>栏目名称{n}</a></li>" for n in range(60))
    assert read_soft_404(
        page(f"<ul>{menu}</ul><div>您访问的页面不存在或已删除</div><p>网站标识码4101000001</p>", "林苑市")
    )


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<p>网信部门关停404个违规账号，相关页面已删除。</p>", "网信部门通报404个违规账号"),
        ("<p>系统维护中心负责全市信息系统建设。</p>", "系统维护中心简介"),
        ("<ul><li>关于网站建设中存在问题的通报 2026-03-01</li></ul>", "通知公告"),
        ("<p>暂无相关信息</p>", "规章"),
        ("<p>我市首个智慧停车平台正在建设，预计明年投用。</p>" * 3, "停车"),
        ("", ""),
    ],
)
def test_a_page_that_mentions_errors_is_no_soft_404(body: str, title: str) -> None:
    assert not read_soft_404(page(body, title))


def test_a_home_page_with_one_unfinished_block_is_no_soft_404() -> None:
    rows = "".join(f"<li><a href=/a{n}.html>今日林苑新闻标题{n}</a> 2026-11-{n:02}</li>" for n in range(1, 30))
    assert not read_soft_404(page(f"<ul>{rows}</ul><div>栏目正在建设中</div>", "林苑市"))


def redirected(body: str) -> str | None:
    return read_redirect(read_page(body.encode(), URL, on=date(2026, 11, 21)))


@pytest.mark.parametrize(
    ("html", "path"),
    [
        (
            '<title>引导页跳转</title><script>location.href="/col/col3664/index.html"</script>',
            "/col/col3664/index.html",
        ),
        ('<meta http-equiv="refresh" content="0;url=/a.html">', "/a.html"),
        ("<meta http-equiv=REFRESH content=\"0; URL='/a.html'\">", "/a.html"),
        ('<meta content="1;/a.html" http-equiv="refresh">', "/a.html"),
        ("<script>window.location.replace('http://'+location.host+'/zw'+\"gk/\");</script>", "/zwgk/"),
        ('<script>var u="/x.html";top.location=u;</script>', "/x.html"),
        ("<script>self.location.assign( '/y.html' )</script>", "/y.html"),
        ("<body onload=\"javascript:location.href='/z.html'\">", "/z.html"),
        ("<script>setTimeout(\"window.location.href='/w.html'\",0)</script>", "/w.html"),
        (
            "<script>if(/Android/.test(navigator.userAgent)){location.href='/wap'}else{location.href='/pc/'}</script>",
            "/pc/",
        ),
        ("<script>function go(){location.href='/v.html'}</script><body onload='go()'>", "/v.html"),
        ("<script>$(function(){location.href='/u.html'})</script>", "/u.html"),
        ("<script>document.location = '\\u002fa.html'</script>", "/a.html"),
        ("<script>window.open('/a.html','_self')</script>", "/a.html"),
        ("<script>window.navigate('/a.html')</script>", "/a.html"),
        ("<script>window.location['href']='/a.html';</script>", "/a.html"),
        ("<script>location.href=`/a.html`</script>", "/a.html"),
        ("<script>location.href='/a.html?t='+new Date().getTime();</script>", "/a.html?t="),
        (
            "<script>var u = location.protocol+'//'+location.host+'/a.html'; window.location.href=u;</script>",
            "/a.html",
        ),
        ("<script>var a='/zw';var b='/a.html';location.href=a+b;</script>", "/zw/a.html"),
        ("<form name=f action='/a.html'></form><script>document.f.submit();</script>", "/a.html"),
        (
            "<script>if(location.hostname=='old.gov.test'){location.href='/x'}else{location.href='/a.html'}</script>",
            "/a.html",
        ),
        ("<script>// location.href='/old.html'\nlocation.href='/a.html'</script>", "/a.html"),
        ("<script>/* location.href='/old.html' */ location.href='/a.html'</script>", "/a.html"),
        (
            '<script>document.write(\'<meta http-equiv="refresh" content="0;url=/a.html">\')</script>',
            "/a.html",
        ),
    ],
)
def test_a_jump_is_followed_through_metas_scripts_and_joined_strings(html: str, path: str) -> None:
    assert redirected(html) == "http://www.linyuan.gov.test" + path


@pytest.mark.parametrize(
    "html",
    [
        '<meta http-equiv="refresh" content="60">',
        f'<meta http-equiv="refresh" content="0;url={URL}">',
        '<meta http-equiv="refresh" content="300;url=/index.html"><p>首页</p>',
        '<noscript><meta http-equiv="refresh" content="0;url=/nojs.html"></noscript>',
        "<script>if(/iPhone/.test(navigator.userAgent)) location.href='/wap'</script>",
        "<script>location.href=buildUrl()</script>",
        "<script>if(location.href=='http://x'){a()}</script>",
        "<script>location.href='#top'</script>",
        "<script>function toLogin(){ if(a){b()} location.href='/login'; }</script>",
        "<script>$('#go').click(function(){location.href='/login'})</script>",
        "<script>function go(){location.href='/search'}</script>" + "<p>政务公开内容</p>" * 100,
        '<meta http-equiv="refresh" content="0;url=http://[bad">',
        "<script>location.href='javascript:void(0)'</script>",
        "<script>if(!!window.ActiveXObject){location.href='/ie.html'}</script>",
        "<script>if(navigator.appName=='Microsoft Internet Explorer'){location.href='/ie.html'}</script>",
        "<script>if(location.host=='www.old.gov.test'){location.href='http://www.new.gov.test/'}</script>",
        "<script>if (top.location != self.location) {top.location='/a.html'}</script>",
        "<script>window.open('/advert.html')</script>",
        "<script>location.href='/a'+next</script>",
        "<form action='/q'><input name=q></form><script>document.forms[0].submit()</script>",
        "<form action='/verify' method=post></form><script>document.forms[0].submit()</script>",
    ],
)
def test_refreshes_of_the_page_itself_and_pages_with_content_are_no_jumps(html: str) -> None:
    assert redirected(html) is None


def test_a_wall_that_reloads_is_no_jump() -> None:
    assert redirected("<script>document.cookie='k=1';location.href='/?k=1'</script>") is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "empty-body"),
        ("<div id=app></div><script src=app.js></script>", "empty-body"),
        ("<iframe src=/list.html></iframe>", "frame-only"),
        ("<frameset><frame src=a.html></frameset>", "frame-only"),
        ("<ul><li>{{ item.title }}</li></ul>" + "<p>栏目说明文字。</p>" * 20, "script-list"),
        ("<p>栏目说明文字，共二十个字左右的内容。</p>" * 5 + "<script>$.ajax({url:'/list'})</script>", "script-list"),
        (
            "<p>栏目说明文字，共二十个字左右的内容。</p>"
            * 5
            + "<script type='text/xml'><datastore><recordset><record><![CDATA[<li>a</li>]]></record></recordset>"
            "</datastore></script><script>$.fn.jpage({})</script>",
            None,
        ),
        ("<p>本栏目暂无内容</p>", None),
        ("<p>关于本站的说明文字。</p>" * 10, None),
        (
            "<ul>" + "<li><a href=/a>关于某事项的通知公告</a>2026-03-01</li>" * 9 + "</ul><script>$.get('/n')</script>",
            None,
        ),
    ],
)
def test_why_a_page_needs_its_scripts(body: str, why: str | None) -> None:
    assert needs_script(page(body)) == why


@pytest.mark.parametrize(
    ("body", "title", "notice"),
    [
        ("<p>您访问的页面不存在或已删除</p>", "", "gone"),
        ("<p>该栏目正在建设中，敬请期待！</p>", "机构概况", "building"),
        ("<p>网站维护中，请稍后访问。</p>", "", "maintenance"),
        ("<p>因网站升级改版，本网站暂停访问。</p>", "升级改版公告", "maintenance"),
        ("<h1>Welcome to nginx!</h1>", "", "placeholder"),
        ("<p>该域名可转让</p>", "", "placeholder"),
        ("<h1>502 Bad Gateway</h1>", "502 Bad Gateway", "server-error"),
        ("[an error occurred while processing this directive]", "", "include-failure"),
        ("<h1>网站维护公告</h1><p>发布时间：2026-03-05</p><p>因检修，本网站将暂停访问。</p>", "网站维护公告", None),
    ],
)
def test_a_notice_is_told_by_its_kind(body: str, title: str, notice: str | None) -> None:
    assert read_notice(page(body, title)) == notice


def test_a_site_under_repair_is_not_gone() -> None:
    repair, gone = page_fault(page("<p>网站维护中，请稍后访问。</p>")), page_fault(page("<p>您访问的页面不存在</p>"))
    assert repair is not None
    assert (repair.kind, repair.detail, is_gone(repair)) == (FaultKind.SOFT_404, "maintenance", False)
    assert is_gone(gone)
