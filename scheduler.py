"""The timetable: each thing done when its time comes.

The scheduler only wakes work. What came due, who works it and how it ended stands in the leases and the audit trail
(``results/timetable``); a job is a command of its own in a process of its own, so a crawl that dies takes nothing with
it. A ring that is missed, late or rung twice changes nothing but the minute: what is due follows from the table.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from crawler import clock
from crawler.config import load_config
from crawler.errors import InputError, VerificationError, printable
from crawler.lexicon import say
from crawler.lock import only_one
from results.migrations import guarded
from results.rows import instant
from results.tables import show as show_table
from results.text import words
from results.timetable import view
from results.timetable.jobs import Job, timetable
from results.timetable.keeper import Keeper
from results.timetable.leases import Leases
from results.timetable.office import ends_of, keeper_by_hand, leases_of
from results.timetable.processes import Processes
from results.timetable.rows import JobEnd
from results.timetable.service import Service
from results.timetable.settings import read_settings
from results.timetable.times import Timing
from results.timetable.words import say as tell

DATABASE = "schedule.sqlite"
TICK_S = 2.0  # while something is at work
IDLE_S = 20.0  # else; so long a wrong clock may hide what came due
TROUBLE_S = 60.0
STOP_S = 45.0
DataOption = Annotated[Path, typer.Option("--data", help=say("door.data"))]
ConfigOption = Annotated[Path | None, typer.Option("--config", help=say("door.config"))]
JobArgument = Annotated[str, typer.Argument(help=say("schedule.job"))]
JsonOption = Annotated[bool, typer.Option("--json", help=say("door.json"))]
app = typer.Typer(no_args_is_help=True, help=say("schedule.help"))
bell = threading.Event()


@dataclass(frozen=True, repr=False)
class WorkdayTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler is untyped
    """A job's timing as APScheduler asks for it; the job store keeps it as it is."""

    timing: Timing

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        found = self.timing.next_after(previous_fire_time or now - timedelta(microseconds=1))
        return found.due_at if found else None

    def __repr__(self) -> str:
        """Without the calendar: APScheduler names a job with its trigger in every complaint."""
        return self.timing.line.text


class Rings(BackgroundScheduler):  # type: ignore[misc]  # APScheduler is untyped
    """APScheduler in a thread that outlives a job store that cannot be written."""

    def _process_jobs(self) -> float | None:
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        try:
            return super()._process_jobs()  # type: ignore[no-any-return]
        except SQLAlchemyError:
            return self.jobstore_retry_interval  # type: ignore[no-any-return]


def wake() -> None:
    """What the job store calls when a job's time has come."""
    bell.set()


def plan(scheduler: Any, jobs: Mapping[str, Job]) -> None:
    """Bring the stored jobs in line with the timetable, and leave alone what did not change.

    Adding a job anew would compute its next time from now and ring no more for what came due while we were down.
    """
    for stored in scheduler.get_jobs():
        if stored.id not in jobs or not jobs[stored.id].is_on:
            scheduler.remove_job(stored.id)
    for name, job in jobs.items():
        if job.timing is None:
            continue
        trigger, stored = WorkdayTrigger(job.timing), scheduler.get_job(name)
        if stored is None:
            scheduler.add_job("scheduler:wake", trigger, id=name, name=job.title)
        elif stored.trigger != trigger:
            scheduler.reschedule_job(name, trigger=trigger)


def ringing(data: Path) -> Rings:
    """A scheduler over the folder's job store, not yet started."""
    # Half a second that no other command has to wait for.
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # noqa: PLC0415

    store = SQLAlchemyJobStore(url=f"sqlite:///{(data / DATABASE).resolve()}")
    # Rings that were missed while we were down ring once, however late.
    defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    return Rings(jobstores={"default": store}, job_defaults=defaults, timezone=clock.CHINA)


@contextmanager
def store_of_rings(data: Path) -> Iterator[None]:
    """Raises InputError where the job store cannot be read or written."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    with guarded(data / DATABASE):
        try:
            yield
        except DBAPIError as error:
            raise error.orig or error from error


def replan(data: Path, rings: Rings, jobs: Mapping[str, Job]) -> None:
    with store_of_rings(data):
        plan(rings, jobs)


def one_service(data: Path) -> AbstractContextManager[None]:
    """One service for one data folder: the job store has no locks of its own. Raises InputError otherwise."""
    return only_one(data / "schedule.lock", say("schedule.locked"), say("schedule.locked-next"))


@app.command("list", help=say("schedule.list-help"))
def list_jobs(config: ConfigOption = None, data: DataOption = Path("var"), as_json: JsonOption = False) -> None:
    last, open_, now = {end.job: end for end in ends_of(data)}, leases_of(data), clock.now()
    jobs = timetable(load_config(config)).values()
    if not as_json:
        _show_jobs([view.job_row(job, open_, last.get(job.name), now) for job in jobs])
        return
    for job in jobs:
        print(json.dumps(view.job_json(job, open_, last.get(job.name), now), ensure_ascii=False))


def _show_jobs(rows: Sequence[Mapping[str, Any]]) -> None:
    show_table(words("timetable")["list"]["headings"], rows)


@app.command("show", help=say("schedule.show-help"))
def show(
    job: JobArgument,
    history: Annotated[int, typer.Option("--history", min=1, help=say("schedule.history"))] = 20,
    config: ConfigOption = None,
    data: DataOption = Path("var"),
    as_json: JsonOption = False,
) -> None:
    known, ends = _known(job, timetable(load_config(config))), ends_of(data, job=job)
    told = known, leases_of(data), ends[-1] if ends else None, clock.now()
    if as_json:
        found = view.job_json(*told) | {"history": [view.end_json(end) for end in ends[-history:]]}
        print(json.dumps(found, ensure_ascii=False))
        return
    _show_jobs([view.job_row(*told)])
    if ends:
        show_table(words("timetable")["show"]["headings"], view.end_rows(ends[-history:]))


@app.command("run", help=say("schedule.run-help"))
def run_job(job: JobArgument, config: ConfigOption = None, data: DataOption = Path("var")) -> None:
    settings, processes, now = read_settings(config), Processes(data, keep_logs=0), clock.now()
    known = _known(job, settings.jobs)
    with Leases(data) as leases:
        keeper = keeper_by_hand(data, settings, leases, processes, now)
        lease = leases.add(job, now)
        if keeper.begin(lease, now) is None:
            leases.withdraw(lease)
            raise InputError(tell("run.at-work"), value=job, next_step=tell("run.at-work-next", job=job))
        end = _followed(keeper, processes, lambda: ends_of(data, job=job, due_at=instant(now)))
    result = words("timetable")["results"][end.result.value]
    print(printable(tell("run.ended", title=known.title, result=result, note=end.note)), file=sys.stderr)
    raise typer.Exit(end.exit_code if end.exit_code >= 0 else 128 - end.exit_code)


def _known(job: str, jobs: Mapping[str, Job]) -> Job:
    if job not in jobs:
        raise InputError(say("schedule.unknown"), value=job, next_step=say("schedule.known", jobs=", ".join(jobs)))
    return jobs[job]


def _followed(keeper: Keeper, processes: Processes, ends: Callable[[], list[JobEnd]]) -> JobEnd:
    """The end of what was begun, once it is there; whoever interrupts us ends it."""
    while not (found := ends()):
        try:
            processes.wait(TICK_S)
        except KeyboardInterrupt:
            processes.stop()
            processes.wait(STOP_S)
        keeper.look(clock.now())
    return found[-1]


@app.command("start", help=say("schedule.start-help"))
def start(
    config: ConfigOption = None,
    data: DataOption = Path("var"),
    anew: Annotated[bool, typer.Option("--anew", help=say("schedule.anew"))] = False,
) -> None:
    settings, over = read_settings(config), end_asked_for()
    with one_service(data), Leases(data) as leases:
        service = Service(data, settings, leases, Processes(data, settings.config.schedule.keep_logs), clock.now())
        if anew:
            service.keeper.begin_anew(clock.now())
        rings = ringing(data)
        with store_of_rings(data):
            rings.start(paused=True)  # only a started scheduler sees the jobs its store already holds
            plan(rings, service.jobs)
        rings.resume()
        print(say("schedule.started", count=sum(job.is_on for job in service.jobs.values())), flush=True)
        serve(service, lambda jobs: replan(data, rings, jobs), over)
        print(say("schedule.stopping"), flush=True)
        rings.shutdown(wait=False)
        service.stop(clock.now(), STOP_S)


def serve(service: Service, ring_by: Callable[[Mapping[str, Job]], None], over: threading.Event) -> None:
    """Tick until somebody asks to end. What the disk or a table does not allow now is tried again."""
    told: tuple[str, ...] = ()
    planned = service.jobs
    while not over.is_set():
        try:
            if line := service.renew(clock.now()):
                print(printable(line), flush=True)
            if service.jobs is not planned:
                ring_by(service.jobs)
                planned = service.jobs
            service.tick(clock.now(), clock.ticks())
            news, wait = service.news, TICK_S if service.is_busy else IDLE_S
        except (InputError, OSError, VerificationError) as error:
            news, wait = (say("schedule.trouble", error=error),), TROUBLE_S
        for line in news:
            if line not in told:
                print(printable(line), file=sys.stderr, flush=True)
        told = news
        bell.wait(wait)
        bell.clear()


def end_asked_for() -> threading.Event:
    """Set by SIGTERM or Ctrl-C, from before the service says that it runs."""
    over = threading.Event()

    def ask(*_: object) -> None:
        over.set()
        bell.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return over
