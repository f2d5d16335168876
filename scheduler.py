"""The timetable: each thing done when its time comes.

The scheduler only wakes work. A job is a command of its own in a process of its own, so a crawl that dies takes nothing
with it; what is done and what is not stands in the audit trail, and the same command goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from crawler import clock
from crawler.config import Config, load_config
from crawler.errors import InputError
from crawler.lexicon import load, say
from crawler.lock import only_one

DATABASE = "schedule.sqlite"
DataOption = Annotated[Path, typer.Option("--data", help=say("door.data"))]
ConfigOption = Annotated[Path | None, typer.Option("--config", help=say("door.config"))]
app = typer.Typer(no_args_is_help=True, help=say("schedule.help"))


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of the timetable. ``cron`` is a crontab line in China time, empty where the job is switched off."""

    name: str
    cron: str
    title: str

    @property
    def trigger(self) -> CronTrigger | None:
        """Raises InputError for a line that is no crontab line."""
        if not self.cron.strip():
            return None
        try:
            return CronTrigger.from_crontab(self.cron, timezone=clock.CHINA)
        except ValueError as error:
            problem = say("schedule.bad-cron", job=self.name, detail=error)
            raise InputError(problem, value=self.cron, next_step=say("schedule.bad-cron-next")) from error

    def describe(self) -> dict[str, Any]:
        """One object for a machine: name, title, crontab line, next time (ISO, China) or null."""
        trigger = self.trigger
        due = trigger.get_next_fire_time(None, clock.now()) if trigger else None
        next_at = due.astimezone(clock.CHINA).isoformat() if due else None
        return {"job": self.name, "title": self.title, "cron": self.cron, "next_run_at": next_at}


def timetable(config: Config) -> Mapping[str, Job]:
    """The jobs there are, by name."""
    titles: Mapping[str, str] = load("console")["jobs"]
    lines = config.schedule.model_dump()
    return {name: Job(name, str(lines[name.replace("-", "_")]), title) for name, title in titles.items()}


def command(name: str, data: Path, config: Path | None) -> list[str]:
    """The command a job wakes: a run over the whole inventory on the day it begins."""
    settings = load_config(config)
    base = config.parent if config else Path.cwd()
    words = [sys.executable, "-m", "spotcheck", "run", "--inventory", str(base / settings.schedule.inventory)]
    words += ["--data", str(data)]
    return words + (["--config", str(config)] if config else [])


def work(name: str, data: str, config: str) -> int:
    """Run one job now in a process of its own; returns its exit code. The job store calls it by this name."""
    path = Path(config) if config else None
    logs = Path(data) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"{name}-{clock.now():%Y%m%dT%H%M%SZ}.log").open("w", encoding="utf-8") as log:
        return run_command(command(name, Path(data), path), log)


def run_command(words: list[str], log: IO[str] | None) -> int:
    """The exit code of a command whose output goes to a log, or to our own where none is given."""
    return subprocess.run(words, stdout=log, stderr=log, check=False, env=dict(os.environ)).returncode


def plan(scheduler: Any, jobs: Mapping[str, Job], data: Path, config: Path | None) -> None:
    """Bring the stored jobs in line with the timetable, and leave alone what did not change.

    Adding a job anew would compute its next time from now and lose a run that came due while we were down.
    """
    for name, job in jobs.items():
        stored, trigger = scheduler.get_job(name), job.trigger
        arguments = [name, str(data.resolve()), str(config.resolve()) if config else ""]
        if trigger is None:
            if stored:
                scheduler.remove_job(name)
        elif stored is None:
            scheduler.add_job("scheduler:work", trigger, args=arguments, id=name, name=job.title)
        else:
            scheduler.modify_job(name, args=arguments)
            if str(stored.trigger) != str(trigger):
                scheduler.reschedule_job(name, trigger=trigger)


def one_service(data: Path) -> AbstractContextManager[None]:
    """One service for one data folder: the job store has no locks of its own. Raises InputError otherwise."""
    return only_one(data / "schedule.lock", say("schedule.locked"), say("schedule.locked-next"))


@app.command("list", help=say("schedule.list-help"))
def list_jobs(
    config: ConfigOption = None,
    data: DataOption = Path("var"),
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
) -> None:
    jobs = [job.describe() for job in timetable(load_config(config)).values()]
    if as_json:
        print(json.dumps(jobs, ensure_ascii=False))
        return
    for job in jobs:
        due = job["next_run_at"] or say("schedule.off")
        print(say("schedule.row", job=job["job"], title=job["title"], cron=job["cron"], due=due))


@app.command("run", help=say("schedule.run-help"))
def run_job(
    job: Annotated[str, typer.Argument(help=say("schedule.job"))],
    config: ConfigOption = None,
    data: DataOption = Path("var"),
) -> None:
    known = timetable(load_config(config))
    if job not in known:
        raise InputError(say("schedule.unknown"), value=job, next_step=say("schedule.known", jobs=", ".join(known)))
    raise typer.Exit(run_command(command(job, data, config), None))


@app.command("start", help=say("schedule.start-help"))
def start(config: ConfigOption = None, data: DataOption = Path("var")) -> None:
    # Half a second that no other command has to wait for.
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # noqa: PLC0415

    jobs, over = timetable(load_config(config)), end_asked_for()
    with one_service(data):
        store = SQLAlchemyJobStore(url=f"sqlite:///{(data / DATABASE).resolve()}")
        # A run that came due while we were down is made up for once, however late.
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        scheduler = BackgroundScheduler(jobstores={"default": store}, job_defaults=defaults, timezone=clock.CHINA)
        scheduler.start(paused=True)  # only a started scheduler sees the jobs its store already holds
        plan(scheduler, jobs, data, config)
        scheduler.resume()
        print(say("schedule.started", count=sum(job.trigger is not None for job in jobs.values())), flush=True)
        over.wait()
        scheduler.shutdown(wait=False)


def end_asked_for() -> threading.Event:
    """Set by SIGTERM or Ctrl-C, from before the service says that it runs."""
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    signal.signal(signal.SIGINT, lambda *_: over.set())
    return over
