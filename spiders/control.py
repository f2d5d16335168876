"""Does our own line work? Control hosts are asked and opened before and after, by each family for itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from crawler import clock
from crawler.captures.writer import CaptureWriter
from crawler.model import Role, TargetId
from crawler.net.guard import literal
from crawler.reading.names.answers import NameAnswer, Source
from crawler.reading.service.probe import End, Family, Probe, Purpose
from spiders.names import addresses_of, control_host
from spiders.tools import HEAD_ONLY, RECORDS, Server, Tools

FRESH_S = 30.0  # a proof younger than this is good enough to begin with
APART_S = 5.0  # between two rounds, however many targets wait for one: control hosts are guests' hosts too


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what the control hosts answered, and when it began by the event loop's clock."""

    began: float
    answers: tuple[tuple[NameAnswer, bytes], ...]
    probes: tuple[Probe, ...]

    def keep(self, writer: CaptureWriter, target: TargetId, number: int) -> None:
        """Write the round among a target's captures, as the one before its attempts or the one after."""
        for answer, wire in self.answers:
            writer.write_dns(target, answer, wire, Role.CONTROL)
        for probe in self.probes:
            writer.write_probe(target, replace(probe, attempt=number), Role.CONTROL)


class Control:
    """Rounds over the control hosts, shared by all targets of a process."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._latest: Round | None = None
        self._going = asyncio.Lock()

    async def before(self) -> Round:
        """A round that is fresh enough to begin with."""
        return await self._round(asyncio.get_running_loop().time() - FRESH_S)

    async def after(self) -> Round:
        """A round that begins later than now."""
        return await self._round(asyncio.get_running_loop().time())

    async def _round(self, not_before: float) -> Round:
        async with self._going:
            latest = self._latest
            if latest is not None and latest.began >= not_before:
                return latest
            now = asyncio.get_running_loop().time()
            if latest is not None:
                await asyncio.sleep(max(0.0, latest.began + APART_S - now))
            self._latest = await self._look()
            return self._latest

    async def _look(self) -> Round:
        began = asyncio.get_running_loop().time()
        answers: list[tuple[NameAnswer, bytes]] = []
        probes: list[Probe] = []
        left = set(Family)
        for control in self._tools.config.ipv6.control_hosts:
            url = f"http://{control}/"
            host = control_host(control)
            known = await self._ask(host)
            answers += known
            for family in sorted(left):
                probe = await self._open(url, family, host, [one for one, _ in known])
                if probe is not None:
                    probes.append(probe)
                    left -= {family} if probe.end is End.ANSWERED else set()
            if not left:
                break
        return Round(began, tuple(answers), tuple(probes))

    async def _ask(self, host: str) -> list[tuple[NameAnswer, bytes]]:
        """A and AAAA from every resolver, asked anew each time."""
        if literal(host) is not None:
            return []
        return [await self._fresh(host, kind, server) for server in self._tools.resolvers for kind in ("A", "AAAA")]

    async def _fresh(self, host: str, record_type: str, server: Server) -> tuple[NameAnswer, bytes]:
        return await self._tools.asker.ask(host, record_type, server, source=Source.RESOLVER)

    async def _open(self, url: str, family: Family, host: str, answers: list[NameAnswer]) -> Probe | None:
        """The first address of a family opened; None where the host has none."""
        spelled = literal(host)
        found = [str(spelled)] if spelled and (spelled.version == 6) is (family is Family.V6) else []
        address = next(iter([*addresses_of(answers, RECORDS[family]), *found]), None)
        if address is None or self._tools.config.network.proxy:
            return None
        opened = await self._tools.prober.open(
            url, family, address, purpose=Purpose.CONTROL, body_limit=HEAD_ONLY, at=clock.now()
        )
        return opened.probe
