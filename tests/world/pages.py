"""From a site's model to answers: every address of a site and the page behind it, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.world import report_files, words
from tests.world.families import FAMILIES
from tests.world.families.base import Family
from tests.world.families.frames import Frames
from tests.world.families.jcms import PROXY, Jcms
from tests.world.families.loaders import answer as loaded
from tests.world.families.loaders import platform_json
from tests.world.model import PAGE_SIZE, Answer, Article, Column, Site
from tests.world.reports import Report, report_path

Maker = Callable[[], Answer]
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOT_FOUND = Answer(b"<html><head><title>404 Not Found</title></head><body><h1>404</h1></body></html>", 404)


class SitePages:
    """The pages of one site. ``answer`` never raises for any path."""

    def __init__(self, site: Site) -> None:
        self.site, self.family = site, FAMILIES[site.family]
        self.routes = _routes(site, self.family, self.html)

    def html(self, text: str, content_type: str = "text/html") -> Answer:
        charset = self.site.charset_header
        shown = f"{content_type}; charset={charset}" if charset else content_type
        return Answer(text.encode(self.site.encoding, "xmlcharrefreplace"), content_type=shown)

    def answer(self, path: str, host: str = "") -> Answer:
        said = self.whole(path, host)
        return replace(said, manner="half") if "half" in self.site.traps else said

    def whole(self, path: str, host: str) -> Answer:
        site = self.site
        bare = path.partition("?")[0]
        for key in (path, bare, "*"):
            if key in site.answers:
                return site.answers[key]
        if site.disclosure and host and host == site.disclosure_host and path == "/":
            path = self.family.column_path(site.disclosure)
        maker = self.routes.get(path) or self.routes.get(path.rstrip("/") + "/") or self.routes.get(bare)
        if maker:
            return maker()
        if "gkmlpt" in site.traps and bare.startswith("/gkmlpt/api/all/"):
            return self.platform(bare.rpartition("/")[2])
        if isinstance(self.family, Jcms) and bare == PROXY:
            data = self.family.data(site, path.partition("?")[2])
            return self.html(data, "text/xml") if data else NOT_FOUND
        return loaded(site, path, self.first_page) or _asset(bare) or NOT_FOUND

    def first_page(self, number: int) -> list[tuple[Article, str]] | None:
        """The newest articles of a column, with their addresses."""
        column = next((one for one in self.site.every_column() if one.number == number), None)
        if column is None:
            return None
        return [(one, self.family.article_href(self.site, column, one)) for one in column.articles[:PAGE_SIZE]]

    def platform(self, number: str) -> Answer:
        """One page of a disclosure platform's list as JSON."""
        column = next((one for one in self.site.every_column() if str(one.number) == number), None)
        if column is None:
            return NOT_FOUND
        links = [(one, f"http://{self.site.host}{self.family.article_path(column, one)}") for one in column.articles]
        return Answer(platform_json(column, links[:PAGE_SIZE]), content_type="application/json")


def _asset(path: str) -> Answer | None:
    if path.startswith("/images/"):
        return Answer(PIXEL, content_type="image/gif")
    if path.startswith("/files/"):
        return Answer(PDF, content_type="application/pdf")
    return Answer(b"body{margin:0}", content_type="text/css") if path.startswith("/css/") else None


def _routes(site: Site, family: Family, html: Callable[..., Answer]) -> dict[str, Maker]:
    routes: dict[str, Maker] = {
        site.home_path: lambda: html(family.home(site)),
        "/wzdt/": lambda: html(_sitemap(site, family)),
        "/wznb/": lambda: html(website_forms(site, family)),
        "/js/nav.js": lambda: html(family.navigation_script(site), "application/javascript"),
        "/js/foot.js": lambda: html(family.footer_script(site), "application/javascript"),
        "/common/footer.html": lambda: html(family.footer(site)),
    }
    for path, words_of in (("/wzsm/", "网站声明"), ("/wza/", "无障碍浏览"), ("/mobile/", "手机版")):
        routes[path] = lambda name=words_of: html(_text_page(site, family, name))  # type: ignore[misc]
    if site.robots is not None:
        routes["/robots.txt"] = lambda: Answer((site.robots or "").encode(), content_type="text/plain")
    if isinstance(family, Frames):
        routes["/top.asp"] = lambda: html(family.top(site))
        routes["/main.asp"] = lambda: html(Family.home(family, site))
    if site.home_redirect:
        routes["/"] = lambda: _redirect(site, html)
    for column in site.every_column():
        _column_routes(routes, site, family, column, html)
    return routes


def _column_routes(
    routes: dict[str, Maker], site: Site, family: Family, column: Column, html: Callable[..., Answer]
) -> None:
    for number in range(1, max(1, -(-len(column.articles) // PAGE_SIZE)) + 1):
        routes[family.page_path(column, number)] = lambda n=number: html(family.column(site, column, n))  # type: ignore[misc]
    routes[f"/inc/{column.number}.html"] = lambda: html(family.rows(site, column, column.articles[:PAGE_SIZE]))
    for article in column.articles:
        report = article.report
        if report is not None:
            path = report_path(report, report.form or family.report_form)
            routes[path] = lambda one=report: _report_file(one, family)  # type: ignore[misc]
        if not article.foreign:
            routes[family.article_path(column, article)] = lambda one=article: html(  # type: ignore[misc]
                family.article(site, column, one)
            )


def _report_file(report: Report, family: Family) -> Answer:
    kind = report.form or family.report_form
    if kind == "docx":
        return Answer(report_files.word(report), content_type=WORD)
    return Answer(report_files.scan() if kind == "scan" else report_files.pdf(report), content_type="application/pdf")


def _redirect(site: Site, html: Callable[..., Answer]) -> Answer:
    target = site.home_path
    if site.home_redirect == "302":
        return Answer(b"", 302, headers=(("Location", f"http://{site.host}{target}"),))
    if site.home_redirect == "meta":
        return html(f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head><body></body></html>')
    return html(f'<html><head><title>引导页跳转</title></head><script>location.href="{target}"</script></html>')


def _sitemap(site: Site, family: Family) -> str:
    shown = [column for column in site.every_column() if not column.disclosure or column is site.disclosure]
    if not site.entry_on_home:
        shown = [column for column in shown if column is not site.disclosure]
    links = "".join(
        f'<li><a href="{family.column_href(site, one)}">{family.label(site, one)}</a></li>' for one in shown
    )
    return family.page(site, f"网站地图-{site.name}", f'<div class="map"><h2>网站地图</h2><ul>{links}</ul></div>')


def website_forms(site: Site, family: Family) -> str:
    """The yearly form on the website's work, or a list of them."""
    name = "政府网站工作年度报表"
    text = f"<h2>{name}（2025年度）</h2><p>填报单位：{site.organ}</p><p>发布时间：2026-01-23</p>"
    if len(site.form_years) > 1:
        rows = (
            f'<li><a href="/wznb/{y}.html">{site.name}{y}年度工作报表</a><span>{y + 1}-01-{10 + y % 9}</span></li>'
            for y in site.form_years
        )
        text = f"<h2>{name}</h2><ul>{''.join(rows)}</ul>"
    return family.page(site, f"{name}-{site.name}", text)


def _text_page(site: Site, family: Family, name: str) -> str:
    return family.page(site, f"{name}-{site.name}", f"<h2>{name}</h2>{words.paragraphs(site.organ, name, 3)}")
