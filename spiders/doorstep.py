"""A home page opened once by one family, through redirects to the page at their end, and what that came to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from crawler import clock
from crawler.addresses import plain_host
from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body
from crawler.captures.warc import Exchange, sha256
from crawler.captures.writer import Asked, CaptureWriter
from crawler.model import Capture, Fault, Role, TargetId
from crawler.net.cookies import Cookies
from crawler.net.opening import LookUp, Opened, Prober
from crawler.reading.availability import shown
from crawler.reading.availability.log import Stage, State
from crawler.reading.availability.outcome import KEPT, Outcome, outcome_of
from crawler.reading.guard import attempt
from crawler.reading.names.answers import NameAnswer
from crawler.reading.pages.access import read_redirect
from crawler.reading.pages.page import Page, read_page
from crawler.reading.service.probe import End, Family, Hop, Purpose
from spiders.grounds import is_another_bodys, is_visitable, onward_from

ADDRESSES = 4  # of a host that are tried where no connection comes about
MIB = 1 << 20
BODY_LIMIT = 8 * MIB
READ_LIMIT = 256 * 1024  # bytes; what is longer is a page, whatever it says
PAGE_HOPS = 2  # redirects that a small page makes by meta refresh or script
PACKED = "the page cannot be unpacked"
SENDS_ON = "the page sends visitors on to"


@dataclass(frozen=True, slots=True)
class Look:
    """What a visit saw. ``opened`` is None where it came to no connection; ``before``: addresses of the same host that
    were tried and did not come to a connection; ``rules``: the robots.txt that keeps us out."""

    outcome: Outcome
    took_ms: int
    opened: Opened | None = None
    before: tuple[Opened, ...] = ()
    rules: Opened | None = None

    @property
    def status(self) -> int:
        return self.opened.probe.status if self.opened else 0

    @property
    def address(self) -> str:
        return self.opened.probe.address if self.opened else ""


@dataclass(slots=True)
class Doorstep:
    """``look_up`` tells the addresses of other hosts that pages send visitors on to."""

    prober: Prober
    look_up: LookUp

    async def look(self, url: str, family: Family, addresses: Sequence[str], spent_ms: int, limit_ms: int) -> Look:
        """``spent_ms`` of the limit went by before. Another address is tried only where no connection came about."""
        tried: list[Opened] = []
        for address in addresses:
            look = await self._at(url, family, address, spent_ms, limit_ms)
            if look.outcome.state is State.KEPT or look.status:
                break
            tried += [look.opened] if look.opened and address != addresses[-1] else []
        return replace(look, before=tuple(tried))

    async def _at(self, url: str, family: Family, address: str, spent_ms: int, limit_ms: int) -> Look:
        loop, cookies = asyncio.get_running_loop(), Cookies()
        began, hops, at, stuck = loop.time(), list[Hop](), url, KEPT
        for turn in range(PAGE_HOPS + 1):
            left_s = max(0.001, (limit_ms - spent_ms) / 1000 - (loop.time() - began))
            opened = await self.prober.within(left_s, cookies).open(
                at, family, address, purpose=Purpose.HOME, body_limit=BODY_LIMIT, at=clock.now()
            )
            took_ms = spent_ms + round((loop.time() - began) * 1000)
            hops += opened.probe.hops
            page = _page(opened)
            at = _onward(page)
            if not at:
                break
            if at in {hop.url for hop in hops} or turn == PAGE_HOPS:
                stuck = _round(page, at)
                break
            address = await self._address(at, family, address, url)
            if not address:
                stuck = Outcome(State.UNCLEAR, Stage.DNS, f"{SENDS_ON} {plain_host(at)}: no address for {family}")
                break
        opened = replace(opened, probe=replace(opened.probe, url=url, hops=tuple(hops)))
        outcome = _judged(opened, page, took_ms, limit_ms)
        is_stuck = stuck.state is not State.KEPT and outcome.state is not State.FAILED
        return Look(stuck if is_stuck else outcome, took_ms, opened)

    async def _address(self, there: str, family: Family, address: str, url: str) -> str:
        """An address to open the next page at; "" where nobody knows one."""
        if plain_host(there) == plain_host(url):
            return address
        return next(iter(await self.look_up(plain_host(there), family)), "")

    def write(
        self, writer: CaptureWriter, target: TargetId, answers: Sequence[tuple[NameAnswer, bytes]], look: Look
    ) -> list[Capture]:
        """Answers, what came, and last the log of the visit."""
        made = [writer.write_dns(target, answer, wire, Role.SERVICE) for answer, wire in answers]
        if look.rules is not None:
            made += _write(writer, target, look.rules, Role.ROBOTS)
        for opened in (*look.before, look.opened):
            made += _write(writer, target, opened, Role.SERVICE) if opened is not None else []
        return made


def _judged(opened: Opened, page: Page | Fault | None, took_ms: int, limit_ms: int) -> Outcome:
    found: Outcome | Fault | None = None
    if not isinstance(page, Fault):
        found = attempt(lambda: outcome_of(opened.probe, page, took_ms, limit_ms), opened.probe.url, ())
    if not isinstance(found, Outcome):
        return Outcome(State.UNCLEAR, Stage.PAGE, "our own reader broke on the page")
    if found.state is State.KEPT and is_another_bodys(last := opened.probe.hops[-1].url, opened.probe.url):
        return Outcome(State.UNCLEAR, Stage.PAGE, f"the page is another body's: {plain_host(last)}")
    is_packed = page is None and 0 < len(opened.body) <= READ_LIMIT and _plain(opened) is None
    return Outcome(State.UNCLEAR, Stage.HTTP, PACKED) if is_packed and found.state is State.KEPT else found


def _onward(page: Page | Fault | None) -> str:
    """Where a small page itself sends visitors on; "" where it stays."""
    found = attempt(lambda: read_redirect(page), page.url, ()) if isinstance(page, Page) else None
    if not isinstance(page, Page) or not isinstance(found, str):
        return ""
    there = onward_from(page.url, found)
    return there if is_visitable(there) else ""


def _round(page: Page | Fault | None, there: str) -> Outcome:
    """A page that sends visitors on to where they were, or ever further, and has nothing else to show."""
    is_bare = isinstance(page, Page) and bool(there) and shown.is_bare(page)
    return Outcome(State.UNCLEAR, Stage.HTTP, f"{SENDS_ON} {there}, round and round") if is_bare else KEPT


def _page(opened: Opened) -> Page | Fault | None:
    """The document that came, where it is short enough to be something else than a page."""
    probe = opened.probe
    body = _plain(opened) if probe.end is End.ANSWERED and len(opened.body) <= READ_LIMIT else None
    if not body or len(body) > READ_LIMIT:
        return None
    read = partial(read_page, on=clock.today(), status=probe.status, content_type=probe.content_type)
    return attempt(lambda: read(body, probe.hops[-1].url, truncated=not probe.whole), probe.url, ())


def _plain(opened: Opened) -> bytes | None:
    """The opened body, or what can be opened of a broken one; None where that is nothing."""
    encoding = next((value for name, value in opened.response_headers if name.lower() == "content-encoding"), "")
    try:
        return open_body(opened.body, encoding, BODY_LIMIT)
    except BodyBrokenError as broken:
        return broken.opened or None
    except BodyTooLargeError:
        return b""


def _write(writer: CaptureWriter, target: TargetId, opened: Opened, role: Role) -> list[Capture]:
    """The body where there was an answer, and the log of the attempt."""
    probe, made = opened.probe, list[Capture]()
    if probe.status:
        probe = replace(probe, body=sha256(opened.body))
        made.append(_write_body(writer, target, opened, role))
    return [*made, writer.write_probe(target, probe, role)]


def _write_body(writer: CaptureWriter, target: TargetId, opened: Opened, role: Role) -> Capture:
    probe, last = opened.probe, opened.probe.hops[-1]
    exchange = Exchange(
        request_headers=opened.request_headers, response_headers=opened.response_headers, address=last.address
    )
    asked = Asked(target, last.url, role, f"{probe.family} {probe.address} {probe.attempt}".strip())
    return writer.write_response(
        asked, opened.body, exchange, status=probe.status, content_type=probe.content_type, truncated=not probe.whole
    )
