"""Everything the readers see in one page, as the JSON object of ``spotcheck read``.

``null`` means "could not be told", ``false`` means "looked, and it is not there".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crawler.intervals import shipped
from crawler.model import Fault
from crawler.reading.annual_report.files import is_file
from crawler.reading.annual_report.reportfacts import annual_report_facts, report_file_facts
from crawler.reading.columns.column import (
    ColumnKind,
    ColumnLink,
    read_column,
    read_navigation,
)
from crawler.reading.columns.intervals import Intervals
from crawler.reading.dates.datefacts import by_address, iso, item_date_facts, published_facts
from crawler.reading.dates.published import read_published
from crawler.reading.disclosure.column import (
    LabelledLink,
    Part,
    entry_is_absent,
    find_content,
    find_entry,
    hinted_parts,
    parts_are_complete,
    read_nodes,
    read_parts,
)
from crawler.reading.documents.document import read_document
from crawler.reading.documents.documentfacts import document_facts, repeal_facts
from crawler.reading.footer.footer import footer_scripts, read_footer
from crawler.reading.guard import attempt
from crawler.reading.listings.listing import Item, Listing, main_listing, read_listings
from crawler.reading.pages.access import needs_script, read_blocked, read_notice, read_redirect
from crawler.reading.pages.hijack import mirror_of, speaks_for_gamblers
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page, read_page

ARTICLES = frozenset({"article", "annual-report"})
LISTS = frozenset({"column", "list"})
MENUS = frozenset({"home", None})
FAILED = 400  # from this status on a server's answer is none
FOOTER = (
    *("site_code", "icp_filing", "police_filing", "owner", "sitemap", "contact", "organ_badge", "error_report"),
    *("icp_linked", "copyright_holder", "maintainer", "claims_ipv6", "supervisor", "icp_foreign_link"),
    "error_report_code",
)


def read_facts(page: Page, kind: str | None, intervals: Intervals | None = None) -> dict[str, Any]:
    """JSON values only, dates as ISO days. ``kind`` is home, column, list, article, annual-report or None.

    On a page that was cut, blocked, refused or soft-missing nothing is ``false``: what is not seen may well exist.
    What a reader broke on is ``null`` and named in ``faults``: one gap never hides the rest of a page.
    ``intervals``: the office's table of update intervals, else the program's.
    """
    readers = readers_of(page, kind, intervals or shipped())
    read = {name: attempt(reader, page.url, ()) for name, reader in readers.items()}
    faults = [f"{name}: {fault.detail}" for name, fault in read.items() if isinstance(fault, Fault)]
    facts: dict[str, Any] = {"url": page.url, "charset": page.charset, "declared_charset": page.declared_charset}
    facts |= {name: None if isinstance(value, Fault) else value for name, value in read.items()}
    blocked, notice = read_blocked(page), read_notice(page)
    if blocked or notice or page.truncated or page.status >= FAILED:
        facts = without_absence(facts)
    told = {"blocked": blocked or False, "soft_404": notice is not None, "notice": notice}
    told |= {"hijack": "gambling" if speaks_for_gamblers(page) else None, "mirror_of": mirror_of(page)}
    return {**facts, **told, "faults": faults}


def read_file_facts(body: bytes, url: str, *, on: date, kind: str | None, intervals: Intervals) -> dict[str, Any]:
    """The facts of a page's bytes; of a report published as PDF or Word file (``annual-report``) those of the report.

    A file is no page: what pages tell is ``null`` there. Why a file could not be told stands in ``faults``.
    """
    if kind != "annual-report" or not is_file(body):
        return read_facts(read_page(body, url, on=on), kind, intervals)
    facts = read_facts(read_page(b"", url, on=on, truncated=True), kind, intervals)
    report = report_file_facts(body, url, on)
    if isinstance(report, Fault):
        return {**facts, "annual_report": None, "faults": [*facts["faults"], f"annual_report: {report.detail}"]}
    return {**facts, "annual_report": report}


def readers_of(page: Page, kind: str | None, intervals: Intervals) -> dict[str, Callable[[], Any]]:
    """The readers that have something to say of such a page, by the key of what they say."""
    readers: dict[str, Callable[[], Any]] = {
        "metas": lambda: dict(read_metas(page)),
        "published_on": lambda: published_on(page, kind),
        "published": lambda: published_facts(page) if kind is None or kind in ARTICLES else None,
        "footer": lambda: footer_facts(page),
        "listings": lambda: listing_facts(page, kind),
        "disclosure": lambda: disclosure_facts(page, kind),
        "document": lambda: document_facts(read_document(page), only_title=kind is not None and kind not in ARTICLES),
        "repeals": lambda: repeal_facts(page),
        "column": lambda: column_facts(page) if kind in LISTS else None,
        "redirect": lambda: read_redirect(page),
        "columns": lambda: columns_facts(page, intervals) if kind in MENUS else None,
        "needs_script": lambda: needs_script(page),
    }
    if kind == "annual-report":
        readers["annual_report"] = lambda: annual_report_facts(page)
    return readers


def without_absence(value: Any) -> Any:
    """The same facts with every ``false`` as ``null``."""
    if isinstance(value, dict):
        return {key: without_absence(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_absence(inner) for inner in value]
    return None if value is False else value


def published_on(page: Page, kind: str | None) -> str | None:
    """Only articles and documents are published on a day; a list has the days of its items."""
    if kind in ARTICLES:
        published = read_published(page)
        return iso(published.on) if published else None
    return iso(read_document(page).published_on) if kind is None else None


def footer_facts(page: Page) -> dict[str, Any]:
    footer = read_footer(page)
    seen = {name: getattr(footer, name) for name in FOOTER}
    return {**seen, "links": dict(footer.links or {}), "scripts": list(footer_scripts(page))}


def listing_facts(page: Page, kind: str | None) -> list[dict[str, Any]]:
    """The lists in page order; on a column or list page its own list comes first."""
    if kind in ARTICLES:
        return []
    listings = list(read_listings(page))
    main = main_listing(page) if kind in LISTS else None
    if main is not None:
        rest = [listing for listing in listings if listing.items != main.items]
        listings = [by_address(main, today=page.on), *rest]
    return [one_listing(listing) for listing in listings]


def one_listing(listing: Listing) -> dict[str, Any]:
    newest = listing.newest
    return {
        "name": listing.name,
        "items": [item_facts(item) for item in listing.items],
        "newest_on": iso(newest.on) if newest else None,
        "pages": listing.pages,
        "total": listing.total,
        "more_url": listing.more_url,
    }


def item_facts(item: Item) -> dict[str, Any]:
    return {
        "title": item.title,
        "url": item.url or None,
        **item_date_facts(item),
        "pinned": item.pinned,
    }


def disclosure_facts(page: Page, kind: str | None) -> dict[str, Any]:
    """The entry and the five parts. Only a home page read whole proves that it has no entry, only the column page
    itself, read whole, that it lacks a part."""
    no_entry = False if kind == "home" and entry_is_absent(page) else None
    whole, hinted = parts_are_complete(page), hinted_parts(page)
    no_part = {part: False if whole and part not in hinted else None for part in Part}
    return {
        "entry": link_facts(find_entry(page), no_entry),
        "parts": {part.value: link_facts(link, no_part[part]) for part, link in read_parts(page).items()},
        **content_facts(page, kind),
    }


def content_facts(page: Page, kind: str | None) -> dict[str, Any]:
    """What stands below 法定主动公开内容, and the columns that every portal should have there; nothing is absent."""
    if kind in ARTICLES:
        return {"tree": [], "gazette": None, "rules": None, "plans": None}
    tree = [{"name": node.name, "path": list(node.path), "url": node.url} for node in read_nodes(page)]
    sought = {"gazette": ColumnKind.GAZETTE, "rules": ColumnKind.RULE, "plans": ColumnKind.PLAN}
    return {"tree": tree, **{name: link_facts(find_content(page, one), None) for name, one in sought.items()}}


def link_facts(link: LabelledLink | None, absent: bool | None) -> dict[str, str] | bool | None:
    return {"label": link.label, "url": link.url} if link else absent


def column_facts(page: Page) -> dict[str, Any]:
    """What the page is as a column."""
    name = read_metas(page).get("ColumnName", "")
    seen = read_column(page, ColumnLink(name, page.url, (name,), ColumnKind.OTHER))
    children = [{"name": child.name, "url": child.url} for child in seen.children]
    shown = {"state": seen.state.value, "note": seen.note, "undated": seen.undated, "pages": seen.pages}
    return {**shown, "children": children}


def columns_facts(page: Page, intervals: Intervals) -> list[dict[str, Any]]:
    """The columns the page's navigation offers, with the days within which each is expected to be updated."""
    return [
        {
            "name": link.name,
            "url": link.url,
            "path": list(link.path),
            "kind": link.kind.value,
            "expected_days": row.days if (row := intervals.of(link.name, link.kind)) else None,
        }
        for link in read_navigation(page)
    ]
