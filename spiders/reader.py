"""A target's captures read as they are written, so that the judge need not read them again.

Gathering must read every page anyway, to know where to go next. What it read goes beside the captures; nothing here
says whether a site is right or wrong (docs/decisions/0011-one-reading.md).
"""

from __future__ import annotations

from datetime import date

from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange, Row
from crawler.model import Capture, CaptureKind, RunId, Target
from crawler.reading.evidence import Reading
from crawler.reading.pages.page import Page

LONG_PAGE_BYTES = 512 * 1024  # longer pages are left to the judge: here everybody would wait for them


class Reader:
    """One target's reading under way. It takes the captures in the order and form in which the store gives them."""

    def __init__(self, target: Target, store: CaptureStore, run: RunId, on: date) -> None:
        self._store = store
        self._waiting: list[tuple[Row, bytes, str]] = []
        resumed = next(store.index.of_target(run, target.id), None) is not None
        self._reading = None if resumed else Reading(target, on)

    def note(self, row: Row, payload: bytes, exchange: Exchange | None) -> None:
        """A capture was written; it is read when there is time."""
        sent = exchange.response_headers if exchange else ()
        encoding = next((value for name, value in sent if name.lower() == "content-encoding"), "")
        self._waiting.append((row, b"" if row.kind == CaptureKind.SCREENSHOT else payload, encoding))

    def read(self) -> None:
        """Take in what was written since the last time."""
        for row, payload, encoding in self._waiting:
            if self._reading is None:
                break
            if row.source:
                capture, body, _ = self._store.open_row(row)
            else:
                capture, body = self._store.opened(row, payload, encoding)
            if len(body) > LONG_PAGE_BYTES:
                self._reading = None
            else:
                self._reading.take(capture, body)
        self._waiting.clear()

    def page_of(self, capture: Capture) -> Page | None:
        """The page of the capture written last, where it is this one."""
        self.read()
        return self._reading.page_of(capture) if self._reading else None

    def finish(self) -> Reading | None:
        """The reading of all captures; None where it is left to the judge."""
        self.read()
        return self._reading
