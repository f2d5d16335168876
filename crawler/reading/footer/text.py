"""The words of a footer: codes, filings and names in text whose tags were dropped."""

from __future__ import annotations

import html as entities
import re
from functools import cache, lru_cache
from typing import Any

from crawler.lexicon import load
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

EDGE = "\x1f"  # stands where a block begins or ends; to expressions it is a blank
BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|ul|ol|tr|td|th|table|dl|dt|dd|h[1-6]|br|section|footer|center|hr)\b[^<>]*>", re.I
)
TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
SILENT_BLOCK = re.compile(r"<(/?)(script|style|noscript|template)\b[^<>]*>", re.I)
BLANKS = re.compile(r"[^\S\x1f]+")
# Letters and digits of double width become plain ones; what takes no room at all goes.
ODD = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
WIDE = 0xFEE0  # from a plain letter to the same of double width
HYPHENS = re.compile(r"\s*[\uff0d\u2010-\u2015_]\s*")
EDGES = re.compile(r" ?\x1f[ \x1f]*")
SPACED_SIGN = re.compile(r"(?<![A-Za-z])I ?C ?P(?![A-Za-z])", re.I)
HEAD_KEPT, TAIL_KEPT = 200_000, 600_000  # characters of an overlong page
FOOT_LENGTH = 3_000  # characters of text within which a page ends with its footer
REACH = 500  # characters a footer's words may lie from its nearest mark
APART = 700  # marks further apart belong to different blocks


def plain_text(markup: str) -> str:
    """Text in which a block's edge is ``EDGE``, other tags are nothing, and blanks are one."""
    if len(markup) > HEAD_KEPT + TAIL_KEPT:
        markup = markup[:HEAD_KEPT] + markup[-TAIL_KEPT:]
    text = TAG.sub("", BLOCK_TAG.sub(EDGE, without_scripts(markup)))
    if "&" in text:
        text = entities.unescape(text)
    text = ODD.sub(lambda odd: chr(ord(odd[0]) - WIDE) if odd[0] > "\uff00" and odd[0] != "\ufeff" else "", text)
    return SPACED_SIGN.sub("ICP", EDGES.sub(EDGE, BLANKS.sub(" ", text)))


@once
def page_plain(page: Page) -> str:
    """The page's own text, before its scripts write anything."""
    return plain_text(page.html)


def without_scripts(markup: str) -> str:
    """Scripts and styles out, in one pass however many stay unclosed."""
    pieces: list[str] = []
    kept_from, inside = 0, ""
    for tag in SILENT_BLOCK.finditer(markup):
        name = tag[2].lower()
        if not inside and not tag[1]:
            pieces.append(markup[kept_from : tag.start()])
            inside = name
        elif inside == name and tag[1]:
            inside = ""
            kept_from = tag.end()
    if not inside:
        pieces.append(markup[kept_from:])
    return "".join(pieces)


@cache
def expressions(key: str) -> tuple[re.Pattern[str], ...]:
    """The compiled expressions of one key of lexicon/footer.toml."""
    words = load("footer")
    found: Any = words[key]
    sources = [found] if isinstance(found, str) else list(found)
    return tuple(re.compile(source.replace("{P}", words["provinces"]), re.I) for source in sources)


def find(key: str, text: str) -> re.Match[str] | None:
    """The first match of the first expression that matches."""
    return next((match for pattern in expressions(key) if (match := pattern.search(text))), None)


def ends_with_filings(text: str) -> bool:
    """The page itself ends with its code or a filing."""
    return bool(expressions("mark")[0].search(text, max(0, len(text) - FOOT_LENGTH)))


@lru_cache(maxsize=4)
def zones(text: str) -> tuple[str, ...]:
    """The neighbourhoods of the last group of marks, else of the words that open a footer near the page's end."""
    marks = [match.start() for match in expressions("mark")[0].finditer(text)]
    if marks:
        first = last = marks[-1]
        for at in reversed(marks):
            if first - at > APART:
                break
            first = at
        return (text[max(0, first - REACH) : last + REACH],)
    tail = text[-2 * REACH :]
    return (tail,) if find("foot_words", tail) else ()


def shown_mark(key: str, text: str) -> str | None:
    """A code or filing as the page shows it: of the last group of marks the first, else anywhere on the page."""
    for pattern in expressions(key):
        found = list(pattern.finditer(text))
        if found:
            chosen = found[-1]
            for match in reversed(found):
                if chosen.start() - match.end() > APART:
                    break
                chosen = match
            return real_number(" ".join(chosen["value"].replace(EDGE, "").split()))
    return None


def several_codes(text: str) -> bool:
    """Two sites or more are named by their codes."""
    return len({match["value"] for match in expressions("site_code")[0].finditer(text)}) > 1


def real_number(value: str) -> str | None:
    """The code or filing; None for the zeros of a template."""
    if expressions("placeholder")[0].search("".join(filter(str.isdigit, value))):
        return None
    return HYPHENS.sub("-", value)


def named(text: str, kind: str) -> str | None:
    """The organ that the footer names as its owner, maintainer, supervisor or copyright holder."""
    for zone in zones(text):
        if name := named_after(f"{kind}_after", zone) or named_before(f"{kind}_before", zone):
            return name
    return None


def named_after(key: str, zone: str) -> str | None:
    """The name behind a label; the last label of the zone, for the footer ends the page."""
    for pattern in expressions(key):
        for match in reversed(list(pattern.finditer(zone))):
            if name := clean_name(match["value"]):
                return name
    return None


def named_before(key: str, zone: str) -> str | None:
    """The name before a label, where it reads as a footer's own words."""
    for match in reversed(list(expressions(key)[0].finditer(zone))):
        words = expressions("before_name")[0].sub("", match["value"])
        words = expressions("by_us")[0].sub("", words)
        if name := clean_name(words):
            return name
    return None


def clean_name(words: str) -> str | None:
    """The organ's name alone; None where the words are no name."""
    ornaments = EDGE + load("footer")["ornaments"]
    words = words.strip(ornaments)
    end = expressions("name_end")[0].search(words, 1)
    words = (words[: end.start()] if end else words).strip(ornaments)
    if joint := find("joint", words):
        return joint[0]
    pieces = words.split(" ")
    if len(pieces) > 2 and all(len(piece) <= 2 for piece in pieces[:3]):
        words = "".join(pieces)  # letters set apart: 某 市 人 民 政 府
    else:
        goes_on = len(pieces) > 1 and find("unfinished", pieces[0]) is not None
        words = "".join(pieces[: 1 + goes_on]).strip(ornaments)
    if half := find("brackets", words):
        words = half[1] or half[2] or ""
    if len(words) < 3 or not find("name_words", words) or expressions("not_a_name")[0].search(words):
        return None
    return words


def telephone(text: str) -> str | None:
    """A telephone of the footer: the labelled one first, never a report line."""
    for key in ("phone_label", "phone_any"):
        for zone in zones(text):
            for match in expressions(key)[0].finditer(zone):
                before = zone[max(0, match.start() - 14) : match.start("value")]
                if not expressions("not_our_phone")[0].search(before):
                    return " ".join(match["value"].replace(EDGE, " ").split())
    return None
