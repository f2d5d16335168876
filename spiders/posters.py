"""Control accounts: known to post, so that a source which shows nothing of them either proves nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from crawler.captures.warc import Row
from crawler.captures.writer import Asked
from crawler.config import Controls
from crawler.model import CaptureKind, Role
from spiders.line import Line
from spiders.shards import by_platform, platform_key
from spiders.steps import Step


class Posters:
    """The control accounts of all platforms, each visited once in a process, at the pace of every visit.

    Whoever comes first visits; its captures are kept again among the captures of all who come after.
    """

    def __init__(self, controls: Mapping[str, Controls]) -> None:
        self._controls = by_platform(controls)
        self._seen: dict[tuple[str, str], list[Row]] = {}
        self._doors: dict[tuple[str, str], asyncio.Lock] = {}

    async def keep(self, line: Line, kind: str, see: Callable[[Line, Step], Awaitable[None]]) -> None:
        """Keep what the controls of the account's platform show through this kind of source ("feed" or "page")."""
        controls = self._controls.get(platform_key(line.target.platform), Controls())
        for url in controls.feed if kind == "feed" else controls.page:
            async with self._doors.setdefault((kind, url), asyncio.Lock()):
                seen = self._seen.get((kind, url))
                if seen is None:
                    self._seen[kind, url] = await _visit(line, Step(url, Role.CONTROL, kind), see)
                else:
                    _keep_again(line, seen)


async def _visit(line: Line, step: Step, see: Callable[[Line, Step], Awaitable[None]]) -> list[Row]:
    index, target = line.gatherer.store.index, line.target.id
    before = sum(1 for _ in index.of_target(line.gatherer.run, target))
    await see(line, step)
    rows = list(index.of_target(line.gatherer.run, target))[before:]
    return [row for row in rows if row.role == Role.CONTROL and row.kind != CaptureKind.SCREENSHOT]


def _keep_again(line: Line, rows: list[Row]) -> None:
    for row in rows:
        line.gatherer.keep.write_again(row, Asked(line.target.id, row.url, Role.CONTROL, row.label, row.via))
