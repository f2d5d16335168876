"""The gathering of a run: processes that visit, and this one that writes down which targets are done.

A target is done when its captures are on the disk and its row stands in the trail; whatever kills us in between, the
next start visits what has no row yet and asks nothing again that was captured.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.config import Config
from crawler.errors import InputError
from crawler.lexicon import say
from crawler.model import Fault, FaultKind, Role, RunId, Target, TargetId
from crawler.reading.availability.log import AccessLog, access_log_to_json
from crawler.registration import Registration, registration_json
from results.accounts.for_run import given_for
from results.audit import Trail
from results.campaigns.log import logs_for
from results.pasts import known_posts
from results.progress import Report
from results.rows import RunRecord
from spiders.shards import shards

CAPTURES = "captures"
ATTEMPTS = 3  # a process that dies is started again with what it left; the last time target by target
Event = Mapping[str, Any]


@dataclass(slots=True)
class Gathering:
    """One run's gathering under way."""

    trail: Trail
    record: RunRecord
    data: Path
    config: Config
    report: Report
    registrations: Mapping[TargetId, Registration] = field(default_factory=dict)
    logs: Mapping[TargetId, AccessLog] = field(default_factory=dict)  # of availability campaigns
    pages: int = 0
    readings: dict[TargetId, str] = field(default_factory=dict)  # digests, as the processes told them
    browser_missing: bool = False

    def gather(self, targets: Sequence[Target]) -> None:
        """Visit every target that has no row yet.

        Raises KeyboardInterrupt when stopped, InputError where the disk takes nothing more; nothing captured is lost.
        """
        done = self.trail.gathered(self.record.id)
        targets = [target for target in targets if target.is_visited]
        waiting = [target for target in targets if target.id not in done]
        self.report.start(say("run.gathering"), len(targets), len(targets) - len(waiting))
        with CaptureStore(self.data / CAPTURES) as store:
            store.recover(self.record.id)
        for attempt in range(ATTEMPTS):
            if not waiting:
                return
            parts = shards(waiting, self.processes, self.config.newmedia.controls)
            self._visit(_one_by_one(parts) if attempt == ATTEMPTS - 1 else [parts], attempt)
            done = self.trail.gathered(self.record.id)
            waiting = [target for target in waiting if target.id not in done]
        self._give_up(waiting)

    @property
    def processes(self) -> int:
        return self.config.gather.processes or len(os.sched_getaffinity(0))

    def _visit(self, rounds: Sequence[Sequence[Sequence[Target]]], attempt: int) -> None:
        """Round after round, one process for each part of it."""
        events: queue.Queue[Event | None] = queue.Queue()
        started, past = clock.now().strftime("%H%M%S%f"), known_posts(self.trail, self.record)
        given = given_for(self.trail, self.record.on, self.config.newmedia)
        self.logs = logs_for(self.trail, self.record, [one for parts in rounds for part in parts for one in part])
        for number, parts in enumerate(rounds):
            names = (f"{started}-{attempt}-{number}-{part}" for part in range(len(parts)))
            jobs = [self._job(part, past, given, name) for part, name in zip(parts, names, strict=True)]
            with _workers(jobs, events) as running:
                alive = len(running)
                while alive:
                    event = events.get()
                    alive -= event is None
                    if event is not None:
                        self._take(event)

    def _job(
        self, targets: Sequence[Target], past: Mapping[TargetId, date], given: Mapping[TargetId, Any], writer: str
    ) -> Path:
        folder = self.data / "jobs"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.record.id}-{writer}.json"
        job = {
            "run": self.record.id,
            "data": str(self.data.resolve()),
            "writer": writer,
            "on": self.record.on.isoformat(),
            "config": self.config.model_dump(mode="json"),
            "targets": [asdict(target) for target in targets],
            "given": {target.id: given[target.id] for target in targets if target.id in given},
            "registrations": {
                target.id: registration_json(self.registrations[target.id])
                for target in targets
                if target.id in self.registrations
            },
            "access_logs": {
                target.id: access_log_to_json(self.logs[target.id]).decode()
                for target in targets
                if target.id in self.logs
            },
            "past": {target.id: past[target.id].isoformat() for target in targets if target.id in past},
        }
        path.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
        return path

    def _take(self, event: Event) -> None:
        if event["event"] == "gathered":
            manifest, captures = str(event["manifest"]), int(event["captures"])
            self.trail.record_gathered(self.record.id, event["target"], manifest, captures, clock.now())
            self.readings[TargetId(event["target"])] = str(event["reading"])
            self.report.step()
        elif event["event"] == "pages":
            self.pages += int(event["count"])
            self.report.note(say("run.pages", count=self.pages))
        elif event["event"] == "no-browser" and not self.browser_missing:
            self.browser_missing = True
            self.report.say(say("run.no-browser"))
        elif event["event"] == "trouble":
            raise unkept(event)

    def _give_up(self, targets: Sequence[Target]) -> None:
        """Our own process died on these again and again: a fault of ours, written down as one."""
        if not targets:
            return
        store = CaptureStore(self.data / CAPTURES)
        with store, store.writer(self.record.id, clock.now().strftime("given-up-%H%M%S%f")) as writer:
            for target in targets:
                role = Role.HOME if target.is_site else Role.ACCOUNT_PAGE
                asked = Asked(target.id, target.address or target.feed, role)
                writer.write_fault(asked, Fault(FaultKind.GATHER_FAILED, "", asked.url))
                manifest, captures = writer.finish(target.id)
                self.trail.record_gathered(self.record.id, target.id, manifest, captures, clock.now())
                self.report.step()


def _one_by_one(parts: Sequence[Sequence[Target]]) -> list[list[list[Target]]]:
    """Rounds in which each process has a single target, none two of one host."""
    return [[[target] for target in chosen if target] for chosen in zip_longest(*parts)]


@contextmanager
def _workers(jobs: Sequence[Path], events: queue.Queue[Event | None]) -> Iterator[list[subprocess.Popen[str]]]:
    """Gathering processes, stopped with us: each ends when its standard input closes."""
    running = [_start(job, events) for job in jobs]
    try:
        yield running
    finally:
        for process in running:
            if process.stdin:
                process.stdin.close()
            if process.poll() is None:
                process.terminate()
        for process, job in zip(running, jobs, strict=True):
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            job.unlink(missing_ok=True)


def _start(job: Path, events: queue.Queue[Event | None]) -> subprocess.Popen[str]:
    log = job.parent.parent / "logs" / f"{job.stem}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "spiders.gather", str(job)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8",
        )  # fmt: skip
    threading.Thread(target=_read, args=(process, events), daemon=True).start()
    return process


def _read(process: subprocess.Popen[str], events: queue.Queue[Event | None]) -> None:
    """A process's lines into the queue; a torn last line of a killed one is no event."""
    for line in process.stdout or ():
        try:
            events.put(json.loads(line))
        except ValueError:
            continue
    process.wait()
    events.put(None)


def unkept(event: Event) -> InputError:
    """What a gathering process told when nothing could be kept any more."""
    return InputError(say("run.unkept", detail=event["why"]), file=str(event["file"]), next_step=say("run.unkept-next"))


def remove_empty_logs(data: Path, run: RunId) -> None:
    """Logs that say nothing."""
    for log in (data / "logs").glob(f"{run}-*.log"):
        if log.stat().st_size == 0:
            log.unlink()
