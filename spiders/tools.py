"""What every look at names and at both families shares: one process's clients, and one target's desk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from crawler import clock
from crawler.addresses import may_lead, plain_host
from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body
from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange, sha256
from crawler.captures.writer import Asked, CaptureWriter, dns_url
from crawler.config import Config
from crawler.model import Fault, FaultKind, Role, RunId, Target
from crawler.net.asking import Asker, servers_of
from crawler.net.asking import server_name as server_text
from crawler.net.guard import Guard, literal
from crawler.net.opening import Opened, Prober
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source, read_answer
from crawler.reading.service.probe import Family, Probe, Purpose

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")
Server = tuple[str, int]  # address, port
RECORDS = {Family.V4: "A", Family.V6: "AAAA"}
PURPOSES = {Role.SERVICE: Purpose.HOME, Role.LINK: Purpose.LINK, Role.ROBOTS: Purpose.ROBOTS}
BEFORE, AFTER = 1, 2  # rounds of the control hosts
RESOLVERS = 3  # asked about everything
ROBOTS_LIMIT = 500 * 1024  # bytes of a robots.txt that are read; RFC 9309, 2.5
REMEMBERED = 5000  # answers of name servers, and links opened
HEAD_ONLY = 4096  # bytes of a body that nobody will read
Question = tuple[str, str, Server, Source, Role]
Asking = asyncio.Task[tuple[NameAnswer, bytes]]


@dataclass(frozen=True, slots=True)
class Errand:
    """One address to open by one family; ``body_limit`` in bytes."""

    url: str
    family: Family
    address: str
    purpose: Purpose
    attempt: int
    body_limit: int
    chain: bool  # ask for the certificate's chain too


class Tools:
    """One process's clients, with the asker it has already. What was asked is remembered: many targets share a zone."""

    def __init__(self, config: Config, asker: Asker | None = None) -> None:
        self.config = config
        self.resolvers = servers_of(config.network)[:RESOLVERS]
        self.guard = Guard(config.network)
        self.asker = asker or Asker(config.network)
        self.prober = Prober(config, self.look_up)
        self._asked: dict[tuple[str, str, Server, Source, str], Asking] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._delays: dict[str, float] = {}
        self._opened: dict[Errand, asyncio.Task[Opened]] = {}

    @property
    def asks_authority(self) -> bool:
        """Zones' own servers are asked directly, which no proxy lets through."""
        return self.config.ipv6.authority and not self.config.network.proxy

    async def ask(
        self, name: str, record_type: str, server: Server, source: Source, server_name: str, zone: str
    ) -> tuple[NameAnswer, bytes]:
        key = (name, record_type, server, source, zone)
        asking = self._asked.get(key)
        if asking is None:
            question = self.asker.ask(name, record_type, server, source=source, server_name=server_name, zone=zone)
            asking = self._asked[key] = asyncio.ensure_future(question)
            _forget(self._asked)
        return await asyncio.shield(asking)

    async def look_up(self, host: str, family: Family) -> tuple[str, ...]:
        """The addresses of a host by one family, as the first resolver that knows tells them."""
        address = literal(host)
        if address is not None:
            return (str(address),) if (address.version == 6) is (family is Family.V6) else ()
        for server in self.resolvers:
            answer, _ = await self.ask(host, RECORDS[family], server, Source.RESOLVER, "", "")
            if answer.kind in {AnswerKind.ANSWER, AnswerKind.NODATA, AnswerKind.NXDOMAIN}:
                return answer.addresses
        return ()

    async def open(self, errand: Errand) -> Opened:
        """One attempt. One connection to a host at a time, after the pause that the settings or its robots.txt ask
        for."""
        host = plain_host(errand.url)
        async with self._turns.setdefault(host, asyncio.Lock()):
            await asyncio.sleep(max(self.config.pacing.delay_s, self._delays.get(host, 0)))
            prober = self.prober.following(partial(may_lead, begun=errand.url))
            return await prober.open(
                errand.url, errand.family, errand.address, purpose=errand.purpose, attempt=errand.attempt,
                body_limit=errand.body_limit, chain=errand.chain, at=clock.now(),
            )  # fmt: skip

    async def open_once(self, errand: Errand) -> Opened:
        """The same link of many sites is opened for the first of them, and so is a robots.txt."""
        opening = self._opened.get(errand)
        if opening is None:
            opening = self._opened[errand] = asyncio.ensure_future(self.open(errand))
            _forget(self._opened)
        return await asyncio.shield(opening)

    def keep_delay(self, host: str, seconds: float) -> None:
        """A Crawl-delay, kept up to the limit of the settings."""
        self._delays[host] = min(seconds, self.config.pacing.crawl_delay_max_s)

    async def close(self) -> None:
        under_way = [*self._asked.values(), *self._opened.values()]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self.asker.close()


@dataclass(slots=True)
class Desk:
    """One target's: whatever is asked or opened here is kept among the target's captures."""

    target: Target
    tools: Tools
    run: RunId
    store: CaptureStore
    keep: CaptureWriter
    is_over: Callable[[], bool] = lambda: False
    count_page: Callable[[], None] = lambda: None
    _kept: dict[Question, NameAnswer] = field(default_factory=dict)
    _resumed: bool = field(init=False)  # an earlier start of this run has been here

    def __post_init__(self) -> None:
        self._resumed = next(self.store.index.of_target(self.run, self.target.id), None) is not None

    @property
    def config(self) -> Config:
        return self.tools.config

    @property
    def over(self) -> bool:
        """The time of this target has run out, or the process is told to stop."""
        return self.is_over()

    async def ask(
        self,
        name: str,
        record_type: str,
        server: Server,
        role: Role,
        *,
        source: Source = Source.RESOLVER,
        server_name: str = "",
        zone: str = "",
    ) -> NameAnswer:
        """One question; the answer is kept once, however often it is needed."""
        key = (name, record_type, server, source, role)
        if key not in self._kept:
            self._kept[key] = await self._answer(key, server_name, zone)
        return self._kept[key]

    async def ask_each(
        self, names: Iterable[str], record_types: Iterable[str], servers: Sequence[Server], role: Role
    ) -> list[NameAnswer]:
        """Every type of every name from every resolver, side by side; kept in this order, whichever came first."""
        keys = [
            (name, kind, server, Source.RESOLVER, role) for name in names for server in servers for kind in record_types
        ]
        if not self._resumed:
            await asyncio.gather(*(self.tools.ask(*key[:4], "", "") for key in keys if key not in self._kept))
        return [await self.ask(name, kind, server, role) for name, kind, server, _, _ in keys]

    async def _answer(self, key: Question, server_name: str, zone: str) -> NameAnswer:
        """The answer of this run, where an earlier start of it has one; else a new one, written down."""
        name, record_type, server, source, role = key
        url = dns_url(name, record_type)
        for row in self.store.rows_of(self.run, self.target.id, url) if self._resumed else ():
            known = row.role == role and row.label == server_text(server)
            if known and (kept := read_answer(self.store.open_row(row)[1])).source is source:
                return kept
        answer, wire = await self.tools.ask(name, record_type, server, source, server_name, zone)
        self.keep.write_dns(self.target.id, answer, wire, role)
        return answer

    async def open(
        self, url: str, family: Family, address: str, role: Role, *, attempt: int = 1, with_body: bool = False
    ) -> tuple[Probe, bytes]:
        """One attempt; log and, where wanted, page are kept. Returns the probe and the body, its encoding opened."""
        limit = self.config.gather.max_body_mb << 20 if with_body else HEAD_ONLY
        limit = min(limit, ROBOTS_LIMIT) if role is Role.ROBOTS else limit
        errand = Errand(url, family, address, PURPOSES[role], attempt, limit, attempt == 1 and role is Role.SERVICE)
        shared = role is Role.ROBOTS or (role is Role.LINK and not with_body)
        opened = await (self.tools.open_once(errand) if shared else self.tools.open(errand))
        probe = opened.probe
        if with_body and probe.status:
            probe = replace(probe, body=sha256(opened.body))
            self._keep_body(opened, probe, role)
            self.count_page()
        self.keep.write_probe(self.target.id, probe, role)
        return probe, self._plain(opened)

    def _plain(self, opened: Opened) -> bytes:
        """The opened body; what can be opened of a broken one."""
        encoding = next((value for name, value in opened.response_headers if name.lower() == "content-encoding"), "")
        try:
            return open_body(opened.body, encoding, self.store.limit)
        except BodyBrokenError as broken:
            return broken.opened
        except BodyTooLargeError:
            return b""

    def _keep_body(self, opened: Opened, probe: Probe, role: Role) -> None:
        last = probe.hops[-1]
        label = f"{probe.family} {probe.address} {probe.attempt}"
        self.keep.write_response(
            Asked(self.target.id, last.url, role, label),
            opened.body,
            Exchange(
                request_headers=opened.request_headers, response_headers=opened.response_headers, address=last.address
            ),
            status=probe.status,
            content_type=probe.content_type,
            truncated=not probe.whole,
        )

    @property
    def is_done(self) -> bool:
        """An earlier start of this run came to the end of this target."""
        return self._resumed and self.store.index.is_finished(self.run, self.target.id)

    def miss(self, kind: FaultKind, detail: str) -> None:
        """Write down why the home page was not opened over each family."""
        fault = Fault(kind, detail, self.target.address)
        self.keep.write_fault(Asked(self.target.id, self.target.address, Role.SERVICE), fault)


def _forget(done: dict[KeyT, asyncio.Task[ValueT]]) -> None:
    """Ten thousand hosts need not be remembered: the oldest go."""
    while len(done) > REMEMBERED and next(iter(done.values())).done():
        del done[next(iter(done))]
