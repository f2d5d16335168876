"""The pages of the 年报 part: lists of reports, lists of lists, and pages with the report as a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from crawler.lexicon import load
from crawler.model import Target
from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnState, read_column
from crawler.reading.disclosure.column import LabelledLink
from crawler.reading.disclosure.labels import part_of
from crawler.reading.documents.attachments import attachments
from crawler.reading.listings.blocks import read_layout
from crawler.reading.listings.listing import Item, has_uncounted
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.elements import absolute
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts
from crawler.reading.sites.annual_titles import ReportTitle, Whose, flat, pattern, read_report_title, whose_report

FRAMES = ("iframe", "embed", "object", "frame")
FRAME_SOURCES = ("src", "data", "data-src")
FILE_RANKS = tuple(load("report_titles")["list"]["formats"])
QUICK = tuple(load("report_titles")["title"]["quick"])  # one of these is in every title
VIEWER = re.compile(r"[?&](?:file|url|src|path|pdf)=([^&#]+?\.(?:pdf|docx?|wps|ofd)[^&#]*)", re.I)
FILE = re.compile(r"\.(?:pdf|docx?|wps|ofd)(?:$|[?#])", re.I)
QUOTED_FILE = re.compile(r"""["']([^"'<>\s]{1,500}\.(?:pdf|docx))["']""", re.I)


@dataclass(frozen=True, slots=True)
class ReportList:
    """One page of the part. ``beside`` holds links outside its own list that read like a year's report."""

    state: ColumnState
    items: tuple[Item, ...] = ()
    beside: tuple[Item, ...] = ()
    sublists: tuple[LabelledLink, ...] = ()
    pages: int | None = None
    endless: bool = False  # the list goes on, and nobody says how far


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed item that may be the own organ's report of a year."""

    item: Item
    title: ReportTitle
    whose: Whose


def read_report_list(page: Page, name: str, target: Target) -> ReportList:
    """What a page of the part lists. Sub-lists that name another body are left out."""
    column = read_column(page, ColumnLink(name, page.url, (name,), ColumnKind.ANNUAL_REPORT))
    listed = {address_key(item.url) for item in column.items}
    sublists = [LabelledLink(child.name, child.url) for child in column.children if part_of(child.name) is None]
    return ReportList(
        state=column.state,
        items=column.items,
        beside=tuple(one for one in report_links(page) if address_key(one.url) not in listed),
        sublists=tuple(one for one in sublists if is_own_sublist(one.label, target)),
        pages=column.pages,
        endless=has_uncounted(page),
    )


def report_links(page: Page) -> Iterator[Item]:
    """Links anywhere on a page that read like the annual report of a year."""
    own = address_key(page.url)
    for anchor in read_layout(page).ground.anchors:
        item = Item(anchor.title, anchor.url, None)
        title = read_report_title(item.title, inside=False) if item.url and may_name_report(item) else None
        if title and title.year and address_key(item.url) != own:
            yield item


def may_name_report(item: Item) -> bool:
    """Asked of every link of a page before its title is read."""
    return any(word in item.title for word in QUICK)


def is_own_sublist(name: str, target: Target) -> bool:
    """A sub-list by year, or one that does not name another body."""
    return whose_report(pattern("title", "year_words").sub("", flat(name)), target) is not Whose.OTHER


def candidates(items: Iterable[Item], target: Target, *, inside: bool) -> Iterator[Candidate]:
    """The items that may be reports, each with whose it is."""
    for item in items:
        title = read_report_title(item.title, inside=inside)
        if title is not None:
            yield Candidate(item, title, whose_report(title.organ, target))


def choose(found: Iterable[Candidate], year: int) -> list[Candidate]:
    """The own organ's reports of a year, the likeliest first: what names the organ stands before what names nobody."""
    own = [one for one in found if one.title.year == year and one.title.certain and one.whose <= Whose.OFFICE]
    best = min((one.whose for one in own), default=Whose.OTHER)
    return [one for one in own if one.whose is best]


def report_files(page: Page) -> list[str]:
    """Addresses of the files and frames that may hold the report of this page, the likeliest first."""
    found = [(one.name, one.url) for one in attachments(page)]
    found += [("", url) for url in _framed(page)]
    ranked = sorted(dict.fromkeys((url, _rank(name, url)) for name, url in found), key=lambda pair: pair[1])
    return list(dict.fromkeys(url for url, _ in ranked))


def _rank(name: str, url: str) -> tuple[bool, int]:
    """Files called a report before annexes; forms a machine can read before pictures of paper."""
    plain = url.lower()
    kind = next((place for place, ending in enumerate(FILE_RANKS) if f".{ending}" in plain), len(FILE_RANKS))
    return not (name == "" or pattern("list", "report_file").search(name)), kind


def _framed(page: Page) -> Iterator[str]:
    """Addresses in frames and scripts of the page itself; a viewer's address holds the file's."""
    for element in page.root.iter(*FRAMES):
        source = next((element.get(name) for name in FRAME_SOURCES if element.get(name)), "")
        viewed = VIEWER.search(source)
        if viewed or FILE.search(source) or element.tag == "iframe":
            yield from _absolute(page, unquote(viewed[1]) if viewed else source)
    for script in inline_scripts(page):
        yield from _absolute(page, *QUOTED_FILE.findall(script))


def _absolute(page: Page, *references: str) -> Iterator[str]:
    return (url for one in references if (url := absolute(page.url, one)).startswith(("http://", "https://")))
