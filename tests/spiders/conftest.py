from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.captures.store import CaptureStore
from crawler.config import Config
from crawler.model import Capture, CaptureKind, RunId, Target, TargetId, TargetKind
from crawler.reading.sites.seen import read_fault
from tests.spiders.portal_server import Portal, portal

ROOT = Path(__file__).parents[2]
RUN = RunId("r1")
CONFIG = {
    "network": {"allow_private": ["127.0.0.0/8"], "contact": "http://office.gov.test/"},
    "pacing": {"delay_s": 0, "timeout_s": 3},
    "gather": {"max_body_mb": 2},
    "browser": {"enabled": False},
    "ipv6": {"service": False, "control_hosts": []},  # tests of both families say so themselves
}
BOTH = {"attempts": 2, "attempt_pause_s": 0, "second_pages": 1}


@dataclass
class Gathered:
    """What one gathering process said and left behind."""

    events: list[dict[str, Any]]
    data: Path
    errors: str
    targets: Sequence[Target] = ()

    def captures(self, target: str) -> list[tuple[Capture, bytes]]:
        with CaptureStore(self.data / "captures", limit=2 << 20) as store:
            return list(store.of_target(RUN, TargetId(target)))

    def faults(self, target: str) -> list[str]:
        return [read_fault(b, c.url).kind.value for c, b in self.captures(target) if c.kind is CaptureKind.FAULT]


@pytest.fixture
def server() -> Iterator[Portal]:
    with portal() as served:
        yield served


def site(id: str, address: str) -> Target:
    return Target(TargetId(id), TargetKind.PORTAL, id, address, "云溪县人民政府")


def start(
    data: Path, targets: Sequence[Target], writer: str = "w1", past: dict[str, str] | None = None, **changed: Any
) -> subprocess.Popen[str]:
    registrations, access_logs = changed.pop("registrations", {}), changed.pop("access_logs", {})
    config = Config.model_validate({**CONFIG, **changed})
    told = {
        "run": RUN, "data": str(data), "writer": writer, "on": "2026-11-16",
        "config": config.model_dump(mode="json"), "targets": [asdict(target) for target in targets],
        "past": past or {}, "registrations": registrations,
        "access_logs": access_logs,
    }  # fmt: skip
    data.mkdir(parents=True, exist_ok=True)
    job = data / f"{writer}.json"
    job.write_text(json.dumps(told), encoding="utf-8")
    words = [sys.executable, "-m", "spiders.gather", str(job)]
    return subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def gather(
    data: Path, targets: Sequence[Target], writer: str = "w1", past: dict[str, str] | None = None, **changed: Any
) -> Gathered:
    process = start(data, targets, writer, past, **changed)
    try:
        lines: list[str] = list(process.stdout or ())
        errors = (process.stderr.read() if process.stderr else "") or ""
        assert process.wait(60) == 0, errors
    finally:
        process.kill()
        process.communicate()
    return Gathered([json.loads(line) for line in lines], data, errors, targets)
