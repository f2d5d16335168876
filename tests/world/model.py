"""What a website of the sample city is made of. Mutable on purpose: a spoil changes one thing of a good site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tests.world.reports import Report

TODAY = date(2026, 11, 16)  # a Monday; the day of the whole answer key
QUARTER = "2026Q4"
PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to one request. ``manner`` names how it says it (see server.py)."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    manner: str = "plain"  # plain, hang, drop, endless, half


@dataclass(slots=True)
class Article:
    number: int
    title: str
    on: date
    fields: dict[str, str] = field(default_factory=dict)  # the field block of a document page
    body: str = ""  # HTML; empty: invented paragraphs
    pinned: bool = False
    foreign: str = ""  # an absolute address on another host
    dated: bool = True  # False: lists show no date
    shown_on: date | None = None  # the day its own page shows, where it is another
    report: Report | None = None  # an annual report on disclosure
    related: Article | None = None  # its interpretation, an article of 政策解读


@dataclass(slots=True)
class Column:
    key: str
    name: str
    number: int = 0
    articles: list[Article] = field(default_factory=list)
    children: list[Column] = field(default_factory=list)
    prose: str = ""  # HTML of a page that is text, not a list
    note: str = ""  # why the column is empty
    parent: Column | None = None
    disclosure: bool = False  # lives under the disclosure column
    table: bool = False  # documents shown as a table with number and validity
    aside: str = ""  # HTML beside the list (links that are not items)

    def walk(self) -> Iterator[Column]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Marks:
    """The footer. None: the site does not show it."""

    site_code: str | None
    icp: str | None
    police: str | None
    sponsor: str | None
    maintainer: str | None
    telephone: str | None
    address: str | None
    badge: bool = True
    error_report: bool = True
    sitemap: bool = True
    copyright: str | None = None


@dataclass(slots=True)
class Names:
    """The DNS answers to one host: ``kind`` is answer, nodata, nxdomain, servfail, refused or timeout."""

    a: tuple[str, tuple[str, ...]]
    aaaa: tuple[str, tuple[str, ...]]
    cname: str = ""
    truncate: bool = False  # over UDP only the TC bit: the client must ask again by TCP


@dataclass(slots=True)
class Site:
    id: str
    host: str
    kind: str  # portal or department_site
    name: str
    organ: str
    level: str  # city or county
    region: str
    family: str
    columns: list[Column]
    disclosure: Column | None
    marks: Marks
    names: Names
    home_blocks: list[str]
    seed: int
    encoding: str = "utf-8"
    charset_header: str = ""
    entry_label: str = "政府信息公开"
    entry_on_home: bool = True
    entry_path: str = ""  # where the entry points; empty: straight to the column
    disclosure_host: str = ""
    home_path: str = "/"
    home_redirect: str = ""  # "302", "meta", "script"
    robots: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)  # path, or "*" for all; these go before pages
    traps: set[str] = field(default_factory=set)  # innocent oddities the templates put in
    navigation: str = "static"  # static or script
    footer: str = "static"  # static, script or load
    lists: str = "static"  # static, datastore or dataproxy (jcms)
    note: str = ""
    form_years: tuple[int, ...] = (2025,)  # of the yearly forms on the website's work; one: linked without a list
    today: date = TODAY  # the day its pages are looked at

    def every_column(self) -> Iterator[Column]:
        for column in self.columns:
            yield from column.walk()
        if self.disclosure:
            yield from self.disclosure.walk()

    def column(self, key: str) -> Column:
        return next(column for column in self.every_column() if column.key == key)

    def remove(self, key: str) -> None:
        """Take a column and everything below it away."""
        column = self.column(key)
        siblings = column.parent.children if column.parent else self.columns
        siblings.remove(column)
        self.home_blocks = [block for block in self.home_blocks if block != key]
