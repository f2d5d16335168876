"""The title of a link: whole, without the dates, bullets and summaries that stand inside it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any

from crawler.lexicon import load
from crawler.reading.listings.anchors import BULLETS, CUT, GENERIC, TOOLTIP
from crawler.reading.listings.rowdates import FULL, is_badge, is_date

AT_END = re.compile(load("listings")["dates"]["at_end"], re.DOTALL)
AT_START = re.compile(load("listings")["dates"]["at_start"], re.DOTALL)
PIN_MARK = re.compile(load("listings")["anchors"]["pin_mark"])
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong"})
DIGIT = re.compile(r"[0-9]")
BLOCKS = frozenset({"p", "div", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li"})
TITLE_CLASS = re.compile(r"tit|name|bt\b|head", re.I)


def link_title(element: Any, texts: list[str]) -> tuple[str, list[str]]:
    """(title, texts that are dates) of a link from its tooltip and its own pieces of text."""
    if len(texts) == 1:
        text, apart = split_end(texts[0])
        dated = list(apart)
    else:
        dated = [piece for piece in texts if is_date(piece)] or badge(texts)
        text = main_text(element, [piece for piece in texts if piece not in dated])
        if not dated:
            text, apart = split_end(text)
            dated = list(apart)
    return whole_title(element.get("title") or "", text) or bare_title(picture_words(element)), dated


@lru_cache(maxsize=8192)
def whole_title(raw_tooltip: str, text: str) -> str:
    """The title by a link's tooltip and text; "" where both say nothing."""
    return bare_title(choose(read_tooltip(raw_tooltip), text))


def bare_title(title: str) -> str:
    """Without bullets and the mark of a pin, unless it is nothing else."""
    return BULLETS.sub("", PIN_MARK.sub("", title)).strip() or title


def badge(texts: list[str]) -> list[str]:
    """The pieces of a split day and month, where there are at least two of them."""
    pieces = [piece for piece in texts if is_badge(piece)]
    return pieces if len(pieces) >= 2 else []


@lru_cache(maxsize=8192)
def split_end(text: str) -> tuple[str, tuple[str, ...]]:
    """A date at either end of a link's text belongs to the row, not to the title."""
    if len(text) > 300 or not DIGIT.search(text):
        return text, ()
    for pattern in (AT_END, AT_START):
        match = pattern.match(text)
        if match:
            return match["title"].strip(), (match["bracketed"] or match["bare"],)
    return text, ()


def main_text(element: Any, texts: list[str]) -> str:
    """The heading of a card whose whole surface is one link; else all its text."""
    if len(texts) < 2:
        return texts[0] if texts else ""
    blocks = [node for node in islice(element.iterdescendants(), 60) if node.tag in BLOCKS]
    if not blocks:
        whole = " ".join("".join(islice(element.itertext(), 60)).split())
        return (
            whole
            if all(text in whole for text in texts) and len(whole) <= sum(map(len, texts)) + len(texts)
            else " ".join(texts)
        )
    titled = [node for node in blocks if node.tag in HEADINGS or TITLE_CLASS.search(node.get("class") or "")]
    for node in titled + blocks:
        text = " ".join("".join(islice(node.itertext(), 60)).split())
        if len(text) >= 4 and not is_date(text):
            return text
    return " ".join(texts)


def read_tooltip(raw: str) -> str:
    """A title attribute, without the day and author some portals write into it; "" where it says nothing."""
    if not raw or raw.isspace():
        return ""
    match = TOOLTIP.match(raw.strip()) if ":" in raw or "：" in raw else None  # a label ends in a colon
    text = " ".join((match["title"] if match else raw).split())
    return "" if GENERIC.match(text) or FULL.fullmatch(text) else text


def choose(tooltip: str, text: str) -> str:
    """The tooltip is whole where the text is cut, but it may also speak of something else."""
    if not tooltip or tooltip == text:
        return text
    bare = CUT.sub("", text)
    if not bare or bare != text:
        return tooltip
    shared = sum(1 for letter in set(bare) if letter in tooltip)
    return tooltip if shared * 2 >= len(set(bare)) else text


def picture_words(element: Any) -> str:
    """The alternative text of a picture link."""
    for image in element.iter("img"):
        words = (image.get("alt") or image.get("title") or "").strip()
        if words:
            return " ".join(words.split())
    return ""
