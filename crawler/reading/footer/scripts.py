"""Where else a footer could be: scripts, fragments and frames that a static reader has not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from lxml import etree

from crawler.lexicon import load
from crawler.reading.footer.source import places, source_bytes
from crawler.reading.footer.text import find
from crawler.reading.pages.elements import absolute, host_of
from crawler.reading.pages.page import Page, visible_text
from crawler.reading.pages.written import inline_scripts

AT_MOST = 6
LOADED = re.compile(r"""\.load\(\s*["']([^"'<>\s]{1,300})""")
QUOTED_FRAGMENT = re.compile(
    r"""["'=]([^"'<>\s=]{1,300}\.(?:s?html?|jspx?|js|aspx?|php|inc)(?:\?[^"'<>\s]{0,100})?)["'>\s]"""
)
INCLUDED = re.compile(
    r"""(?:include|html|data|src)\s*=\s*["']([^"'<>\s]{0,200}(?:foot|bottom|copyright)[^"'<>\s.]{0,40}\.s?html?)["']""",
    re.I,
)
FOOT_FILE = re.compile(rb"[\w-]{0,50}\.s?html?")
LOADER = re.compile(
    r"\bimport\s*\(|\bseajs\.|\brequire(?:js)?\s*\(|System\.import|\.load\(|\.get\(|\.getJSON\(|\.post\(|\.ajax\(|axios|fetch\(|XMLHttpRequest|src\s*=|<script|<iframe|atob\(|fromCharCode"
    r"|document\.write(?:ln)?\(\s*(?!unescape|decodeURI)[A-Za-z_$]",
    re.I,
)
WIDTH_NOTHING = re.compile(r"^[01](?:px)?$")
APP_ROOT = re.compile(
    r"""<div\s[^<>]{0,80}id\s*=\s*["']?(?:app|root|__nuxt|__next)["']?[^<>]{0,80}>\s{0,200}</div>""", re.I
)
NAMED_FOOT = etree.XPath(
    "//*[(self::div or self::footer or self::td or self::section or self::p or self::span or self::ul)"
    " and (self::footer or contains(translate(@id, 'FOT', 'fot'), 'foot')"
    " or contains(translate(@class, 'FOT', 'fot'), 'foot'))]"
)
FILM = re.compile(r"\.swf(?:$|\?)|\.s?html?(?:$|\?)", re.I)
MODULES = etree.XPath("//script[@data-main or @type='module']")
FOOT_QUESTION = re.compile(r"""["']/?[\w/.-]{0,100}/(?:get)?_?(?:foot|bottom|copyright)\w{0,20}["'?]""", re.I)


@dataclass(frozen=True, slots=True)
class Sources:
    """``wanted`` can be fetched; ``hidden`` tells that something else could hold the footer and cannot;
    ``headers`` could hold what stands in a page's head (the map)."""

    wanted: tuple[str, ...]
    hidden: bool
    headers: tuple[str, ...] = ()


@cache
def _named(kind: str) -> re.Pattern[str]:
    return re.compile(load("footer")["scripts"][kind], re.I)


def footer_sources(page: Page, *, own: bool) -> Sources:
    """The sources by likelihood: named for the footer, named for shared blocks, then any that is no known library.

    ``own`` says that the page itself holds its filings: then only sources named for the footer matter.
    """
    ranked: list[tuple[int, str]] = []
    addresses = _addresses(page)
    for url, framed in addresses:
        rank = _rank(url, framed=framed)
        if rank is not None and (rank == 0 or not own) and all(url != known for _, known in ranked):
            ranked.append((rank, url))
    ranked.sort(key=lambda pair: pair[0])
    host = host_of(page.url)
    near = [url for _, url in ranked if host_of(url) == host]
    hidden = len(near) > AT_MOST or len(near) < len(ranked)
    if not own and not any(rank == 0 for rank, _ in ranked):
        unserved = page.unserved or find("unserved", page.html) is not None
        hidden = (
            hidden
            or unserved
            or bool(
                APP_ROOT.search(page.html)
                or _has_empty_foot(page)
                or _has_film(page)
                or _is_painted(page)
                or _asked(page)
            )
        )
    headers = tuple(url for url, _ in addresses if _named("header").search(_file(url)))
    return Sources(tuple(near[:AT_MOST]), hidden, headers)


def _has_empty_foot(page: Page) -> bool:
    """A block named for the footer waits to be filled, or is a picture of its words."""
    return any(
        next(block.iter("a", "iframe"), None) is None and not visible_text(block) for block in NAMED_FOOT(page.root)
    )


def _has_film(page: Page) -> bool:
    """A film, or a module loader named on its tag: nobody can tell from the source what they show."""
    embedded = (one.get("src") or one.get("data") or "" for one in page.root.iter("embed", "object"))
    return any(FILM.search(source) for source in embedded) or bool(MODULES(page.root))


def _is_painted(page: Page) -> bool:
    """A picture named for the footer may be a picture of its words."""
    return any(_named("footer").search(_file(image.get("src") or "")) for image in page.root.iter("img"))


def asks_for_more(page: Page, given: Mapping[str, str]) -> bool:
    """A script of the page, or one that was fetched for it, loads something further."""
    return any(LOADER.search(script) for script in (*inline_scripts(page), *given.values()))


def _asked(page: Page) -> bool:
    """A script of the page asks for a footer by an address without a file name."""
    return any(FOOT_QUESTION.search(script) for script in inline_scripts(page))


def _addresses(page: Page) -> list[tuple[str, bool]]:
    """(absolute address, is a frame or fragment) of everything the page loads."""
    found: list[tuple[str, bool]] = []
    if names_a_file(source_bytes(page)):
        found.extend((address, True) for address in INCLUDED.findall(page.html))
    for element in page.root.iter("script", "iframe", "frame"):
        framed = element.tag != "script"
        if framed and (
            WIDTH_NOTHING.match(element.get("width") or "") or WIDTH_NOTHING.match(element.get("height") or "")
        ):
            continue
        found.append((element.get("src") or "", framed))
    for script in inline_scripts(page):
        if LOADER.search(script):
            loaded = LOADED.findall(script)
            named = [match for match in QUOTED_FRAGMENT.findall(script) if _named("footer").search(_file(match))]
            found.extend((address, True) for address in [*loaded, *named])
    resolved = ((absolute(page.url, address), framed) for address, framed in found)
    return [(url, framed) for url, framed in resolved if url.startswith(("http://", "https://"))]


def names_a_file(source: bytes) -> bool:
    """A file named for the footer is named somewhere: only then is looked for where."""
    return any(FOOT_FILE.match(source, at) for at in places("foot_names", source))


def _file(url: str) -> str:
    return url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]


@lru_cache(maxsize=4096)
def _rank(url: str, *, framed: bool) -> int | None:
    """0 named for the footer, 1 for shared blocks, 2 unknown; None for what never writes a footer."""
    name = _file(url)
    if _named("footer").search(name) or _named("numbered").search(url):
        return 0
    if _named("header").search(name) or _named("shared").search(name):
        return None if _named("harmless").search(name) else 1
    if framed:
        return 2
    return None if _named("harmless").search(url) else 2
