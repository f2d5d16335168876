"""A menu of the disclosure column that stands in a file of its own: a frame, a loaded fragment, a script, JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from crawler.reading.disclosure.labels import pattern
from crawler.reading.disclosure.parts import read_parts
from crawler.reading.disclosure.tree import read_nodes
from crawler.reading.listings.datacalls import AJAX, LOAD
from crawler.reading.pages.charset import decode
from crawler.reading.pages.elements import absolute, host_of
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, read_page
from crawler.reading.pages.written import inline_scripts

MOST = 3  # files of one page
LIBRARY = "ztree", "jstree", "dtree", "bootstrap-treeview", "layui"  # they draw a menu and hold none


@once
def menu_files(page: Page) -> tuple[str, ...]:
    """Addresses on the page's own host that may hold what its menu lacks; none where the menu is whole."""
    if all(read_parts(page).values()) and read_nodes(page):
        return ()
    name = pattern("script", "menu")
    found = (absolute(page.url, source) for source in _sources(page))
    own = [url for url in found if url and host_of(url) == host_of(page.url) and url != page.url]
    called = [url for url in own if name.search(urlsplit(url).path.rpartition("/")[2] or urlsplit(url).path)]
    useful = [url for url in called if not any(library in url.lower() for library in LIBRARY)]
    return tuple(dict.fromkeys(useful))[:MOST]


def _sources(page: Page) -> Iterator[str]:
    """Frames, then what scripts load, then script files."""
    yield from (frame.get("src") or "" for frame in page.root.iter("iframe", "frame"))
    for script in inline_scripts(page):
        yield from LOAD.findall(script)
        yield from (match[1] or match[2] or match[3] for match in AJAX.finditer(script))
    yield from (script.get("src") or "" for script in page.root.iter("script"))


def read_menu(body: bytes, url: str, *, on: date) -> Page:
    """The file as a page: markup as it stands, anything else as the script of an empty page."""
    text = decode(body)[0].lstrip()
    if text.startswith("<"):
        return read_page(body, url, on=on)
    return read_page(f"<html><body><script>{text}</script></body></html>".encode(), url, on=on)
