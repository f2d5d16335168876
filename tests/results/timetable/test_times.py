"""When a line comes: crontab read as crontab, and moved by the calendar of the State Council."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clock import CHINA
from crawler.config import Schedule
from crawler.crontab import Keep, Line
from crawler.workdays import shipped
from results.timetable.times import Occurrence, Timing
from tests.results.timetable.office import at

YEAR = (at("2025-12-31 23:59"), at("2026-12-31 23:59"))


def dues(text: str, first: datetime = YEAR[0], last: datetime = YEAR[1]) -> list[Occurrence]:
    return Timing(Line.parse(text), shipped()).between(first, last)


def days(text: str) -> list[str]:
    return [f"{one.due_at:%m-%d}" for one in dues(text)]


WRONG = [
    "", "0 1 * *", "61 * * * *", "0 1 * * mon tomorrow", "0 1 31 2 *", "0 1 * * 8", "x 1 * * *", "0 1 * * mon any any",
]  # fmt: skip
NUMBERED = {
    "0": "03-01", "7": "03-01", "1": "03-02", "sun": "03-01", "fri-mon": "03-01", "6": "03-07", "2-4/2": "03-03",
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_line_that_means_nothing_or_never_comes_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Line.parse(wrong)


@pytest.mark.parametrize(("field", "first"), NUMBERED.items())
def test_weekdays_count_as_crontab_counts_them(field: str, first: str) -> None:
    assert f"{dues(f'0 1 * * {field}', at('2026-03-01 00:00'))[0].due_at:%m-%d}" == first


def test_the_29th_of_february_comes_every_four_years() -> None:
    found = Timing(Line.parse("0 1 29 2 *"), shipped()).next_after(at("2026-03-01 00:00"))
    assert found and found.due_at == at("2028-02-29 01:00")


def test_quarters_of_2026() -> None:
    assert days(Schedule().quarterly_spot_check) == ["03-10", "06-10", "09-10", "12-10"]


def test_a_quarter_that_begins_in_the_spring_festival_moves_behind_it() -> None:
    assert days("0 1 16 2,5,8,11 * next-workday") == ["02-24", "05-18", "08-17", "11-16"]


def test_weeks_of_2026_move_behind_holidays_and_two_that_meet_are_one() -> None:
    weeks = days(Schedule().weekly_retrieval)
    assert len(weeks) == 51  # 52 Mondays; those of 16 and 23 February meet on the 24th
    assert [day for day in weeks if date.fromisoformat(f"2026-{day}").weekday()] == ["02-24", "04-07", "05-06", "10-08"]


def test_a_thursday_off_is_made_up_for_on_a_sunday_at_work() -> None:
    assert days(Schedule().weekly_check)[:2] == ["01-04", "01-08"]  # 1 January is off, Sunday the 4th is worked


def test_deadlines_are_looked_at_on_the_first_working_day_after() -> None:
    assert days(Schedule().annual_departments) == ["02-02"]  # 1 February is a Sunday
    assert days(Schedule().annual_governments) == ["04-01"]


def test_working_days_of_2026_are_those_of_the_notice() -> None:
    found = days("0 8 * * * workdays")
    assert len(found) == 248
    assert {"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"} <= set(found)  # weekends at work
    assert not {"01-01", "01-02", "02-16", "04-06", "05-04", "06-19", "09-25", "10-07"} & set(found)


def test_the_year_end_is_crossed() -> None:
    found = dues("0 8 * * * workdays", at("2025-12-30 12:00"), at("2026-01-05 12:00"))
    assert [f"{one.due_at:%Y-%m-%d}" for one in found] == ["2025-12-31", "2026-01-04", "2026-01-05"]
    assert not any(one.guessed for one in found)


def test_in_a_year_without_a_calendar_weekdays_are_taken_and_it_is_said() -> None:
    found = dues("0 1 1 2,5 * next-workday", at("2031-01-01 00:00"), at("2031-12-31 00:00"))
    assert [(f"{one.due_at:%m-%d}", one.guessed) for one in found] == [("02-03", True), ("05-01", True)]
    assert not any(one.guessed for one in dues("0 1 1 * * any", at("2031-01-01 00:00"), at("2031-12-31 00:00")))


def test_a_day_off_at_the_end_of_the_known_moves_into_the_unknown_and_says_so() -> None:
    last = shipped().arrangements[-1].year
    found = dues("0 1 31 12 * next-workday", at(f"{last}-06-01 00:00"), at(f"{last + 1}-06-01 00:00"))
    assert len(found) == 1


def test_what_was_due_at_the_instant_itself_is_over_with_it() -> None:
    due = at("2026-03-02 08:00")
    daily = Timing(Line.parse("0 8 * * * workdays"), shipped())
    assert daily.between(due, due + timedelta(hours=1)) == []
    assert [one.due_at for one in daily.between(due - timedelta(hours=1), due)] == [due]
    following = daily.next_after(due)
    assert following and following.due_at == at("2026-03-03 08:00")


TEXTS = st.sampled_from([
    "0 1 * * *", "30 9 * * mon", "0 0,12 * * *", "15 3 1 * *", "0 6 * * fri-sun", "0 20 28-31 * *",
])  # fmt: skip
FIRST = st.dates(date(2024, 11, 1), date(2026, 8, 1))


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, keep=st.sampled_from(Keep), first=FIRST, span=st.integers(1, 70))
def test_the_line_agrees_with_a_plain_walk_through_the_days(text: str, keep: Keep, first: date, span: int) -> None:
    begin = datetime.combine(first, time(5), CHINA)
    end = begin + timedelta(days=span)
    cron = Line.parse(text)
    expected = set()
    for planned in cron.times(begin - timedelta(days=20)):
        if planned > end:
            break
        day = planned.date()
        if keep is Keep.ONLY and not chinese_calendar.is_workday(day):
            continue
        while keep is Keep.NEXT and not chinese_calendar.is_workday(day):
            day += timedelta(days=1)
        due = datetime.combine(day, planned.timetz())
        expected |= {due} if begin < due <= end else set()
    timing = Timing(Line.parse(f"{text} {keep}"), shipped())
    found = timing.between(begin, end)
    assert [one.due_at for one in found] == sorted(expected)
    walked, moment = [], begin
    while (following := timing.next_after(moment)) and following.due_at <= end:
        walked.append(following)
        moment = following.due_at
    assert walked == found
