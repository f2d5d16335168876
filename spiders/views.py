"""One page opened in a browser too: rendered document and screenshot kept, or the fault that stood in the way."""

from __future__ import annotations

from dataclasses import replace

from playwright.async_api import Error as PlaywrightError

from crawler.captures.warc import Row, clean_url
from crawler.captures.writer import Asked
from crawler.model import CaptureKind, Fault, FaultKind
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import read_rendered
from spiders.grounds import stays_inside
from spiders.line import BROWSER_FAULTS, Line
from spiders.steps import Seen, Step

HTML = "text/html; charset=utf-8"


async def view(line: Line, step: Step, seen: Seen, reason: str, *, ready: str = "") -> Seen:
    """What the browser shows in place of the static page; the static page where it cannot help.

    ``ready``: a selector of what the page's scripts are waited for.
    """
    asked = Asked(line.target.id, seen.url, step.role, step.label, step.via)
    line.views += 1
    known = _known(line, asked)
    if known is not None:
        return seen if known.kind == CaptureKind.FAULT else replace(seen, page=_stored(line, known))
    browser = line.gatherer.browser()
    if browser is None:
        return _without(line, asked, seen, Fault(FaultKind.NO_BROWSER, reason, seen.url))
    try:
        rendered = await (browser.open(seen.url, ready) if ready else browser.open(seen.url))
    except PlaywrightError as error:
        return _without(line, asked, seen, Fault(FaultKind.BROWSER_FAILED, str(error)[:300], seen.url))
    if not stays_inside(rendered.url, line.target, begun=step.url) or len(rendered.html) > line.gatherer.store.limit:
        return _without(line, asked, seen, Fault(FaultKind.BROWSER_FAILED, rendered.url[:300], seen.url))
    keep = line.gatherer.keep
    capture = keep.write_resource(asked, CaptureKind.RENDERED, rendered.html, HTML, note=reason, whole=rendered.whole)
    keep.write_resource(asked, CaptureKind.SCREENSHOT, rendered.screenshot, "image/png", note=reason)
    return replace(seen, page=read_rendered(rendered.html, capture, line.gatherer.on))


def _known(line: Line, asked: Asked) -> Row | None:
    """What this run already has of the page in a browser."""
    rows = line.gatherer.store.rows_of(line.gatherer.run, asked.target, asked.url)
    via = clean_url(asked.via)
    return next(
        (
            row
            for row in reversed(rows)
            if (row.role, row.via) == (asked.role.value, via)
            and (row.kind == CaptureKind.RENDERED or row.note in BROWSER_FAULTS)
        ),
        None,
    )


def _stored(line: Line, row: Row) -> Page:
    capture, body, _ = line.gatherer.store.open_row(row)
    return read_rendered(body, capture, line.gatherer.on)


def _without(line: Line, asked: Asked, seen: Seen, fault: Fault) -> Seen:
    line.gatherer.keep.write_fault(asked, fault)
    return seen
