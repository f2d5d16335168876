"""The campaigns' part of ``make bench``: 900 websites, 20 visits a day for a week, planned, driven, stored, judged.

The visiting process is simulated, so that a week passes as fast as it can be written down; a process of its own tells
the memory. Visits themselves wait for servers, not for us: their cost is in the drill (tests/network/drill.py).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from checks.catalogue import load_catalogue
from checks.check import discover
from checks.judge import judge
from crawler.clock import china_day
from crawler.model import Digest, Evidence, Registry, RunId, Target, TargetKind
from crawler.reading.availability.log import AccessLog, access_log_to_json
from crawler.reading.service.probe import Family
from results.campaigns.log import logs_for
from results.campaigns.plan import digest
from results.campaigns.view import lines_of
from results.rows import RunRecord
from tests.bench_province import QuickTrail
from tests.results.campaigns.simulated import BEGINS_AT, Time, Visits, campaign, engine

SITES, DAYS, VISITS = 900, 7, 20
SYNCED = 300  # rows written one by one to the disk
DOWN = 25  # every so many websites is down a tenth of the time


def table() -> str:
    done = subprocess.run([sys.executable, "-m", "tests.bench_campaigns"], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    slots = SITES * DAYS * VISITS
    rows = [
        (f"plan drawn, {slots:,} visits, and its digest", "plan"),
        ("engine: every visit due, handed out, taken back, stored a hundred at a time (simulated week)", "drive"),
        ("engine started again over the finished rows", "again"),
        (f"judged: log of each of {SITES} websites out of the trail, and `site-unreachable`", "judge"),
        ("`campaign show`: counted by website", "show"),
    ]
    lines = [f"{SITES} websites × {VISITS} visits × {DAYS} days, IPv4. {told['failed']} websites failed.", ""]
    lines += ["| step | seconds | CPU seconds |", "| --- | --- | --- |"]
    lines += [f"| {name} | {told[key][0]:.1f} | {told[key][1]:.1f} |" for name, key in rows]
    sizes = f"Trail {told['trail_mib']:.0f} MiB ({told['trail_mib'] * 1048576 / slots:.0f} bytes a visit)"
    logs = f"logs as captures {told['log_kib']:.0f} KiB a website before compression"
    lines += ["", f"{sizes}; {logs}; peak memory {told['peak_mib']:.0f} MiB."]
    return "\n".join([*lines, f"One row in a transaction of its own, disk waited for: {told['synced_ms']:.1f} ms."])


def measured(work: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.monotonic(), time.process_time()
    work()
    return time.monotonic() - wall, time.process_time() - cpu


def answer(visit: Mapping[str, Any]) -> dict[str, Any]:
    down = int(visit["target"][2:]) % DOWN == 0 and visit["slot"] % 10 == 0
    return {"state": "failed", "stage": "tcp", "status": 0, "detail": "timeout: tcp: no answer"} if down else {}


def main() -> None:
    one, sites = campaign(DAYS, VISITS, (Family.V4,), SITES)
    told: dict[str, Any] = {"plan": measured(lambda: digest(one.plan, [site.target for site in sites]))}
    with tempfile.TemporaryDirectory() as name, QuickTrail.open(Path(name)) as trail:
        trail.hurry()
        trail.begin_campaign(one, sites, BEGINS_AT)
        now = Time()
        week = engine(trail, now, Visits(now, answer=answer))
        week.flush_s = 600.0  # else a transaction a visit, as in a real week
        told["drive"] = measured(week.run)
        told["again"] = measured(lambda: [row.key for row in trail.campaign_visits(one.name)])
        told["show"] = measured(lambda: lines_of(one, sites, trail.campaign_visits(one.name)))
        failed: list[str] = []
        told["judge"] = measured(lambda: failed.extend(_judge(trail, sites, now)))
        log = next(iter(_logs(trail, sites, now).values()))
        told |= {"failed": len(failed), "log_kib": len(access_log_to_json(log)) / 1024}
        told["trail_mib"] = sum(path.stat().st_size for path in Path(name).glob("spotcheck.sqlite*")) / (1 << 20)
    told["synced_ms"] = _synced_ms()
    told["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


def _targets(sites: Any) -> list[Target]:
    return [Target(site.target, TargetKind.PORTAL, site.name, site.url, "市政府", level="市级") for site in sites]


def _logs(trail: QuickTrail, sites: Any, now: Time) -> Mapping[Any, AccessLog]:
    on = china_day(now.now()) + timedelta(days=1)
    run = RunRecord(RunId("bench"), "2026Q4", on, "sha256:i", "sha256:c", "sha256:k", "1", "bench", now.now())
    return logs_for(trail, run, _targets(sites))


def _judge(trail: QuickTrail, sites: Any, now: Time) -> list[str]:
    discover()
    catalogue = load_catalogue()
    rules = type(catalogue)((catalogue.get("site-unreachable"),))
    found, targets = _logs(trail, sites, now), _targets(sites)
    registry, failed = Registry(tuple(targets)), list[str]()
    for target in targets:
        evidence = [Evidence(target.id, AccessLog, found[target.id], (Digest("sha256:0"),))]
        (judged,) = judge(target, evidence, registry, rules, now.now().date())
        failed += [target.id] if judged.verdict.outcome == "failed" else []
    return failed


def _synced_ms() -> float:
    one, sites = campaign(1, SYNCED, (Family.V4,), 1)
    with tempfile.TemporaryDirectory() as name, QuickTrail.open(Path(name)) as trail:
        trail.begin_campaign(one, sites, BEGINS_AT)
        now = Time()
        return measured(engine(trail, now, Visits(now)).run)[0] * 1000 / SYNCED


if __name__ == "__main__":
    main()
