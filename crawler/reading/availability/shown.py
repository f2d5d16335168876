"""What the document that came in a home page's place shows to a visitor. Pure."""

from __future__ import annotations

import re

from crawler.lexicon import load
from crawler.reading.pages.access import is_own_page
from crawler.reading.pages.ending import looks_cut
from crawler.reading.pages.lines import page_lines, page_text
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.notices import read_notice
from crawler.reading.pages.page import Page
from crawler.reading.pages.redirects import is_thin

DOUBT = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in load("home_page")["doubt"].items()}
THIN = load("access")["thin"]
FIRST_LINES, LONGEST_LINE = 20, 120  # letters of a line that may be a notice
FEW_LETTERS = 60  # fewer are no content
TAIL = 2000  # characters at the end of a source in which a whole document closes
NOTHING = "\ufeff\x00 \t\r\n\f\v"
SEEN_WITHOUT_WORDS = (
    *("img", "script", "frame", "iframe", "object", "embed", "applet", "form", "input", "button", "svg", "canvas"),
    *("video", "style", "link"),
)


def is_nothing(page: Page) -> bool:
    """Not even markup came."""
    return not page.html.strip(NOTHING)


def is_blank(page: Page) -> bool:
    """Markup that shows nothing, and runs nothing that could."""
    return not page_text(page) and next(page.root.iter(*SEEN_WITHOUT_WORDS), None) is None


def is_bare(page: Page) -> bool:
    """Hardly anything to read: a page that only sends on, or waits for its scripts."""
    return sum(map(str.isalnum, page_text(page))) < FEW_LETTERS


def has_markup(page: Page) -> bool:
    return "<" in page.html


def has_closed(page: Page) -> bool:
    """The document says itself where it ends, whatever the connection did after that."""
    return "</html" in page.html[-TAIL:].lower() and not looks_cut(page.html)


def is_much(page: Page) -> bool:
    """More than any notice or refusal has: a visitor sees a page."""
    return not is_thin(page, THIN["error_letters"], THIN["error_links"])


def is_their_page(page: Page) -> bool:
    """A page with the website's own marks and much to see, whatever its status."""
    return is_much(page) and is_own_page(page)


def doubt(page: Page) -> str:
    """What the page says that only a person can weigh; "" where it says no such thing."""
    if is_much(page) or is_own_page(page):
        return ""
    lines = [read_metas(page).get("title", ""), *page_lines(page)[:FIRST_LINES]]
    notes = [line.strip() for line in lines if len(line) <= LONGEST_LINE]
    said = next((name for name, pattern in DOUBT.items() if any(pattern.search(note) for note in notes)), "")
    return said or ("repair" if read_notice(page) == "maintenance" else "")
