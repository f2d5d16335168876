"""The pause between two requests to one host, kept to the letter."""

from __future__ import annotations

from contextlib import nullcontext

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Request, Response

from crawler import clock
from crawler.addresses import plain_host
from crawler.turns import Turns


class PacedHandler(HTTP11DownloadHandler):
    """Scrapy's own, but the pause begins when a request leaves, not when its turn came.

    In between, pages of other hosts may have been read, and the next request would follow that much too soon. A turn at
    the host is waited for: what looks at both families asks there too.
    """

    async def download_request(self, request: Request) -> Response:
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        turns: Turns | None = getattr(self._crawler.spider, "turns", None)
        turn = turns.at(plain_host(request.url), slot.delay if slot else 0) if turns else nullcontext()
        async with turn:
            if slot is not None:
                slot.lastseen = max(slot.lastseen, clock.ticks())
            return await super().download_request(request)
