"""One planned visit to a home page: robots.txt, name, connection, page; and beside a failure our own line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from crawler import clock
from crawler.addresses import plain_host
from crawler.captures.writer import CaptureWriter
from crawler.clock import CHINA
from crawler.config import Config
from crawler.model import Digest, TargetId
from crawler.net.guard import literal
from crawler.net.opening import Opened, Prober
from crawler.net.proxied import ProxiedProber
from crawler.reading.availability.log import Stage, State
from crawler.reading.availability.outcome import OWN_MACHINE, SILENT, Outcome, without_address
from crawler.reading.names.addresses import address_class
from crawler.reading.names.answers import NameAnswer, Source
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose
from spiders.control import Control, Round
from spiders.doorstep import ADDRESSES, Doorstep, Look
from spiders.manners import Manners
from spiders.names import addresses_of
from spiders.pulse import Pulse
from spiders.tools import AFTER, BEFORE, RECORDS, Tools
from spiders.watch import Watch

LAG = 1 / 10  # of the limit lost by our own machine: a visit that was late then tells nothing
MIDWAY = 1 / 3  # of the limit: a visit that lasts longer wants proofs of our line from its middle too, so far apart
DNS_AGAIN_S = 2.0  # until resolvers that were silent about a name are asked again
ROBOTS = "robots.txt"  # the detail of a visit that it forbids
Told = tuple[NameAnswer, bytes]


@dataclass(frozen=True, slots=True)
class Errand:
    """One visit to make, not begun later than ``begin_by`` where that is told."""

    campaign: str
    target: TargetId
    url: str
    family: Family
    slot: int
    limit_ms: int
    begin_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. Digests are of captures; empty where none was needed."""

    outcome: Outcome
    began_at: str
    took_ms: int
    status: int = 0
    address: str = ""
    capture: str = ""
    control: str = ""


@dataclass(slots=True)
class Visitor:
    """Makes visits, any number at once, one at a time of each host. ``keep`` gives a campaign's writer."""

    config: Config
    keep: Callable[[str], CaptureWriter]
    tools: Tools = field(init=False)
    control: Control = field(init=False)
    doorstep: Doorstep = field(init=False)
    manners: Manners = field(init=False)
    pulse: Pulse = field(default_factory=Pulse)
    _turns: dict[str, asyncio.Lock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tools = Tools(self.config)
        self.control = Control(self.tools)
        make = ProxiedProber if self.config.network.proxy else Prober
        prober = make(self.config, self._fresh_addresses)
        self.doorstep, self.manners = Doorstep(prober, self._fresh_addresses), Manners(self.config, prober)

    def turn(self, errand: Errand) -> AbstractAsyncContextManager[None]:
        """One visit at a time to a host, whatever the family."""
        return self._turns.setdefault(plain_host(errand.url), asyncio.Lock())

    async def rest(self, errand: Errand) -> None:
        """The pause before another visit to the same host, for who holds its turn."""
        await asyncio.sleep(self.manners.pause_s(errand.url))

    async def visit(self, errand: Errand) -> Report:
        """Never raises for what the world does. What is told stands on the disk."""
        if errand.begin_by is not None and clock.now() > errand.begin_by:
            return Report(Outcome(State.MISSED, Stage.NONE, "its host was busy with other visits"), "", 0)
        await self._learn_manners(errand)
        lost_s, watch = self.pulse.lost_s(), Watch(self.control, errand.limit_ms / 1000 * MIDWAY)
        try:
            began_at = clock.now().astimezone(CHINA).isoformat(timespec="milliseconds")
            answers, look = await self._look(errand)
            if look.outcome.state is State.KEPT:
                return Report(look.outcome, began_at, look.took_ms, look.status, look.address)
            lost_s = self.pulse.lost_s() - lost_s
            rounds = [*await watch.end(), await self.control.after()]
        finally:
            await watch.drop()
        outcome = _unless_lagging(self._weighed(look, errand.family, rounds), look, lost_s, errand.limit_ms)
        capture, control = self._write(errand, answers, look, rounds)
        return Report(outcome, began_at, look.took_ms, look.status, look.address, capture, control)

    async def close(self) -> None:
        self.pulse.stop()
        await self.tools.close()

    async def _learn_manners(self, errand: Errand) -> None:
        """robots.txt, before the visit and outside of its time."""
        if self.manners.knows(errand.url):
            return
        addresses: Sequence[str] = ("",)
        if not self.config.network.proxy:
            found = await self._fresh_addresses(plain_host(errand.url), errand.family)
            addresses = [one for one in found if self._may_enter(one, errand.family)][:ADDRESSES]
        await self.manners.ask(errand.url, errand.family, addresses, errand.limit_ms)
        await self.rest(errand)

    async def _look(self, errand: Errand) -> tuple[list[Told], Look]:
        """The name, and what stands behind it."""
        loop = asyncio.get_running_loop()
        began, host = loop.time(), plain_host(errand.url)
        if rules := self.manners.against(errand.url):
            hop = Hop(errand.url, rules.probe.address, urlsplit(errand.url).port or 80, End.ROBOTS_DENIED)
            probe = Probe(errand.url, errand.family, Purpose.HOME, 1, clock.now().isoformat(), (hop,))
            outcome = Outcome(State.UNCLEAR, Stage.HTTP, ROBOTS)
            return [], Look(outcome, 0, Opened(probe, b"", (), ()), rules=rules)
        if self.config.network.proxy:
            return [], await self.doorstep.look(errand.url, errand.family, ("",), 0, errand.limit_ms)
        answers = await self._ask_patiently(host, errand)
        spelled = literal(host)
        found = [str(spelled)] if spelled else addresses_of([one for one, _ in answers], RECORDS[errand.family])
        took_ms = round((loop.time() - began) * 1000)
        allowed = [one for one in found if self._may_enter(one, errand.family)][:ADDRESSES]
        if not allowed:
            outcome = without_address([one for one, _ in answers], errand.family, found)
            return answers, Look(outcome, took_ms)
        return answers, await self.doorstep.look(errand.url, errand.family, tuple(allowed), took_ms, errand.limit_ms)

    async def _ask_patiently(self, host: str, errand: Errand) -> list[Told]:
        """Silence is believed when the visit's time is over: a resolver that finds one of a zone's servers dead answers
        late, and what it says then it has known since."""
        loop = asyncio.get_running_loop()
        until = loop.time() + errand.limit_ms / 1000 - DNS_AGAIN_S
        while True:
            told = await self._ask(host, errand.family)
            if not told or any(one.kind not in SILENT for one, _ in told) or loop.time() >= until:
                return told
            await asyncio.sleep(DNS_AGAIN_S)

    def _may_enter(self, address: str, family: Family) -> bool:
        """Addresses of IPv6 that no visitor of the Web can reach prove nothing."""
        if (":" in address) is not (family is Family.V6):
            return False
        reachable = family is Family.V4 or address_class(address) == "global"
        return reachable and self.tools.guard.allows_host(address)

    async def _ask(self, host: str, family: Family) -> list[Told]:
        """All resolvers side by side, anew each time; the first that knows an address to enter is enough."""
        if not host or literal(host) is not None:
            return []
        ask = self.tools.asker.ask
        asking = [
            asyncio.ensure_future(ask(host, RECORDS[family], server, source=Source.RESOLVER))
            for server in self.tools.resolvers
        ]
        told: list[Told] = []
        for coming in asyncio.as_completed(asking):
            told.append(await coming)
            if any(self._may_enter(one, family) for one in told[-1][0].addresses):
                break
        for one in asking:
            one.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        return told

    async def _fresh_addresses(self, host: str, family: Family) -> tuple[str, ...]:
        spelled = literal(host)
        if spelled is not None:
            return (str(spelled),)
        return tuple(addresses_of([one for one, _ in await self._ask(host, family)], RECORDS[family]))

    def _weighed(self, look: Look, family: Family, rounds: list[Round]) -> Outcome:
        """A failure counts only where our own line is proven, while it lasted and after it. Where the line is not, what
        met no server is our own doing."""
        outcome = look.outcome
        is_failure, met_nobody = outcome.state is State.FAILED, look.status == 0 and outcome.detail != ROBOTS
        if not is_failure and not met_nobody:
            return outcome
        if self.config.network.proxy or not self.config.ipv6.control_hosts:
            why = "behind a proxy" if self.config.network.proxy else "without a control host"
            return replace(outcome, state=State.UNCLEAR, detail=f"{why}: {outcome.detail}")
        names = outcome.stage is not Stage.DNS or all(one.proves_names for one in rounds)
        if names and all(one.proves(family) for one in rounds):
            return outcome
        return replace(outcome, state=State.VOID, detail=f"control hosts failed too: {outcome.detail}")

    def _write(self, errand: Errand, answers: list[Told], look: Look, rounds: list[Round]) -> tuple[Digest, Digest]:
        """Digests of the visit's log and of the control hosts' after it, both on the disk."""
        writer = self.keep(errand.campaign)
        made = self.doorstep.write(writer, errand.target, answers, look)
        for one in rounds[:-1]:
            one.keep(writer, errand.target, BEFORE)
        control = rounds[-1].keep(writer, errand.target, AFTER)
        writer.finish(errand.target)
        empty = Digest("")
        return (made[-1].digest if made else empty), (control[-1].digest if control else empty)


def _unless_lagging(outcome: Outcome, look: Look, lost_s: float, limit_ms: int) -> Outcome:
    """A visit that came too late, or came to no answer, while our own machine could not keep up is void."""
    is_open_to_doubt = look.took_ms >= limit_ms or not look.status
    if outcome.state is not State.FAILED or not is_open_to_doubt or lost_s * 1000 < limit_ms * LAG:
        return outcome
    return replace(outcome, state=State.VOID, detail=f"{OWN_MACHINE} by {lost_s:.1f} s: {outcome.detail}")


def errand_of(told: dict[str, object]) -> Errand:
    """From a line of JSON. Raises KeyError or ValueError where it is none."""
    return Errand(
        campaign=str(told["campaign"]),
        target=TargetId(str(told["target"])),
        url=str(told["url"]),
        family=Family(str(told["family"])),
        slot=int(str(told["slot"])),
        limit_ms=int(str(told["limit_ms"])),
        begin_by=datetime.fromisoformat(str(told["begin_by"])) if told.get("begin_by") else None,
    )
