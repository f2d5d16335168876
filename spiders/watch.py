"""Our own line watched as long as a visit lasts: a cut in its middle is seen also when the line is back at its end."""

from __future__ import annotations

import asyncio

from spiders.control import Control, Round


class Watch:
    """A round of the control hosts every so many seconds, from now on until its end."""

    def __init__(self, control: Control, every_s: float) -> None:
        self._control, self._every_s = control, every_s
        self._rounds: list[asyncio.Future[Round]] = []
        self._going = asyncio.ensure_future(self._go())

    async def end(self) -> list[Round]:
        """What was seen; a round that has begun is waited for."""
        self._going.cancel()
        return list(await asyncio.gather(*self._rounds))

    async def drop(self) -> None:
        """Nobody wants to know."""
        self._going.cancel()
        for one in self._rounds:
            one.cancel()
        await asyncio.gather(self._going, *self._rounds, return_exceptions=True)

    async def _go(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            self._rounds.append(asyncio.ensure_future(self._control.after()))
            await asyncio.shield(self._rounds[-1])
