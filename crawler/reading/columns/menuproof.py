"""Is the whole navigation in the page's source? Asked before an absence is proven, so every doubt says no."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.filling import has_template
from crawler.reading.columns.folders import place
from crawler.reading.columns.navigation import bare_host, menu_links
from crawler.reading.listings.anchors import absolute
from crawler.reading.listings.blocks import read_layout
from crawler.reading.listings.datacalls import AJAX, LOAD, NOT_LISTS
from crawler.reading.listings.pagination import script_texts
from crawler.reading.pages.language import in_simplified_chinese
from crawler.reading.pages.near import folded_html
from crawler.reading.pages.page import Page

WORDS = load("columns")["navigation"]
MENU_FILE = re.compile(rf"(?:^|[/_.-])(?:{WORDS['menu_scripts']})[\w.-]*\.(?:jsp?|php|aspx)$", re.I)
MENU_PLACE = re.compile(WORDS["menu_places"])
MENU_CALL = re.compile(WORDS["menu_calls"])
DISCLOSURE = re.compile(WORDS["disclosure_addresses"])
WRITES = re.compile(
    r"\brequire(?:js)?\s*\(|\bseajs\.|\bimport\s*\(|\batob\(|fromCharCode|(?:document\.write\w*\s*\(|(?:innerHTML|html|append\w*)\s*(?:\+?=|\())[^;]{0,300}<(?:a|li)\b",
    re.I,
)
SCRIPT = re.compile(r"<script\b(?:(?!</script).){0,200000}", re.I | re.DOTALL)
CLOSED = re.compile(r"</(?:html|body)", re.I)
INCLUDED = ("data-include", "w3-include-html", "include-html", "data-load")
MORE_PICTURE = re.compile(r"^(?:[a-z]{0,6}[-_])?(?:more|gengduo|gd)(?:[-_]?\w{0,4})\.\w+$", re.I)
OPENS = re.compile(r"(?:location|open|href|goto?|jump|to)\w*\s*[=(]|^javascript:", re.I)
TOPIC = re.compile(WORDS["topic_addresses"])
SILENT = 1  # links without words that lead into the site, and not to a special topic
FEW = 4  # a page with hardly a link is a gate or a notice, and proves nothing
MENU = 80  # links: a place with more is the page itself, not a menu
TOOLS = 8  # links that may stand above the menu: the logo, languages, the way to the login
LEVELS = 6  # elements a link of a menu lies below the menu
EMPTY_PLACES = 3  # empty places with an id beside scripts that ask for data: the body is not in the source


def navigation_is_complete(page: Page) -> bool:
    """False where navigation could be hidden from a static reader (made by script, pictures without words)."""
    if page.truncated or page.status >= 400 or not CLOSED.search(page.html[-5000:]):
        return False
    if not in_simplified_chinese(page):
        return False
    own = [element for _, _, element in menu_links(page)]
    if len(own) < FEW or not has_menu(own):
        return False
    return not (
        wordless_pictures(page, len(own))
        or painted_entry(page)
        or framed(page)
        or included(page)
        or scripted(page)
        or filled_by_script(page)
    )


def has_menu(links: list[Any]) -> bool:
    """Several of the links stand together in one place that holds little else."""
    known = set(links)
    for link in links:
        for around in islice(link.iterancestors(), LEVELS):
            if around.tag in {"body", "html"}:
                break
            inside = list(islice(around.iter("a"), MENU + 1))
            mine = sum(1 for one in inside if one in known)
            if mine >= FEW and len(inside) <= MENU and mine * 2 >= len(inside):
                return True
    return False


def wordless_pictures(page: Page, own: int) -> bool:
    """Pictures that lead into the site without a word: many of them are its menu, one may be the entry looked for."""
    anchors = read_layout(page).ground.anchors
    told = {anchor.url for anchor in anchors if anchor.title}
    silent = [
        anchor.url
        for anchor in anchors
        if not anchor.title and not anchor.article and anchor.url not in told and not is_more(anchor.element)
    ]
    for area in page.root.iter("area"):
        url = absolute(page.url, area.get("href") or "")
        if url and not (area.get("alt") or area.get("title") or "").strip():
            silent.append(url)
    if any(is_silent_box(one) for one in page.root.iter("div", "li", "span", "td", "p", "input", "area")):
        return True
    drawn = (absolute(page.url, link.get("xlink:href") or "") for link in page.root.iter("a"))
    silent.extend(url for url in drawn if url and url not in told)
    leading = {url for url in silent if bare_host(url) == bare_host(page.url) and urlsplit(url).path not in {"", "/"}}
    ways = {url for url in leading if not TOPIC.search(url)}
    return (
        len(ways) >= SILENT or len(leading) >= max(3, own // 2) or any(may_be_disclosure(u, page.url) for u in silent)
    )


def is_silent_box(element: Any) -> bool:
    """A box, a picture or a part of a map without a word that a click opens."""
    opened = element.get("onclick") or (element.get("href") or "" if element.tag == "area" else "")
    if not OPENS.search(opened) or (element.tag == "input" and element.get("type") != "image"):
        return False
    told = (element.get(name) or "" for name in ("alt", "title", "value", "aria-label"))
    return not any(word.strip() for word in told) and not "".join(element.itertext()).strip()


def painted_entry(page: Page) -> bool:
    """The name of a picture in a link, or of one its style paints, is the column's."""
    for link in page.root.iter("a"):
        painted = link.get("style") or ""
        names = [image.get("src") or "" for image in link.iter("img")] if len(link) else []
        names += [painted] if "url(" in painted else []
        if any(DISCLOSURE.search(name.rpartition("/")[2]) for name in names):
            return True
    return False


def is_more(link: Any) -> bool:
    """A picture called "more": the list beside it says what it leads to."""
    sources = [image.get("src") or "" for image in link.iter("img")]
    return bool(sources) and all(MORE_PICTURE.search(source.rpartition("/")[2]) for source in sources)


def may_be_disclosure(url: str, page_url: str) -> bool:
    """The host or the last folder of an address on the own domain is called as the disclosure column."""
    host, folder, _ = place(url)
    last = folder.rstrip("/").rpartition("/")[2]
    return bare_host(url).endswith(bare_host(page_url)) and bool(DISCLOSURE.search(last) or DISCLOSURE.search(host))


def framed(page: Page) -> bool:
    """A frame of the own site, whatever it shows."""
    if next(page.root.iter("frame", "frameset", "object", "embed", "applet"), None) is not None:
        return True
    sources = (absolute(page.url, frame.get("src") or "") for frame in page.root.iter("iframe"))
    paths = [urlsplit(url).path for url in sources if url and bare_host(url) == bare_host(page.url)]
    return any(MENU_CALL.search(path) or not NOT_LISTS.search(path) for path in paths)


def included(page: Page) -> bool:
    """Pieces that a script or a server was to put in, and templates that nobody filled."""
    low = folded_html(page)
    unfilled = has_template(low) and has_template(SCRIPT.sub("", low))
    if unfilled or page.unserved or next(page.root.iter("include"), None) is not None:
        return True
    return any(element.get(name) for element in page.root.iter("div", "header", "nav") for name in INCLUDED)


def scripted(page: Page) -> bool:
    """A script writes links, or fetches a menu."""
    for text in script_texts(page):
        if WRITES.search(text):
            return True
        calls = [match[1] or match[2] or match[3] for match in AJAX.finditer(text)] + LOAD.findall(text)
        if any(MENU_CALL.search(url) for url in calls):
            return True
    return any(writes_here(script) for script in page.root.iter("script"))


def writes_here(script: Any) -> bool:
    """A script called as a menu writes where it stands: at the top of the body, before any link, or below the logo
    and the tools. At the end of the body it only moves what is there."""
    if not MENU_FILE.search((script.get("src") or "").partition("?")[0]):
        return False
    body = next(script.iterancestors("body"), None)
    if body is None:
        return False
    order = [one for one in body.iter("a", "script") if one is script or one.tag == "a"]
    before = order.index(script)
    return before == 0 or (before <= TOOLS and len(order) - before > FEW)


def filled_by_script(page: Page) -> bool:
    """An empty place called as a menu, or many empty places, and a script that could fill them."""
    places = [one for one in page.root.iter("div", "ul", "nav", "td", "header", "section") if is_empty_place(one)]
    if not places or next(page.root.iter("script"), None) is None:
        return False
    if any(MENU_PLACE.search(one.get("id") or "") for one in places):
        return True
    asks = any(AJAX.search(text) or LOAD.search(text) for text in script_texts(page))
    return asks and len(places) >= EMPTY_PLACES


def is_empty_place(element: Any) -> bool:
    """It has an id, and nothing in it."""
    return bool(element.get("id")) and len(element) == 0 and not (element.text or "").strip()
