"""One target's line to the outside: one question at a time, every answer kept, nothing asked twice in a run."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Protocol, TypeVar

from scrapy.http import Request, Response

from crawler import clock
from crawler.addresses import plain_host
from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body
from crawler.captures.store import CaptureStore
from crawler.captures.warc import Row, clean_url
from crawler.captures.writer import Asked, CaptureWriter, storable
from crawler.config import Config
from crawler.faults import TRANSIENT, fault_from
from crawler.model import Capture, CaptureKind, Fault, FaultKind, Role, RunId, Target
from crawler.net.names import Names
from crawler.reading.pages.access import read_redirect
from crawler.reading.pages.page import Page, read_page
from crawler.reading.sites.seen import read_fault
from spiders.grounds import MAX_URL, is_visitable, onward_from, stays_inside
from spiders.pauses import pause_asked
from spiders.reader import LONG_PAGE_BYTES, Reader
from spiders.steps import Seen, Step
from spiders.tools import Desk, Tools

MAX_HOPS = 5
MAX_PAGE_HOPS = 3  # redirects a page makes by meta refresh or script
REDIRECT_PAGE_BYTES = 16 * 1024  # a page that only sends visitors on is small
ATTEMPTS = 2  # of the home page; every other page is asked once
BUSY_ATTEMPTS = 3  # of a page whose server asked for a pause, and got it
MOMENT_S = 0.5
PAUSES = 20  # such pauses in one visit; a server that wants more has had enough of us
APART = frozenset({Role.SERVICE.value, Role.LINK.value, Role.CONTROL.value})  # of one family each: no visit
BROWSER_FAULTS = frozenset({FaultKind.NO_BROWSER.value, FaultKind.BROWSER_FAILED.value})
ODD_BYTE = re.compile(r"[\x80-\xff]")  # of a header, read as Latin-1
MARKUP = re.compile(rb"^(?:\s*(?:\xef\xbb\xbf)*\s*<|(?:\xff\xfe\s*\x00?|\xfe\xff\x00?)<|\x00<)", re.S)


ThoughtT = TypeVar("ThoughtT")


class View(Protocol):
    """A page as a browser held it."""

    @property
    def url(self) -> str: ...

    @property
    def html(self) -> bytes: ...

    @property
    def screenshot(self) -> bytes: ...

    @property
    def whole(self) -> bool: ...


class Opener(Protocol):
    """A browser, as far as a line knows."""

    async def open(self, url: str, ready: str = "") -> View: ...


class Gatherer(Protocol):
    """What a line needs of the spider it belongs to."""

    config: Config
    run: RunId
    on: date
    store: CaptureStore
    keep: CaptureWriter
    names: Names

    async def think(self, work: Callable[[], ThoughtT]) -> ThoughtT: ...  # takes turns with all other lines

    async def download(self, request: Request) -> Response | None: ...  # None: meta["fault"] says why

    def count_page(self) -> None: ...

    def browser(self) -> Opener | None: ...  # None: there is no browser on this machine


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request came to. ``location`` is where an HTTP redirect points, as it was written."""

    capture: Capture
    status: int
    body: bytes = b""
    content_type: str = ""
    location: str = ""
    cookies: tuple[str, ...] = ()
    fault: Fault | None = None
    pause_s: float = 0  # that the server asked for before it is asked again


@dataclass(slots=True)
class Line:
    """A target's visits go through here, strictly one after the other."""

    target: Target
    gatherer: Gatherer
    ends_at: datetime
    stopping: Callable[[], bool] = lambda: False
    reader: Reader | None = None  # of everything that is written for this target
    views: int = 0  # pages opened in a browser so far
    pauses: int = PAUSES  # that servers may still ask for
    _cookies: dict[str, str] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """The time of this target has run out, or the process is told to stop."""
        return self.stopping() or clock.now() >= self.ends_at

    @property
    def may_view(self) -> bool:
        """More pages of this target may be opened in a browser."""
        return self.views < self.gatherer.config.browser.renders

    def desk(self, tools: Tools) -> Desk:
        """Where the target's names and both its families are looked at; the captures go where this line's go."""
        gatherer = self.gatherer
        return Desk(
            self.target, tools, gatherer.run, gatherer.store, gatherer.keep, lambda: self.over, gatherer.count_page
        )

    async def see(self, step: Step) -> Seen:
        """Go where a step points, through its redirects, and return what stood at the end."""
        url, via, visited, page_hops = onward_from(step.url, ""), step.via, set[str](), 0
        with_cookies = False
        for _ in range(MAX_HOPS + MAX_PAGE_HOPS + 1):
            visited.add(url)
            answer = await self.ask(Asked(self.target.id, url, step.role, step.label, via))
            if answer.fault is not None:
                return Seen(url, fault=answer.fault)
            page = await self._page(answer, url)
            onward = answer.location
            if not onward and page is not None and page_hops < MAX_PAGE_HOPS and len(answer.body) < REDIRECT_PAGE_BYTES:
                onward = read_redirect(page) or ""
                page_hops += bool(onward)
            if not onward:
                return Seen(url, answer.status, answer.body, page, truncated=answer.capture.truncated)
            via, url = url, onward_from(url, onward)
            if not stays_inside(url, self.target, begun=step.url):
                return self._give_up(step, FaultKind.OFF_SITE, url)
            if url in visited:
                if with_cookies or not self._remember(answer):
                    return self._give_up(step, FaultKind.REDIRECT_LOOP, url)
                with_cookies = True
                visited.clear()
        return self._give_up(step, FaultKind.REDIRECT_LOOP, url)

    async def ask(self, asked: Asked) -> Answer:
        """One address, from the run's own captures if it was seen before; the home page gets a second attempt."""
        rows = self.gatherer.store.rows_of(self.gatherer.run, self.target.id, asked.url)
        known = [row for row in rows if answers(row)]
        wanted = (asked.role.value, storable(asked.label), clean_url(asked.via))
        same = [row for row in known if (row.role, row.label, row.via) == wanted]
        answer = self._stored(same[-1]) if same else None
        if answer is None and known:
            self.gatherer.keep.write_again(known[-1], asked)
            answer = self._stored(known[-1])
        made = len(same)
        while answer is None or (made < self._attempts(asked, answer) and is_transient(answer)):
            if made:
                self.gatherer.names.forget(plain_host(asked.url))
            if answer is not None and answer.pause_s:
                await self._pause(answer.pause_s)
            answer = await self._fetch(asked)
            made += 1
        return answer

    def _attempts(self, asked: Asked, answer: Answer) -> int:
        if answer.pause_s and self.pauses:
            return BUSY_ATTEMPTS
        return ATTEMPTS if asked.role is Role.HOME and answer.status != HTTPStatus.TOO_MANY_REQUESTS else 1

    async def _pause(self, seconds: float) -> None:
        """Stay away as long as the server asked, or until the visit is over."""
        self.pauses -= 1
        until = clock.ticks() + seconds
        while not self.over and (left := until - clock.ticks()) > 0:
            await asyncio.sleep(min(left, MOMENT_S))

    async def look(self, url: str) -> Answer | None:
        """robots.txt, through the same store; None where it could not be read."""
        answer = await self.ask(Asked(self.target.id, url, Role.ROBOTS))
        return None if answer.fault is not None else answer

    def fault(self, step: Step, kind: FaultKind, detail: str = "") -> Fault:
        """Record why a step led nowhere."""
        fault = Fault(kind, detail, step.url)
        self.gatherer.keep.write_fault(Asked(self.target.id, step.url, step.role, step.label, step.via), fault)
        return fault

    def _give_up(self, step: Step, kind: FaultKind, url: str) -> Seen:
        return Seen(step.url, fault=self.fault(step, kind, url[:MAX_URL]))

    async def _fetch(self, asked: Asked) -> Answer:
        if not is_visitable(asked.url):
            return self._faulty(asked, Fault(FaultKind.OFF_SITE, "not an address a guest visits", asked.url))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        meta = {"asked": asked, "look": self.look}
        request = Request(asked.url, headers=headers if self._cookies else None, meta=meta, dont_filter=True)
        response = await self.gatherer.download(request)
        if response is None:
            return Answer(request.meta["capture"], 0, fault=request.meta["fault"])
        self.gatherer.count_page()
        return self._opened(asked, request.meta["capture"], response)

    def _opened(self, asked: Asked, capture: Capture, response: Response) -> Answer:
        headers = {
            name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in response.headers.items()
        }
        try:
            body = open_body(response.body, headers.get("content-encoding", ""), self.gatherer.store.limit)
        except (BodyBrokenError, BodyTooLargeError) as error:
            if not capture.truncated:
                return self._faulty(asked, fault_from(error, asked.url))
            body = getattr(error, "opened", b"")
        cookies = tuple(value.decode("latin-1") for value in response.headers.getlist(b"Set-Cookie"))
        return self._answer(capture, body, headers, cookies)

    def _answer(self, capture: Capture, body: bytes, headers: Mapping[str, str], cookies: tuple[str, ...]) -> Answer:
        longest = self.gatherer.config.pacing.retry_after_max_s
        pause_s = pause_asked(capture.status, headers, longest=longest, now=clock.now())
        return replace(answer_of(capture, body, headers, cookies), pause_s=pause_s)

    def _stored(self, row: Row) -> Answer:
        capture, body, headers = self.gatherer.store.open_row(row)
        if capture.kind is CaptureKind.FAULT:
            return Answer(capture, 0, fault=read_fault(body, capture.url))
        return self._answer(capture, body, headers, tuple(filter(None, [headers.get("set-cookie", "")])))

    def _faulty(self, asked: Asked, fault: Fault) -> Answer:
        return Answer(self.gatherer.keep.write_fault(asked, fault), 0, fault=fault)

    def _remember(self, answer: Answer) -> bool:
        """Take the cookies of a redirect that came back to where it began; False where it set none."""
        for cookie in answer.cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()
        return bool(answer.cookies)

    async def _page(self, answer: Answer, url: str) -> Page | None:
        if answer.location or not MARKUP.match(answer.body[:512]):
            return None
        on = self.gatherer.on
        if len(answer.body) > LONG_PAGE_BYTES:  # parsed beside the event loop
            return await asyncio.to_thread(_parse, answer, url, on)
        return await self.gatherer.think(lambda: self._shared(answer, url) or _parse(answer, url, on))

    def _shared(self, answer: Answer, url: str) -> Page | None:
        """The page as the reader has it already: plan and reading look at one and the same."""
        page = self.reader.page_of(answer.capture) if self.reader else None
        return page if page is not None and page.url == url else None


def _parse(answer: Answer, url: str, on: date) -> Page:
    return read_page(
        answer.body, url, on=on, status=answer.status, content_type=answer.content_type,
        truncated=answer.capture.truncated,
    )  # fmt: skip


def answer_of(capture: Capture, body: bytes, headers: Mapping[str, str], cookies: tuple[str, ...]) -> Answer:
    redirects = HTTPStatus.MULTIPLE_CHOICES <= capture.status < HTTPStatus.BAD_REQUEST
    location = ODD_BYTE.sub(_escaped, headers.get("location", "").strip()) if redirects else ""
    return Answer(capture, capture.status, body, capture.content_type, location, cookies)


def _escaped(byte: re.Match[str]) -> str:
    """A byte beyond ASCII as it goes into the next request: servers write addresses in whatever charset they keep."""
    return f"%{ord(byte[0]):02X}"


def answers(row: Row) -> bool:
    """The row is an answer of the web, not a browser's view or the lack of one."""
    if row.role in APART:
        return False
    if row.kind == CaptureKind.FAULT:
        return row.note not in BROWSER_FAULTS
    return row.kind == CaptureKind.RESPONSE


def is_transient(answer: Answer) -> bool:
    if answer.fault is not None:
        return answer.fault.kind in TRANSIENT
    return answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.pause_s > 0
