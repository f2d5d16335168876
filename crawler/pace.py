"""The pause between two requests to one host, kept to the letter."""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Request, Response

from crawler import clock


class PacedHandler(HTTP11DownloadHandler):
    """Scrapy's own, but the pause begins when a request leaves, not when its turn came.

    In between, pages of other hosts may have been read, and the next request would follow that much too soon.
    """

    async def download_request(self, request: Request) -> Response:
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        if slot is not None:
            slot.lastseen = max(slot.lastseen, clock.ticks())
        return await super().download_request(request)
