"""Visits of a campaign over the loopback: what opens, what does not, and whose fault that is."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.captures.store import CaptureStore
from crawler.config import Config
from crawler.model import CaptureKind, Role, RunId, TargetId
from crawler.reading.availability.log import Stage, State
from crawler.reading.service.probe import Family, read_probe
from spiders.availability import run_of
from spiders.visitor import Errand, Report, Visitor
from tests.crawler.doors import Door, Talk, door, drip, silence, then_reset, then_silence
from tests.spiders.conftest import ROOT

NEWS = "<p>市政府召开常务会议，研究部署工作。</p>" * 40
PAGE = f"<html><head><title>云溪市人民政府</title></head><body>{NEWS}</body></html>".encode()
LIMIT_MS = 600


def http(body: bytes = PAGE, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


GOOD, GONE = http(), http(b"", "404 Not Found")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n<html>"


def config(*controls: str, proxy: str = "") -> Config:
    return Config.model_validate(
        {
            "network": {"allow_private": ["127.0.0.0/8"], "contact": "http://office.gov.test/", "proxy": proxy},
            "pacing": {"delay_s": 0},
            "ipv6": {"control_hosts": controls, "timeout_s": 0.5},
        }
    )


@asynccontextmanager
async def visitor(data: Path, settings: Config) -> AsyncIterator[Visitor]:
    with CaptureStore(data / "captures") as store, store.writer(run_of("c"), "w") as writer:
        one = Visitor(settings, lambda campaign: writer)
        try:
            yield one
        finally:
            await one.close()


def errand(port: int, slot: int = 0, host: str = "127.0.0.1") -> Errand:
    return Errand("c", TargetId("s1"), f"http://{host}:{port}/", Family.V4, slot, LIMIT_MS)


async def one_visit(data: Path, *answers: bytes | Talk, control: bytes | Talk = GOOD, robots: bytes = GONE) -> Report:
    """The first request of a website is for its robots.txt."""
    async with (
        door(control) as controls,
        door(robots, *answers) as own,
        visitor(data, config(f"127.0.0.1:{controls.port}")) as made,
    ):
        return await made.visit(errand(own.port))


@pytest.fixture(autouse=True)
def rounds_follow_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.control.APART_S", 0.0)


@pytest.mark.parametrize(
    ("answer", "state", "stage"),
    [
        (GOOD, State.KEPT, Stage.NONE),
        (silence, State.FAILED, Stage.SLOW),
        (then_silence(HEAD), State.FAILED, Stage.SLOW),
        (drip(HEAD, b"<"), State.FAILED, Stage.SLOW),
        (then_reset(b""), State.FAILED, Stage.HTTP),
        (then_reset(HEAD), State.UNCLEAR, Stage.HTTP),
        (b"220 mail ready\r\n", State.FAILED, Stage.HTTP),
        (http(b"<h1>503</h1>", "503 Service Unavailable"), State.FAILED, Stage.HTTP),
        (http(b"", "403 Forbidden"), State.UNCLEAR, Stage.HTTP),
        (http(b"", "412 Precondition Failed"), State.UNCLEAR, Stage.HTTP),
        (GONE, State.FAILED, Stage.PAGE),
        (http(b""), State.FAILED, Stage.PAGE),
        (http("<html><title>域名出售</title><body><h1>域名出售</h1></body></html>".encode()), State.FAILED, Stage.PAGE),
        (http("<html><title>安全验证</title><body>请输入验证码</body></html>".encode()), State.UNCLEAR, Stage.HTTP),
    ],
    ids=(
        *("page", "hang", "half", "slow", "reset", "cut", "no-http"),
        *("503", "403", "412", "404", "empty", "parked", "wall"),
    ),
)  # fmt: skip
def test_what_stands_behind_the_door(tmp_path: Path, answer: bytes | Talk, state: State, stage: Stage) -> None:
    found = asyncio.run(one_visit(tmp_path, answer))
    assert (found.outcome.state, found.outcome.stage) == (state, stage), found
    assert bool(found.capture) is bool(found.control) is (state is not State.KEPT)


def test_a_closed_door_is_a_failure_of_the_connection(tmp_path: Path) -> None:
    async def work() -> Report:
        async with door(GOOD) as control, visitor(tmp_path, config(f"127.0.0.1:{control.port}")) as made:
            return await made.visit(errand(9))

    found = asyncio.run(work())
    assert (found.outcome.state, found.outcome.stage) == (State.FAILED, Stage.TCP)


@pytest.mark.parametrize("answer", [silence, GONE, http(b"", "502 Bad Gateway")], ids=["hang", "404", "502"])
def test_while_control_hosts_are_away_too_our_own_line_is_to_blame(tmp_path: Path, answer: bytes | Talk) -> None:
    found = asyncio.run(one_visit(tmp_path, answer, control=silence))
    assert found.outcome.state is State.VOID


def test_what_met_no_server_while_control_hosts_are_away_is_our_own_doing(tmp_path: Path) -> None:
    async def work(url: str) -> Report:
        async with door(silence) as control, visitor(tmp_path, config(f"127.0.0.1:{control.port}")) as made:
            return await made.visit(Errand("c", TargetId("s1"), url, Family.V6, 0, LIMIT_MS))

    assert asyncio.run(work("http://[fe80::1]/")).outcome.state is State.VOID


def test_what_came_too_late_while_our_own_machine_could_not_keep_up_is_void(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = iter((0.0, LIMIT_MS / 1000 / 5))
    monkeypatch.setattr("spiders.pulse.Pulse.lost_s", lambda pulse: next(lost))
    assert asyncio.run(one_visit(tmp_path, silence)).outcome.state is State.VOID


@pytest.fixture(autouse=True)
def a_busy_machine_of_the_tests_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.pulse.Pulse.lost_s", lambda pulse: 0.0)


def test_a_page_that_opens_wants_no_proof(tmp_path: Path) -> None:
    assert asyncio.run(one_visit(tmp_path, GOOD, control=silence)).outcome.state is State.KEPT


def test_a_line_that_was_down_in_the_middle_of_a_slow_visit_is_to_blame(tmp_path: Path) -> None:
    async def work() -> Report:
        async with (
            door(silence, GOOD) as control,
            door(GONE, silence) as own,
            visitor(tmp_path, config(f"127.0.0.1:{control.port}")) as made,
        ):
            return await made.visit(errand(own.port))

    assert asyncio.run(work()).outcome.state is State.VOID


def test_without_a_control_host_nothing_is_a_failure(tmp_path: Path) -> None:
    async def work() -> Report:
        async with door(GONE, silence) as own, visitor(tmp_path, config()) as made:
            return await made.visit(errand(own.port))

    assert asyncio.run(work()).outcome.state is State.UNCLEAR


def test_a_robots_txt_that_keeps_us_out_is_kept_and_asks_a_person(tmp_path: Path) -> None:
    rules = http(b"User-agent: *\nDisallow: /\n")

    async def work() -> tuple[Report, Door]:
        async with (
            door(GOOD) as control,
            door(rules, GOOD) as own,
            visitor(tmp_path, config(f"127.0.0.1:{control.port}")) as made,
        ):
            return await made.visit(errand(own.port)), own

    found, own = asyncio.run(work())
    assert (found.outcome.state, found.outcome.detail) == (State.UNCLEAR, "robots.txt")
    assert len(own.heads) == 1


def test_robots_txt_is_asked_for_once_and_we_say_who_we_are(tmp_path: Path) -> None:
    async def work() -> Door:
        async with (
            door(GOOD) as control,
            door(GONE, GOOD) as own,
            visitor(tmp_path, config(f"127.0.0.1:{control.port}")) as made,
        ):
            for slot in range(3):
                assert (await made.visit(errand(own.port, slot))).outcome.state is State.KEPT
        return own

    heads = asyncio.run(work()).heads
    assert [head.split()[1] for head in heads] == [b"/robots.txt", b"/", b"/", b"/"]
    assert all(b"spotcheck" in head and b"http://office.gov.test/" in head for head in heads)


def test_a_small_page_that_sends_visitors_on_is_followed(tmp_path: Path) -> None:
    onward = http(b'<html><head><meta http-equiv="refresh" content="0;url=/index.html"></head></html>')
    assert asyncio.run(one_visit(tmp_path, onward, GOOD)).outcome.state is State.KEPT
    assert asyncio.run(one_visit(tmp_path, onward, GONE)).outcome.stage is Stage.PAGE


def test_what_did_not_open_lies_among_the_captures_with_page_and_control_hosts(tmp_path: Path) -> None:
    found = asyncio.run(one_visit(tmp_path, http(b"<h1>oops</h1>", "500 Internal Server Error")))
    with CaptureStore(tmp_path / "captures") as store:
        kept = list(store.of_target(run_of("c"), TargetId("s1")))
    by_digest = {capture.digest: (capture, body) for capture, body in kept}
    log, payload = by_digest[found.capture]  # type: ignore[index]
    probe = read_probe(payload)
    assert log.kind is CaptureKind.PROBE and log.role is Role.SERVICE
    assert probe is not None and by_digest[probe.body][1] == b"<h1>oops</h1>"  # type: ignore[index]
    assert by_digest[found.control][0].role is Role.CONTROL  # type: ignore[index]


def test_behind_a_proxy_a_page_is_kept_and_nothing_is_a_failure(tmp_path: Path) -> None:
    async def work(*answers: bytes | Talk) -> tuple[Report, Door]:
        async with door(GONE, *answers) as proxy:
            settings = config("www.gov.test", proxy=f"http://127.0.0.1:{proxy.port}")
            async with visitor(tmp_path, settings) as made:
                return await made.visit(errand(80, host="www.yunxi.gov.test")), proxy

    found, proxy = asyncio.run(work(GOOD))
    assert found.outcome.state is State.KEPT
    assert proxy.heads[-1].startswith(b"GET http://www.yunxi.gov.test/ HTTP/1.1")
    for answer in (http(b"", "503 Service Unavailable"), silence, GONE):
        assert asyncio.run(work(answer))[0].outcome.state is State.UNCLEAR


def test_a_visit_whose_host_was_busy_until_its_grace_was_over_was_missed(tmp_path: Path) -> None:
    async def work() -> tuple[Report, Door]:
        async with door(GOOD) as own, visitor(tmp_path, config()) as made:
            late = replace(errand(own.port), begin_by=datetime(2020, 1, 1, tzinfo=UTC))
            return await made.visit(late), own

    found, own = asyncio.run(work())
    assert (found.outcome.state, found.began_at, own.heads) == (State.MISSED, "", [])


# the process


def told(data: Path, settings: Config, visits: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a visiting process tells of visits given at once."""
    job = {"data": str(data), "writer": "w1", "config": settings.model_dump(mode="json")}
    (data / "job.json").write_text(json.dumps(job), encoding="utf-8")
    words = [sys.executable, "-m", "spiders.availability", str(data / "job.json")]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        process.stdin.write("".join(json.dumps(visit) + "\n" for visit in visits))
        process.stdin.flush()
        found = [json.loads(process.stdout.readline()) for _ in visits]
        process.stdin.close()
        assert process.wait(30) == 0
    return found


def test_the_process_answers_each_line_and_ends_with_its_input(tmp_path: Path) -> None:
    async def work() -> list[dict[str, Any]]:
        async with door(GONE, GOOD) as own:
            visits = [
                {"campaign": "c", "target": name, "url": url, "family": "ipv4", "slot": 7, "limit_ms": LIMIT_MS}
                for name, url in (("a", f"http://127.0.0.1:{own.port}/"), ("b", "http://10.0.0.1/"))
            ]
            return await asyncio.to_thread(told, tmp_path, config(), visits)

    found = {one["target"]: one for one in asyncio.run(work())}
    assert (found["a"]["state"], found["a"]["slot"], found["a"]["status"]) == ("kept", 7, 200)
    assert (found["b"]["state"], found["b"]["stage"]) == ("unclear", "dns")
    assert run_of("c") == RunId("campaign-c")
