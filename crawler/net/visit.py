"""One hop of a probe as it comes about: where it stands is known at whatever moment it breaks off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import h11

from crawler.errors import printable
from crawler.net.destination import Destination
from crawler.net.http1 import Head, text
from crawler.reading.service.probe import Certificate, End, Hop, Step

DETAIL = 500  # characters
LOCATION = 2048


@dataclass(slots=True)
class Visit:
    """A connection and its request, up to where they came."""

    url: str
    place: Destination | None = None
    address: str = ""
    end: End = End.ERROR
    detail: str = ""
    steps: list[Step] = field(default_factory=list)
    certificate: Certificate | None = None
    cookies: str = ""  # as sent
    sent: h11.Request | None = None
    head: Head | None = None
    body: bytearray = field(default_factory=bytearray)
    whole: bool = True
    tried: list[str] = field(default_factory=list)  # addresses that did not answer before the one connected to
    _step: str = ""  # begun and not ended
    _begun: float = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step. One that fails is no step: the detail names it."""
        self._step, self._begun = name, asyncio.get_running_loop().time()
        yield
        if self._step:
            self._end_step()

    def _end_step(self) -> None:
        ms = (asyncio.get_running_loop().time() - self._begun) * 1000
        self.steps.append(Step(self._step, round(ms, 3)))
        self._step = ""

    def break_off(self, end: End, detail: str) -> None:
        """Note why it went no further. Once the head has come, that only cuts the body."""
        self.detail = f"{self._step}: {detail}" if self._step else detail
        if self.head is None:
            self.end = end
            return
        self.whole = False
        if self._step:
            self._end_step()

    @property
    def location(self) -> bytes:
        """Where it leads on to, as written; empty where it ends."""
        return self.head.location if self.head else b""

    def hop(self) -> Hop:
        said = f"{self.detail} (after {', '.join(self.tried)})" if self.detail and self.tried else self.detail
        return Hop(
            url=self.url,
            address=self.address,
            port=self.place.port if self.place else 0,
            end=self.end,
            steps=tuple(self.steps),
            status=self.head.status if self.head else 0,
            location=text(self.location)[:LOCATION],
            certificate=self.certificate,
            server=printable(text(self.head.first(b"server")))[:DETAIL] if self.head else "",
            detail=printable(said)[:DETAIL],
        )
