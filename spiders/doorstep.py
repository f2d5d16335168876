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
from crawler.net.opening import Opened, Prober
from crawler.reading.availability import shown
from crawler.reading.availability.log import Stage, State
from crawler.reading.availability.outcome import KEPT, Outcome, outcome_of
from crawler.reading.guard import attempt
from crawler.reading.names.answers import NameAnswer
from crawler.reading.pages.access import read_redirect
from crawler.reading.pages.page import Page, read_page
from crawler.reading.pages.redirects import header_target, sends_everybody
from crawler.reading.service.probe import End, Family, Hop, Purpose
from spiders.grounds import is_another_bodys, is_visitable, onward_from

ADDRESSES = 4  # of a host that are tried where no connection comes about
MIB = 1 << 20
BODY_LIMIT = 8 * MIB
READ_LIMIT = 256 * 1024  # bytes; what is longer is a page, whatever it says
PAGE_HOPS = 2  # redirects that a small page makes by meta refresh or script
OPEN = range(200, 300)
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
    """Opens home pages; the addresses of other hosts that these send visitors on to are the prober's to find."""

    prober: Prober

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
        began, hops, at, to, stuck, guessed = loop.time(), list[Hop](), url, address, KEPT, False
        for turn in range(PAGE_HOPS + 1):
            left_s = max(0.001, (limit_ms - spent_ms) / 1000 - (loop.time() - began))
            prober = self.prober.within(left_s, cookies).following(lambda there: not is_another_bodys(there, url))
            opened = await prober.open(at, family, to, purpose=Purpose.HOME, body_limit=BODY_LIMIT, at=clock.now())
            took_ms = spent_ms + round((loop.time() - began) * 1000)
            hops += opened.probe.hops
            page = _page(opened)
            at = _onward(opened, page)
            if not at:
                break
            if is_another_bodys(at, url):
                stuck = Outcome(State.UNCLEAR, Stage.PAGE, f"{SENDS_ON} another body's: {plain_host(at)}")
                break
            if at in {hop.url for hop in hops} or turn == PAGE_HOPS:
                stuck = _round(page, at)
                break
            to = address if plain_host(at) == plain_host(url) else ""
            guessed = guessed or _is_guess(opened, page)
        opened = replace(opened, probe=replace(opened.probe, url=url, hops=tuple(hops)))
        outcome = _judged(opened, page, took_ms, limit_ms)
        if guessed and outcome.state is State.FAILED:
            stuck = replace(outcome, state=State.UNCLEAR, detail=f"where a script seems to lead: {outcome.detail}")
        is_stuck = stuck.state is not State.KEPT and (guessed or outcome.state is not State.FAILED)
        return Look(stuck if is_stuck else outcome, took_ms, opened)

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
    is_packed = page is None and 0 < len(opened.body) <= READ_LIMIT and _plain(opened) is None
    return Outcome(State.UNCLEAR, Stage.HTTP, PACKED) if is_packed and found.state is State.KEPT else found


def _onward(opened: Opened, page: Page | Fault | None) -> str:
    """Where the page, or a Refresh header, sends visitors on; "" where it stays."""
    last = opened.probe.hops[-1]
    is_open = opened.probe.end is End.ANSWERED and last.status in OPEN
    found = header_target(_header(opened, "refresh"), last.url) if is_open else None
    if found is None and isinstance(page, Page):
        told = attempt(lambda: read_redirect(page), page.url, ())
        found = told if isinstance(told, str) else None
    there = onward_from(last.url, found) if found else ""
    return there if is_visitable(there) else ""


def _is_guess(opened: Opened, page: Page | Fault | None) -> bool:
    """Whether only a script sends visitors on: where it leads, and whether it runs at all, a browser alone knows."""
    if header_target(_header(opened, "refresh"), opened.probe.hops[-1].url) is not None:
        return False
    return isinstance(page, Page) and attempt(lambda: sends_everybody(page), page.url, ()) is not True


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
    try:
        return open_body(opened.body, _header(opened, "content-encoding"), BODY_LIMIT)
    except BodyBrokenError as broken:
        return broken.opened or None
    except BodyTooLargeError:
        return b""


def _header(opened: Opened, wanted: str) -> str:
    return next((value for name, value in opened.response_headers if name.lower() == wanted), "")


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
