"""Questions to name servers, side by side in one event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from itertools import islice

import dns.resolver

from crawler.config import Network, split_server
from crawler.net.channel import Channel, Limits, Query, Told
from crawler.net.replies import Question, server_name, trouble
from crawler.reading.names.answers import AnswerKind, Source

__all__ = ["Asker", "Question", "server_name", "servers_of"]

SYSTEM_SERVERS = 3  # more than three are asked one after the other by no resolver
WINDOW = 10_000  # questions taken from a source before their answers are taken away
SWEEPS = 50  # looks at what is due within the time limit
SWEEP_S = 0.1  # and at least so often
IDLE_S = 10.0  # until a server's socket is closed
OPEN = 400  # servers; beyond, idle ones are closed at once


def servers_of(network: Network) -> tuple[tuple[str, int], ...]:
    """(address, port) of each name server to ask: the configured ones, else the system's first three."""
    if network.nameservers:
        return tuple(split_server(server) for server in network.nameservers)
    try:
        system = dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return ()
    return tuple((str(server), system.port) for server in system.nameservers[:SYSTEM_SERVERS])


class Asker:
    """Asks any number of servers, each at its own pace: a slow one holds up no other. Lives in one event loop.

    A question is sent up to three times within ``dns_timeout_s``, by UDP with EDNS, over TCP where the answer was cut,
    and without EDNS where the server does not know it. ``dns_in_flight`` and ``dns_per_second`` bound what one server
    is asked.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tick = min(limits.dns_timeout_s / SWEEPS, SWEEP_S)
        self._channels: dict[tuple[str, int], Channel] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def ask(
        self,
        name: str,
        record_type: str,
        server: tuple[str, int],
        *,
        source: Source = Source.RESOLVER,
        server_name: str = "",
        zone: str = "",
    ) -> Told:
        """One question (A, AAAA, NS or SOA) to one server; never raises for what the world answers.

        ``zone``: what the server is asked to speak for, where that is known. Returns the answer and the message as it
        came (empty where none did). A closed port is an ERROR, "connection refused", within half a second.
        """
        future: asyncio.Future[Told] = asyncio.get_running_loop().create_future()

        def done(told: Told) -> None:
            if not future.done():
                future.set_result(told)

        self._put(Query(Question(name, record_type, server, source, server_name, zone), done))
        try:
            return await future
        finally:
            if future.cancelled():
                self._drop(done)

    async def ask_many(self, questions: Iterable[Question], *, window: int = WINDOW) -> AsyncIterator[Told]:
        """Every question's answer, in the order in which they come.

        ``window`` bounds the memory: so many questions are taken from the source before their answers are taken away.
        A slow server holds up others only when its own questions fill the window, so let servers take turns in it.
        """
        source, ready, under_way, came = iter(questions), deque[Told](), 0, asyncio.Event()

        def done(told: Told) -> None:
            ready.append(told)
            came.set()

        try:
            while True:
                for question in islice(source, window - under_way):
                    under_way += 1
                    self._put(Query(question, done))
                if not under_way:
                    return
                await came.wait()
                came.clear()
                while ready:
                    under_way -= 1
                    yield ready.popleft()
        finally:
            self._drop(done)

    async def close(self) -> None:
        """Close every socket; what is under way ends as an ERROR."""
        self.abandon()

    def abandon(self) -> None:
        """As ``close``, for who stands outside the loop; it may have ended."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for channel in self._channels.values():
            channel.close()
        self._channels.clear()

    def _put(self, query: Query) -> None:
        channel = self._channels.get(query.question.server)
        if channel is None:
            try:
                channel = self._open(query.question.server)
            except ValueError as error:
                query.done((trouble(query.question, AnswerKind.ERROR, str(error)), b""))
                return
        channel.put(query)

    def _open(self, server: tuple[str, int]) -> Channel:
        loop = asyncio.get_running_loop()
        if len(self._channels) >= OPEN:
            self._close_idle(lambda channel: True)
        channel = self._channels[server] = Channel(server, self._limits, loop)
        if self._timer is None:
            self._timer = loop.call_later(self._tick, self._sweep, loop)
        return channel

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for channel in list(self._channels.values()):
            channel.sweep(now)
        self._close_idle(lambda channel: now - channel.busy_at > IDLE_S)
        self._timer = loop.call_later(self._tick, self._sweep, loop) if self._channels else None

    def _close_idle(self, which: Callable[[Channel], bool]) -> None:
        for server, channel in list(self._channels.items()):
            if channel.idle and which(channel):
                del self._channels[server]
                channel.close()

    def _drop(self, done: Callable[[Told], None]) -> None:
        for channel in self._channels.values():
            channel.drop(done)
