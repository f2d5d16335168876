"""What one visit to a home page came to, as far as its probe and its page tell. Pure.

A failure is what a visitor with a browser would see too: no connection, no answer in time, an error of the server, a
page that is positively none of the website's. What a firewall or a refusal may have done to us alone is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading.availability import shown
from crawler.reading.availability.log import Stage, State
from crawler.reading.names.answers import AnswerKind, NameAnswer
from crawler.reading.pages.access import is_own_page, read_blocked
from crawler.reading.pages.notices import read_notice
from crawler.reading.pages.page import Page
from crawler.reading.service.probe import End, Family, Hop, Probe
from crawler.reading.service.reach import NO_PAGE

NOT_THEIRS = frozenset({"gone", "placeholder", "server-error", "include-failure"})
# A router on the way knows the address, and that nobody is there; all other words of a router may be about our side.
NOBODY_THERE = ("No route to host", "Host is down")
# A resolver that knows other names got no answer for this one; that of AAAA alone tells nothing, old servers drop it.
SILENT = frozenset({AnswerKind.SERVFAIL, AnswerKind.TIMEOUT})
# Nothing that both sides know: it may be what our own library lacks, as the national algorithms.
DISAGREEING = re.compile(
    r"handshake failure|protocol version|unsupported protocol|no shared cipher|insufficient security|no ciphers"
    r"|wrong version number|certificate required|no protocols|dh key too small",
    re.IGNORECASE,
)
LONG = 64 * 1024  # bytes in which a visitor has something to read
OWN_MACHINE = "own machine late"  # so begins the detail of a visit that our own machine was too slow for
LATE = "no answer"  # crawler.net.connection's word for a step that did not end in time


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state with its stage, and a detail for a technician. A failure here still wants a proof of our own line."""

    state: State
    stage: Stage = Stage.NONE
    detail: str = ""


KEPT = Outcome(State.KEPT)


def outcome_of(probe: Probe, page: Page | None, took_ms: int, limit_ms: int) -> Outcome:
    """``took_ms``: from the question for the name to the end of the page. ``page`` is the document that came, None
    where there is none, or it is too long to be anything but a page."""
    last = probe.hops[-1] if probe.hops else Hop(probe.url, "", 0, End.ERROR)
    if probe.end is not End.ANSWERED:
        return _without_answer(probe, last)
    if page is not None and (wall := read_blocked(page)):
        return Outcome(State.UNCLEAR, Stage.HTTP, f"status {probe.status}, wall: {wall}")
    if not 200 <= probe.status < 300:
        return _by_status(probe.status, page)
    has_closed = page is not None and shown.has_closed(page)
    if not probe.whole and LATE in last.detail and not has_closed:
        return _in_part(probe, page, limit_ms)
    if probe.whole and took_ms >= limit_ms:
        return Outcome(State.FAILED, Stage.SLOW, f"open after {took_ms} ms")
    return _by_page(probe, page, last)


def _in_part(probe: Probe, page: Page | None, limit_ms: int) -> Outcome:
    """A page that was still coming when its time was over: a visitor may have had enough of it to read."""
    much = probe.length >= LONG if page is None else not shown.is_bare(page)
    state = State.UNCLEAR if much else State.FAILED
    return Outcome(state, Stage.SLOW, f"page not whole after {limit_ms} ms: {probe.length} bytes")


def _without_answer(probe: Probe, last: Hop) -> Outcome:
    steps = {step.name for step in last.steps}
    detail = f"{last.end}: {last.detail}".strip(": ")
    if last.end is End.TIMEOUT:
        stage = _stage_of_silence(last, steps)
        # The website's own name was found: this is one that it sends visitors on to, and nobody asked twice for it.
        return Outcome(State.UNCLEAR if stage is Stage.DNS else State.FAILED, stage, detail)
    if last.end in {End.REFUSED, End.RESET}:
        stage = Stage.HTTP if last.detail.startswith("http") else Stage.TLS if "tcp" in steps else Stage.TCP
        return Outcome(State.FAILED, stage, detail)
    if last.end is End.NO_ROUTE and any(words in last.detail for words in NOBODY_THERE):
        return Outcome(State.FAILED, Stage.TCP, detail)
    if last.end is End.TLS_FAILED:
        state = State.UNCLEAR if DISAGREEING.search(last.detail) else State.FAILED
        return Outcome(state, Stage.TLS, detail)
    if last.end is End.NOT_HTTP:
        return Outcome(State.FAILED, Stage.HTTP, detail)
    stage = {End.NO_ROUTE: Stage.TCP, End.NO_ADDRESS: Stage.DNS, End.FORBIDDEN: Stage.DNS}.get(last.end, Stage.HTTP)
    return Outcome(State.UNCLEAR, stage, detail)


def _stage_of_silence(last: Hop, steps: set[str]) -> Stage:
    if "tcp" not in steps:
        return Stage.TCP if last.address else Stage.DNS
    return Stage.TLS if last.url.startswith("https:") and "tls" not in steps else Stage.SLOW


def _by_status(status: int, page: Page | None) -> Outcome:
    is_gone, is_broken = status in NO_PAGE - {421}, status >= 500
    if not is_gone and not is_broken:
        return Outcome(State.UNCLEAR, Stage.HTTP, f"status {status}")
    stage = Stage.PAGE if is_gone else Stage.HTTP
    if page is not None and shown.is_their_page(page):
        return Outcome(State.UNCLEAR, stage, f"status {status}, with a page of the website's own")
    if page is not None and is_broken and (said := shown.doubt(page)):
        return Outcome(State.UNCLEAR, stage, f"status {status}, the page says: {said}")
    return Outcome(State.FAILED, stage, f"status {status}")


def _by_page(probe: Probe, page: Page | None, last: Hop) -> Outcome:
    if probe.whole and (probe.length == 0 or (page is not None and shown.is_nothing(page))):
        return Outcome(State.FAILED, Stage.PAGE, f"status {probe.status}, nothing in it")
    said = shown.doubt(page) if page is not None else ""
    notice = read_notice(page) if page is not None else None
    if page is not None and (said or notice):
        is_whole = probe.whole or shown.has_closed(page)
        is_sure = not said and notice in NOT_THEIRS and is_whole and not is_own_page(page)
        return Outcome(State.FAILED if is_sure else State.UNCLEAR, Stage.PAGE, f"the page says: {said or notice}")
    if cut := _cut(probe, page, last):
        return cut
    lack = _lack(page) if page is not None else ""
    return Outcome(State.UNCLEAR, Stage.PAGE, lack) if lack else _open(probe)


def _lack(page: Page) -> str:
    """Why a visitor may have seen no page, though nothing speaks against it; "" where that is no question."""
    if shown.is_blank(page):
        return "nothing to see in it"
    return "" if shown.has_markup(page) else "no page of the Web"


def _cut(probe: Probe, page: Page | None, last: Hop) -> Outcome | None:
    """A page that broke off before its end; one cut by our own limit is long enough to be a page."""
    ours = last.detail.removeprefix("body: ").startswith("cut after")
    if probe.whole or ours or (page is not None and shown.has_closed(page)):
        return None
    return Outcome(State.UNCLEAR, Stage.HTTP, f"page broke off: {last.detail}")


def _open(probe: Probe) -> Outcome:
    """Open, with what a browser would have warned of."""
    shown = [hop.certificate for hop in probe.hops if hop.certificate is not None]
    words = ["expired"] if any(one.expired for one in shown) else []
    words += [] if all(one.name_matches for one in shown) else ["of another name"]
    return Outcome(State.KEPT, Stage.NONE, f"certificate {' and '.join(words)}") if words else KEPT


def without_address(answers: Sequence[NameAnswer], family: Family, found: Sequence[str]) -> Outcome:
    """What a name without an address to connect to means. ``found`` are the addresses that no guest may enter."""
    kinds = {one.kind for one in answers}
    detail = ", ".join(f"{one.server} {one.record_type} {one.kind}" for one in answers)
    if found:
        return Outcome(State.UNCLEAR, Stage.DNS, f"not a public address: {' '.join(found)}")
    gone = AnswerKind.NXDOMAIN in kinds and not kinds - {AnswerKind.NXDOMAIN, *SILENT}
    silent = family is Family.V4 and kinds and not kinds - SILENT
    return Outcome(State.FAILED if gone or silent else State.UNCLEAR, Stage.DNS, detail)
