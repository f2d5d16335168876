"""When a page that shows no entry, or no part, proves that there is none: every doubt says that it does not."""

from __future__ import annotations

from itertools import islice
from typing import Any

from crawler.reading.columns.menuproof import may_be_disclosure, navigation_is_complete
from crawler.reading.disclosure.entry import entry_rank, find_entry
from crawler.reading.disclosure.labels import (
    CHOICES,
    Part,
    address,
    choice_words,
    label,
    links,
    names_of,
    pattern,
    simplified,
)
from crawler.reading.disclosure.parts import read_parts, unlinked
from crawler.reading.pages.access import needs_script
from crawler.reading.pages.elements import short_text
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts

MOST_CHOICES = 400
SHORT_LABEL = 10  # characters: a longer label is a headline
HINT_LENGTH = 24  # characters: a longer text is a sentence
LOOKED_AT = frozenset({"a", "area", "meta", "script", "title"})


def entry_is_absent(page: Page) -> bool:
    """The whole navigation was read, and nothing on the page speaks of the column."""
    return (
        find_entry(page) is None
        and navigation_is_complete(page)
        and not needs_script(page)
        and not entry_is_hinted(page)
    )


@once
def entry_is_hinted(page: Page) -> bool:
    """A script or a word of some element that is no link names the column: it may lead there."""
    hint, short = pattern("hints", "entry"), pattern("hints", "label")
    names = (name for link in links(page) for name in link.labels if len(name) <= SHORT_LABEL)
    if any(short.search(simplified(name)) and entry_rank(name) is None for name in names):
        return True
    if any(hint.search(script) for script in inline_scripts(page)):
        return True
    marks = pattern("hints", "marks")
    for element in page.root.iter():
        if not isinstance(element.tag, str) or element.tag in LOOKED_AT:
            if element.tag == "a" and is_called_otherwise(page, element):
                return True
            continue
        if marks.search(element.get("class") or "") or (element.tag == "style" and hint.search(element.text or "")):
            return True
        words = (element.text or "", *element.attrib.values())
        if any(len(word) <= HINT_LENGTH and hint.search(word) for word in words):
            return True
    return False


def is_called_otherwise(page: Page, link: Any) -> bool:
    """Its address is the column's by name, its words are not: links named as entries were all followed."""
    if not may_be_disclosure(address(page, link), page.url):
        return False
    return all(entry_rank(name) is None for name in names_of(link))


@once
def hinted_parts(page: Page) -> frozenset[Part]:
    """The parts that some label of the page could name in words nobody has listed."""
    missing = [part for part, link in read_parts(page).items() if link is None]
    names = {name for link in links(page) for name in link.labels} if missing else set()
    names |= {*(seen.label for _, _, seen in unlinked(page)), *headings(page)} if missing else set()
    return frozenset(part for part in missing if any(_could_name(name, part) for name in names))


def headings(page: Page) -> set[str]:
    """Short headings and choices: a part may stand on the page itself, or be chosen."""
    words = [short_text(heading) for heading in page.root.iter("h1", "h2", "h3", "h4", "h5", "dt", "legend")]
    words += [choice_words(choice) for choice in islice(page.root.iter(*CHOICES), MOST_CHOICES)]
    return {name for word in words if 1 < len(word) < HINT_LENGTH and (name := label(word))}


def _could_name(name: str, part: Part) -> bool:
    plain = simplified(label(name))
    if len(plain) > HINT_LENGTH or pattern("hints", "not_part").search(plain):
        return False
    return bool(pattern("hints", part.value).search(plain))
