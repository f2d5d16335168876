"""Does our own line work? Control hosts are asked and opened before and after, by each family for itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from crawler import clock
from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body
from crawler.captures.writer import CaptureWriter
from crawler.model import Capture, Role, TargetId
from crawler.net.guard import literal
from crawler.net.opening import Opened
from crawler.reading.names.answers import NameAnswer, Source
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import read_page
from crawler.reading.service.probe import End, Family, Probe, Purpose
from crawler.reading.service.reach import divert, has_no_page, is_diverted
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

    def keep(self, writer: CaptureWriter, target: TargetId, number: int) -> list[Capture]:
        """Write the round among a target's captures, as the one before its attempts or the one after."""
        answers = [writer.write_dns(target, answer, wire, Role.CONTROL) for answer, wire in self.answers]
        probes = (replace(probe, attempt=number) for probe in self.probes)
        return [*answers, *(writer.write_probe(target, probe, Role.CONTROL) for probe in probes)]

    def proves(self, family: Family) -> bool:
        """A control host answered over the family, was itself, and no less well than it should: where all of them fail
        as a website does, a machine of our own may be speaking in everybody's place."""
        return any(
            one.family is family and one.end is End.ANSWERED and not is_diverted(one) and not _fails(one)
            for one in self.probes
        )

    @property
    def proves_names(self) -> bool:
        """A resolver knew a control host."""
        return any(answer.addresses for answer, _ in self.answers)


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
            opened: dict[Family, Opened] = {}
            for family in Family:
                if family not in left and not any(map(is_diverted, probes)):
                    continue
                found = await self._open(url, family, host, [one for one, _ in known])
                if found is not None:
                    opened[family] = found
                    probe = divert(found.probe) if _is_another(opened, family) else found.probe
                    probes.append(probe)
                    left -= {family} if probe.end is End.ANSWERED and not _fails(probe) else set()
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

    async def _open(self, url: str, family: Family, host: str, answers: list[NameAnswer]) -> Opened | None:
        """The first address of a family opened; None where the host has none."""
        spelled = literal(host)
        found = [str(spelled)] if spelled and (spelled.version == 6) is (family is Family.V6) else []
        address = next(iter([*addresses_of(answers, RECORDS[family]), *found]), None)
        if address is None or self._tools.config.network.proxy:
            return None
        return await self._tools.prober.open(
            url, family, address, purpose=Purpose.CONTROL, body_limit=HEAD_ONLY, at=clock.now()
        )


def _fails(probe: Probe) -> bool:
    return probe.status >= HTTPStatus.INTERNAL_SERVER_ERROR or has_no_page(probe)


def _is_another(opened: Mapping[Family, Opened], family: Family) -> bool:
    """A page of another title, or none, where the same control host opens over IPv4: something on our own line
    answers in its place."""
    first, second = opened.get(Family.V4), opened.get(Family.V6)
    if family is not Family.V6 or first is None or second is None or not first.probe.opened:
        return False
    titles = {_title(first), _title(second)} if second.probe.opened else set()
    return has_no_page(second.probe) or (len(titles) > 1 and "" not in titles)


def _title(opened: Opened) -> str:
    encoding = next((value for name, value in opened.response_headers if name.lower() == "content-encoding"), "")
    try:
        body = open_body(opened.body, encoding, HEAD_ONLY)
    except (BodyBrokenError, BodyTooLargeError) as error:  # the head alone was taken
        body = getattr(error, "opened", b"")
    page = read_page(body, opened.probe.url, on=clock.today(), content_type=opened.probe.content_type)
    return read_metas(page).get("title", "")
