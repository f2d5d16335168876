"""A column is old only where nothing newer could stand on what its page does not show."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnPage, ColumnState, read_column
from crawler.reading.pages.page import read_page

ON = date(2026, 11, 21)
URL = "http://www.yunxi.gov.test/zwgk/tzgg/index.html"
FALLING = ("2024-12-12", "2024-08-09", "2024-06-01", "2024-03-20", "2024-02-11", "2024-01-05")
RISING = FALLING[::-1]
SHUFFLED = tuple(FALLING[place] for place in (2, 5, 0, 3, 1, 4))
PAGER = "<div class=page>共12页 <a href=index_2.html>下一页</a> <a href=index_12.html>尾页</a></div>"


def rows(days: tuple[str, ...], first: int = 0, label: str = "") -> str:
    lines = (
        f"<li><a href=/zwgk/tzgg/{900 - first - n}.html>关于云溪县第{first + n}号河段清淤施工的通告</a>"
        f"<span>{label}{day}</span></li>"
        for n, day in enumerate(days)
    )
    return f"<ul>{''.join(lines)}</ul>"


def column(body: str) -> ColumnPage:
    html = (
        "<html><head><meta charset=utf-8><title>通知公告-云溪县人民政府</title></head><body>"
        "<div>您的位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; 通知公告</div>"
        f"<div class=main>{body}</div></body></html>"
    )
    return read_column(
        read_page(html.encode(), URL, on=ON), ColumnLink("通知公告", URL, ("通知公告",), ColumnKind.NOTICE)
    )


def test_a_list_with_the_newest_first_is_as_old_as_its_first_page() -> None:
    seen = column(rows(FALLING) + PAGER)
    assert (seen.newest and seen.newest.on, seen.undated, seen.pages) == (date(2024, 12, 12), 0, 12)


@pytest.mark.parametrize("days", [RISING, SHUFFLED])
def test_a_list_that_goes_on_in_another_order_may_hold_newer_items(days: tuple[str, ...]) -> None:
    assert column(rows(days) + PAGER).undated == 1


@pytest.mark.parametrize("days", [RISING, SHUFFLED])
def test_a_list_shown_whole_is_as_old_as_its_newest_in_any_order(days: tuple[str, ...]) -> None:
    seen = column(rows(days))
    assert (seen.newest and seen.newest.on, seen.undated) == (date(2024, 12, 12), 0)


def test_one_pinned_row_does_not_make_another_order() -> None:
    assert column(rows(("2023-01-01", *FALLING)) + PAGER).undated == 0


def test_a_choice_of_later_years_leaves_the_newest_unknown() -> None:
    years = "".join(f"<a href=?y={year}>{year}年</a>" for year in (2026, 2025, 2024))
    assert column(f"<div class=year>{years}</div>{rows(FALLING)}").undated == 1


def test_years_that_are_all_past_hide_nothing() -> None:
    years = "".join(f"<a href=?y={year}>{year}年</a>" for year in (2024, 2023, 2022))
    assert column(f"<div class=year>{years}</div>{rows(FALLING)}").undated == 0


def test_a_part_that_is_not_shown_may_be_newer() -> None:
    hidden = f'<div style="display:none">{rows(("2026-11-01", "2026-10-20"), first=30)}</div>'
    assert column(rows(FALLING) + hidden).undated == 1


def test_a_fresh_list_stays_fresh_whatever_is_hidden() -> None:
    seen = column(
        rows(("2026-11-20", "2026-11-18", "2026-11-11")) + f'<div style="display:none">{rows(FALLING, 30)}</div>'
    )
    assert (seen.newest and seen.newest.on, seen.undated) == (date(2026, 11, 20), 0)


@pytest.mark.parametrize("label", ["截止日期：", "会议时间：", "考试日期：", "成立时间：", "实施日期："])
def test_the_days_of_the_things_themselves_are_no_publishing_days(label: str) -> None:
    seen = column(rows(FALLING, label=label))
    assert (seen.state, seen.newest, seen.undated) == (ColumnState.LISTED, None, 6)


def test_a_day_of_signing_is_the_best_there_is_where_no_other_is_shown() -> None:
    seen = column(rows(FALLING, label="成文日期："))
    assert (seen.newest and seen.newest.on, seen.undated) == (date(2024, 12, 12), 0)
