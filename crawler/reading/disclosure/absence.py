"""When a page that shows no entry, or no part, proves that there is none: every doubt says that it does not."""

from __future__ import annotations

from crawler.reading.columns.menuproof import navigation_is_complete
from crawler.reading.disclosure.entry import find_entry
from crawler.reading.disclosure.labels import Part, label, links, pattern, simplified
from crawler.reading.disclosure.parts import read_parts, unlinked
from crawler.reading.pages.access import needs_script
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts

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
    hint = pattern("hints", "entry")
    if any(hint.search(script) for script in inline_scripts(page)):
        return True
    for element in page.root.iter():
        if not isinstance(element.tag, str) or element.tag in LOOKED_AT:
            continue
        words = element.get("value"), element.get("alt"), element.get("title"), element.get("data-title")
        if any(word and len(word) <= HINT_LENGTH and hint.search(word) for word in words):
            return True
    return False


@once
def hinted_parts(page: Page) -> frozenset[Part]:
    """The parts that some label of the page could name in words nobody has listed."""
    missing = [part for part, link in read_parts(page).items() if link is None]
    names = {name for link in links(page) for name in link.labels} if missing else set()
    names |= {seen.label for _, _, seen in unlinked(page)} if missing else set()
    return frozenset(part for part in missing if any(_could_name(name, part) for name in names))


def _could_name(name: str, part: Part) -> bool:
    plain = simplified(label(name))
    if len(plain) > HINT_LENGTH or pattern("hints", "not_part").search(plain):
        return False
    return bool(pattern("hints", part.value).search(plain))
