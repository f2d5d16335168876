"""Scrapy downloader middlewares: robots.txt obeyed, addresses checked, everything kept.

A request of ours carries ``meta["asked"]`` (:class:`crawler.captures.writer.Asked`) and ``meta["look"]``, a visit's way
to see one more address; the spider carries ``names`` (:class:`crawler.net.names.Names`) and ``keep`` (a CaptureWriter).
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser

from crawler.captures.warc import Exchange
from crawler.captures.writer import Asked, CaptureWriter
from crawler.faults import RefusedError, fault_from
from crawler.model import FaultKind, Role
from crawler.net.names import Names

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

BUSY = HTTPStatus.TOO_MANY_REQUESTS  # says nothing of the rules
ROBOTS_HOPS = 5  # RFC 9309, 2.3.1.2
ROBOTS_LIMIT = 500 * 1024  # bytes of a robots.txt that are read; RFC 9309, 2.5


class ObeyRobots(RobotsTxtMiddleware):
    """RFC 9309: rules are obeyed, a missing file forbids nothing, and where the file could not be read only the home
    page is looked at. A ``Crawl-delay`` longer than our own pause is kept, up to a limit of the configuration."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Task[ProtegoRobotParser | None]] = {}
        self._crawler = crawler
        self._agent = self._robotstxt_useragent or self._default_useragent
        self._longest_delay: float = crawler.settings.getfloat("CRAWL_DELAY_MAX")

    async def process_request(self, request: Request, spider: Any = None) -> None:
        asked: Asked | None = request.meta.get("asked")
        if asked is None or asked.role is Role.ROBOTS:
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._learn(f"{site}/robots.txt", request))
        rules = await self._rules[site]
        if rules is None and asked.role is not Role.HOME:
            raise RefusedError(FaultKind.ROBOTS_UNREADABLE, f"{site}/robots.txt")
        if rules is not None and not rules.allowed(request.url, self._agent):
            raise RefusedError(FaultKind.ROBOTS_DENIED, f"{site}/robots.txt")

    async def _learn(self, url: str, request: Request) -> ProtegoRobotParser | None:
        rules = await self._read(url, request.meta["look"])
        delay = min(float(rules.rp.crawl_delay(str(self._agent)) or 0), self._longest_delay) if rules else 0
        engine = self._crawler.engine
        if delay > self._crawler.settings.getfloat("DOWNLOAD_DELAY") and engine is not None:
            downloader = engine.downloader
            key = downloader.get_slot_key(request)
            downloader.per_slot_settings[key] = {"delay": delay}  # for the slot that Scrapy makes after a pause
            if key in downloader.slots:
                downloader.slots[key].delay = delay
        return rules

    async def _read(self, url: str, look: Any) -> ProtegoRobotParser | None:
        for _ in range(ROBOTS_HOPS + 1):
            answer = await look(url)
            if answer is None or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == BUSY:
                return None
            if not answer.location:
                break
            url = _joined(url, answer.location)
        body = answer.body[:ROBOTS_LIMIT] if answer.status == HTTPStatus.OK else b""
        if answer.capture.truncated:
            body = body.rpartition(b"\n")[0]  # a rule cut in two would forbid what its author never meant
        return ProtegoRobotParser(body, None)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""  # nowhere: counts as unreadable


class CheckAddress:
    """No request leaves for an address that a guest may not enter."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CheckAddress:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        names: Names | None = getattr(self._crawler.spider, "names", None)
        if names is not None:
            await names.check((urlsplit(request.url).hostname or "").lower())


class KeepCaptures:
    """Every answer and every fault goes to the store before anything else sees it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepCaptures:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        asked: Asked | None = request.meta.get("asked")
        if asked is not None:
            cut = "dataloss" in response.flags
            declared = (response.headers.get(b"Content-Length") or b"").decode("latin-1") if cut else ""
            request.meta["capture"] = self._keep.write_response(
                asked,
                response.body,
                _exchange(request, response, declared),
                status=response.status,
                content_type=(response.headers.get(b"Content-Type") or b"").decode("latin-1"),
                truncated=cut,
            )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        asked: Asked | None = request.meta.get("asked")
        if asked is not None:
            fault = fault_from(exception, asked.url)
            request.meta["fault"] = fault
            request.meta["capture"] = self._keep.write_fault(asked, fault)

    @property
    def _keep(self) -> CaptureWriter:
        return self._crawler.spider.keep  # type: ignore[union-attr]


def _exchange(request: Request, response: Response, declared: str) -> Exchange:
    sent = [("Host", urlsplit(request.url).netloc), *_pairs(request)]
    return Exchange(
        method=request.method,
        request_headers=tuple((name, value) for name, value in sent if name.lower() != "proxy-authorization"),
        response_headers=tuple(_pairs(response)),
        reason=_reason(response.status),
        protocol=response.protocol or "HTTP/1.1",
        address=str(response.ip_address or "") if not request.meta.get("proxy") else "",
        declared_length=declared,
    )


def _pairs(message: Request | Response) -> list[tuple[str, str]]:
    headers = message.headers.items()
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers for value in values]


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
