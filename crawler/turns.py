"""One request at a time to a host, and the pause between two: kept by all of a process that asks hosts for anything."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from crawler import clock


class Turns:
    """Lives in one event loop. ``at_once``: requests that may be under way on one host."""

    def __init__(self, at_once: int = 1) -> None:
        self._doors: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))
        self._left: dict[str, float] = {}  # when the last request to a host left, by a clock that never steps back

    @asynccontextmanager
    async def at(self, host: str, pause_s: float) -> AsyncIterator[None]:
        """A turn at a host, not before ``pause_s`` seconds after the last request to it left."""
        async with self._doors[host]:
            while (wait_s := self._left.get(host, -pause_s) + pause_s - clock.ticks()) > 0:
                await asyncio.sleep(wait_s)
            self._left[host] = clock.ticks()
            yield
