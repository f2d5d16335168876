"""Days that cannot be right prove nothing about a page's age; they ask a person."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.columns.column import ColumnKind, ColumnLink, read_column
from crawler.reading.listings.listing import main_listing
from crawler.reading.sites.home import read_home
from tests.reading.frame import framed

ODD = ["2062-11-03", "2026-13-45", "2026-02-30", "2206-01-05", "2026年15月1日"]
OLD = (("关于汛期值班安排的通知公告", "2025-06-01"), ("关于校车安全检查的通知公告", "2025-03-18"))


def rows(first: str) -> str:
    dated = (("关于冬季供暖工作的通知公告", first), *OLD)
    return "".join(
        f'<li><a href="/xwzx/tzgg/{n}01.html">{title}</a><span>{day}</span></li>'
        for n, (title, day) in enumerate(dated, 1)
    )


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_day_is_told_with_its_item(odd: str) -> None:
    listing = main_listing(framed(f"<ul>{rows(odd)}</ul>"))
    assert listing is not None
    assert [item.suspect for item in listing.items] == [odd, "", ""]


@pytest.mark.parametrize("odd", ODD)
def test_a_column_with_an_odd_day_is_not_dated_whole(odd: str) -> None:
    link = ColumnLink("通知公告", "http://www.lin.gov.test/xwzx/tzgg/", ("通知公告",), ColumnKind.NOTICE)
    column = read_column(framed(f"<ul>{rows(odd)}</ul>"), link)
    assert column.newest is not None
    assert (column.newest.on, column.undated) == (date(2025, 6, 1), 1)


@pytest.mark.parametrize("odd", ODD)
def test_a_home_page_with_an_odd_day_has_an_item_of_unknown_age(odd: str) -> None:
    page = framed(f"<div><h2>通知公告</h2><ul>{rows(odd)}</ul></div>", url="http://www.lin.gov.test/")
    home = read_home(page, {}, ())
    assert home.newest is not None
    assert home.newest.on == date(2025, 6, 1)
    assert home.undated >= 1
