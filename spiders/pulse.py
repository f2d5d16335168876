"""Whether our own process keeps up: what it lost by waiting for its turn, or while its machine stood still, is no
website's doing."""

from __future__ import annotations

import asyncio
from datetime import datetime

from crawler import clock

BEAT_S = 0.1
EVEN_S = 0.05  # later by so much is no loss
STEP_S = 1.0  # by which wall clock and running time may part in one beat: a machine that slept, or a clock that was put


class Pulse:
    """Counts the seconds by which the event loop was late, from the first question on."""

    def __init__(self) -> None:
        self._lost_s = 0.0
        self._began: tuple[float, datetime] | None = None  # the beat that is going on
        self._beating: asyncio.Task[None] | None = None

    def lost_s(self) -> float:
        """So far, in all; with what the present beat is late by: who asks may have been woken before it."""
        if self._beating is None:
            self._beating = asyncio.ensure_future(self._beat())
        return self._lost_s + self._late()

    def stop(self) -> None:
        if self._beating is not None:
            self._beating.cancel()

    async def _beat(self) -> None:
        while True:
            self._began = asyncio.get_running_loop().time(), clock.now()
            await asyncio.sleep(BEAT_S)
            self._lost_s += self._late()

    def _late(self) -> float:
        if self._began is None:
            return 0.0
        ran = asyncio.get_running_loop().time() - self._began[0]
        stepped = abs((clock.now() - self._began[1]).total_seconds() - ran)
        late = ran - BEAT_S
        return (late if late > EVEN_S else 0.0) + (stepped if stepped > STEP_S else 0.0)
