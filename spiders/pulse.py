"""Whether our own process keeps up: what it lost by waiting for its turn on a busy machine is no website's doing."""

from __future__ import annotations

import asyncio

BEAT_S = 0.1
EVEN_S = 0.05  # later by so much is no loss


class Pulse:
    """Counts the seconds by which the event loop was late, from the first question on."""

    def __init__(self) -> None:
        self._lost_s = 0.0
        self._beating: asyncio.Task[None] | None = None

    def lost_s(self) -> float:
        """So far, in all."""
        if self._beating is None:
            self._beating = asyncio.ensure_future(self._beat())
        return self._lost_s

    def stop(self) -> None:
        if self._beating is not None:
            self._beating.cancel()

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await asyncio.sleep(BEAT_S)
            late = loop.time() - began - BEAT_S
            self._lost_s += late if late > EVEN_S else 0.0
