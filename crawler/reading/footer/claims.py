"""Does the page claim that its site supports IPv6? News about IPv6, which every portal has, are no claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from lxml import etree

from crawler.reading.footer.pictures import source_of
from crawler.reading.footer.source import plain_bytes, source_bytes
from crawler.reading.footer.text import EDGE, expressions, find, plain_text
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.near import folded, places
from crawler.reading.pages.page import Page

SIGN, SPLIT_SIGN = "ipv6", "ipv 6"
REPORT = 8  # letters of a title, at least
CLAUSE = 60  # letters that a claim takes at most before and after the word
WORDS = etree.XPath("//@title|//@alt")  # what pictures and links are called
NAME_PARTS = re.compile(r"[^a-z]+")


def claims_ipv6(page: Page, roots: Sequence[Any], texts: Sequence[str], written: str) -> bool:
    """In words anywhere on the page or in what its scripts write, in the words of a picture, or in a picture's name."""
    if any(says(page, clause) for text in texts for clause in around(text)):
        return True
    if not any(SIGN.encode() in source for source in (source_bytes(page), plain_bytes(written))):
        return False
    if any(is_claim(word) for root in roots for word in WORDS(root) if SIGN in word.lower()):
        return True
    pictures = chain.from_iterable(root.iter("img", "input") for root in roots)
    return any(is_badge(picture) for picture in pictures)


def may_claim(page: Page) -> bool:
    """The word stands somewhere else than in links whose words are the title of a report."""
    mentions = source_bytes(page).count(SIGN.encode())
    if not mentions:
        return False
    return mentions != sum(map(mentions_of, filter(is_report, page.root.iter("a"))))


def is_report(link: Any) -> bool:
    """A link with words enough for a title, and without a picture that could show a badge."""
    words = "".join((link.text_content() or "").split())
    return len(words) >= REPORT and next(link.iter("img", "i"), None) is None


def mentions_of(element: Any) -> int:
    markup: bytes = etree.tostring(element, encoding="utf-8", method="html", with_tail=False)
    return markup.lower().count(SIGN.encode())


def around(text: str) -> Iterator[str]:
    """The words around each mention: the expressions are costly, and a page has few mentions."""
    return (text[max(0, at - CLAUSE) : at + CLAUSE] for at in places(folded(text), (SIGN, SPLIT_SIGN)))


def says(page: Page, clause: str) -> bool:
    """The claim of the site itself, which may call itself by the name that its title has; reports name others."""
    if find("ipv6", clause):
        return True
    metas = read_metas(page)
    own = f"{metas.get('SiteName', '')}{EDGE}{metas.get('title', '')}"
    return any(match["value"] in own for match in expressions("ipv6_named")[0].finditer(clause))


def is_claim(word: str) -> bool:
    """The whole of a title or of a picture's words."""
    text = plain_text(word).strip()
    return find("ipv6", f"{EDGE}{text}{EDGE}") is not None or expressions("ipv6_label")[0].fullmatch(text) is not None


def is_badge(picture: Any) -> bool:
    """A picture without words whose file is named for IPv6 and for nothing else: a photograph's name says more."""
    if (picture.get("alt") or "").strip() or (picture.get("title") or "").strip():
        return False
    name = source_of(picture).rsplit("/", 1)[-1].lower()
    if SIGN not in name:
        return False
    parts = NAME_PARTS.split(name.rpartition(".")[0].replace(SIGN, "-"))
    return all(find("ipv6_file_part", part) for part in parts if part)
