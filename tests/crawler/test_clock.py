"""Days are days in China."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.clock import Quarter, china_day, parse_day
from crawler.errors import InputError


def test_late_evening_in_london_is_already_tomorrow_in_china() -> None:
    assert china_day(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)) == date(2027, 1, 1)


def test_a_quarter_is_read_and_written_alike() -> None:
    assert str(Quarter.parse("2026q4")) == "2026Q4"
    assert Quarter.of(date(2026, 10, 1)) == Quarter(2026, 4)


@pytest.mark.parametrize("text", ["2026Q5", "26Q1", "", "2026-Q1"])
def test_a_wrong_quarter_is_named(text: str) -> None:
    with pytest.raises(InputError):
        Quarter.parse(text)


def test_an_impossible_day_is_named() -> None:
    with pytest.raises(InputError):
        parse_day("2026-02-30")
