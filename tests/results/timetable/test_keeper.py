"""What happens to the plan when things go wrong: nothing lost, nothing twice, and it goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.errors import InputError
from results.timetable.attempt import Ending
from results.timetable.jobs import timetable
from results.timetable.keeper import Keeper, Place
from results.timetable.leases import LEASE
from results.timetable.rows import Result
from results.timetable.steps import Work
from results.verify import verify
from tests.results.timetable.office import DAY, HOUR, MINUTE, STEPS, Office, at, settings

DAILY = {"due-list": "0 8 * * * any"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path, settings(**DAILY), "2026-03-02 07:00")
    made.tick()
    yield made
    made.close()
    assert verify(tmp_path) == []


def on(office: Office, **lines: str) -> None:
    """Other lines, from now on."""
    office.restart(settings(**lines))
    office.tick()


def test_what_comes_due_is_worked_once_and_written_down(office: Office) -> None:
    office.tick("2026-03-02 08:00")
    office.tick("2026-03-02 08:01")
    assert office.told() == [("due-list", "03-02 08:00", 1, "done")]
    assert office.ends[0].late_s == 0


def test_a_new_job_makes_up_for_nothing_before_it(office: Office) -> None:
    on(office, **{"log-head": "0 6 * * * any"})
    office.pass_time(at("2026-03-03 07:00"))
    assert office.told() == [("log-head", "03-03 06:00", 1, "done")]


def test_a_late_start_says_how_late(office: Office) -> None:
    office.tick("2026-03-02 11:30")
    assert office.ends[0].late_s == 3.5 * 3600


def test_after_days_off_the_newest_is_worked_and_each_other_one_is_told(office: Office) -> None:
    office.restart()
    office.tick("2026-03-05 09:00")
    assert office.told() == [
        ("due-list", "03-02 08:00", 1, "given-up"),
        ("due-list", "03-03 08:00", 1, "given-up"),
        ("due-list", "03-04 08:00", 1, "given-up"),
        ("due-list", "03-05 08:00", 1, "done"),
    ]
    assert "03-03 08:00" in office.ends[0].note


def test_kill_9_of_the_service_leaves_the_work_going_and_its_end_is_found(office: Office) -> None:
    office.work.takes = lambda lease: 3 * HOUR
    office.tick("2026-03-02 08:00")
    office.restart()
    office.tick("2026-03-02 08:10")  # the lease has run out, the work goes on
    assert [lease.holder for lease in office.keeper.at_work()] == ["keeper-2"]
    office.tick("2026-03-02 11:01")
    assert office.told() == [("due-list", "03-02 08:00", 1, "done")]
    assert len(office.work.begun) == 1


def test_kill_9_after_the_row_of_the_trail_and_before_the_lease_writes_no_second_row(office: Office) -> None:
    office.keeper._leases = Dying(office.leases)  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        office.tick("2026-03-02 08:00")
    assert len(office.ends) == 1
    office.restart()
    office.tick("2026-03-02 08:05")
    assert office.told() == [("due-list", "03-02 08:00", 1, "done")]
    assert office.leases.every("working") == []


class Dying:
    """Leases that die at an end."""

    def __init__(self, leases: object) -> None:
        self._leases = leases

    def __getattr__(self, name: str) -> object:
        if name == "end":
            raise KeyboardInterrupt
        return getattr(self._leases, name)


def test_a_reboot_in_the_middle_is_told_and_the_work_begun_again_at_once(office: Office) -> None:
    office.work.takes = lambda lease: 3 * HOUR
    office.tick("2026-03-02 08:00")
    office.work.power_cut()
    office.restart()
    office.tick("2026-03-02 08:00:30")  # too early to say that nobody holds it
    assert office.ends == []
    office.tick("2026-03-02 08:20")
    office.tick("2026-03-02 12:00")
    assert office.told() == [("due-list", "03-02 08:00", 1, "killed"), ("due-list", "03-02 08:00", 2, "done")]
    assert office.ends[1].late_s == 20 * 60


def test_an_attempt_that_fails_is_followed_by_a_pause_and_the_last_one_is_given_up(office: Office) -> None:
    office.work.ends = lambda lease: Ending(1, "", "no such table")
    office.tick("2026-03-02 08:00")
    office.tick("2026-03-02 08:09")
    assert len(office.work.begun) == 1
    office.pass_time(at("2026-03-02 12:00"))
    assert [(end.attempt, end.result, end.exit_code) for end in office.ends] == [
        (1, Result.FAILED, 1),
        (2, Result.FAILED, 1),
        (3, Result.GIVEN_UP, 1),
    ]
    assert office.ends[2].note == "no such table"
    assert [end.began_at - at("2026-03-02 08:00") for end in office.ends] == [timedelta(), 10 * MINUTE, 20 * MINUTE]


def test_interruptions_do_not_use_up_attempts_and_are_bounded_all_the_same(office: Office) -> None:
    office.work.ends = lambda lease: Ending(-9, "stopped")
    office.tick("2026-03-02 08:00")
    assert [end.result for end in office.ends] == [Result.KILLED] * 29 + [Result.GIVEN_UP]


def test_an_unhealthy_end_is_an_end(office: Office) -> None:
    office.work.ends = lambda lease: Ending(3)
    office.tick("2026-03-02 08:00")
    assert [end.result for end in office.ends] == [Result.UNHEALTHY]


def test_a_missing_setting_is_told_once_and_not_tried_again(office: Office) -> None:
    def refuse(lease: object) -> Work:
        raise InputError("no folder", next_step="name one")

    office.build = refuse
    office.pass_time(at("2026-03-02 12:00"))
    assert [(end.result, end.attempt) for end in office.ends] == [(Result.GIVEN_UP, 1)]
    assert "name one" in office.ends[0].note


def test_a_job_with_nothing_to_do_is_done_and_says_why(office: Office) -> None:
    office.build = lambda lease: Work(note="nothing there")
    office.tick("2026-03-02 08:00")
    assert [(end.result, end.note) for end in office.ends] == [(Result.DONE, "nothing there")]
    assert office.work.begun == []


# the clock


def test_a_small_step_back_of_the_clock_works_nothing_twice(office: Office) -> None:
    office.tick("2026-03-02 08:00")
    office.tick("2026-03-02 07:50")
    office.pass_time(at("2026-03-03 09:00"))
    assert office.told() == [("due-list", "03-02 08:00", 1, "done"), ("due-list", "03-03 08:00", 1, "done")]


def test_a_clock_that_ran_ahead_for_a_while_loses_no_occurrence(office: Office) -> None:
    office.tick("2026-03-20 12:00")  # a wrong battery clock
    assert office.told()[-1] == ("due-list", "03-20 08:00", 1, "done")
    office.tick("2026-03-02 07:30")  # set right
    office.pass_time(at("2026-03-21 09:00"))
    done = [end.due_at.day for end in office.ends if end.result is Result.DONE]
    assert sorted(done) == [*range(2, 22)]


def test_an_office_that_first_started_with_its_clock_ahead_loses_nothing_once_it_is_right(tmp_path: Path) -> None:
    office = Office(tmp_path, settings(**DAILY), "2026-03-20 12:00")
    office.tick()
    office.tick("2026-03-02 07:30")
    office.pass_time(at("2026-03-04 07:00"))
    assert office.told() == [("due-list", "03-02 08:00", 1, "done"), ("due-list", "03-03 08:00", 1, "done")]
    office.close()


def test_a_clock_years_ahead_stops_the_plan_and_says_so_until_it_is_right_again(office: Office) -> None:
    office.tick("2036-03-02 08:00")
    assert "2036" in office.keeper.held[0]
    assert office.ends == []
    office.tick("2026-03-02 08:00")
    assert office.keeper.held == ()
    assert len(office.ends) == 1


def test_a_job_run_by_hand_while_the_clock_is_wrong_does_not_make_it_right(office: Office) -> None:
    office.tick("2036-03-02 08:00")
    office.keeper.begin(office.leases.add("due-list", office.clock.now), office.clock.now)
    office.tick("2036-03-02 08:10")
    assert "2036" in office.keeper.held[0]
    assert office.told() == [("due-list", "03-02 08:00", 1, "done")]


def test_after_years_off_an_office_begins_anew_when_told_to(office: Office) -> None:
    office.clock.now = at("2028-03-02 07:00")
    office.keeper.begin_anew(office.clock.now)
    office.pass_time(at("2028-03-02 09:00"))
    assert office.told() == [("due-list", "03-02 08:00", 1, "done")]


def test_a_step_back_in_the_middle_of_work_leaves_the_lease_with_its_holder(office: Office) -> None:
    office.work.takes = lambda lease: 3 * HOUR
    office.tick("2026-03-02 08:00")
    office.work.until["due-list"] = (*office.work.until["due-list"][:2], at("2026-03-02 09:00"), Ending(0))
    office.tick("2026-03-02 06:00")
    assert len(office.keeper.at_work()) == 1
    office.tick("2026-03-02 09:00")
    assert office.told() == [("due-list", "03-02 08:00", 1, "done")]


def test_a_lease_from_a_clock_that_ran_ahead_is_stale_once_it_is_set_right(office: Office) -> None:
    office.work.takes = lambda lease: DAY
    office.tick("2026-03-02 08:00")
    lease = office.leases.every("working")[0]
    assert not lease.is_stale(at("2026-03-02 08:00"))
    assert lease.is_stale(at("2026-03-02 08:00") + LEASE)
    assert lease.is_stale(at("2026-03-02 07:00"))


def test_the_zone_of_the_host_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    import time  # noqa: PLC0415

    on(office, **{"due-list": "30 2 * * * any"})
    for zone in ("America/New_York", "Europe/Berlin", "UTC"):  # 8 and 29 March 2026 are days of an hour more or less
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        office.restart()
        office.pass_time(office.clock.now + 10 * DAY, step=7 * HOUR)
    monkeypatch.undo()
    time.tzset()
    assert [end.due_at for end in office.ends] == [at("2026-03-03 02:30") + n * DAY for n in range(30)]


def test_after_a_restore_what_the_trail_says_was_done_is_not_done_again(office: Office) -> None:
    """The table is older than the trail, as where both were copied while a job ended."""
    office.tick("2026-03-02 08:00")
    connection = office.leases._connection
    connection.execute("UPDATE leases SET state = 'waiting', attempt = 0, result = ''")
    office.restart()
    office.tick("2026-03-02 08:10")
    assert office.told() == [("due-list", "03-02 08:00", 1, "done")]
    assert len(office.work.begun) == 1
    assert [lease.state for lease in office.leases.every()] == ["over"]


def test_after_a_restore_attempts_are_counted_on_from_the_trail(office: Office) -> None:
    office.work.ends = lambda lease: Ending(1)
    office.tick("2026-03-02 08:00")
    office.leases._connection.execute("UPDATE leases SET state = 'waiting', attempt = 0, not_before = ''")
    office.work.ends = lambda lease: Ending(0)
    office.restart()
    office.tick("2026-03-02 08:05")
    assert office.told() == [("due-list", "03-02 08:00", 1, "failed"), ("due-list", "03-02 08:00", 2, "done")]


# more than one of everything


def test_a_second_scheduler_by_mistake_works_nothing_twice(office: Office) -> None:
    other = office.another()
    office.work.takes = lambda lease: HOUR
    for minute in range(0, 48 * 60, 7):
        now = at("2026-03-02 07:30") + minute * MINUTE
        office.clock.now = now
        for keeper in (other, office.keeper) if minute % 2 else (office.keeper, other):
            keeper.tick(now)
    assert [row[1:] for row in office.told()] == [("03-02 08:00", 1, "done"), ("03-03 08:00", 1, "done")]
    assert len(office.work.begun) == 2


def test_a_claim_is_given_to_one_alone(office: Office) -> None:
    lease = office.leases.add("due-list", office.clock.now)
    assert office.leases.claim(lease, "one", office.clock.now, 1)
    assert office.leases.claim(lease, "other", office.clock.now, 1) is None


def test_runs_wait_for_each_other_in_the_order_of_their_weight(office: Office) -> None:
    on(
        office,
        **{
            "newmedia-pass": "0 5 * * * any",
            "weekly-retrieval": "0 6 * * tue any",
            "quarterly-spot-check": "0 4 3 * * any",
            "due-list": "0 6 * * * any",
        },
    )
    office.work.takes = lambda lease: 10 * HOUR if "quarterly" in lease.job else 2 * HOUR
    office.pass_time(at("2026-03-03 20:00"))
    begun = [(job, f"{began:%H:%M}") for job, _, began in office.work.begun if began.day == 3]
    assert begun == [
        ("quarterly-spot-check", "04:00"),
        ("due-list", "06:00"),  # it holds no lock of runs
        ("weekly-retrieval", "14:00"),
        ("newmedia-pass", "16:00"),
    ]
    assert {end.result for end in office.ends} == {Result.DONE}


def test_an_engine_that_goes_on_by_itself_bears_the_days_that_come_due_meanwhile(office: Office) -> None:
    on(office, **{"campaign-run": "0 0 * * * any"})
    office.work.takes = lambda lease: 3 * DAY - HOUR
    office.pass_time(at("2026-03-05 23:30"))
    assert [row[1:] for row in office.told()] == [
        ("03-04 00:00", 1, "done"),
        ("03-05 00:00", 1, "done"),
        ("03-03 00:00", 1, "done"),
    ]
    assert len(office.work.begun) == 1


def test_a_job_that_is_switched_off_while_it_waits_is_told(office: Office) -> None:
    office.obstacle = lambda kind: "no room"
    office.tick("2026-03-02 08:00")
    assert office.keeper.held == ("no room",)
    on(office, **{"log-head": "0 6 * * * any"})
    assert office.told() == [("due-list", "03-02 08:00", 1, "given-up")]


def test_a_line_that_was_moved_comes_at_its_new_time_and_not_at_the_old(office: Office) -> None:
    office.tick("2026-03-02 08:00")
    on(office, **{"due-list": "0 9 * * * any"})
    office.pass_time(at("2026-03-03 12:00"))
    assert [end.due_at for end in office.ends] == [
        at("2026-03-02 08:00"),
        at("2026-03-02 09:00"),
        at("2026-03-03 09:00"),
    ]


# the disk


def test_a_full_disk_holds_the_plan_up_and_it_goes_on_when_there_is_room(office: Office) -> None:
    full(office.leases._connection)
    with pytest.raises(InputError):
        for day in range(1, 400):  # until the table's last page is full
            office.clock.now = at("2026-03-02 08:00") + day * DAY
            office.keeper.tick(office.clock.now)
    stopped = office.clock.now
    office.leases._connection.execute("PRAGMA max_page_count = 1000000")
    office.restart()
    office.tick(stopped + MINUTE)
    worked = {end.due_at for end in office.ends if end.result is Result.DONE}
    told = {end.due_at for end in office.ends}
    days = (stopped - at("2026-03-02 08:00")).days
    assert told == {at("2026-03-02 08:00") + n * DAY for n in range(days + 1)}
    assert len(office.ends) == len(told)
    assert at("2026-03-02 08:00") + days * DAY in worked


def test_a_trail_that_cannot_grow_keeps_the_end_until_it_can(office: Office) -> None:
    full(office.trail._connection)
    filler = 0
    with pytest.raises(InputError):
        for filler in range(4000):
            office.clock.now = at("2026-03-02 08:00") + filler * DAY
            office.leases.add("due-list", office.clock.now)
            office.keeper.tick(office.clock.now)
    assert [lease.state for lease in office.leases.every() if lease.state != "over"][:1] == ["working"]
    office.trail._connection.execute("PRAGMA max_page_count = 1000000")
    office.tick(office.clock.now + MINUTE)
    keys = [(end.due_at, end.attempt) for end in office.ends]
    assert len(keys) == len(set(keys)) == len({due for due, _ in keys})


def full(connection: sqlite3.Connection) -> None:
    """SQLite's own "database or disk is full" as soon as the file would have to grow."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.execute("PRAGMA max_page_count = 1")  # as small as it is now


# by hand, beside the service or before it


def by_hand(office: Office, config: Config | None = None) -> Keeper:
    """What ``spotcheck schedule run`` works with."""
    place = Place(office.leases, office._open, office.work, lambda lease: STEPS)
    policy = replace(office.policy, by_hand=True)
    return Keeper(timetable(config or office.config), place, policy, "by hand")


def test_a_job_by_hand_leaves_what_a_reboot_interrupted_to_the_service(office: Office) -> None:
    """Else the one attempt that a hand has would be the last one of a whole week's retrieval."""
    office.work.takes = lambda lease: 3 * HOUR
    office.tick("2026-03-02 08:00")
    office.work.power_cut()
    office.clock.now = at("2026-03-02 09:00")
    hand = by_hand(office, settings(**DAILY, **{"log-head": "0 6 * * * any"}))
    hand.begin(office.leases.add("log-head", office.clock.now), office.clock.now)
    hand.look(office.clock.now)
    assert office.ends == []
    office.restart()
    office.tick("2026-03-02 09:01")
    office.tick("2026-03-02 12:30")
    due = [row[1:] for row in office.told() if row[0] == "due-list"]
    assert due == [("03-02 08:00", 1, "killed"), ("03-02 08:00", 2, "done")]


def test_a_job_by_hand_with_other_settings_makes_the_service_forget_nothing(office: Office) -> None:
    """Somebody tries a file in which a job is switched off; the service goes by its own."""
    hand = by_hand(office, settings(**{"log-head": "0 6 * * * any"}))
    hand.begin(office.leases.add("log-head", office.clock.now), office.clock.now)
    office.tick("2026-03-02 08:00")
    assert ("due-list", "03-02 08:00", 1, "done") in office.told()
