"""The readers' part of ``make bench``: CPU time of each package over pages of 60 KB, and of all over one of 20 MB.

Each package reads fresh pages by itself, with all it needs of the others; the last line pays once for what they share.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from crawler.reading.columns.column import navigation_is_complete, read_navigation
from crawler.reading.dates.published import read_published
from crawler.reading.disclosure.column import entry_candidates, read_parts
from crawler.reading.documents.document import read_document
from crawler.reading.facts import read_facts
from crawler.reading.footer.footer import footer_scripts, read_footer
from crawler.reading.listings.listing import read_listings
from crawler.reading.pages.access import needs_script, read_blocked, read_redirect, read_soft_404
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page, read_page
from tests.world.bench_pages import KINDS, URL, page_of
from tests.world.model import TODAY

PAGES = 12  # of each kind
AS = {"home": "home", "list": "list", "article": "article", "disclosure": "column"}
PACKAGES: dict[str, tuple[Callable[[Page], Any], ...]] = {
    "pages": (read_blocked, read_soft_404, read_redirect, needs_script, read_metas),
    "dates": (read_published,),
    "listings": (read_listings,),
    "columns": (read_navigation, navigation_is_complete),
    "disclosure": (entry_candidates, read_parts),
    "footer": (footer_scripts, read_footer),
    "documents": (read_document,),
}
LINKS = 125_000  # of the 20 MB page
TITLE = "关于公布第{0}号事项办理结果的通知公告"
ROW = f'<li><a href="/art/{{0}}.html" title="{TITLE}">{TITLE}</a><span>2026-{{1:02d}}-{{2:02d}}</span></li>'


def opened(kind: str, number: int) -> Page:
    return read_page(page_of(kind, number), URL + KINDS[kind], on=TODAY, content_type="text/html; charset=utf-8")


def cost(work: Callable[[], Any]) -> float:
    """CPU milliseconds."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def package_cost(kind: str, readers: tuple[Callable[[Page], Any], ...]) -> float:
    pages = [opened(kind, number) for number in range(PAGES)]
    return median(cost(lambda page=page: [read(page) for read in readers]) for page in pages)  # type: ignore[misc]


def kind_costs(kind: str) -> list[float]:
    """Parsing, each package by itself, and parsing with all facts."""
    bodies = [page_of(kind, number) for number in range(PAGES)]
    url = URL + KINDS[kind]
    parsing = median(cost(lambda body=body: read_page(body, url, on=TODAY)) for body in bodies)  # type: ignore[misc]
    whole = median(
        cost(lambda body=body: read_facts(read_page(body, url, on=TODAY), AS[kind]))  # type: ignore[misc]
        for body in bodies
    )
    return [parsing, *(package_cost(kind, readers) for readers in PACKAGES.values()), whole]


def long_page() -> bytes:
    """20 MB of one list."""
    rows = "".join(ROW.format(number, number % 12 + 1, number % 28 + 1) for number in range(LINKS))
    return f"<html><head><title>通知公告</title></head><body><ul>{rows}</ul></body></html>".encode()


def long_cost() -> tuple[float, float]:
    """(MB, CPU seconds of parsing and all facts) of the long page."""
    body = long_page()
    return len(body) / 1e6, cost(lambda: read_facts(read_page(body, URL + "/", on=TODAY), "list")) / 1000


def table() -> str:
    costs = {kind: kind_costs(kind) for kind in KINDS}
    size, seconds = long_cost()
    names = ["parse", *PACKAGES, "**parse and all facts**"]
    lines = [
        f"| {name} | " + " | ".join(f"{costs[kind][n]:.1f}" for kind in KINDS) + " |" for n, name in enumerate(names)
    ]
    return "\n".join(
        [
            f"Readers over pages of 60 KB, CPU ms a page, median of {PAGES} (aim: all under 5). A package reads alone.",
            "",
            "| reader | " + " | ".join(KINDS) + " |",
            "| --- | " + " | ".join("---" for _ in KINDS) + " |",
            *lines,
            "",
            f"All facts of one page of {size:.0f} MB with {LINKS} links: **{seconds:.1f} s** (aim: under 10).",
            "",
        ]
    )


if __name__ == "__main__":
    print(table())
