"""One fetched document, decoded and parsed once, shared by all readers."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import lxml.html
from bs4.builder import ParserRejectedMarkup
from lxml import etree
from lxml.html import soupparser

from crawler.lexicon import load
from crawler.reading.pages.addresses import usable_address
from crawler.reading.pages.charset import decode
from crawler.reading.pages.ending import looks_cut
from crawler.reading.pages.references import settle
from crawler.reading.pages.unclosed import with_links_closed

# Scripts keep their inner comments, because footers are often written by document.write inside one.
OPENER = re.compile(r"<!--|<%|<(script|style|textarea)\b", re.I)
CLOSERS = {
    "<!--": re.compile(r"--!?>"),  # the first one: one portal nests "<!--"
    "<%": re.compile(r"%>"),
    "script": re.compile(r"</script\s*>", re.I),
    "style": re.compile(r"</style\s*>", re.I),
    "textarea": re.compile(r"</textarea\s*>", re.I),
}
BUILT = re.compile(load("metas")["build_time"])
BUILT_WORDS = tuple(word.encode() for word in load("metas")["build_words"])
# What takes no room at all, from texts pasted out of other programs; in words it hides them from every expression
UNSEEN = re.compile(
    "[\x00\u00ad\u200b\u2060\ufeff]|&(?:#8203|#65279|#173|#x(?:200b|feff|ad)|ZeroWidthSpace|shy);", re.I
)
XML_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
ANCHOR = re.compile(r"<a[\s>]", re.I)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
SILENT_TAGS = frozenset({"script", "style", "noscript", "template", "textarea", "select", "head", "title"})
SHORT_STYLE = 200  # characters of a style attribute worth remembering
# lxml.html asks Python for the class of every element; forms and inputs need none of their own here.
CLASSES = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement, comment=lxml.html.HtmlComment, pi=lxml.html.HtmlProcessingInstruction
)
EMPTY = "<html><body></body></html>"
SCRIPT = re.compile(r"<script\b(?:(?!</script).){0,200000}", re.I | re.DOTALL)
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")
VOID_TAGS = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"})
DEEPEST = 200  # levels kept where a page nests deeper than lxml follows (2048)
MOST_OPEN = 200  # openings in a row that no ">" ends
MOST_BYTES = 8 << 20  # of a page; the longest real ones met have one
SOUP_LIMIT = 2_000_000  # characters: BeautifulSoup takes a minute for 20 MB
PARSER_LOSS = 0.6  # below this share of the source's anchors the tree is not trusted


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A document as every reader sees it.

    ``root`` is an lxml element whose comments are gone and whose scripts and styles remain; ``html`` is the decoded
    source without comments. ``on`` is the day in China the page was seen: the readers' only idea of today.
    """

    url: str
    status: int
    on: date
    charset: str  # what it really is: "utf-8", "gb18030", "utf-16-le" ...
    declared_charset: str | None
    html: str
    root: Any  # lxml.html.HtmlElement
    truncated: bool = False  # the body was cut, as its capture says or its end shows: absence is never proven
    built: str | None = None  # when the page was generated, as its source says, often in a comment only
    unserved: bool = False  # a directive the server should have replaced still stands in the source
    nodes: tuple[Any, ...] = ()  # every element: lxml makes its Python objects anew unless somebody holds them
    base: str = ""  # what its relative addresses are relative to
    known: dict[Any, Any] = field(default_factory=dict, repr=False)  # what readers found out, by reader (pages.once)


def read_page(
    body: bytes, url: str, *, on: date, status: int = 200, content_type: str = "", truncated: bool = False
) -> Page:
    """Decode and parse any bytes. Never raises; an empty body gives an empty document.

    Of an endless page the beginning is read: it counts as cut, so that nothing on it is absent and no list complete.
    """
    truncated = truncated or len(body) > MOST_BYTES
    text, charset, declared = decode(body[:MOST_BYTES], content_type)
    text = UNSEEN.sub("", text)
    html = strip_comments(text)
    root = parse(html)
    address = usable_address(url)
    base = settle(root, html, address, charset)
    nodes = tuple(root.iter())
    return Page(
        address,
        status,
        on,
        charset,
        declared,
        html,
        root,
        truncated or looks_cut(html),
        build_time(text),
        "#include" in text,
        nodes,
        base,
    )


def build_time(text: str) -> str | None:
    """When the page was generated, as its source says."""
    lowered = text.encode("utf-8", "replace").lower()  # bytes: letters of all alphabets take ten times as long
    built = BUILT.search(text) if any(word in lowered for word in BUILT_WORDS) else None  # the search alone is slow
    return built[1] if built else None


def strip_comments(html: str) -> str:
    """HTML and JSP comments out, scripts and their inner comments kept. One pass, whatever is left unclosed."""
    kept: list[str] = []
    start = place = 0
    unclosed: set[str] = set()
    while opener := OPENER.search(html, place):
        kind = (opener[1] or opener[0]).lower()
        place = opener.end()
        if kind == "<!--" and html.startswith((">", "->"), place):
            kept.append(html[start : opener.start()])
            start = place = html.index(">", place) + 1
            continue
        closer = None if kind in unclosed else CLOSERS[kind].search(html, place)
        if closer:
            place = closer.end()
        elif kind == "<!--":
            place = len(html)
        else:
            unclosed.add(kind)
            continue
        if opener[1] is None:
            kept.append(html[start : opener.start()])
            start = place
    kept.append(html[start:])
    return "".join(kept)


def parse(html: str) -> Any:
    """The tree of a document; where lxml loses a large share of the anchors, BeautifulSoup's."""
    source = with_links_closed(XML_PROLOG.sub("", html))
    if not source.strip():
        source = EMPTY
    root, complaint = parse_once(source)
    if "depth" in complaint:
        root, _ = parse_once(flattened(source))
    if len(source) <= SOUP_LIMIT and lost_anchors(source, root) and not is_heap(source):
        with suppress(RecursionError, ValueError, AssertionError, ParserRejectedMarkup):
            root = soupparser.fromstring(source, features="html.parser")
    return root


def parse_once(source: str) -> tuple[Any, str]:
    """(tree, the parser's last complaint)"""
    parser = lxml.html.HTMLParser(huge_tree=True)
    parser.set_element_class_lookup(CLASSES)
    try:
        root = lxml.html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return lxml.html.document_fromstring(EMPTY), ""
    last = parser.error_log.last_error
    return root, str(last.message) if last is not None else ""


def is_heap(source: str) -> bool:
    """Openings without end: BeautifulSoup goes through all the rest for every one of them."""
    return any(piece.count("<") > MOST_OPEN for piece in source.split(">"))


def lost_anchors(source: str, root: Any) -> bool:
    """lxml's tree holds far fewer anchors than the source, those written by scripts not counted."""
    seen = sum(1 for _ in root.iter("a"))
    if len(ANCHOR.findall(source)) <= max(5, seen / PARSER_LOSS):
        return False
    return len(ANCHOR.findall(SCRIPT.sub("", source))) > max(5, seen / PARSER_LOSS)


def flattened(source: str) -> str:
    """The source without the tags below a depth that no parser follows; their text stays."""
    depth = dropped = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth, dropped
        if match[1]:
            if dropped:
                dropped -= 1
                return ""
            depth = max(0, depth - 1)
        elif match[2].lower() not in VOID_TAGS:
            if depth >= DEEPEST and match[2].lower() not in {"a", "script", "style"}:
                dropped += 1
                return " "
            depth += 1
        return match[0]

    return TAG.sub(keep, source)


def is_hidden(element: Any) -> bool:
    """The element itself says that it is not shown."""
    style = element.get("style")
    return (style is not None and hides(style)) or element.get("hidden") is not None


def hides(style: str) -> bool:
    """A style attribute that takes its element off the screen."""
    return HIDDEN_STYLE.search(style) is not None if len(style) > SHORT_STYLE else _hides(style)


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    return HIDDEN_STYLE.search(style) is not None


def visible_text(element: Any) -> str:
    """The text of an element without scripts, styles and hidden parts; blanks collapsed, none put in for tags."""
    pieces: list[str] = []
    collect(element, pieces)
    return " ".join("".join(pieces).replace("\u3000", " ").replace("\xa0", " ").split())


def collect(element: Any, pieces: list[str]) -> None:
    """Walk without recursion: hostile pages nest ten thousand deep."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, after = stack.pop()
        if after:
            pieces.append(node.tail or "")
            continue
        if node is not element:
            stack.append((node, True))
        if not isinstance(node.tag, str) or node.tag in SILENT_TAGS or is_hidden(node):
            continue
        pieces.append(node.text or "")
        stack.extend((child, False) for child in reversed(node))
