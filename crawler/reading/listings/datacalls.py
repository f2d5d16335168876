"""Where the lists come from that a script or a frame brings: data calls of every family, where they are plain HTTP."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode, urlsplit

from crawler.lexicon import load
from crawler.reading.listings.anchors import absolute, base_url
from crawler.reading.listings.items import DataCall
from crawler.reading.listings.pagination import script_texts
from crawler.reading.listings.scriptvalues import constant, pairs
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

WORDS = load("listings")["data"]
NOT_LISTS = re.compile(WORDS["not_lists"], re.I)
LIST_LIKE = re.compile(WORDS["list_like"], re.I)
GOVERNMENT = tuple(WORDS["government"])
DATAPROXY = re.compile(r"""["'](?P<url>[^"'\s<>]*dataproxy\.jsp[^"'\s<>]*)["']""")
PARAMETERS = re.compile(r"""["'](?P<query>(?:\w+=[^"'\s&]*&)+\w*columnid=[^"'\s]*)["']""", re.I)
UNIT = re.compile(r"""["']?(webid|unitid|columnid|appid)["']?\s*[:=]\s*["']?(\d+)""", re.I)
PER_PAGE = re.compile(r"""["']?perpage["']?\s*[:=]\s*["']?(\d{1,3})""", re.I)
GKMLPT = re.compile(r"""["'](?P<url>[^"'\s]*/gkmlpt/api/[^"'\s]+)["']""")
GKMLPT_SID = re.compile(r"""["']?SID["']?\s*[:=]\s*["']?(\d+)""", re.I)
GKMLPT_COLUMN = re.compile(r"""["']?(?:column_?id|CID|COLUMN|postColumn)["']?\s*[:=]\s*["']?(\d+)""", re.I)
JPAAS = re.compile(r"""queryData\s*=\s*(?:"([^"<>]{10,2000})"|'([^'<>]{10,2000})')""", re.I)
JPAAS_PAIR = re.compile(r"""['"]?(\w+)['"]?\s*:\s*['"]([^'"]*)['"]""")
JPAAS_URL = re.compile(r"""["'](/[^"'\s<>]*/front/page/build/unit)["']""")
JPAAS_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
LOAD = re.compile(r"""\.load\(\s*["']([^"'\s#]+)""")
AJAX = re.compile(
    r"""(?:\$\.(?:get|post|getJSON|getScript)|fetch|axios(?:\.\w+)?)\(\s*["'`]([^"'`\s]+)["'`]"""
    r"""|\burl\s*:\s*["']([^"'\s]+)["']|\.open\(\s*["']GET["']\s*,\s*["']([^"'\s]+)"""
)
EXPRESSION = r"""(?:`[^`\n]{1,300}`|[^,;{}\n]{2,400})"""
ASKED = re.compile(
    r"""(?:(?:\$|jQuery)\.(?:get|post|getJSON|getScript)|\bfetch|\baxios(?:\.\w+)?|\$http\.\w+)\s*\(\s*"""
    rf"""(?P<called>{EXPRESSION})|\burl\s*:\s*(?P<given>(?=["'`A-Za-z_$]){EXPRESSION})"""
    rf"""|\.open\s*\(\s*["'](?:GET|POST)["']\s*,\s*(?P<opened>{EXPRESSION})""",
    re.I,
)
DATA = re.compile(r"""[^;{}]{0,120}?(?:\bdata|\bparams)?\s*[:,]?\s*\{(?P<inside>[^{}]{0,600})\}""")
ASSET = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|ico|swf|mp4)(?:$|\?)", re.I)
WRITING = re.compile(r"\.(?:asp|aspx|php|jsp|ashx|do)$", re.I)
SOURCES = ("data-url", "data-src", "data-api", "data-source")
MOST_CALLS = 40  # calls of a page whose addresses are worked out
WEAK = frozenset({"load", "iframe", "script"})


@once
def data_calls(page: Page) -> tuple[DataCall, ...]:
    """The data calls, fragments and frames a scripted list is loaded from, the likeliest of each sort first."""
    scripts = "\n".join(script_texts(page))
    weak = [*fragments(page, scripts), *sources(page), *frames(page), *files(page)]
    weak.sort(key=lambda one: LIST_LIKE.search(one.url) is None)
    return tuple(dict.fromkeys([*jcms(page, scripts), *jpaas(page), *gkmlpt(page, scripts), *weak]))


def jcms(page: Page, scripts: str) -> Iterator[DataCall]:
    """The pager of jcms: the whole address in a string or in the datastore, or its parameters apart."""
    whole = [match["url"] for match in DATAPROXY.finditer(scripts)]
    with_column = [url for url in whole if "columnid=" in url.lower()]
    for url in with_column:
        yield from call(page, entities.unescape(url), "jcms-dataproxy")
    if whole and not with_column:
        query = PARAMETERS.search(scripts)
        parts = query["query"] if query else "&".join(f"{name}={value}" for name, value in UNIT.findall(scripts))
        size = PER_PAGE.search(scripts)
        records = int(size[1]) if size and int(size[1]) else 15
        if "columnid=" in parts.lower():
            stem = whole[0].partition("?")[0]
            ranges = f"startrecord=1&endrecord={records * 3}&perpage={records}"
            yield from call(page, f"{stem}?{parts}&{ranges}", "jcms-dataproxy")


def jpaas(page: Page) -> Iterator[DataCall]:
    """The younger platform of the same maker: the query stands in an attribute, the answer is markup in JSON."""
    if "queryData" not in page.html:
        return
    path = JPAAS_URL.search(page.html)
    for match in JPAAS.finditer(page.html):
        query = dict(JPAAS_PAIR.findall(entities.unescape(match[1] or match[2])))
        if "pageId" in query:
            yield from call(page, f"{path[1] if path else JPAAS_PATH}?{urlencode(query)}", "jpaas")


def gkmlpt(page: Page, scripts: str) -> Iterator[DataCall]:
    """The disclosure platform of one province: an address in a string, or its two numbers. A department's own
    platform stands below a folder; the column may stand behind ``#``, and without one everything is listed."""
    for match in GKMLPT.finditer(scripts):
        yield from call(page, match["url"], "gkmlpt")
    parts = urlsplit(page.url)
    if "/gkmlpt" not in parts.path and "/gkmlpt" not in scripts:
        return
    folder = parts.path.partition("/gkmlpt")[0] if "/gkmlpt" in parts.path else ""
    sid, column = GKMLPT_SID.search(scripts), GKMLPT_COLUMN.search(scripts)
    number = parts.fragment if parts.fragment.isdigit() else column[1] if column else None
    if sid and number:
        yield from call(page, f"{folder}/gkmlpt/api/all/{number}?page=1&sid={sid[1]}", "gkmlpt")


def fragments(page: Page, scripts: str) -> Iterator[DataCall]:
    """HTML and JSON of the site itself that a script asks for, with the constants it sends along."""
    for match in islice(LOAD.finditer(scripts), MOST_CALLS):
        yield from call(page, match[1], "load")
    for match in islice(ASKED.finditer(scripts), MOST_CALLS):
        url = constant(match["called"] or match["given"] or match["opened"], scripts)
        if not url or "dataproxy" in url or "/gkmlpt/" in url or not any(sign in url for sign in "/.?"):
            continue
        sent = DATA.match(scripts, match.end())
        query = pairs(sent["inside"], scripts) if sent else None
        yield from call(page, f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url, "load")


def sources(page: Page) -> Iterator[DataCall]:
    """Empty places that carry the address of their content."""
    if not any(name in page.html for name in SOURCES):
        return
    for element in page.root.iter("div", "ul", "tbody", "table", "section"):
        address = next((element.get(name) for name in SOURCES if element.get(name)), "")
        if address and not len(element):
            yield from call(page, address, "load")


def frames(page: Page) -> Iterator[DataCall]:
    """Frames on the page's own host."""
    for frame in page.root.iter("iframe", "frame"):
        yield from call(page, frame.get("src") or "", "iframe")


def files(page: Page) -> Iterator[DataCall]:
    """Scripts in the body whose address says that they are made on demand, or that they hold a list."""
    body = next(page.root.iter("body"), None)
    for script in body.iter("script") if body is not None else ():
        source = (script.get("src") or "").strip()
        path = source.partition("?")[0]
        if WRITING.search(path) or (path.lower().endswith(".js") and LIST_LIKE.search(path.rpartition("/")[2])):
            yield from call(page, source, "script")


def call(page: Page, href: str, family: str) -> Iterator[DataCall]:
    """The call, where it stays with the page's site or with a government host, and is no counter, menu or asset."""
    url = absolute(base_url(page), href)
    if not url or not is_near(url, page.url):
        return
    parts = urlsplit(url)
    if family != "script" and ASSET.search(parts.path):
        return
    if family in WEAK and (NOT_LISTS.search(parts.path) and not LIST_LIKE.search(parts.query)):
        return
    yield DataCall(url, family)


def is_near(url: str, page_url: str) -> bool:
    """The same host, a host of the same registered name, or a government's."""
    host, home = (urlsplit(one).hostname or "" for one in (url, page_url))
    if host == home:
        return True
    mine, theirs = host.split("."), home.split(".")
    return host.endswith(GOVERNMENT) or (len(theirs) >= 3 and len(mine) >= 2 and mine[-3:] == theirs[-3:])
