"""Jumps inside a page: meta refreshes and one-line scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.lexicon import load
from crawler.reading.pages.lines import first_lines
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

LEXICON = load("access")
MOBILE = re.compile(LEXICON["redirect"]["mobile"])
LONGEST_WAIT_S = LEXICON["redirect"]["longest_wait_s"]
LETTERS, LINKS = LEXICON["thin"]["redirect_letters"], LEXICON["thin"]["redirect_links"]
REFRESH = re.compile(r"""^\s*(\d{1,6}(?:\.\d*)?|\.\d+)?\s*(?:[;,]\s*)?(?:url\s*=\s*)?["']?\s*([^"']*)""", re.I)
LITERAL = r"""(?:'[^'\\\n]*(?:\\.[^'\\\n]*)*'|"[^"\\\n]*(?:\\.[^"\\\n]*)*")"""
NAME = r"(?:(?:window|document|self|top|parent|this)\s*\.\s*)*location\s*\.\s*(?:protocol|host|hostname|origin|port)"
TERM = rf"(?:{LITERAL}|{NAME})"
JUMP = re.compile(
    r"(?<![\w$])(?:(?:window|document|self|top|parent|this)\s*\.\s*)*location\s*(?:\.\s*href\s*)?"
    r"(?:=(?!=)|\.\s*(?:replace|assign)\s*\()\s*"
    rf"({TERM}(?:\s*\+\s*{TERM})*)\s*(?=[;)\n}}\]'\"<,]|$)"
)
TERMS = re.compile(TERM)
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
CHAINED = re.compile(rf"\b(?:var|let|const)\s+([A-Za-z_$][\w$]{{0,40}})\s*=\s*({LITERAL})")
FUNCTION = re.compile(r"function\s*([\w$]*)\s*\([^()]{0,200}\)\s*\{")
FUNCTION_SPAN = 2000  # characters of a function before the jump in it
CLICK = re.compile(r"click|change|submit|keydown|keyup", re.I)
CLICK_SPAN = 60
SCRIPT_LIMIT = 100_000  # characters: a redirect is short, and this is far beyond


def is_thin(page: Page, letters: int, links: int) -> bool:
    """Few visible letters and few links: nothing an ordinary page of a portal would be."""
    # Links first: they are counted to the limit only, the letters of a page cost a walk over all of it.
    if sum(1 for _ in zip(range(links + 1), page.root.iter("a"), strict=False)) > links:
        return False
    seen = -1  # line feeds count as letters, one fewer than lines
    for line in first_lines(page):
        seen += len(line) + 1
        if seen > letters:
            return False
    return True


@once
def scripts_of(page: Page) -> str:
    """The inline scripts of a page, and the body's onload."""
    pieces = [script.text or "" for script in page.root.iter("script") if not script.get("src")]
    pieces += [body.get("onload") or "" for body in page.root.iter("body")]
    return "\n".join(pieces)[:SCRIPT_LIMIT]


def jump_target(page: Page) -> str | None:
    """Where the page sends its visitor, absolute; None for refreshes of itself and for pages with content."""
    for target in [*refreshes(page), *script_jumps(page)]:
        url = resolved(target, page.url)
        if url:
            return url
    return None


def resolved(target: str, base: str) -> str | None:
    """The absolute address, unless it is the page itself or no web address."""
    try:
        url = urljoin(base, target.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    same = urldefrag(url)[0].rstrip("/") == urldefrag(base)[0].rstrip("/")
    return url if parts.scheme in {"http", "https"} and parts.netloc and not same else None


def refreshes(page: Page) -> Iterator[str]:
    """Targets of short meta refreshes; a page full of content may only jump at once."""
    for meta in page.root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh" or in_noscript(meta):
            continue
        match = REFRESH.match((meta.get("content") or "")[:2000])
        if match is None or not match[2]:
            continue
        wait = float(match[1]) if match[1] and match[1] != "." else 0.0
        if wait <= 1 or (wait <= LONGEST_WAIT_S and is_thin(page, 2 * LETTERS, 2 * LINKS)):
            yield match[2]


def in_noscript(element: Any) -> bool:
    """Only a visitor without scripts is sent there."""
    return any(node.tag == "noscript" for node in element.iterancestors())


def script_jumps(page: Page) -> Iterator[str]:
    """Targets of ``location`` assignments on a page that shows next to nothing."""
    if not is_thin(page, LETTERS, LINKS):
        return
    source = with_constants(scripts_of(page).replace(r"\"", '"').replace(r"\'", "'"))
    runs = [match for match in JUMP.finditer(source) if is_run(source, match.start())]
    found = [value for match in runs if (value := joined(match[1], page.url))]
    if MOBILE.search(source):
        # The jump to a mobile page comes first, the jump for everybody else last; a single one is for mobiles only.
        found = found[-1:] if len(found) > 1 else []
    yield from found


def is_run(source: str, place: int) -> bool:
    """The statement runs when the page opens: it is not in a function that nobody calls or that waits for a click."""
    heads = list(FUNCTION.finditer(source, max(0, place - FUNCTION_SPAN), place))
    if not heads:
        return True
    head = heads[-1]
    if source.count("}", head.end(), place) > source.count("{", head.end(), place):
        return True
    if head[1]:
        return len(re.findall(rf"(?<![\w$]){re.escape(head[1])}(?![\w$])", source)) > 1
    return CLICK.search(source, max(0, head.start() - CLICK_SPAN), head.start()) is None


def with_constants(source: str) -> str:
    """``var url = "/a"; location.href = url`` as if it were written in one."""
    for name, literal in CHAINED.findall(source)[:20]:
        jump = rf"(location(?:\s*\.\s*href)?\s*=\s*|\.(?:replace|assign)\s*\(\s*){re.escape(name)}\b"
        source = re.sub(jump, partial(put_in, literal), source)
    return source


def put_in(literal: str, match: re.Match[str]) -> str:
    return match[1] + literal


def joined(expression: str, base: str) -> str:
    """The value of string literals and parts of the own address joined by ``+``."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return ""
    own = {
        "protocol": f"{parts.scheme}:",
        "host": parts.netloc,
        "hostname": parts.netloc.split(":")[0],
        "origin": f"{parts.scheme}://{parts.netloc}",
        "port": "",
    }
    return "".join(
        unescaped(term[1:-1]) if term[0] in "'\"" else own[term.rsplit(".", 1)[1].strip()]
        for term in TERMS.findall(expression)
    )


def unescaped(text: str) -> str:
    """A JavaScript string's value."""
    return ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else match[3], text)
