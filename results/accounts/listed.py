"""A page that lists accounts, gathered by a process of its own and read from what it kept: page, frames, pictures.

It stands outside every run: no finding follows from it, and the audit trail knows nothing of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.addresses import plain_host
from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.config import Config
from crawler.gathered_list import GatheredList, read_gathered
from crawler.lexicon import say
from crawler.model import CaptureKind, Role, RunId, Target, TargetId, TargetKind
from results.accounts.store import LISTED
from results.gathering import unkept
from results.progress import Report

CAPTURES = "captures"
LIST = TargetId("account-list")
SPIDER = "account-list"  # spiders.account_list, not imported: its libraries take long to load
WAIT_S = 20  # for a process that was told to stop


@dataclass(frozen=True, slots=True)
class Order:
    """A list to gather. ``saved``: the page's bytes where somebody saved it; it is not asked for again then.

    ``codes``: whether the pictures are fetched too.
    """

    url: str
    data: Path
    config: Config
    on: date
    saved: bytes | None = None
    codes: bool = True


def gather_list(order: Order, report: Report) -> GatheredList:
    """Gather a list and read what was kept; what could not be had is a fault beside what could."""
    run = RunId(f"{LISTED}{clock.now():%Y%m%dT%H%M%S%f}")
    host = plain_host(order.url)
    target = Target(LIST, TargetKind.PORTAL, host, order.url, "")
    with CaptureStore(order.data / CAPTURES) as store:
        if order.saved is not None:
            with store.writer(run, "saved") as keep:
                asked = Asked(LIST, order.url, Role.ACCOUNT_LIST)
                keep.write_resource(asked, CaptureKind.GIVEN, order.saved, "")
    report.start(say("run.gathering"), 1, 0)
    with _job(order, run, target) as job, _process(job, order.data / "logs" / f"{run}.log") as events:
        for event in events:
            if event["event"] == "pages":
                report.note(say("run.pages", count=event["count"]))
            elif event["event"] == "gathered":
                report.step()
            elif event["event"] == "trouble":
                raise unkept(event)
    with CaptureStore(order.data / CAPTURES) as store:
        store.recover(run)
        return read_gathered(store, run, LIST, order.on)


@contextmanager
def _job(order: Order, run: RunId, target: Target) -> Iterator[Path]:
    path = order.data / "jobs" / f"{run}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    job = {
        "spider": SPIDER, "run": run, "data": str(order.data.resolve()), "writer": "list",
        "on": order.on.isoformat(), "config": order.config.model_dump(mode="json"), "targets": [asdict(target)],
        "codes": order.codes,
    }  # fmt: skip
    path.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _process(job: Path, log: Path) -> Iterator[Iterator[dict[str, Any]]]:
    """The events of a gathering process, which ends with us: its standard input closes."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "spiders.gather", str(job)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8",
        )  # fmt: skip
    try:
        yield (json.loads(line) for line in process.stdout or () if line.endswith("}\n"))
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(WAIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if not log.stat().st_size:
            log.unlink()
