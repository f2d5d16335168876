"""What a visit came to see, link by link: a chain of captures ends in one page or one fault."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

from crawler.model import Capture, CaptureKind, Digest, Fault, FaultKind, Role
from crawler.reading.pages.access import read_blocked, read_notice, read_redirect
from crawler.reading.pages.page import Page, read_page

PATH_SEPARATOR = "\x1f"  # between the names of a column's path in a capture's label
HTML_TYPES = ("html", "text/plain", "xml", "octet-stream")
FILE_MARKS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # PDF; DOCX and OFD; Word before 2007 and WPS


@dataclass(frozen=True, slots=True)
class Seen:
    """One link followed to its end. ``requested`` is the address asked for, ``page.url`` where it ended."""

    role: Role
    label: str
    via: str
    requested: str
    digests: tuple[Digest, ...]
    body: bytes
    page: Page | None
    fault: Fault | None
    rendered: Page | None = None
    unrendered: Fault | None = None  # why a browser that was wanted could not help

    @property
    def url(self) -> str:
        return self.page.url if self.page else self.requested


class Following:
    """A target's captures, in the order they were made, put together into what was seen.

    A redirect (by status, meta or script) is followed by the capture it led to; a first try that failed is followed by
    the second; what a browser rendered follows the static page.
    """

    def __init__(self, on: date) -> None:
        self._on = on
        self._chain: _Chain | None = None

    def take(self, capture: Capture, body: bytes) -> Seen | None:
        """Add a capture; returns the link before it, where this one begins another."""
        if capture.kind in {CaptureKind.DNS, CaptureKind.PROBE, CaptureKind.SCREENSHOT} or capture.role is Role.ROBOTS:
            return None
        ended = None
        if self._chain is None or not self._chain.goes_on(capture):
            ended, self._chain = self.end(), _Chain(capture)
        self._chain.add(capture, body, self._on)
        return ended

    def end(self) -> Seen | None:
        """The link that is still open, when nothing follows."""
        ended, self._chain = self._chain, None
        return ended.seen() if ended else None

    def page_of(self, capture: Capture) -> Page | None:
        """The page of the capture taken last, if it is this one."""
        last = self._chain.last if self._chain else None
        same = last is not None and (last.digest, last.url) == (capture.digest, capture.url)
        return self._chain.page if self._chain and same else None


class _Chain:
    """The captures of one link, growing until the link's end is known."""

    def __init__(self, first: Capture) -> None:
        self.first = first
        self.last = first
        self.body = b""
        self.page: Page | None = None
        self.rendered: Page | None = None
        self.fault: Fault | None = None
        self.unrendered: Fault | None = None
        self.redirects = False
        self.digests: list[Digest] = []

    def goes_on(self, capture: Capture) -> bool:
        if (capture.role, capture.label) != (self.first.role, self.first.label):
            return False
        again = capture.url == self.last.url and (self.fault is not None or self.last.status >= 500)
        rendered = capture.kind is CaptureKind.RENDERED and capture.url in {self.last.url, self.first.url}
        told_why = capture.kind is CaptureKind.FAULT and capture.url == self.last.url and not self.redirects
        return self.redirects or again or rendered or told_why

    def add(self, capture: Capture, body: bytes, on: date) -> None:
        self.digests.append(capture.digest)
        if capture.kind is CaptureKind.FAULT:
            fault = read_fault(body, capture.url)
            # A browser that could not help leaves the static page standing.
            if self.page and fault.kind in {FaultKind.NO_BROWSER, FaultKind.BROWSER_FAILED}:
                self.unrendered = fault
            else:
                self.page, self.fault, self.redirects = None, fault, False
            return
        if capture.kind is CaptureKind.RENDERED:
            self.rendered = read_rendered(body, capture, on)
            return
        self.last, self.body, self.rendered = capture, body, None
        self.page, self.fault = open_page(capture, body, on)
        self.redirects = 300 <= capture.status < 400 or bool(self.page and read_redirect(self.page))

    def seen(self) -> Seen:
        fault = self.fault
        if fault is None and 300 <= self.last.status < 400:
            fault = Fault(FaultKind.REDIRECT_LOOP, str(self.last.status), self.last.url)
        first = self.first
        page = None if fault else self.page
        digests = tuple(dict.fromkeys(self.digests))
        unrendered = None if self.rendered else self.unrendered
        return Seen(
            first.role, first.label, first.via, first.url, digests, self.body, page, fault, self.rendered, unrendered
        )


GONE = frozenset({"404", "410"})


def is_gone(fault: Fault | None) -> bool:
    """The server itself said that the page does not exist: an observation, not a failure to look.

    A notice of another kind (under repair, a failed program) names itself in the fault's detail, and proves nothing.
    """
    if fault is None:
        return False
    return (fault.kind is FaultKind.SOFT_404 and not fault.detail) or (
        fault.kind is FaultKind.HTTP_STATUS and fault.detail in GONE
    )


def distrusted(fault: Fault | None) -> Fault | None:
    """A "not found" that is no longer believed: guarded sites give it to every stranger."""
    return replace(fault, kind=FaultKind.MOSTLY_GONE, detail="") if fault and is_gone(fault) else fault


def without_page(seen: Seen, fault: Fault) -> Seen:
    """The same link with a fault in its page's place."""
    return replace(seen, body=b"", page=None, rendered=None, fault=fault)


def read_fault(body: bytes, url: str) -> Fault:
    """The fault a capture holds."""
    try:
        stored = json.loads(body)
        return Fault(FaultKind(stored["kind"]), str(stored.get("detail", "")), url)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Fault(FaultKind.UNKNOWN, "", url)


def read_rendered(body: bytes, capture: Capture, on: date) -> Page:
    """A document as a browser left it: its scripts have run, so they can hold nothing more."""
    page = read_page(body, capture.url, on=on, content_type="text/html; charset=utf-8", truncated=capture.truncated)
    for script in list(page.root.iter("script")):
        script.drop_tree()
    return page


def open_page(capture: Capture, body: bytes, on: date) -> tuple[Page | None, Fault | None]:
    """The page of a response, or why there is none to judge."""
    url, kind = capture.url, capture.content_type.lower()
    if capture.role is Role.REPORT and is_file(body):
        return None, _file_fault(capture)
    if (
        kind
        and not any(word in kind for word in HTML_TYPES)
        and capture.role not in {Role.SCRIPT, Role.MENU, Role.DATA, Role.FEED, Role.CONTROL}
    ):
        return None, Fault(FaultKind.NOT_HTML, kind[:60], url)
    page = read_page(
        body, url, on=on, status=capture.status, content_type=capture.content_type, truncated=capture.truncated
    )
    return page, page_fault(page)


def is_file(body: bytes) -> bool:
    """A file that a report may be published as, told by its first bytes."""
    return body[:32].lstrip().startswith(FILE_MARKS)


def _file_fault(capture: Capture) -> Fault | None:
    if capture.status >= 400:
        return Fault(FaultKind.HTTP_STATUS, str(capture.status), capture.url)
    return Fault(FaultKind.TRUNCATED, "", capture.url) if capture.truncated else None


def page_fault(page: Page) -> Fault | None:
    """Why this page tells nothing about the site: a wall, an error, a missing page."""
    wall = read_blocked(page)
    if wall:
        return Fault(FaultKind.BLOCKED, wall, page.url)
    if page.status >= 400:
        return Fault(FaultKind.HTTP_STATUS, str(page.status), page.url)
    notice = read_notice(page) if page.status == 200 else None
    if notice:
        return Fault(FaultKind.SOFT_404, "" if notice == "gone" else notice, page.url)
    return None
