"""The timetable: jobs persist, a wrong line is named, one service a folder, and what it starts it finds again."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import STATE_RUNNING
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

import scheduler
from crawler import clock
from crawler.config import Config, Schedule, load_config
from crawler.errors import InputError
from results.timetable.jobs import timetable
from results.timetable.leases import Leases
from results.timetable.office import ends_of

NAMES = set(Schedule().lines)


@pytest.fixture
def ringing(tmp_path: Path) -> Iterator[object]:
    """Schedulers over one job store, all ended in the end."""
    begun = []

    def planned(config: Config = Config()) -> object:  # noqa: B008
        service = scheduler.ringing(tmp_path)
        service.start(paused=True)
        scheduler.plan(service, timetable(config))
        begun.append(service)
        return service

    yield planned
    for service in begun:
        if service.running:
            service.shutdown()


def test_every_job_is_listed_for_a_machine_one_a_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(scheduler.app, ["list", "--json", "--data", str(tmp_path)])
    jobs = [json.loads(line) for line in result.stdout.splitlines()]
    assert {job["job"] for job in jobs} == NAMES
    assert len(jobs) == 15
    for job in jobs:
        assert datetime.fromisoformat(job["next_run_at"]) > clock.now()
        assert job["enabled"] is True
        assert job["last"] is None
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_is_off_is_listed_as_such(tmp_path: Path) -> None:
    (tmp_path / "spotcheck.toml").write_text('[schedule]\nbackup = ""\n')
    result = CliRunner().invoke(scheduler.app, ["list", "--json", "--config", str(tmp_path / "spotcheck.toml")])
    jobs = {job["job"]: job for job in map(json.loads, result.stdout.splitlines())}
    assert (jobs["backup"]["enabled"], jobs["backup"]["next_run_at"]) == (False, None)


def test_people_read_the_timetable_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "spotcheck.toml").write_text('[schedule]\nbackup = ""\n')
    said = ["--config", str(tmp_path / "spotcheck.toml"), "--data", str(tmp_path)]
    lines = CliRunner().invoke(scheduler.app, ["list", *said]).stdout.splitlines()
    rows = {line.split()[0]: line for line in lines if line.split()[:1] and line.split()[0] in NAMES}
    assert set(rows) == NAMES
    assert "已停用" in rows["backup"] and "尚未执行" in rows["due-list"]
    assert all("T" not in row and "+08:00" not in row for row in rows.values())
    shown = CliRunner().invoke(scheduler.app, ["show", "due-list", *said]).stdout
    assert "当日到期事项" in shown and "30 8 * * * workdays" in shown


def test_a_ring_that_came_due_while_down_keeps_its_time(ringing: object, tmp_path: Path) -> None:
    ringing().shutdown()
    missed = clock.now() - timedelta(hours=3)
    store = SQLAlchemyJobStore(url=f"sqlite:///{tmp_path / 'schedule.sqlite'}")
    store.start(None, "default")
    for job in store.get_all_jobs():
        job.next_run_time = missed
        store.update_job(job)
    due = {job.id: job.next_run_time for job in ringing().get_jobs()}
    assert set(due) == NAMES
    assert all(abs((time - missed).total_seconds()) < 1 for time in due.values())


def test_a_changed_line_moves_the_job_and_an_empty_one_removes_it(ringing: object) -> None:
    ringing().shutdown()
    off = dict.fromkeys((name.replace("-", "_") for name in NAMES), "")
    service = ringing(Config(schedule=Schedule(**off | {"weekly_check": "30 2 * * tue next-workday"})))
    jobs = {job.id: job.next_run_time for job in service.get_jobs()}
    assert set(jobs) == {"weekly-check"}
    assert (jobs["weekly-check"].hour, jobs["weekly-check"].minute) == (2, 30)


def test_a_job_nobody_knows_any_more_leaves_the_store(ringing: object) -> None:
    first = ringing()
    first.add_job("scheduler:wake", CronTrigger.from_crontab("0 1 * * *"), id="yearly-dance")
    first.shutdown()
    assert "yearly-dance" not in {job.id for job in ringing().get_jobs()}


def test_a_job_of_another_program_version_is_planned_anew(ringing: object, tmp_path: Path) -> None:
    ringing().shutdown()
    with sqlite3.connect(tmp_path / "schedule.sqlite") as database:
        database.execute("UPDATE apscheduler_jobs SET job_state = ? WHERE id = 'backup'", (b"of another time",))
    assert {job.id for job in ringing().get_jobs()} == NAMES


def test_a_job_store_that_cannot_be_written_does_not_end_the_ringing(ringing: object) -> None:
    service = ringing()

    def full(job: object) -> None:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database or disk is full"))

    service._jobstores["default"].update_job = full
    service.state = STATE_RUNNING  # without waking its own thread
    first = service.get_job("backup")
    first.next_run_time = clock.now() - timedelta(hours=1)
    service._jobstores["default"].get_due_jobs = lambda now: [first]
    assert service._process_jobs() == service.jobstore_retry_interval


def test_a_wrong_line_is_named_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "spotcheck.toml"
    file.write_text('[schedule]\nweekly_check = "61 * * * *"\n')
    with pytest.raises(InputError, match="weekly_check") as caught:
        load_config(file)
    assert (caught.value.line, caught.value.value) == (2, "61 * * * *")
    assert caught.value.next_step


def test_a_second_service_on_one_folder_is_refused(tmp_path: Path) -> None:
    with scheduler.one_service(tmp_path), pytest.raises(InputError), scheduler.one_service(tmp_path):
        pass


# the service, as a process


def started(data: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "spotcheck", "schedule", "start", "--data", str(data), *more]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    assert process.stdout
    assert "15" in process.stdout.readline() or more
    return process


def test_the_service_starts_plans_and_stops(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        second = subprocess.run(process.args, capture_output=True, text=True, check=False)
        assert second.returncode == 2
        process.terminate()
        assert process.wait(timeout=60) == 0
    with sqlite3.connect(tmp_path / "schedule.sqlite") as database:
        names = {row[0] for row in database.execute("SELECT id FROM apscheduler_jobs")}
    assert names == NAMES


HURRIED = "import scheduler, spotcheck; scheduler.IDLE_S = scheduler.TICK_S = 0.05; spotcheck.main()"


def test_the_service_goes_by_changed_settings_and_says_so(tmp_path: Path) -> None:
    file, data = tmp_path / "spotcheck.toml", tmp_path / "var"
    file.write_text('[schedule]\nbackup = ""\n')
    words = [sys.executable, "-c", HURRIED, "schedule", "start", "--data", str(data), "--config", str(file)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        try:
            assert "14" in process.stdout.readline()
            file.write_text('[schedule]\nbackup = "61 1 * * *"\n')
            wrong = process.stderr.readline()
            assert f"{file}:2" in wrong
            assert "61 1 * * *" in wrong
            file.write_text('[schedule]\nbackup = "30 1 * * *"\n')
            assert "15" in process.stdout.readline()
        finally:
            process.terminate()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == ""
    with sqlite3.connect(data / "schedule.sqlite") as database:
        assert ("backup",) in database.execute("SELECT id FROM apscheduler_jobs").fetchall()


def test_a_job_store_that_cannot_be_written_is_told_and_tried_again(ringing: object, tmp_path: Path) -> None:
    service = ringing()

    def full(job: object) -> None:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database or disk is full"))

    other = timetable(Config(schedule=Schedule(backup="30 1 * * * any")))
    kept = service._jobstores["default"].update_job
    service._jobstores["default"].update_job = full
    with pytest.raises(InputError, match="full"):
        scheduler.replan(tmp_path, service, other)
    service._jobstores["default"].update_job = kept
    scheduler.replan(tmp_path, service, other)
    assert service.get_job("backup").next_run_time.minute == 30


def test_a_job_by_hand_is_shown_recorded_and_not_tried_again(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "spotcheck", "schedule", "run", "verification", "--data", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    (end,) = ends_of(tmp_path)
    assert (end.job, end.attempt, end.result.value) == ("verification", 1, "done")
    again = subprocess.run(words, capture_output=True, text=True, check=False)  # now there is a trail to look at
    assert again.returncode == 0
    assert ends_of(tmp_path)[1].note == ""
    assert again.stdout.strip()


def test_an_unknown_job_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        scheduler.run_job("yearly-dance", None, tmp_path)
    assert "weekly-check" in caught.value.next_step


def test_a_job_at_work_is_refused_by_hand_and_not_owed(tmp_path: Path) -> None:
    with Leases(tmp_path) as leases:
        lease = leases.add("due-list", clock.now())
        assert leases.claim(lease, "the service", clock.now(), 1)
        with pytest.raises(InputError, match="due-list"):
            scheduler.run_job("due-list", None, tmp_path)
        assert leases.every("waiting") == []
