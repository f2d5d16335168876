"""Names and both families of websites by themselves: as a spider, and for hosts that somebody names."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from crawler import clock
from crawler.captures.store import CaptureStore
from crawler.captures.writer import CaptureWriter
from crawler.config import Config
from crawler.model import FaultKind, RunId, Target
from spiders.base import MIB, VisitSpider
from spiders.line import Line
from spiders.looking import Looking
from spiders.tools import Desk

SIDE_BY_SIDE = 64  # hosts looked at at once
log = logging.getLogger(__name__)


class Ipv6Spider(VisitSpider):
    """``scrapy crawl ipv6 -a inventory=FILE -a data=DIR``"""

    name = "ipv6"

    def visits(self, target: Target) -> bool:
        return target.is_site

    async def visit(self, line: Line) -> None:
        desk = line.desk(self.looking.tools)
        await self.looking.names(desk)
        await self.looking.service(desk)


def inspect_hosts(
    targets: Sequence[Target],
    data: Path,
    config: Config,
    on: date,
    on_done: Callable[[Target], None] = lambda target: None,
    *,
    names_only: bool = False,
) -> RunId:
    """Look at every target, side by side, and keep all captures under ``data``; ``on_done`` once each is on the disk.

    ``names_only`` leaves the service level out. Blocks; returns the run that the captures belong to.
    """
    run = RunId(f"ipv6-{clock.now():%Y%m%dT%H%M%S}")
    if names_only:
        config = config.model_copy(update={"ipv6": config.ipv6.model_copy(update={"service": False})})
    store = CaptureStore(data / "captures", limit=config.gather.max_body_mb * MIB)
    with store, store.writer(run, "ipv6", file_limit=config.gather.captures_mb_per_file * MIB) as keep:
        asyncio.run(_Hosts(store, keep, run, config, on, on_done).inspect(targets))
    return run


@dataclass(slots=True)
class _Hosts:
    store: CaptureStore
    keep: CaptureWriter
    run: RunId
    config: Config
    on: date
    on_done: Callable[[Target], None]

    async def inspect(self, targets: Sequence[Target]) -> None:
        looking, doors = Looking.begin(self.config, self.on), asyncio.Semaphore(SIDE_BY_SIDE)
        try:
            await asyncio.gather(*(self._one(looking, doors, target) for target in targets))
        finally:
            await looking.close()

    async def _one(self, looking: Looking, doors: asyncio.Semaphore, target: Target) -> None:
        async with doors:
            ends_at = clock.now() + timedelta(minutes=self.config.gather.target_minutes)
            desk = Desk(target, looking.tools, self.run, self.store, self.keep, lambda: _past(ends_at))
            (broken,) = await asyncio.gather(self._look(looking, desk), return_exceptions=True)
            if isinstance(broken, Exception):  # our mistake: one host pays for it, and it is told
                log.error("the look at %s broke", target.id, exc_info=broken)
                desk.miss(FaultKind.GATHER_FAILED, type(broken).__name__)
            elif isinstance(broken, BaseException):
                raise broken
            self.keep.finish(target.id)
            self.on_done(target)

    async def _look(self, looking: Looking, desk: Desk) -> None:
        await looking.names(desk)
        await looking.service(desk)


def _past(moment: datetime) -> bool:
    return clock.now() >= moment
