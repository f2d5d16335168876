"""The visiting process of availability campaigns: ``python -m spiders.availability JOBFILE``.

The job is a JSON file: config (as ``Config.model_dump`` gives it), data (folder) and writer (a name no other process
has). Standard input brings one visit a line, as JSON: campaign, target, url, family, slot, limit_ms, begin_by. Standard
output tells each visit's end in one line: campaign, target, family, slot and what came of it; ``trouble`` where nothing
can be written any more. What is told of stands on the disk. The process ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.captures.store import CaptureStore
from crawler.captures.writer import CaptureWriter
from crawler.config import Config
from crawler.errors import NO_DISK
from crawler.reading.availability.log import run_of
from spiders.visitor import Errand, Report, Visitor, errand_of

LONGEST_LINE = 1 << 16
BROKEN, NO_SPACE = 70, 74  # exit codes
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Service:
    """Takes visits as they come; ``in_flight`` hosts are visited at once."""

    store: CaptureStore
    config: Config
    name: str
    visitor: Visitor = field(init=False)
    _doors: asyncio.Semaphore = field(init=False)
    _writers: dict[str, CaptureWriter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.config, self.writer)
        self._doors = asyncio.Semaphore(self.config.availability.in_flight)

    def writer(self, campaign: str) -> CaptureWriter:
        """The campaign's own files; what a killed process left of them is mended first."""
        if campaign not in self._writers:
            self.store.recover(run_of(campaign))
            limit = self.config.gather.captures_mb_per_file << 20
            self._writers[campaign] = self.store.writer(run_of(campaign), self.name, file_limit=limit)
        return self._writers[campaign]

    async def serve(self, lines: asyncio.StreamReader) -> None:
        under_way: set[asyncio.Task[None]] = set()
        while line := await lines.readline():
            task = asyncio.create_task(self._visit(errand_of(json.loads(line))))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            task.add_done_callback(_ended)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def close(self) -> None:
        await self.visitor.close()
        for writer in self._writers.values():
            writer.close()

    async def _visit(self, errand: Errand) -> None:
        async with self.visitor.turn(errand):
            async with self._doors:
                say(_told(errand, await self.visitor.visit(errand)))
            await self.visitor.rest(errand)


def _told(errand: Errand, report: Report) -> dict[str, Any]:
    outcome = report.outcome
    return {
        "campaign": errand.campaign,
        "target": errand.target,
        "family": errand.family.value,
        "slot": errand.slot,
        "state": outcome.state.value,
        "stage": outcome.stage.value,
        "began_at": report.began_at,
        "took_ms": report.took_ms,
        "status": report.status,
        "address": report.address,
        "detail": outcome.detail,
        "capture": report.capture,
        "control": report.control,
    }


def say(told: dict[str, Any]) -> None:
    """A line to who started us; who is gone is told nothing more."""
    try:
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(BROKEN)


def _ended(task: asyncio.Task[None]) -> None:
    """Our own mistake, or a disk that takes nothing more: the process ends, and its visits are taken up by the next."""
    error = None if task.cancelled() else task.exception()
    if error is None:
        return
    if isinstance(error, OSError) and error.errno in NO_DISK:
        say({"trouble": os.strerror(error.errno or 0)})
        os._exit(NO_SPACE)
    log.error("a visit broke", exc_info=error)
    logging.shutdown()
    os._exit(BROKEN)


async def _serve(job: dict[str, Any]) -> None:
    config = Config.model_validate(job["config"])
    lines = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    with CaptureStore(Path(job["data"]) / "captures") as store:
        service = Service(store, config, job["writer"])
        try:
            await service.serve(lines)
        finally:
            await service.close()


def main(arguments: list[str]) -> int:
    """Make visits until the standard input ends."""
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    asyncio.run(_serve(json.loads(Path(arguments[0]).read_text(encoding="utf-8"))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
