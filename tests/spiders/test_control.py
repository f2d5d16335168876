"""Control hosts: rounds are shared, and prove a family only where somebody answered over it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crawler.config import Config, Ipv6, Network
from crawler.net.opening import Opened
from crawler.reading.names.answers import AnswerKind, NameAnswer
from crawler.reading.service.probe import End, Family, Hop, Probe
from crawler.reading.service.reach import is_diverted
from spiders.control import Control

AT = datetime(2026, 11, 16, tzinfo=UTC)
ADDRESSES = {"A": "198.18.0.1", "AAAA": "240e:1:2::1"}


@dataclass
class Line:
    """Name servers and control hosts: ``dead`` holds what does not answer, as (host, family)."""

    config: Config
    dead: set[tuple[str, Family]] = field(default_factory=set)
    opened: list[tuple[str, Family]] = field(default_factory=list)
    titles: dict[tuple[str, Family], str] = field(default_factory=dict)
    statuses: dict[tuple[str, Family], int] = field(default_factory=dict)

    resolvers = (("198.18.0.53", 53),)

    @property
    def asker(self) -> Line:
        return self

    @property
    def prober(self) -> Line:
        return self

    async def ask(self, name: str, record_type: str, server: tuple[str, int], **_: Any) -> tuple[NameAnswer, bytes]:
        return NameAnswer(name, record_type, AnswerKind.ANSWER, server[0], (ADDRESSES[record_type],)), b""

    async def open(self, url: str, family: Family, address: str, **told: Any) -> Opened:
        self.opened.append((url, family))
        end = End.TIMEOUT if (url, family) in self.dead else End.ANSWERED
        status = self.statuses.get((url, family), 200)
        hop = Hop(url, address, 80, end, status=status if end is End.ANSWERED else 0)
        body = f"<html><head><title>{self.titles.get((url, family), '')}</title></head></html>".encode()
        return Opened(Probe(url, family, told["purpose"], 1, AT.isoformat(), (hop,)), body, (), ())


def line(*hosts: str, proxy: str = "") -> Line:
    network = Network(nameservers=("198.18.0.53",), proxy=proxy)
    return Line(Config(ipv6=Ipv6(control_hosts=hosts), network=network))


def test_the_second_control_host_is_asked_only_where_the_first_is_silent() -> None:
    one = line("a.gov.test", "b.gov.test")
    one.dead = {("http://a.gov.test/", Family.V6)}
    found = asyncio.run(Control(one).before())  # type: ignore[arg-type]
    assert one.opened == [
        ("http://a.gov.test/", Family.V4),
        ("http://a.gov.test/", Family.V6),
        ("http://b.gov.test/", Family.V6),
    ]
    assert [(probe.family, probe.end) for probe in found.probes] == [
        (Family.V4, End.ANSWERED),
        (Family.V6, End.TIMEOUT),
        (Family.V6, End.ANSWERED),
    ]


A, B = "http://a.gov.test/", "http://b.gov.test/"


def test_something_else_in_the_place_of_a_control_host_proves_nothing() -> None:
    one = line("a.gov.test", "b.gov.test")
    one.titles = {(A, Family.V4): "Cloud", (A, Family.V6): "Log in to the network"}
    one.statuses = {(B, Family.V6): 404}
    found = asyncio.run(Control(one).before())  # type: ignore[arg-type]
    assert one.opened == [(A, Family.V4), (A, Family.V6), (B, Family.V4), (B, Family.V6)]
    assert [is_diverted(probe) for probe in found.probes] == [False, True, False, True]


def test_what_a_control_host_is_without_by_both_families_is_its_own() -> None:
    one = line("a.gov.test")
    one.statuses = {(A, Family.V4): 404, (A, Family.V6): 404}
    assert not any(map(is_diverted, asyncio.run(Control(one).before()).probes))  # type: ignore[arg-type]
    one = line("a.gov.test")
    one.titles = {(A, Family.V4): "Cloud", (A, Family.V6): ""}
    assert not any(map(is_diverted, asyncio.run(Control(one).before()).probes))  # type: ignore[arg-type]


def test_many_targets_share_a_round_before_and_a_round_after() -> None:
    one = line("a.gov.test")

    async def work() -> tuple[int, int]:
        control = Control(one)  # type: ignore[arg-type]
        before = await asyncio.gather(*(control.before() for _ in range(20)))
        return len({each.began for each in before}), len(one.opened)

    assert asyncio.run(work()) == (1, 2)


def test_a_round_after_is_younger_than_the_question_for_it(monkeypatch: Any) -> None:
    monkeypatch.setattr("spiders.control.APART_S", 0.0)
    one = line("a.gov.test")

    async def work() -> bool:
        control = Control(one)  # type: ignore[arg-type]
        first = await control.before()
        asked = asyncio.get_running_loop().time()
        after = await asyncio.gather(control.after(), control.after())
        return first.began < asked <= after[0].began and len(one.opened) >= 4

    assert asyncio.run(work())


def test_behind_a_proxy_names_are_asked_and_nothing_is_opened() -> None:
    one = line("a.gov.test", proxy="http://127.0.0.1:3128")
    found = asyncio.run(Control(one).before())  # type: ignore[arg-type]
    assert (len(found.answers), found.probes, one.opened) == (2, (), [])
