from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.core.downloader import Slot
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Request, Response

from crawler import clock
from crawler.pace import PacedHandler


def leave(request: Request, slots: dict[str, Slot], monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When each slot was last used, as the request leaves."""

    async def sent(handler: HTTP11DownloadHandler, request: Request) -> Response:
        seen.extend(slot.lastseen for slot in slots.values())
        return Response(request.url)

    seen: list[float] = []
    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", sent)
    handler = PacedHandler.__new__(PacedHandler)  # Scrapy's own beginning takes a reactor, which is one a process
    engine = SimpleNamespace(downloader=SimpleNamespace(slots=slots))
    handler._crawler = SimpleNamespace(engine=engine, spider=None)  # type: ignore[assignment]
    asyncio.run(handler.download_request(request))
    return seen


def test_the_pause_begins_when_the_request_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    slots = {"a.gov.test": Slot(1, 5.0), "b.gov.test": Slot(1, 5.0)}
    for slot in slots.values():
        slot.lastseen = turn_came = clock.ticks() - 3
    request = Request("http://a.gov.test/", meta={"download_slot": "a.gov.test"})
    left, other = leave(request, slots, monkeypatch)
    assert left > turn_came + 2
    assert other == turn_came


def test_a_request_without_a_slot_just_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    assert leave(Request("http://a.gov.test/"), {}, monkeypatch) == []
