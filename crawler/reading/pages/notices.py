"""Pages that say there is nothing to see, whatever their status: gone, being built, under repair, failed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from crawler.lexicon import load
from crawler.reading.pages.elements import short_text
from crawler.reading.pages.hijack import speaks_for_gamblers
from crawler.reading.pages.lines import page_lines, page_text
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.redirects import is_thin, scripts_of

Notice = Literal["gone", "building", "maintenance", "placeholder", "server-error", "include-failure", "hijacked"]

LEXICON = load("access")
FLAGS = re.IGNORECASE
SAYS = {name: re.compile(pattern, FLAGS) for name, pattern in LEXICON["notices"].items()}
KINDS: tuple[tuple[Notice, str], ...] = (
    ("gone", "gone"),
    ("building", "building"),
    ("placeholder", "placeholder"),
    ("server-error", "server"),
    ("maintenance", "maintenance"),
)
DATED = re.compile(LEXICON["marks"]["dated"])
OWN_PAGE = re.compile(LEXICON["marks"]["own_page"], FLAGS)
CLOCK = re.compile(LEXICON["marks"]["clock"])
HOST = re.compile(r"^(?:\w+:)?//[^/?#]*")
NUMBERED = re.compile(r"^[^?#]*\d{3}|[?&]\w{0,20}id=[\w-]*\d", re.I)  # what stands behind the host
INCLUDE_HINT: str = LEXICON["marks"]["include_hint"]
THIN = LEXICON["thin"]
LONGEST_NOTE = 80  # letters of a line that is all a page says
LONGEST_FAILURE = 400  # letters of a line in which a program names what failed
FIRST_LINES = 40
LONGEST_ADDRESS = 500
HEADLINE = 8  # letters of an article's title at least
ARTICLES = 4  # links that lead to one
FEW_LINKS = 5  # a program's own report has hardly any
SILENT_LETTERS = 60  # fewer visible letters are no content


@once
def read_notice(page: Page) -> Notice | None:
    """What the page says instead of a content; None for a page that has one.

    Repair is told from "gone": a site under repair will be back, and nothing of it is missing.
    """
    if page.status in {404, 410}:
        return "gone"
    if failed_include(page):
        return "include-failure"
    if speaks_for_gamblers(page) and not OWN_PAGE.search(page_text(page)):
        return "hijacked"
    if read_metas(page).get("ArticleTitle") or leads_to_articles(page):
        return None
    if is_thin(page, THIN["error_letters"], THIN["error_links"]):
        return thin_notice(page) or parked(page) or alerted(page)
    return failure_report(page) or notice_in_template(page)


def leads_to_articles(page: Page) -> bool:
    """Several links with words and numbers of articles: a page of a living site, whatever one of its boxes says."""
    found: set[str] = set()
    for link in page.root.iter("a"):
        href = link.get("href") or ""
        if NUMBERED.search(HOST.sub("", href[:LONGEST_ADDRESS])) and len("".join(short_text(link).split())) >= HEADLINE:
            found.add(href)
            if len(found) >= ARTICLES:
                return True
    return False


def thin_notice(page: Page) -> Notice | None:
    """A page with little to say: one of its lines is the notice. An article that tells its day speaks of others."""
    text = page_text(page)
    if SAYS["labelled_day"].search(text) or SAYS["byline"].search(text):
        return None
    lines = [read_metas(page).get("title", ""), *page_lines(page)[:FIRST_LINES]]
    kinds = KINDS if DATED.search(text) is None else KINDS[:-1]
    notes = [line for line in lines if len(line) <= LONGEST_NOTE]
    told: Notice | None = next((notice for notice, kind in kinds if any(says(line, kind) for line in notes)), None)
    return told or failure_report(page)


def failed_include(page: Page) -> bool:
    """A directive the server failed to carry out is nearly all there is."""
    if INCLUDE_HINT not in page.html or not SAYS["include_failure"].search(page_text(page)):
        return False
    return len(SAYS["include_failure"].sub("", page_text(page))) < int(THIN["redirect_letters"])


def failure_report(page: Page) -> Notice | None:
    """A program's own report of a failure, however long its trace; a page that goes on below it has links."""
    if not is_thin(page, THIN["report_letters"], FEW_LINKS):
        return None
    lines = [line for line in page_lines(page)[:3] if len(line) <= LONGEST_FAILURE]
    return "server-error" if any(says(line, "server") for line in lines) else None


def parked(page: Page) -> Notice | None:
    """A name that is for sale shows its dealer's scripts."""
    return "placeholder" if SAYS["parked_marks"].search(page.html) else None


def alerted(page: Page) -> Notice | None:
    """An empty page whose script says in a window what is wrong, and goes back."""
    if len(page_text(page)) > SILENT_LETTERS:
        return None
    alert = SAYS["alert"].search(scripts_of(page))
    return "gone" if alert and SAYS["gone_alert"].search(alert[1]) else None


def notice_in_template(page: Page) -> Notice | None:
    """The site's whole template around one line that says the content is gone; nothing on the page is dated."""
    if any(DATED.search(line) and not CLOCK.search(line) for line in page_lines(page)):
        return None
    if SAYS["gone_title"].search(read_metas(page).get("title", "").strip()):
        return "gone"
    links = {"".join((link.text_content() or "").split()) for link in page.root.iter("a")}
    notes = [line for line in page_lines(page) if len(line) <= LONGEST_NOTE and "".join(line.split()) not in links]
    if any(says(note, "gone", "include_failure") for note in notes):
        return "gone"
    return "building" if any(says(note, "building") for note in notes) else None


@lru_cache(maxsize=4096)
def says(line: str, *kinds: str) -> bool:
    return any(SAYS[kind].search(line) for kind in kinds)
