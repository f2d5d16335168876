"""What earlier runs knew of an account goes with the next run's job, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crawler.model import Outcome, RunId
from results.audit import Trail
from results.pasts import known_posts
from results.rows import RunRecord
from tests.results.office import ACCOUNT, NOON, RECORD, TARGETS, finding

NEXT = replace(RECORD, id=RunId("2026Q4-9"), on=RECORD.on + timedelta(days=30), key="next")


def run(trail: Trail, number: int, on: date, newest: str, outcome: Outcome = Outcome.PASSED, **data: Any) -> RunRecord:
    record = replace(RECORD, id=RunId(f"2026Q4-{number}"), on=on, key=f"key-{number}")
    trail.begin_run(record, TARGETS)
    judgement = trail.begin_judgement(record.id, "sha256:k", "0.1.0", NOON)
    told = {"newest_on": newest, **data} if newest else data
    made = finding(ACCOUNT, "m-stale-14d", outcome, run=record.id, reason="recent", data=told, monitored_on=on)
    trail.record_findings(record.id, judgement, ACCOUNT.id, [made], NOON)
    return record


def test_the_newest_day_of_all_earlier_runs_is_known(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        run(trail, 1, date(2026, 11, 7), "2026-11-06")
        run(trail, 2, date(2026, 11, 14), "2026-10-30", Outcome.FAILED)
        assert known_posts(trail, NEXT) == {ACCOUNT.id: date(2026, 11, 6)}


def test_what_nobody_could_tell_is_not_known(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        run(trail, 1, date(2026, 11, 7), "2026-11-06", Outcome.CANT_TELL)
        run(trail, 2, date(2026, 11, 7), "", Outcome.PASSED)
        run(trail, 3, date(2026, 11, 7), "2026-11-20")  # a day after the run's own
        assert known_posts(trail, NEXT) == {}


def test_neither_this_run_nor_a_later_one_teaches_it_anything(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        this = run(trail, 1, date(2026, 11, 7), "2026-11-06")
        run(trail, 2, date(2026, 11, 14), "2026-11-13")
        assert known_posts(trail, this) == {}
