"""Lists of articles, found by their shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from crawler.reading.listings.listing import Item, main_listing, page_count, read_listings
from tests.reading.frame import framed

FIXTURES = Path(__file__).parent / "fixtures" / "listings"


@dataclass
class Expected:
    name: str | None
    main: bool
    pages: int | None
    items: list[tuple[date | None, str, str, bool]]


def expected(path: Path) -> list[Expected]:
    """Lines of ``day | title | address | pinned`` under a heading ``* name`` (the main list) or ``- name``."""
    found: list[Expected] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.split("|")]
        if len(parts) == 1:
            mark, _, rest = line.partition(" ")
            name, _, pages = rest.partition(" pages=")
            found.append(Expected(None if name == "-" else name, mark == "*", int(pages) if pages else None, []))
        else:
            day = None if parts[0] == "-" else date.fromisoformat(parts[0])
            found[-1].items.append((day, parts[1], parts[2], "pinned" in parts[3:]))
    return found


def plain(items: tuple[Item, ...]) -> list[tuple[date | None, str, str, bool]]:
    return [(item.on, item.title, item.url, item.pinned) for item in items]


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.html")), ids=lambda path: path.stem)
def test_every_list_of_a_page_is_read_with_its_titles_addresses_and_days(path: Path) -> None:
    page = framed(path.read_text(encoding="utf-8"))
    wanted = expected(path.with_suffix(".txt"))
    found = read_listings(page)
    assert [plain(listing.items) for listing in found] == [one.items for one in wanted]
    main = next(one for one in wanted if one.main)
    listing = main_listing(page)
    assert listing is not None
    assert plain(listing.items) == main.items
    assert page_count(page) == main.pages
    assert [one.name for one in found] == [one.name or found[place].name for place, one in enumerate(wanted)]


def test_comments_and_processing_instructions_between_cells_are_no_trouble() -> None:
    page = framed("""<table><tr><td>标题</td><?x y?><td>日期</td></tr>
    <tr><td><a href="/a/t20261101_1.html">关于冬季供暖的通知</a></td><?x?><td>2026-11-01</td></tr></table><?z?>
    <table><tr><td><a href="/a/t20261001_1.html">关于夏季防汛的通知</a></td><td>2026-10-01</td></tr></table>""")
    assert [item.on for listing in read_listings(page) for item in listing.items] == [
        date(2026, 11, 1),
        date(2026, 10, 1),
    ]
