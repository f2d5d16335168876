"""All questions to one name server: paced, sent, sent again, and matched with what comes back."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol

import dns.exception

from crawler.net import wire
from crawler.net.replies import WITHOUT_EDNS, Question, answer_from, trouble
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source

Told = tuple[NameAnswer, bytes]
AGAIN = (0.2, 0.5, 1.0)  # shares of the time limit after which a question is sent again, and at last given up
TROUBLE_PAUSE_S = 0.1  # until a question is sent again that did not get out, or met a closed port
UDP_BYTES = 4096  # EDNS asks for less
DRAIN = 64  # messages read before other work gets its turn
PORT_QUESTIONS = 5000  # sent from one port of ours: who forges answers has to guess it anew
UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
NOTHING = wire.Asked(b"", "")  # yet
FULL = frozenset({errno.EAGAIN, errno.ENOBUFS})


class Limits(Protocol):
    """How a server may be asked; the ``[network]`` settings."""

    @property
    def dns_timeout_s(self) -> float: ...

    @property
    def dns_in_flight(self) -> int: ...

    @property
    def dns_per_second(self) -> float: ...


@dataclass(slots=True, eq=False)
class Query:
    """A question under way. Times are the event loop's."""

    question: Question
    done: Callable[[Told], None]
    asked: wire.Asked = NOTHING
    ident: int = 0
    edns: bool = True
    sent: int = 0  # times
    began: float = 0.0
    due: float = 0.0  # when to send it again, or to give it up
    trouble: NameAnswer | None = None  # what to say if nothing better comes


class Channel:
    """One server. Raises ValueError for what is no address of one.

    The sockets are connected: the kernel lets only the server's own messages in, and tells when a port is closed or no
    way leads there. That is believed when three sendings, ``TROUBLE_PAUSE_S`` apart, met it.
    """

    def __init__(self, server: tuple[str, int], limits: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._family = socket.AF_INET6 if ip_address(server[0]).version == 6 else socket.AF_INET
        if not 0 < server[1] < 1 << 16:
            raise ValueError(f"port {server[1]} does not exist")
        self._server, self._loop = server, loop
        self._timeout, self._most = limits.dns_timeout_s, limits.dns_in_flight
        self._pause = 1 / limits.dns_per_second if limits.dns_per_second else 0.0
        self._socket: socket.socket | None = None
        self._sent = 0  # from this socket
        self._retired: deque[tuple[float, socket.socket]] = deque()  # still listened to, until a loop time
        self._waiting: deque[Query] = deque()
        self._pending: dict[int, Query] = {}
        self._over_tcp: dict[asyncio.Task[None], Query] = {}
        self._next_at = 0.0
        self._held: asyncio.TimerHandle | None = None
        self._idents = _idents()
        self.busy_at = loop.time()

    @property
    def idle(self) -> bool:
        return not (self._pending or self._waiting or self._over_tcp)

    def put(self, query: Query) -> None:
        """Ask when its turn comes; ``query.done`` is called exactly once, unless it is dropped."""
        self._waiting.append(query)
        self._fill()

    def drop(self, done: Callable[[Told], None]) -> None:
        """Forget the waiting questions of a caller who went away."""
        self._waiting = deque(query for query in self._waiting if query.done is not done)

    def sweep(self, now: float) -> None:
        """Send again, or give up, what is due."""
        for query in [query for query in self._pending.values() if query.due <= now]:
            if query.sent < len(AGAIN):
                self._send(query, now)
            else:
                self._finish(query, query.trouble or trouble(query.question, AnswerKind.TIMEOUT))
        while self._retired and self._retired[0][0] <= now:
            self._shut(self._retired.popleft()[1])
        if not self.idle:
            self.busy_at = now
        self._fill()

    def close(self) -> None:
        """Give up everything."""
        queries = [*self._waiting, *self._pending.values(), *self._over_tcp.values()]
        if not self._loop.is_closed():
            for task in self._over_tcp:
                task.cancel()
        if self._held is not None:
            self._held.cancel()
        for one in (self._socket, *(old for _, old in self._retired)):
            self._shut(one)
        self._socket = None
        for container in (self._waiting, self._pending, self._over_tcp, self._retired):
            container.clear()
        for query in queries:
            query.done((trouble(query.question, AnswerKind.ERROR, "closed before an answer came"), b""))

    def _fill(self) -> None:
        """Send as many of the waiting questions as may be under way now."""
        now = self._loop.time()
        while self._waiting and len(self._pending) + len(self._over_tcp) < self._most:
            if self._pause:
                if now < self._next_at:
                    self._hold()
                    return
                self._next_at = max(self._next_at, now) + self._pause
            self._begin(self._waiting.popleft(), now)

    def _hold(self) -> None:
        if self._held is None:
            self._held = self._loop.call_at(self._next_at, self._release)

    def _release(self) -> None:
        self._held = None
        self._fill()

    def _begin(self, query: Query, now: float) -> None:
        question = query.question
        try:
            query.asked = wire.asked(question.name, question.record_type)
        except (dns.exception.DNSException, UnicodeError, KeyError) as error:
            why = f"cannot be asked: {error or type(error).__name__}"
            self._finish(query, trouble(question, AnswerKind.ERROR, why))
            return
        query.began = now
        self._enter(query)
        self._send(query, now)

    def _enter(self, query: Query) -> None:
        ident = next(self._idents)
        while ident in self._pending:
            ident = next(self._idents)
        query.ident = ident
        self._pending[ident] = query

    def _send(self, query: Query, now: float) -> None:
        query.sent += 1
        query.due = query.began + AGAIN[min(query.sent, len(AGAIN)) - 1] * self._timeout
        if query.sent == len(AGAIN):  # some old servers and firewalls drop what carries EDNS
            query.edns = False
        try:
            self._opened(now).send(self._packet(query))
        except OSError as error:
            self._note([query], error, now)

    def _packet(self, query: Query) -> bytes:
        recursive = query.question.source is Source.RESOLVER
        return wire.query_bytes(query.ident, query.asked.section, recursive=recursive, edns=query.edns)

    def _opened(self, now: float) -> socket.socket:
        """The socket to send from."""
        self._sent += 1
        if self._socket is not None and self._sent <= PORT_QUESTIONS:
            return self._socket
        if self._socket is not None:
            self._retired.append((now + self._timeout, self._socket))
            self._socket = None
        fresh = socket.socket(self._family, socket.SOCK_DGRAM)
        try:
            fresh.setblocking(False)
            fresh.connect(self._server)
        except OSError:
            fresh.close()
            raise
        self._loop.add_reader(fresh, self._read, fresh)
        self._socket, self._sent = fresh, 1
        return fresh

    def _shut(self, one: socket.socket | None) -> None:
        if one is not None:
            if not self._loop.is_closed():
                self._loop.remove_reader(one)
            one.close()

    def _read(self, one: socket.socket) -> None:
        now = self._loop.time()
        for _ in range(DRAIN):
            try:
                data = one.recv(UDP_BYTES)
            except BlockingIOError:
                break
            except OSError as error:
                self._note(list(self._pending.values()), error, now)
                break
            query = self._pending.get(data[0] << 8 | data[1]) if len(data) > 1 else None
            if query is None or not wire.is_answer_to(data, query.asked.section):
                continue
            if wire.is_cut(data):
                self._turn_to_tcp(query, data)
            else:
                self._take(query, data, "udp", now)
        self._fill()

    def _take(self, query: Query, data: bytes, transport: str, now: float) -> None:
        try:
            message = wire.read_message(data, query.asked)
        except wire.UnreadableError as error:
            self._finish(query, trouble(query.question, AnswerKind.ERROR, f"unreadable: {error}"), data)
            return
        if message.rcode in WITHOUT_EDNS and query.edns and transport == "udp":
            query.edns = False
            del self._pending[query.ident]
            self._enter(query)
            self._send(query, now)
            return
        ms = round((now - query.began) * 1000, 2)
        self._finish(query, answer_from(query.question, message, transport, ms), data)

    def _note(self, queries: list[Query], error: OSError, now: float) -> None:
        """The kernel could not send, or was told that nobody listens: try again soon, and remember why."""
        if error.errno in FULL:
            return
        kind = AnswerKind.UNREACHABLE if error.errno in UNREACHABLE else AnswerKind.ERROR
        for query in queries:
            query.trouble = trouble(query.question, kind, (error.strerror or str(error)).lower())
            query.due = min(query.due, now + TROUBLE_PAUSE_S)

    def _turn_to_tcp(self, query: Query, cut: bytes) -> None:
        del self._pending[query.ident]
        task = self._loop.create_task(self._ask_over_tcp(query, cut))
        self._over_tcp[task] = query
        task.add_done_callback(self._leave_tcp)

    def _leave_tcp(self, task: asyncio.Task[None]) -> None:
        self._over_tcp.pop(task, None)
        self._fill()

    async def _ask_over_tcp(self, query: Query, cut: bytes) -> None:
        """In what is left of the time limit, but at least half of it."""
        limit, now = self._timeout, self._loop.time()
        try:
            async with asyncio.timeout(max(query.began + limit - now, limit / 2)):
                data = await exchange(self._server, self._packet(query))
        except (OSError, EOFError, TimeoutError) as error:
            data, why = b"", f"over TCP: {error or type(error).__name__}"
        else:
            why = "cut over TCP too"
        right = data[:2] == cut[:2] and wire.is_answer_to(data, query.asked.section) and not wire.is_cut(data)
        if right:
            self._take(query, data, "tcp", self._loop.time())
        else:
            self._finish(query, trouble(query.question, AnswerKind.TRUNCATED, why), data or cut)

    def _finish(self, query: Query, answer: NameAnswer, data: bytes = b"") -> None:
        if self._pending.get(query.ident) is query:
            del self._pending[query.ident]
        query.done((answer, data))


async def exchange(server: tuple[str, int], packet: bytes) -> bytes:
    """One question over TCP (RFC 7766). Raises OSError or EOFError."""
    reader, writer = await asyncio.open_connection(*server)
    try:
        writer.write(len(packet).to_bytes(2) + packet)
        return await reader.readexactly(int.from_bytes(await reader.readexactly(2)))
    finally:
        writer.close()


def _idents() -> Iterator[int]:
    """Message ids that nobody can foretell."""
    while True:
        yield from memoryview(os.urandom(512)).cast("H")
