"""The title of an article or document, without the site's name."""

from __future__ import annotations

import re
from itertools import islice

from crawler.lexicon import load
from crawler.reading.documents.fields import one_value
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.metas import MARKUP, read_metas
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, is_hidden, visible_text

WORDS = load("documents")["title"]
SITE = re.compile(WORDS["site_pattern"])
DEEDS = re.compile(WORDS["deeds"])
COLUMN = re.compile(WORDS["column_pattern"])
NOT_TITLE = frozenset(WORDS["not_title"])
SPLIT = re.compile(r"\s*(?:[_|\uff5c]+|--+|\u2014\u2014+|\s[-\u2013\u2014>\u00b7]+\s)\s*")
HYPHEN = re.compile(r"\s*[-\u2013\u2014]\s*")
SOURCE = re.compile("|".join(load("dates")["context"]["source_words"]))
DAY = re.compile(load("dates")["context"]["dated_line"])
CLOCK = re.compile("|".join(load("dates")["context"]["clock_words"]))  # the header, with the visitor's day
COLON = re.compile("[:\uff1a>]")
COLUMN_NAME = 6  # letters: a shorter title element may name the column only
BYLINE = 200  # characters
MOST_LINKS = 2000
SHORTEST = 4  # letters of a title; below stand words such as 首页
LONGEST = 200  # letters
MOST_HEADINGS = 40
HEADINGS = ("h1", "h2", "h3")
CUT_MARKS = ("...", "\u2026")


@once
def read_title(page: Page) -> str | None:
    """ArticleTitle, then a title field, then the heading that the title element echoes, then the title element minus
    the site's name."""
    metas = read_metas(page)
    marked = " ".join(MARKUP.sub("", metas.get("ArticleTitle", "")).split())
    if marked and not marked.endswith(CUT_MARKS) and marked != metas.get("SiteName"):
        return marked
    labelled = one_value(page, "title", lambda value: len(value) >= SHORTEST)
    if labelled:
        return labelled
    titled = without_site(metas.get("title", ""), page)
    headed = heading(page, titled or "")
    if not headed and (not titled or len(titled) <= COLUMN_NAME or is_site_name(titled, page)):
        headed = above_byline(page)
    return headed or titled or marked or None


def above_byline(page: Page) -> str | None:
    """The line above the page's only line of source or counter with a day: tables and fonts mark no heading."""
    lines = page_lines(page)
    told = [n for n, line in enumerate(lines) if len(line) <= BYLINE and SOURCE.search(line) and DAY.search(line)]
    above = lines[told[0] - 1] if len(told) == 1 and told[0] else ""
    if not SHORTEST < len(above) <= LONGEST or above in NOT_TITLE:
        return None
    if any(words.search(above) for words in (SOURCE, COLON, CLOCK)):
        return None
    return None if any(visible_text(link) == above for link in islice(page.root.iter("a"), MOST_LINKS)) else above


def heading(page: Page, titled: str) -> str | None:
    """The h1 that is no logo; a smaller heading only where the title element says the same."""
    site = {read_metas(page).get("SiteName", ""), *NOT_TITLE}
    longest = ""
    for tag in HEADINGS:
        words = [
            visible_text(element) for element in islice(page.root.iter(tag), MOST_HEADINGS) if not is_hidden(element)
        ]
        usable = [text for text in words if len(text) >= SHORTEST and text not in site and not is_site_name(text, page)]
        echoed = [text for text in usable if titled and bare(titled).rstrip(".\u2026") in bare(text)]
        if echoed and len(echoed[0]) <= LONGEST:
            return titled if bare(echoed[0]) == bare(titled) else echoed[0]
        if tag == "h1" and len(usable) == 1 and (not titled or is_site_name(titled, page) or usable[0] in titled):
            return usable[0]
        longest = max([longest, *usable], key=len)
    return longest if longest and not titled else None


def without_site(title: str, page: Page) -> str | None:
    """The title element's own part: the parts that name the site or its column are taken off at both ends."""
    parts = [part for part in SPLIT.split(title) if part and part not in NOT_TITLE]
    own = [part for part in parts if not is_site_name(part, page)]
    if len(own) > 1:
        column = read_metas(page).get("ColumnName", "")
        own = [own[0], *(part for part in own[1:] if part != column and not COLUMN.search(part))]
    text = own[0] if own else (parts[0] if parts else "")
    pieces = HYPHEN.split(text)
    while len(pieces) > 1 and is_site_name(pieces[-1], page):
        text = text[: text.rindex(pieces.pop())].rstrip(" -\u2013\u2014")
    if len(pieces) > 1 and is_site_name(pieces[0], page) and len(text) - len(pieces[0]) > SHORTEST:
        text = text[len(pieces[0]) :].lstrip(" -\u2013\u2014")
    return text or None


def is_site_name(text: str, page: Page) -> bool:
    """A part of a title that names the site: its SiteName, or a short name ending like one."""
    name = read_metas(page).get("SiteName", "")
    return text == name or (len(text) <= 25 and bool(SITE.search(text)) and not DEEDS.search(text))


def bare(text: str) -> str:
    """Without blanks, for comparing."""
    return re.sub(r"\s", "", text)


@once
def title_lines(page: Page) -> tuple[int, ...]:
    """Numbers of the visible lines that show the title, or a part of it where a line break splits it."""
    title = bare(read_title(page) or "")
    if len(title) < SHORTEST:
        return ()
    found = []
    for number, line in enumerate(page_lines(page)):
        text = bare(line[:400])
        if title in text or (len(text) >= 8 and text in title):
            found.append(number)
    return tuple(found)
