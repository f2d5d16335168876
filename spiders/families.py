"""One target's way to any host by one family: addresses that may be entered, robots.txt kept, one attempt at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from crawler.addresses import plain_host
from crawler.model import CaptureKind, Role
from crawler.net.guard import literal
from crawler.reading.pages.page import Page, read_page
from crawler.reading.service.probe import End, Family, Probe
from spiders.names import addresses_of
from spiders.reader import LONG_PAGE_BYTES
from spiders.tools import RECORDS, Desk

ADDRESSES = 4  # of one host and family that are opened at most

SILENT = 2  # attempts without an answer after which an address is asked for no more links
KNOWN = range(200, 300)  # statuses of a robots.txt that is there

Place = tuple[Family, str]  # an address and its family


@dataclass(slots=True)
class Families:
    """``on`` is the monitoring day, for reading pages."""

    desk: Desk
    on: date
    _robots: dict[str, Protego | None] = field(default_factory=dict)
    _addresses: dict[Place, list[str]] = field(default_factory=dict)
    _unanswered: dict[str, int] = field(default_factory=dict)  # address → attempts in a row without any answer

    async def addresses(self, host: str, family: Family, role: Role) -> list[str]:
        """The addresses of a family that a guest may enter; every answer is kept in the given role."""
        if (family, host) not in self._addresses:
            self._addresses[family, host] = await self._look_up(host, family, role)
        return self._addresses[family, host]

    async def _look_up(self, host: str, family: Family, role: Role) -> list[str]:
        known = literal(host)
        if known is not None:
            found = [str(known)] if (known.version == 6) is (family is Family.V6) else []
        else:
            answers = [await self.desk.ask(host, RECORDS[family], server, role) for server in self.desk.tools.resolvers]
            found = addresses_of(answers, RECORDS[family])
        return [one for one in found if self.desk.tools.guard.allows_host(one)][:ADDRESSES]

    async def places(self, host: str, role: Role) -> list[Place]:
        """Every address of both families, IPv4 first."""
        return [(family, one) for family in Family for one in await self.addresses(host, family, role)]

    async def allowed(self, url: str, places: Sequence[Place]) -> bool:
        """Whether robots.txt lets us in; the first address that answers speaks for all.

        Where the file cannot be read, the home page alone is looked at.
        """
        host = plain_host(url)
        if host not in self._robots:
            self._robots[host] = await self._read_robots(url, places)
        rules = self._robots[host]
        if rules is None:
            return url == self.desk.target.address
        self.desk.tools.keep_delay(host, float(rules.crawl_delay(self.desk.config.network.agent) or 0))
        return bool(rules.can_fetch(url, self.desk.config.network.agent))

    async def _read_robots(self, url: str, places: Sequence[Place]) -> Protego | None:
        parts = urlsplit(url)
        there = f"{parts.scheme}://{parts.netloc}/robots.txt"
        known = self._kept(there)
        if known is not None:
            return _rules(*known)
        for place in places:
            probe, body = await self.desk.open(there, *place, Role.ROBOTS, with_body=True)
            if probe.end is End.ANSWERED and probe.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return _rules(probe.status, body)
        return None

    def _kept(self, url: str) -> tuple[int, bytes] | None:
        """The answer that another visit of this run got, status and body; redirects are followed anew."""
        store = self.desk.store
        for row in store.rows_of(self.desk.run, self.desk.target.id, url):
            clear = row.status in KNOWN or HTTPStatus.BAD_REQUEST <= row.status < HTTPStatus.INTERNAL_SERVER_ERROR
            if row.kind == CaptureKind.RESPONSE and clear:
                return row.status, store.open_row(row)[1]
        return None

    def is_silent(self, address: str) -> bool:
        """It has not answered several times in a row: a link need not wait for it once more."""
        return self._unanswered.get(address, 0) >= SILENT

    async def open(
        self, url: str, place: Place, role: Role, *, attempt: int = 1, read: bool
    ) -> tuple[Probe, Page | None]:
        """One attempt; its page where it is to be read and one came."""
        family, address = place
        probe, body = await self.desk.open(url, family, address, role, attempt=attempt, with_body=read)
        silent = probe.end in {End.TIMEOUT, End.NO_ROUTE}
        self._unanswered[address] = self._unanswered.get(address, 0) + 1 if silent else 0
        if not read or not probe.opened or not body:
            return probe, None
        if len(body) > LONG_PAGE_BYTES:  # parsed beside the event loop
            return probe, await asyncio.to_thread(self._page, probe, body)
        return probe, self._page(probe, body)

    def _page(self, probe: Probe, body: bytes) -> Page:
        return read_page(
            body, probe.hops[-1].url, on=self.on, status=probe.status, content_type=probe.content_type,
            truncated=not probe.whole,
        )  # fmt: skip


def _rules(status: int, body: bytes) -> Protego:
    """RFC 9309: a missing file forbids nothing."""
    text = body if status in KNOWN else b""
    return Protego.parse(text.decode("utf-8", "replace"))
