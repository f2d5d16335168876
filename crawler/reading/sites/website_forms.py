"""政府网站工作年度报表: the yearly form on a website's own work, as its home page leads to it (国办函〔2018〕12号)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice

from crawler.lexicon import load
from crawler.model import Digest, Fault
from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnState, read_column
from crawler.reading.dates.published import DateSource, read_published
from crawler.reading.disclosure.labels import LabelledLink, address, names_of
from crawler.reading.listings.listing import Item, has_uncounted
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, is_hidden
from crawler.reading.sites.annual_titles import flat

LINES = 400  # of a form's own page that are looked at
MOST_LINKS = 20_000
LONGEST_TITLE = 60  # characters


@dataclass(frozen=True, slots=True)
class WebsiteForm:
    """One form. ``year`` is the year it is on, None where neither title nor page tells."""

    year: int | None
    title: str
    url: str
    listed_on: date | None = None
    shown_on: date | None = None  # by its own page
    shown_by: DateSource | None = None
    alike: bool = False  # forms of other years bear the same day: more likely the day the site was moved
    own: bool = True  # False: the home page leads to another host, where it may be another site's


@dataclass(frozen=True, slots=True)
class WebsiteForms:
    """What the home page links as such forms, and what stands there."""

    link: LabelledLink | None  # the first such link of the home page
    absence_proven: bool  # the home page was read whole and has no such link
    forms: tuple[WebsiteForm, ...] = ()
    complete: bool = False  # behind every such link is a list of the site's own host that was read whole
    elsewhere: WebsiteForm | None = None  # the newest listed on another page of the site
    fault: Fault | None = None
    captures: tuple[Digest, ...] = ()


@once
def form_links(page: Page) -> tuple[LabelledLink, ...]:
    """The links of a page whose words name such a form or a list of them."""
    found: dict[str, LabelledLink] = {}
    for element in islice(page.root.iter("a", "area"), MOST_LINKS):
        names = (name for name in names_of(element) if is_form(name, alone=True))
        name = next(names, "")
        url = address(page, element) if name else ""
        if url and not is_hidden(element):
            found.setdefault(address_key(url), LabelledLink(name, url))
    return tuple(found.values())


def is_form(title: str, *, alone: bool = False) -> bool:
    """Whether words name such a form. ``alone``: they are a link's own, where fewer of them will do."""
    plain = flat(title)
    if len(plain) > LONGEST_TITLE or _pattern("other").search(plain):
        return False
    return bool(_pattern("name").search(plain) or (alone and _pattern("bare").search(plain)))


def year_of(title: str) -> int | None:
    """The one year a title names."""
    years = set(_pattern("year").findall(_pattern("day").sub("", flat(title))))
    return int(years.pop()) if len(years) == 1 else None


def read_forms(page: Page, label: str) -> tuple[tuple[WebsiteForm, ...], bool]:
    """(forms of the page behind a link, whether it is a list that was read whole)."""
    column = read_column(page, ColumnLink(label, page.url, (label,), ColumnKind.OTHER))
    listed = tuple(forms_in(column.items))
    if listed:
        is_one_page = (column.pages or 1) == 1 and not (column.children or has_uncounted(page) or page.truncated)
        return listed, column.state is ColumnState.LISTED and is_one_page
    return tuple(_own_form(page)), False


def forms_in(items: Iterable[Item], *, inside: bool = True) -> Iterator[WebsiteForm]:
    """The forms a list holds; ``inside`` a list of forms a year and a short name will do."""
    for item in items:
        plain = flat(item.title)
        short = inside and year_of(plain) is not None and _pattern("short").search(plain)
        if is_form(plain) or (short and not _pattern("other").search(plain)):
            yield WebsiteForm(year_of(plain), item.title, item.url, listed_on=item.on)


def with_alike(forms: Iterable[WebsiteForm]) -> tuple[WebsiteForm, ...]:
    """Each form once, newest year first, marked where forms of several years were published on one day."""
    known: dict[str, WebsiteForm] = {}
    for form in forms:
        before = known.get(address_key(form.url), form)
        known[address_key(form.url)] = replace(
            before,
            year=before.year or form.year,
            listed_on=before.listed_on or form.listed_on,
            shown_on=before.shown_on or form.shown_on,
            shown_by=before.shown_by or form.shown_by,
        )
    days: dict[date, set[int | None]] = {}
    for form in known.values():
        days.setdefault(form.listed_on or date.min, set()).add(form.year)
    marked = (replace(one, alike=bool(one.listed_on and len(days[one.listed_on]) > 1)) for one in known.values())
    return tuple(sorted(marked, key=lambda one: -(one.year or 0)))


def _own_form(page: Page) -> Iterator[WebsiteForm]:
    """The page itself as a form, where its lines name one; the year may stand alone on the next line."""
    lines = [flat(line) for line in page_lines(page)[:LINES]]
    named = [number for number, line in enumerate(lines) if is_form(line)]
    below = (_pattern("below").search(line) for number in named for line in lines[number + 1 : number + 3])
    years = {year_of(lines[number]) for number in named} | {int(found[1]) for found in below if found}
    years -= {None}
    if named and len(years) <= 1:
        published = read_published(page)
        yield WebsiteForm(
            year=next(iter(years), None),
            title=max((lines[number] for number in named), key=len),
            url=page.url,
            shown_on=published.on if published else None,
            shown_by=published.source if published else None,
        )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("website_forms")[name])
