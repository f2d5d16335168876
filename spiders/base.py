"""What every spider here has in common: targets visited side by side, each of them strictly one step at a time.

A spider makes no Scrapy requests of the usual kind. Each target's visit is a coroutine that asks the engine for one
page, waits, reads and asks for the next (docs/decisions/0003-sequential-visits.md).
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from abc import abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler import clock
from crawler.captures.readings import Readings
from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange, Row
from crawler.captures.writer import Asked
from crawler.config import Config, load_config
from crawler.errors import InputError
from crawler.inventory import load_inventory
from crawler.model import Fault, FaultKind, Role, RunId, Target, TargetId
from crawler.net.names import Names, use_proxy
from crawler.settings import IN_FLIGHT, settings_for
from crawler.turns import Turns
from spiders.chromium import Browser, find_browser
from spiders.line import Line
from spiders.looking import Looking
from spiders.posters import Posters
from spiders.reader import Reader
from spiders.shards import hosts_of

MIB = 1 << 20
AT_ONE_HOST = 16  # visits under way at once that want the same hosts: enough that one is always ready to ask
MOMENT_S = 0.2
ThoughtT = TypeVar("ThoughtT")


class VisitSpider(Spider):
    """Base of the spiders. On the command line: ``-a inventory=FILE -a data=DIR [-a config=FILE] [-a run=NAME]``.

    Yields one item a target: ``{"target", "captures", "manifest", "reading"}``. Not an ABC: Scrapy's feed export reads
    every attribute of a spider, and Twisted's interfaces leave one on ABCs that cannot be read.
    """

    targets: Sequence[Target] = ()
    reads = False  # whether what was read is kept for the judge

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stopping = False
        self.pages = 0
        self._browser: Browser | None = None
        self._readers: dict[TargetId, Reader] = {}
        self._browser_missed = False
        self._ended: list[TargetId] = []
        self.on_page: Callable[[], None] = lambda: None
        self.on_no_browser: Callable[[], None] = lambda: None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """With ``job`` (spiders.gather) or with the options of a command line."""
        job = kwargs.pop("job", None)
        options = {name: kwargs.pop(name, "") for name in ("inventory", "data", "config", "run")}
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            spider._prepare(job or cls._job_of(options))
        except InputError as error:
            sys.stderr.write(f"{error}\n")
            raise SystemExit(2) from None
        return spider

    @classmethod
    def _job_of(cls, options: dict[str, str]) -> dict[str, Any]:
        if not options["inventory"]:
            raise InputError("no inventory was named", next_step="Add -a inventory=FILE.")
        targets = load_inventory(Path(options["inventory"])).targets
        now = clock.now()
        return {
            "run": options["run"] or f"{cls.name}-{now:%Y%m%dT%H%M%S}",
            "data": options["data"] or "var",
            "writer": f"{cls.name}-{os.getpid()}",
            "on": clock.china_day(now),
            "config": load_config(Path(options["config"]) if options["config"] else None),
            "targets": [target for target in targets if target.is_visited],
        }

    def _prepare(self, job: dict[str, Any]) -> None:
        self.config: Config = job["config"]
        self.run = RunId(job["run"])
        self.on: date = job["on"]
        self.targets = [target for target in job["targets"] if self.visits(target)]
        self.settings.setdict(settings_for(self.config, len(self.targets)), priority="spider")
        use_proxy(self.config.network)
        self._thinking = asyncio.Lock()
        self.names = Names(self.config.network)
        self.turns = Turns(self.config.pacing.per_host)
        self.looking = Looking.begin(self.config, self.on, self.names.asker, self.turns)
        self.posters = Posters(self.config.newmedia.controls)
        self.past: Mapping[TargetId, date] = job.get("past", {})
        self.readings = Readings(Path(job["data"]), self.run, self.on)
        self._open_store(job)

    def _open_store(self, job: dict[str, Any]) -> None:
        unwritable: Callable[[OSError], None] = job.get("on_unwritable", lambda error: None)
        try:
            self.store = CaptureStore(Path(job["data"]) / "captures", limit=self.config.gather.max_body_mb * MIB)
        except OSError as error:
            unwritable(error)
            raise
        limit = self.config.gather.captures_mb_per_file * MIB
        self.keep = self.store.writer(self.run, job["writer"], file_limit=limit)
        self.keep.on_written = self._note
        self.keep.on_unwritable = unwritable

    @abstractmethod
    def visits(self, target: Target) -> bool:
        """Whether this spider has something to see there."""

    @abstractmethod
    async def visit(self, line: Line) -> None:
        """Everything this spider sees of one target."""

    async def start(self) -> AsyncIterator[Any]:
        """Visit all targets side by side, and tell of each when it is done and on the disk.

        Only a few of those that wait for the same hosts are under way at once: the others would fill the process and
        spend their time on waiting, while other hosts have nobody to answer.
        """
        everywhere = asyncio.Semaphore(IN_FLIGHT)
        doors: dict[tuple[str, ...], asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONE_HOST))
        places = [hosts_of(target) or (target.id,) for target in self.targets]
        visits = [
            asyncio.ensure_future(self._one(target, doors[place], everywhere))
            for target, place in zip(self.targets, places, strict=True)
        ]
        for done in asyncio.as_completed(visits):
            item = await done
            if item is not None:
                yield item

    async def _one(
        self, target: Target, door: asyncio.Semaphore, everywhere: asyncio.Semaphore
    ) -> dict[str, Any] | None:
        async with door, everywhere:
            line = Line(
                target=target,
                gatherer=self,
                ends_at=clock.now() + timedelta(minutes=self.config.gather.target_minutes),
                stopping=lambda: self.stopping,
                reader=self._reader(target),
            )
            (result,) = await asyncio.gather(self.visit(line), return_exceptions=True)
            if isinstance(result, BaseException):
                self._our_mistake(target, result)
            if self.stopping:
                return None
            manifest, count = await self._finish(target.id)
            reading = await self._keep_reading(target, manifest)
            return {"target": target.id, "captures": count, "manifest": manifest, "reading": reading}

    async def _finish(self, target: TargetId) -> tuple[str, int]:
        """Targets that end in one moment go to the disk together: while it is waited for, nobody is answered."""
        if not self._ended:
            self._ending = asyncio.ensure_future(self._finish_soon())
        self._ended.append(target)
        return (await self._ending)[target]

    async def _finish_soon(self) -> dict[TargetId, tuple[str, int]]:
        await asyncio.sleep(MOMENT_S)
        ended, self._ended = self._ended, []
        return self.keep.finish_all(ended)

    def _reader(self, target: Target) -> Reader | None:
        if not self.reads:
            return None
        return self._readers.setdefault(target.id, Reader(target, self.store, self.run, self.on))

    def _note(self, row: Row, payload: bytes, exchange: Exchange | None) -> None:
        if row.target in self._readers:
            self._readers[row.target].note(row, payload, exchange)

    async def _keep_reading(self, target: Target, manifest: str) -> str:
        """The digest of the reading kept beside the captures; empty where the judge must read for himself."""
        reader = self._readers.pop(target.id, None)
        if reader is None:
            return ""

        def keep() -> str:
            reading = reader.finish()
            return self.readings.keep(target.id, manifest, reading.evidence(), reading.made) if reading else ""

        (kept,) = await asyncio.gather(self.think(keep), return_exceptions=True)
        if isinstance(kept, BaseException):
            if not isinstance(kept, Exception):
                raise kept
            self.log(f"the captures of {target.id} are left to the judge", logging.ERROR, exc_info=kept)
            return ""
        return kept

    def _our_mistake(self, target: Target, error: BaseException) -> None:
        """A visit that broke is our fault: recorded as such, and no other target pays for it."""
        if not isinstance(error, Exception):
            raise error
        self.log(f"the visit of {target.id} broke", logging.ERROR, exc_info=error)
        role = Role.HOME if target.is_site else Role.ACCOUNT_PAGE
        asked = Asked(target.id, target.address or target.feed, role)
        self.keep.write_fault(asked, Fault(FaultKind.GATHER_FAILED, type(error).__name__, asked.url))

    async def think(self, work: Callable[[], ThoughtT]) -> ThoughtT:
        """Read one page, and let the loop look after every line before the next one is read.

        Else the pages of all targets would be read in one go, and answers that had come in time would count as late.
        """
        async with self._thinking:
            thought = work()
            await asyncio.sleep(0)
            return thought

    async def download(self, request: Request) -> Response | None:
        """One request through Scrapy's downloader; None where it failed, with the reason in ``meta["fault"]``."""
        assert self.crawler.engine is not None
        (result,) = await asyncio.gather(self.crawler.engine.download_async(request), return_exceptions=True)
        if isinstance(result, Response):
            return result
        if "fault" not in request.meta:
            raise result
        return None

    def count_page(self) -> None:
        self.pages += 1
        self.on_page()

    def browser(self) -> Browser | None:
        """The browser of this process, or None where there is none or none is wanted."""
        if self._browser is None and self.config.browser.enabled:
            if find_browser(self.config.browser.executable) is not None:
                self._browser = Browser(self.config, self.names)
            elif not self._browser_missed:
                self._browser_missed = True
                self.on_no_browser()
        return self._browser

    async def closed(self, reason: str) -> None:
        """Scrapy calls this last."""
        del reason
        if self._browser is not None:
            await self._browser.close()
        self.keep.close()
        self.store.close()
        await self.looking.close()
        self.names.close()
