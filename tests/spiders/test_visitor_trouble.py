"""Visits to websites that work and are odd, and to ones that only look as if they did, by real servers on loopback."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest

from crawler.captures.store import CaptureStore
from crawler.config import Config
from crawler.model import CaptureKind, Role, TargetId
from crawler.reading.availability.log import Stage, State
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source
from crawler.reading.service.probe import Family, read_probe
from spiders.availability import run_of
from spiders.pulse import Pulse
from spiders.visitor import Errand, Report, Visitor
from tests.crawler.doors import Talk, door, make_certificate, server_tls, silence, then_reset, then_silence

NEWS = "<p>市政府召开常务会议，研究部署工作。</p>" * 40
PAGE = f"<html><head><title>云溪市人民政府</title></head><body>{NEWS}</body></html>".encode()
LIMIT_MS = 600
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def http(body: bytes = PAGE, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


GOOD, GONE = http(), http(b"", "404 Not Found")


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body + end


def packed(body: bytes, encoding: str) -> bytes:
    return http(body, more=f"Content-Encoding: {encoding}\r\n")


def settings(*controls: str, delay_s: float = 0) -> Config:
    return Config.model_validate(
        {
            "network": {"allow_private": ["127.0.0.0/8"], "contact": "http://office.gov.test/"},
            "pacing": {"delay_s": delay_s},
            "ipv6": {"control_hosts": controls, "timeout_s": 0.5},
        }
    )


@pytest.fixture(autouse=True)
def a_quiet_machine_and_rounds_that_follow_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.control.APART_S", 0.0)
    monkeypatch.setattr("spiders.pulse.Pulse.lost_s", lambda pulse: 0.0)


@asynccontextmanager
async def visitor(
    data: Path, config: Config, names: dict[str, Sequence[str]] | None = None, asked: list[str] | None = None
) -> AsyncIterator[Visitor]:
    """``names``: what the one resolver knows."""
    with CaptureStore(data / "captures") as store, store.writer(run_of("c"), "w") as writer:
        made = Visitor(config, lambda campaign: writer)
        if names is not None:
            made.tools.resolvers = (("127.0.0.1", 53),)

            async def ask(name: str, kind: str, server: object, *, source: Source) -> tuple[NameAnswer, bytes]:
                if asked is not None:
                    asked.append(name)
                known = names.get(name, ())
                told = AnswerKind(known[0]) if known and not known[0][0].isdigit() else AnswerKind.ANSWER
                addresses = tuple(known) if told is AnswerKind.ANSWER and kind == "A" else ()
                return NameAnswer(name, kind, told if known else AnswerKind.NXDOMAIN, "127.0.0.1:53", addresses), b""

            made.tools.asker.ask = ask  # type: ignore[method-assign, assignment]
        try:
            yield made
        finally:
            await made.close()


def errand(url: str, limit_ms: int = LIMIT_MS) -> Errand:
    return Errand("c", TargetId("s1"), url, Family.V4, 0, limit_ms)


@asynccontextmanager
async def site(
    data: Path,
    *answers: bytes | Talk,
    control: bytes | Talk = GOOD,
    delay_s: float = 0,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[tuple[Visitor, str]]:  # fmt: skip
    """A website and a control host on loopback, their visitor, and the website's address."""
    async with (
        door(control) as controls,
        door(*answers, tls=tls) as own,
        visitor(data, settings(f"127.0.0.1:{controls.port}", delay_s=delay_s)) as made,
    ):
        yield made, f"http{'s' if tls else ''}://127.0.0.1:{own.port}/"


async def one_visit(data: Path, *answers: bytes | Talk, control: bytes | Talk = GOOD) -> Report:
    async with site(data, GONE, *answers, control=control) as (made, url):
        return await made.visit(errand(url))


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE,
        HEAD + b"Connection: close\r\n\r\n" + PAGE,
        HEAD.replace(b"\r\n", b"\n") + b"\n" + PAGE,
        then_silence(HEAD + b"Connection: keep-alive\r\n\r\n" + PAGE),
        then_silence(HEAD + b"Content-Length: 999999\r\n\r\n" + PAGE),
        HEAD + b"Content-Length: 999999\r\n\r\n" + PAGE,
        chunked(PAGE[:1000], PAGE[1000:]),
        chunked(PAGE, end=b""),
        then_silence(chunked(PAGE, end=b"")),
        chunked(PAGE, end=b"zz\r\n"),
        packed(gzip.compress(PAGE), "gzip"),
        packed(PAGE, "gzip"),
        packed(zlib.compress(PAGE), "deflate"),
        packed(brotli.compress(PAGE), "br"),
        packed(gzip.compress(PAGE)[:-8], "gzip"),
        http(PAGE * 200),
        http("<html><title>云溪</title><frameset><frame src=/a></frameset></html>".encode()),
    ],
    ids=(
        *("http-1.0", "no-length", "bare-line-feeds", "left-open", "length-too-long-left-open", "length-too-long"),
        *("chunks", "no-last-chunk", "no-last-chunk-left-open", "broken-chunks", "gzip", "gzip-that-is-none"),
        *("deflate", "br", "gzip-without-its-end", "megabyte", "frames"),
    ),
)  # fmt: skip
def test_a_website_that_every_browser_opens_is_open(tmp_path: Path, answer: bytes | Talk) -> None:
    found = asyncio.run(one_visit(tmp_path, answer))
    assert found.outcome.state is State.KEPT, found


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (then_silence(HEAD + b"Content-Length: 99999\r\n\r\n" + PAGE[:900]), State.UNCLEAR),
        (then_silence(HEAD + b"Content-Length: 99999\r\n\r\n" + b"<html><head>"), State.FAILED),
        (packed(b"\x1f\x8b\x08\x00" + b"\xff" * 300, "gzip"), State.UNCLEAR),
        (http(b"<html><body></body></html>"), State.UNCLEAR),
        (http(b"Not Found"), State.FAILED),
        (http(b'{"code":500}'), State.UNCLEAR),
        (http(b"\r\n"), State.FAILED),
        (http(b"", "204 No Content"), State.FAILED),
        (http(b"", "302 Found"), State.UNCLEAR),
        (http(b"", "302 Found", "Location: /\r\n"), State.UNCLEAR),
        (http(b"", "302 Found", "Location: http://10.0.0.1/\r\n"), State.VOID),  # no name of a control host was asked
        (http(b"", "429 Too Many Requests"), State.UNCLEAR),
    ],
    ids=(
        *("much-and-then-silence", "head-and-then-silence", "garbage-as-gzip", "blank", "error-in-text", "json"),
        *("line-feed", "no-content", "nowhere", "loop", "private", "too-many"),
    ),
)  # fmt: skip
def test_a_website_that_shows_no_page_is_not_kept(tmp_path: Path, answer: bytes | Talk, state: State) -> None:
    found = asyncio.run(one_visit(tmp_path, answer))
    assert found.outcome.state is state, found


def test_where_control_hosts_fail_as_the_website_does_a_machine_of_ours_may_speak_for_both(tmp_path: Path) -> None:
    bad = http(b"<h1>503</h1>", "503 Service Unavailable")
    assert asyncio.run(one_visit(tmp_path, bad, control=bad)).outcome.state is State.VOID
    assert asyncio.run(one_visit(tmp_path, GONE, control=GONE)).outcome.state is State.VOID
    assert asyncio.run(one_visit(tmp_path, bad, control=http(b"", "403 Forbidden"))).outcome.state is State.FAILED


# certificates


@pytest.mark.parametrize(
    ("days", "names", "issuer"),
    [((-90, -10), ("www.yunxi.gov.test",), "Test CA"), ((-10, 90), ("other.gov.test",), "Test CA"), ((-9, 9), (), "")],
    ids=["expired", "another-name", "self-signed"],
)
def test_a_certificate_that_browsers_warn_of_closes_nothing(
    tmp_path: Path, days: tuple[int, int], names: tuple[str, ...], issuer: str
) -> None:
    async def work() -> Report:
        tls = server_tls(make_certificate(names, days=days, issuer=issuer))
        async with site(tmp_path, GONE, GOOD, tls=tls) as (made, url):
            return await made.visit(errand(url, 2000))

    assert asyncio.run(work()).outcome.state is State.KEPT


# names and addresses


def named(data: Path, names: dict[str, Sequence[str]], *answers: bytes | Talk, limit_ms: int = LIMIT_MS) -> Report:
    """A visit to http://www.yunxi.gov.test/ at 127.0.0.2; ``{port}`` in an answer is the server's own."""

    async def work() -> Report:
        async with door(GOOD) as control, door(GONE, *answers, address="127.0.0.2") as own:
            for answer in answers:
                assert not isinstance(answer, bytes) or b"{port}" not in answer
            known = {name: list(addresses) for name, addresses in names.items()}
            async with visitor(data, settings(f"127.0.0.1:{control.port}"), known) as made:
                return await made.visit(errand(f"http://www.yunxi.gov.test:{own.port}/", limit_ms))

    return asyncio.run(work())


def test_a_dead_address_among_several_closes_nothing_and_all_are_told_of(tmp_path: Path) -> None:
    assert named(tmp_path, {"www.yunxi.gov.test": ["127.0.0.3", "127.0.0.2"]}, GOOD).outcome.state is State.KEPT
    found = named(tmp_path / "dead", {"www.yunxi.gov.test": ["127.0.0.3", "127.0.0.4"]}, GOOD)
    assert (found.outcome.state, found.outcome.stage) == (State.FAILED, Stage.TCP)
    with CaptureStore(tmp_path / "dead" / "captures") as store:
        kept = [read_probe(body) for one, body in store.of_target(run_of("c"), TargetId("s1"))
                if one.kind is CaptureKind.PROBE and one.role is Role.SERVICE]  # fmt: skip
    assert {one.address for one in kept if one} == {"127.0.0.3", "127.0.0.4"}


def test_a_website_that_sends_visitors_on_to_a_host_with_a_dead_address_is_open(tmp_path: Path) -> None:
    async def work(*addresses: str) -> Report:
        async with door(GOOD) as control, door(GOOD, address="127.0.0.2") as there:
            onward = http(b"", "301 Moved Permanently", f"Location: http://new.gov.test:{there.port}/\r\n")
            known = {"www.yunxi.gov.test": ["127.0.0.5"], "new.gov.test": addresses}
            config = settings(f"127.0.0.1:{control.port}")
            async with door(GONE, onward, address="127.0.0.5") as own, visitor(tmp_path, config, known) as made:
                return await made.visit(errand(f"http://www.yunxi.gov.test:{own.port}/"))

    assert asyncio.run(work("127.0.0.9", "127.0.0.2")).outcome.state is State.KEPT
    dead = asyncio.run(work("127.0.0.9", "127.0.0.8")).outcome
    assert dead.state is State.FAILED and "after 127.0.0.9" in dead.detail


@pytest.mark.parametrize(
    ("host", "state"),
    [
        ("www.shengli.gov.test", State.KEPT),
        ("127.0.0.2", State.KEPT),
        ("parking.example.com", State.UNCLEAR),
        ("login.carrier.example", State.UNCLEAR),
    ],
)
def test_a_website_that_leads_to_another_bodys_page_asks_a_person(tmp_path: Path, host: str, state: State) -> None:
    async def work() -> Report:
        async with door(GOOD) as control, door(GOOD, address="127.0.0.2") as there:
            onward = http(b"", "302 Found", f"Location: http://{host}:{there.port}/\r\n")
            known = {"www.yunxi.gov.test": ["127.0.0.5"], host: ["127.0.0.2"]}
            config = settings(f"127.0.0.1:{control.port}")
            async with door(GONE, onward, address="127.0.0.5") as own, visitor(tmp_path, config, known) as made:
                return await made.visit(errand(f"http://www.yunxi.gov.test:{own.port}/"))

    assert asyncio.run(work()).outcome.state is state


@pytest.mark.parametrize("kind", ["servfail", "timeout"])
def test_a_name_whose_servers_are_slow_is_asked_for_until_the_visit_is_over(tmp_path: Path, kind: str) -> None:
    async def work() -> Report:
        async with door(GOOD) as control, door(GOOD, address="127.0.0.2") as own:
            known: dict[str, Sequence[str]] = {"www.yunxi.gov.test": [kind]}
            async with visitor(tmp_path, settings(f"127.0.0.1:{control.port}"), known) as made:
                asyncio.get_running_loop().call_later(0.2, lambda: known.update({"www.yunxi.gov.test": ["127.0.0.2"]}))
                return await made.visit(errand(f"http://www.yunxi.gov.test:{own.port}/", 2000))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spiders.visitor.DNS_AGAIN_S", 0.1)
        assert asyncio.run(work()).outcome.state is State.KEPT


def test_a_resolver_that_tells_a_private_address_is_not_believed_where_another_knows_better(tmp_path: Path) -> None:
    async def work() -> Report:
        async with door(GOOD) as control, door(GONE, GOOD, address="127.0.0.2") as own:
            config = settings(f"127.0.0.1:{control.port}")
            async with visitor(tmp_path, config, {}) as made:
                made.tools.resolvers = (("127.0.0.1", 53), ("127.0.0.1", 54))

                async def ask(name: str, kind: str, server: Any, *, source: Source) -> tuple[NameAnswer, bytes]:
                    await asyncio.sleep(0.05 if server[1] == 54 else 0)
                    address = "127.0.0.2" if server[1] == 54 else "10.0.0.1"
                    return NameAnswer(name, kind, AnswerKind.ANSWER, f"127.0.0.1:{server[1]}", (address,)), b""

                made.tools.asker.ask = ask  # type: ignore[method-assign, assignment]
                return await made.visit(errand(f"http://www.yunxi.gov.test:{own.port}/"))

    assert asyncio.run(work()).outcome.state is State.KEPT


# pages that send visitors on


def refresh(there: str) -> bytes:
    return http(f'<html><head><meta http-equiv="refresh" content="0;url={there}"></head></html>'.encode())


def test_a_page_that_sends_visitors_on_to_a_name_nobody_knows_asks_a_person(tmp_path: Path) -> None:
    found = named(tmp_path, {"www.yunxi.gov.test": ["127.0.0.2"]}, refresh("http://lost.gov.test/"))
    assert (found.outcome.state, found.outcome.stage) == (State.UNCLEAR, Stage.DNS)
    assert "lost.gov.test" in found.outcome.detail


def test_pages_that_send_visitors_round_and_round_ask_a_person(tmp_path: Path) -> None:
    found = asyncio.run(one_visit(tmp_path, refresh("/a"), refresh("/b"), refresh("/a")))
    assert found.outcome.state is State.UNCLEAR, found
    endless = asyncio.run(one_visit(tmp_path / "on", refresh("/a"), refresh("/b"), refresh("/c")))
    assert endless.outcome.state is State.UNCLEAR


def test_a_cookie_of_the_first_page_goes_with_the_visitor_to_the_next(tmp_path: Path) -> None:
    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(GOOD if b"seen=1" in head else http(b"", "403 Forbidden"))
        await writer.drain()

    first = http(b'<html><meta http-equiv="refresh" content="0;url=/in"></html>', more="Set-Cookie: seen=1\r\n")
    assert asyncio.run(one_visit(tmp_path, first, guarded)).outcome.state is State.KEPT


# our own line and machine


def test_a_cut_in_the_middle_of_a_visit_to_two_addresses_is_not_the_websites(tmp_path: Path) -> None:
    """The first address is dead; while the second is tried the line is cut, and back when the visit ends."""
    names = {"www.yunxi.gov.test": ["127.0.0.2", "127.0.0.3"]}

    async def work() -> Report:
        async with (
            door(GOOD, GOOD, silence, GOOD) as control,
            door(GONE, silence, address="0.0.0.0") as own,
            visitor(tmp_path, settings(f"127.0.0.1:{control.port}"), names) as made,
        ):
            return await made.visit(errand(f"http://www.yunxi.gov.test:{own.port}/"))

    assert asyncio.run(work()).outcome.state is State.VOID


def test_a_connection_that_broke_while_our_machine_stood_still_is_void(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = iter((0.0, LIMIT_MS / 1000))
    monkeypatch.setattr("spiders.pulse.Pulse.lost_s", lambda pulse: next(lost))
    assert asyncio.run(one_visit(tmp_path, then_reset(b""))).outcome.state is State.VOID


def test_an_error_that_the_server_answered_is_a_failure_however_late_we_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = iter((0.0, LIMIT_MS / 1000))
    monkeypatch.setattr("spiders.pulse.Pulse.lost_s", lambda pulse: next(lost))
    assert asyncio.run(one_visit(tmp_path, GONE)).outcome.state is State.FAILED


# robots.txt


def test_a_robots_txt_that_keeps_us_out_lies_among_the_captures(tmp_path: Path) -> None:
    rules = http(b"User-agent: *\nDisallow: /\n")

    async def work() -> Report:
        async with site(tmp_path, rules, GOOD) as (made, url):
            return await made.visit(errand(url))

    assert asyncio.run(work()).outcome.detail == "robots.txt"
    with CaptureStore(tmp_path / "captures") as store:
        kept = [body for one, body in store.of_target(run_of("c"), TargetId("s1")) if one.role is Role.ROBOTS]
    assert b"User-agent: *\nDisallow: /\n" in kept


def test_a_robots_txt_that_nobody_answered_for_is_asked_for_again(tmp_path: Path) -> None:
    rules = http(b"User-agent: *\nDisallow: /\n")

    async def work() -> list[str]:
        async with site(tmp_path, then_reset(b""), then_reset(b""), rules) as (made, url):
            visits = [await made.visit(errand(url)) for _ in range(2)]
        return [f"{one.outcome.state} {one.outcome.detail}".split(":")[0] for one in visits]

    first, second = asyncio.run(work())
    assert first.startswith("failed") and second == "unclear robots.txt"


def test_the_time_that_robots_txt_takes_is_not_the_home_pages(tmp_path: Path) -> None:
    async def work() -> Report:
        async with site(tmp_path, silence, GOOD) as (made, url):
            before = datetime.now(UTC)
            found = await made.visit(errand(url))
            assert datetime.fromisoformat(found.began_at) - before > timedelta(milliseconds=LIMIT_MS * 0.9)
            return found

    assert asyncio.run(work()).outcome.state is State.KEPT


def test_between_two_visits_to_a_host_lies_the_pause_that_its_robots_txt_asks_for(tmp_path: Path) -> None:
    async def work() -> tuple[float, float]:
        rules = http(b"User-agent: *\nCrawl-delay: 3\n")
        async with site(tmp_path, rules, delay_s=0.01) as (made, url):
            before = made.manners.pause_s(url)
            await made.manners.ask(url, Family.V4, ["127.0.0.1"], LIMIT_MS)
            return before, made.manners.pause_s(url)

    assert asyncio.run(work()) == (0.01, 3.0)


# the pulse


def test_the_pulse_tells_of_a_stop_also_to_who_is_woken_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    async def work() -> float:
        pulse = Pulse()
        before = pulse.lost_s()
        await asyncio.sleep(0)
        time.sleep(0.4)
        told = pulse.lost_s() - before
        pulse.stop()
        return told

    assert 0.25 < asyncio.run(work()) < 2


@pytest.mark.parametrize("hours", [-2, 2])
def test_the_pulse_tells_of_a_clock_that_was_put_or_a_machine_that_slept(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    monkeypatch.undo()
    wall = [datetime(2026, 11, 22, tzinfo=UTC)]
    monkeypatch.setattr("spiders.pulse.clock.now", lambda: wall[0])

    async def work() -> float:
        pulse = Pulse()
        before = pulse.lost_s()
        await asyncio.sleep(0)
        wall[0] += timedelta(hours=hours)
        told = pulse.lost_s() - before
        pulse.stop()
        return told

    assert asyncio.run(work()) > 3600
