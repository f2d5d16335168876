"""Whose page is it? Two pages of one host name, and a server's own page where a website should be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.lexicon import load
from crawler.reading.footer.footer import read_footer
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.redirects import is_thin

WORDS = load("service")
WELCOME = tuple(re.compile(line, re.I) for line in (*WORDS["welcome"]["lines"], WORDS["welcome"]["gateway"]))
LISTING = re.compile(WORDS["welcome"]["listing"], re.I)
GENERIC = re.compile(WORDS["organ"]["generic"])
ORGAN = re.compile(WORDS["organ"]["name"])
STOPPED, TROUBLE, PAUSE, REFUSAL = (
    re.compile(WORDS["stopped"][name], re.I) for name in ("lines", "trouble", "pause", "refusal")
)
LONGEST_STOP, FEW_LINKS = 900, 15  # letters and links: as of a firewall's page
LONGEST_WORD = 150  # letters of a page that says no more than that it does not open now
FIRST_LINES = 12  # in which a server's own page says what it is
LONGEST_WELCOME, WELCOME_LINKS = 4000, 40  # Debian's page for Apache has 2,700 letters, Tomcat's 35 links
PAIR = 2  # letters that names must have in common somewhere to be two forms of one


@dataclass(frozen=True, slots=True)
class Owner:
    """What a page says of whose it is; empty where it says nothing. Codes are those of the head and of the footer."""

    title: str
    codes: tuple[str, str]
    owner: str


@once
def owner_of(page: Page) -> Owner:
    footer = read_footer(page)
    codes = (read_metas(page).get("SiteIDCode", ""), footer.site_code or "")
    return Owner(title_of(page), codes, footer.owner or "")


def title_of(page: Page) -> str:
    return read_metas(page).get("title", "")


def is_anothers(first: Page, second: Page) -> bool:
    """Both pages say whose they are, and they say different things: title and code, or title and owner."""
    if bare_name(title_of(first)) == bare_name(title_of(second)):
        return False
    one, two = owner_of(first), owner_of(second)
    same = same_code(one, two)
    if same is not None:
        return not same and (one.owner != two.owner or not one.owner)
    if not are_other_names(one.title, two.title):
        return False
    if one.owner and two.owner:
        return are_other_names(one.owner, two.owner)
    return bool(ORGAN.search(bare_name(one.title)) and ORGAN.search(bare_name(two.title)))


def says_the_same(first: Page, second: Page) -> bool:
    """Both pages name the same owner: the same code, or the same title that is not just "home page"."""
    one, two = owner_of(first), owner_of(second)
    same = same_code(one, two)
    if same is not None:
        return same
    return len(bare_name(one.title)) > PAIR and bare_name(one.title) == bare_name(two.title)


def same_code(one: Owner, two: Owner) -> bool | None:
    """None where no code stands on both in the same place: templates carry codes of others in their heads."""
    both = [(first, second) for first, second in zip(one.codes, two.codes, strict=True) if first and second]
    if not both:
        return None
    return any(first == second for first, second in both)


def are_other_names(first: str, second: str) -> bool:
    """Neither name holds the other, and where they differ they share no pair of letters: 财政局, 教育局."""
    one, two = bare_name(first), bare_name(second)
    if not one or not two or one in two or two in one:
        return False
    one, two = after_common(one, two)
    one, two = after_common(one[::-1], two[::-1])
    return bool(one) and bool(two) and pairs(one).isdisjoint(pairs(two))


def after_common(one: str, two: str) -> tuple[str, str]:
    """Both without the beginning that they share."""
    at = next(
        (at for at, (left, right) in enumerate(zip(one, two, strict=False)) if left != right), min(len(one), len(two))
    )
    return one[at:], two[at:]


def bare_name(title: str) -> str:
    """A name or title without what every website's title holds."""
    return GENERIC.sub("", title)


def pairs(word: str) -> set[str]:
    return {word[at : at + PAIR] for at in range(max(1, len(word) - PAIR + 1))}


def is_welcome(page: Page) -> bool:
    """A server's or a panel's own page."""
    if not is_thin(page, LONGEST_WELCOME, WELCOME_LINKS):
        return False
    return any(words.search(line) for line in (title_of(page), *page_lines(page)[:FIRST_LINES]) for words in WELCOME)


def is_listing(page: Page) -> bool:
    """A web server's list of files, in a folder where no page is."""
    return bool(LISTING.search(title_of(page))) and is_thin(page, LONGEST_WELCOME, WELCOME_LINKS)


def is_stopped(page: Page) -> bool:
    """A carrier, a cloud or a firewall lets nobody through to the host: its word, not the website's."""
    return _says(page, STOPPED) or _says(page, REFUSAL, LONGEST_WORD)


def is_overloaded(page: Page) -> bool:
    """A gateway or a server in trouble, which will pass."""
    return _says(page, TROUBLE)


def is_paused(page: Page) -> bool:
    """A website that says no more than that it is closed for a while, or not yet up."""
    return _says(page, PAUSE, LONGEST_WORD)


def _says(page: Page, words: re.Pattern[str], longest: int = LONGEST_STOP) -> bool:
    if not is_thin(page, longest, FEW_LINKS):
        return False
    return any(words.search(line) for line in (title_of(page), *page_lines(page)[:FIRST_LINES]))
