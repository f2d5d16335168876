"""The years of lists that show months and days alone."""

from __future__ import annotations

from datetime import date

from crawler.reading.listings.rowdates import Day
from crawler.reading.listings.rowyears import with_years

TODAY = date(2026, 11, 21)


def years(*rows: tuple[int, int, str], today: date = TODAY, pinned: int = 0) -> list[date | None]:
    days = [Day(month_day=(month, day)) for month, day, _ in rows]
    return with_years(days, [url for _, _, url in rows], [place < pinned for place in range(len(rows))], today)


def test_the_year_steps_back_where_the_month_rises() -> None:
    assert years((1, 29, "/a"), (12, 28, "/b"), (9, 1, "/c"), today=date(2026, 2, 3)) == [
        date(2026, 1, 29),
        date(2025, 12, 28),
        date(2025, 9, 1),
    ]


def test_the_address_tells_the_year_where_it_carries_one() -> None:
    found = years(
        (3, 2, "/202603/t20260302_9.html"), (11, 18, "/202511/t20251118_8.html"), (11, 20, "/2024-11/c_7.html")
    )
    assert found == [date(2026, 3, 2), date(2025, 11, 18), date(2024, 11, 20)]


def test_a_marked_pin_does_not_move_the_years_below_it() -> None:
    assert years((3, 5, "/x"), (11, 20, "/y"), pinned=1) == [date(2026, 3, 5), date(2026, 11, 20)]


def test_an_older_article_number_at_the_head_is_a_pin() -> None:
    assert years((3, 5, "/n/1001.html"), (11, 20, "/n/2088.html"), (11, 15, "/n/2080.html")) == [
        date(2026, 3, 5),
        date(2026, 11, 20),
        date(2026, 11, 15),
    ]


def test_falling_article_numbers_over_new_year_are_no_pin() -> None:
    assert years((3, 5, "/n/2099.html"), (11, 20, "/n/2088.html")) == [date(2026, 3, 5), date(2025, 11, 20)]


def test_a_day_of_the_coming_week_at_the_head_is_not_a_year_old() -> None:
    assert years((11, 23, "/a"), (11, 20, "/b")) == [date(2026, 11, 23), date(2026, 11, 20)]


def test_a_day_that_no_year_has_is_unknown() -> None:
    assert years((2, 30, "/a")) == [None]
