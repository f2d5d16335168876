"""What a host's robots.txt asks of its guests: asked for once a day and host, and again where nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from crawler import clock
from crawler.addresses import plain_host
from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body
from crawler.config import Config
from crawler.net.opening import Opened, Prober
from crawler.reading.service.probe import End, Family, Purpose
from spiders.tools import ROBOTS_LIMIT

KNOWN = range(200, 300)  # statuses of a robots.txt that is there


@dataclass(slots=True)
class Manners:
    """The rules of every host that was visited today."""

    config: Config
    prober: Prober
    _rules: dict[str, tuple[date, Protego | None]] = field(default_factory=dict)
    _against: dict[str, Opened] = field(default_factory=dict)  # the file that keeps us from an address

    def knows(self, url: str) -> bool:
        known = self._rules.get(plain_host(url))
        return known is not None and known[0] == clock.today()

    async def ask(self, url: str, family: Family, addresses: Sequence[str], limit_ms: int) -> None:
        """The first address that answers speaks for all. Where none does the file is asked for again next time."""
        for address in addresses:
            opened = await self._open(url, family, address, limit_ms)
            if opened.probe.status:
                self._keep(url, opened)
                return

    def against(self, url: str) -> Opened | None:
        """The robots.txt that keeps us out, as it came. One that cannot be read forbids nothing but other pages, and
        nothing else is looked at here."""
        _, rules = self._rules.get(plain_host(url), (None, None))
        if rules is None or rules.can_fetch(url, self.config.network.agent):
            return None
        return self._against.get(plain_host(url))

    def pause_s(self, url: str) -> float:
        """Seconds between two visits to the host: our own, or more where its robots.txt asks for more."""
        pacing, (_, rules) = self.config.pacing, self._rules.get(plain_host(url), (None, None))
        asked = float(rules.crawl_delay(self.config.network.agent) or 0) if rules is not None else 0.0
        return max(pacing.delay_s, min(asked, pacing.crawl_delay_max_s))

    def _keep(self, url: str, opened: Opened) -> None:
        host, status = plain_host(url), opened.probe.status
        if opened.probe.end is not End.ANSWERED or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._rules[host] = clock.today(), None
            return
        rules = Protego.parse(_text(opened) if status in KNOWN else "")
        self._rules[host] = clock.today(), rules
        self._against.pop(host, None)
        if status in KNOWN:
            self._against[host] = opened

    async def _open(self, url: str, family: Family, address: str, limit_ms: int) -> Opened:
        parts = urlsplit(url)
        return await self.prober.within(limit_ms / 1000).open(
            f"{parts.scheme}://{parts.netloc}/robots.txt", family, address,
            purpose=Purpose.ROBOTS, body_limit=ROBOTS_LIMIT, at=clock.now(),
        )  # fmt: skip


def _text(opened: Opened) -> str:
    encoding = next((value for name, value in opened.response_headers if name.lower() == "content-encoding"), "")
    try:
        return open_body(opened.body, encoding, ROBOTS_LIMIT).decode("utf-8", "replace")
    except BodyBrokenError as broken:
        return broken.opened.decode("utf-8", "replace")
    except BodyTooLargeError:
        return ""
