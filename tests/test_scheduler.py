"""The timetable: jobs persist, a missed one is made up for, a wrong time is named."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from typer.testing import CliRunner

import scheduler
from crawler import clock
from crawler.config import Config, Schedule
from crawler.errors import InputError


def planned(store: Path, config: Config) -> BackgroundScheduler:
    service = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{store}")}, timezone=clock.CHINA
    )
    service.start(paused=True)
    scheduler.plan(service, scheduler.timetable(config), store.parent, None)
    return service


def test_the_two_first_jobs_are_listed_for_a_machine() -> None:
    result = CliRunner().invoke(scheduler.app, ["list", "--json"])
    jobs = json.loads(result.stdout)
    assert [job["job"] for job in jobs] == ["quarterly-spot-check", "weekly-check"]
    for job in jobs:
        assert datetime.fromisoformat(job["next_run_at"]) > clock.now()


def test_a_job_that_came_due_while_down_keeps_its_time(tmp_path: Path) -> None:
    store = tmp_path / "schedule.sqlite"
    planned(store, Config()).shutdown()
    missed = clock.now() - timedelta(hours=3)
    jobs = SQLAlchemyJobStore(url=f"sqlite:///{store}")
    jobs.start(None, "default")
    for job in jobs.get_all_jobs():
        job.next_run_time = missed
        jobs.update_job(job)
    service = planned(store, Config())
    due = {job.id: job.next_run_time for job in service.get_jobs()}
    service.remove_all_jobs()
    service.shutdown()
    assert len(due) == 2
    assert all(abs((time - missed).total_seconds()) < 1 for time in due.values())


def test_a_changed_line_moves_the_job_and_an_empty_one_removes_it(tmp_path: Path) -> None:
    store = tmp_path / "schedule.sqlite"
    planned(store, Config()).shutdown()
    changed = Config(schedule=Schedule(weekly_check="30 2 * * tue", quarterly_spot_check=""))
    service = planned(store, changed)
    jobs = {job.id: job.next_run_time for job in service.get_jobs()}
    service.shutdown()
    assert set(jobs) == {"weekly-check"}
    assert (jobs["weekly-check"].hour, jobs["weekly-check"].minute) == (2, 30)


def test_a_wrong_crontab_line_is_named() -> None:
    with pytest.raises(InputError, match="weekly-check"):
        scheduler.Job("weekly-check", "61 * * * *", "").describe()


def test_a_second_service_on_one_folder_is_refused(tmp_path: Path) -> None:
    with scheduler.one_service(tmp_path), pytest.raises(InputError), scheduler.one_service(tmp_path):
        pass


def test_a_crawl_that_aborts_takes_nothing_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash = [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr(scheduler, "command", lambda name, data, config: crash)
    code = scheduler.work("weekly-check", str(tmp_path), "")
    assert code < 0
    assert list((tmp_path / "logs").glob("weekly-check-*.log"))


def test_the_service_starts_plans_and_stops(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "spotcheck", "schedule", "start", "--data", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout
        assert "2" in process.stdout.readline()
        process.terminate()
        assert process.wait(timeout=30) == 0
    with sqlite3.connect(tmp_path / "schedule.sqlite") as database:
        names = {row[0] for row in database.execute("SELECT id FROM apscheduler_jobs")}
    assert names == {"quarterly-spot-check", "weekly-check"}
