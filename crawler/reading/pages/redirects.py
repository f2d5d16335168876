"""Jumps inside a page: meta refreshes and one-line scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.lexicon import load
from crawler.reading.pages.lines import first_lines
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.references import forward
from crawler.reading.pages.written import LINE_COMMENT, without

LEXICON = load("access")
MOBILE = re.compile(LEXICON["redirect"]["mobile"])
LONGEST_WAIT_S = LEXICON["redirect"]["longest_wait_s"]
LETTERS, LINKS = LEXICON["thin"]["redirect_letters"], LEXICON["thin"]["redirect_links"]
REFRESH = re.compile(r"""^\s*(\d{1,6}(?:\.\d*)?|\.\d+)?\s*(?:[;,]\s*)?(?:url\s*=\s*)?["']?\s*([^"']*)""", re.I)
LITERAL = r"""(?:'[^'\\\n]*(?:\\.[^'\\\n]*)*'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|`[^`$\\\n]*`)"""
SELF = r"(?:(?:window|document|self|top|parent|this)\s*\.\s*)*"
NAME = SELF + r"location\s*\.\s*(?:protocol|hostname|host|origin|port)\b"
VARIABLE = r"[A-Za-z_$][\w$]{0,40}"
TERM = rf"(?:{LITERAL}|{NAME}|{VARIABLE})"
SUM = rf"{TERM}(?:\s*\+\s*{TERM})*"
JUMP = re.compile(
    rf"(?<![\w$.])(?:{SELF}location\s*(?:\.\s*href\s*)?(?:=(?!=)|\.\s*(?:replace|assign)\s*\()"
    rf"|(?:window\s*\.\s*)?(?:open|navigate)\s*\()\s*({SUM})\s*"
    r"""(?:,\s*["']_(self|top|parent)["']|(\+\s*(?:new\s|Math|Date|encodeURI|\())|(?=[;)\n}\]'"<,]|$))"""
)
CONSTANT = re.compile(rf"\b(?:var|let|const)\s+({VARIABLE})\s*=\s*({SUM})\s*[;,\n}}]")
MOST_CONSTANTS = 40
BRACKETS = re.compile(r"""\[\s*["'](location|href|replace|assign)["']\s*\]""")
OPENED = re.compile(r"open\s*\($")
WRITTEN_REFRESH = re.compile(r"""http-equiv\s*=\s*["']?refresh["']?\s+content\s*=\s*["']?([^"'<>]{1,300})""", re.I)
# if (location.host == "www.old.example") ... : a page for several names
HOST_ASKED = re.compile(
    r"""(?:host|hostname|href|domain|URL)\s*(?:===?|\.\s*(?:indexOf|match|includes)\s*\()\s*["'/]([\w.:/-]{4,80})["'/][^{}]{0,40}\{?[^{}]{0,40}$""",
    re.I,
)
HOST_SPAN = 200  # characters before a jump in which a name is asked for
TERMS = re.compile(TERM)
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
FUNCTION = re.compile(r"function\s*([\w$]*)\s*\([^()]{0,200}\)\s*\{")
FUNCTION_SPAN = 2000  # characters of a function before the jump in it
CLICK = re.compile(r"click|change|submit|keydown|keyup", re.I)
CLICK_SPAN = 60
SUBMIT = re.compile(r"\.submit\s*\(\s*\)")
DEEPEST = 4  # constants made of constants
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
        url = urljoin(base, forward(target.strip()))
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
    source = BRACKETS.sub(r".\1", without(LINE_COMMENT.sub("", scripts_of(page)), "/*", "*/"))
    source = source.replace(r"\"", '"').replace(r"\'", "'")
    constants = dict(CONSTANT.findall(source)[:MOST_CONSTANTS])
    found = [value for match in JUMP.finditer(source) if (value := target_of(match, source, page.url, constants))]
    if MOBILE.search(source):
        # The jump to a mobile page comes first, the jump for everybody else last; a single one is for mobiles only.
        found = found[-1:] if len(found) > 1 else []
    yield from found
    if refresh := WRITTEN_REFRESH.search(source):
        yield (REFRESH.match(refresh[1]) or [""] * 3)[2]
    yield from submitted(page, source)


def target_of(match: re.Match[str], source: str, base: str, constants: Mapping[str, str]) -> str:
    """Where one statement leads; empty where it does not run for this visitor or its address is computed."""
    opens = OPENED.search(source[match.start() : match.start(1)].rstrip())
    if (opens and not match[2]) or not is_run(source, match.start()):
        return ""
    asked = HOST_ASKED.search(source, max(0, match.start() - HOST_SPAN), match.start())
    if asked and asked[1].lower() not in base.lower():
        return ""
    value = joined(match[1], base, constants)
    # A time or a number at the end only keeps caches away.
    return value if not match[3] or "?" in value else ""


def submitted(page: Page, source: str) -> Iterator[str]:
    """The address of the only form, where a script sends it off by itself and nobody could fill anything in."""
    forms = list(page.root.iter("form"))
    if len(forms) == 1 and SUBMIT.search(source) and (forms[0].get("method") or "get").lower() == "get":
        fields = [field for field in forms[0].iter("input") if (field.get("type") or "text").lower() != "hidden"]
        if not fields:
            yield forms[0].get("action") or ""


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


def joined(expression: str, base: str, constants: Mapping[str, str], depth: int = 0) -> str:
    """The value of literals, constants and parts of the own address joined by ``+``; empty where one is not known."""
    values = [term_value(term, base, constants, depth) for term in TERMS.findall(expression)]
    return "".join(value for value in values if value is not None) if None not in values else ""


def term_value(term: str, base: str, constants: Mapping[str, str], depth: int) -> str | None:
    if term[0] in "'\"`":
        return unescaped(term[1:-1])
    if "location" in term:
        return own_part(base, term.rsplit(".", 1)[-1].strip())
    known = constants.get(term)
    return joined(known, base, constants, depth + 1) if known and depth < DEEPEST else None


def own_part(base: str, name: str) -> str | None:
    """A part of the page's own address, as scripts name it."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return None
    return {
        "protocol": f"{parts.scheme}:",
        "host": parts.netloc,
        "hostname": parts.netloc.split(":")[0],
        "origin": f"{parts.scheme}://{parts.netloc}",
        "port": "",
    }.get(name)


def unescaped(text: str) -> str:
    """A JavaScript string's value."""
    return ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else match[3], text)
