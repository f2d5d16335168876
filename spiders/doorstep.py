"""A home page opened once by one family: robots.txt before it, through redirects to the page at their end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from crawler import clock
from crawler.addresses import plain_host
from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body
from crawler.captures.warc import Exchange, sha256
from crawler.captures.writer import Asked, CaptureWriter
from crawler.config import Config
from crawler.model import Capture, Role, TargetId
from crawler.net.opening import LookUp, Opened, Prober
from crawler.reading.availability.log import Stage, State
from crawler.reading.availability.outcome import Outcome, outcome_of
from crawler.reading.names.answers import NameAnswer
from crawler.reading.pages.access import read_redirect
from crawler.reading.pages.page import Page, read_page
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose
from spiders.grounds import onward_from
from spiders.tools import ROBOTS_LIMIT

ADDRESSES = 4  # of a host that are tried where no connection comes about
MIB = 1 << 20
BODY_LIMIT = 8 * MIB
READ_LIMIT = 256 * 1024  # bytes; what is longer is a page, whatever it says
PAGE_HOPS = 2  # redirects that a small page makes by meta refresh or script
ROBOTS = "robots.txt"  # the detail of a visit that it forbids
KNOWN = range(200, 300)  # statuses of a robots.txt that is there


@dataclass(frozen=True, slots=True)
class Look:
    """What a visit saw. ``opened`` is None where it came to no connection."""

    outcome: Outcome
    took_ms: int
    opened: Opened | None = None

    @property
    def status(self) -> int:
        return self.opened.probe.status if self.opened else 0

    @property
    def address(self) -> str:
        return self.opened.probe.address if self.opened else ""


@dataclass(slots=True)
class Doorstep:
    """robots.txt is asked for once a day and host."""

    config: Config
    prober: Prober
    look_up: LookUp
    _robots: dict[str, tuple[date, Protego | None]] = field(default_factory=dict)

    async def look(self, url: str, family: Family, addresses: Sequence[str], spent_ms: int, limit_ms: int) -> Look:
        """``spent_ms`` of the limit went by before. Another address is tried only where no connection came about."""
        if not await self._allowed(url, family, addresses[0], limit_ms):
            hop = Hop(url, addresses[0], urlsplit(url).port or 80, End.ROBOTS_DENIED)
            probe = Probe(url, family, Purpose.HOME, 1, clock.now().isoformat(), (hop,))
            return Look(Outcome(State.UNCLEAR, Stage.HTTP, ROBOTS), spent_ms, Opened(probe, b"", (), ()))
        for address in addresses:
            look = await self._at(url, family, address, spent_ms, limit_ms)
            if look.outcome.state is State.KEPT or look.status:
                break
        return look

    async def _at(self, url: str, family: Family, address: str, spent_ms: int, limit_ms: int) -> Look:
        loop = asyncio.get_running_loop()
        began, hops, at = loop.time(), list[Hop](), url
        for _ in range(PAGE_HOPS + 1):
            left_s = max(0.001, (limit_ms - spent_ms) / 1000 - (loop.time() - began))
            opened = await self.prober.within(left_s).open(
                at, family, address, purpose=Purpose.HOME, body_limit=BODY_LIMIT, at=clock.now()
            )
            took_ms = spent_ms + round((loop.time() - began) * 1000)
            hops += opened.probe.hops
            page = await self._page(opened)
            onward = await self._onward(page, family, address, url)
            if onward is None or onward[0] in {hop.url for hop in hops}:
                break
            at, address = onward
        probe = replace(opened.probe, url=url, hops=tuple(hops))
        opened = replace(opened, probe=probe)
        return Look(outcome_of(probe, page, took_ms, limit_ms), took_ms, opened)

    async def _onward(self, page: Page | None, family: Family, address: str, url: str) -> tuple[str, str] | None:
        """Where a small page itself sends visitors on, and an address there; None where it stays, or nobody knows."""
        onward = (read_redirect(page) or "") if page is not None else ""
        if page is None or not onward:
            return None
        there = onward_from(page.url, onward)
        if plain_host(there) == plain_host(url):
            return there, address
        found = await self.look_up(plain_host(there), family)
        return (there, found[0]) if found else None

    async def _page(self, opened: Opened) -> Page | None:
        """The document that came, where it is short enough to be something else than a page."""
        probe = opened.probe
        if probe.end is not End.ANSWERED or not opened.body or len(opened.body) > READ_LIMIT:
            return None
        body = _plain(opened)
        if len(body) > READ_LIMIT or b"<" not in body:
            return None
        return read_page(
            body, probe.hops[-1].url, on=clock.today(), status=probe.status, content_type=probe.content_type,
            truncated=not probe.whole,
        )  # fmt: skip

    async def _allowed(self, url: str, family: Family, address: str, limit_ms: int) -> bool:
        """Where the file cannot be read, the home page alone may be looked at; and nothing else is looked at here."""
        host, today = plain_host(url), clock.today()
        known = self._robots.get(host)
        if known is None or known[0] != today:
            known = self._robots[host] = today, await self._rules(url, family, address, limit_ms)
            await asyncio.sleep(self.config.pacing.delay_s)
        return known[1] is None or bool(known[1].can_fetch(url, self.config.network.agent))

    async def _rules(self, url: str, family: Family, address: str, limit_ms: int) -> Protego | None:
        parts = urlsplit(url)
        opened = await self.prober.within(limit_ms / 1000).open(
            f"{parts.scheme}://{parts.netloc}/robots.txt", family, address,
            purpose=Purpose.ROBOTS, body_limit=ROBOTS_LIMIT, at=clock.now(),
        )  # fmt: skip
        probe = opened.probe
        if probe.end is not End.ANSWERED or probe.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return None
        text = _plain(opened).decode("utf-8", "replace") if probe.status in KNOWN else ""
        return Protego.parse(text)

    def write(
        self, writer: CaptureWriter, target: TargetId, answers: Sequence[tuple[NameAnswer, bytes]], look: Look
    ) -> list[Capture]:
        """Answers, what came, and last the log of the visit."""
        made = [writer.write_dns(target, answer, wire, Role.SERVICE) for answer, wire in answers]
        if look.opened is None:
            return made
        probe = look.opened.probe
        if probe.status:
            probe = replace(probe, body=sha256(look.opened.body))
            made.append(_write_body(writer, target, look.opened))
        return [*made, writer.write_probe(target, probe, Role.SERVICE)]


def _write_body(writer: CaptureWriter, target: TargetId, opened: Opened) -> Capture:
    probe, last = opened.probe, opened.probe.hops[-1]
    exchange = Exchange(
        request_headers=opened.request_headers, response_headers=opened.response_headers, address=last.address
    )
    asked = Asked(target, last.url, Role.SERVICE, f"{probe.family} {probe.address} {probe.attempt}".strip())
    return writer.write_response(
        asked, opened.body, exchange, status=probe.status, content_type=probe.content_type, truncated=not probe.whole
    )


def _plain(opened: Opened) -> bytes:
    """The opened body; what can be opened of a broken one."""
    encoding = next((value for name, value in opened.response_headers if name.lower() == "content-encoding"), "")
    try:
        return open_body(opened.body, encoding, BODY_LIMIT)
    except BodyBrokenError as broken:
        return broken.opened
    except BodyTooLargeError:
        return b""
