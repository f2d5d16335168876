"""The whole city on loopback: an HTTP proxy and a DNS server on free ports, no root, one thread.

>>> with serve(build_city()) as world: ...  # world.proxy, world.nameservers, world.requests
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Protocol
from urllib.parse import urlsplit

from tests.world import answers, dns_server
from tests.world.model import Answer, Names

HANG_S = 10.0  # a silent host closes after this long; the sample settings give up after 6 s
ENDLESS_MIB = 256
COUNTED = 50_000  # different (host, path) pairs counted at most
REASONS = {200: "OK", 302: "Found", 403: "Forbidden", 404: "Not Found", 412: "Precondition Failed",
           500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}  # fmt: skip
SQUID = "<html><head><title>ERROR: The requested URL could not be retrieved</title></head><body></body></html>"


class Served(Protocol):
    """What can be served: host and path to an answer, and the names that DNS knows."""

    names: dict[str, Names]

    def answer(self, host: str, path: str) -> Answer | None: ...


class World:
    """A running city. ``requests`` counts what was asked, by (host, path)."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.requests: Counter[tuple[str, str]] = Counter()
        self.questions: Counter[tuple[str, str]] = Counter()
        self.proxy = ""
        self.nameservers: list[str] = []  # two, as an office has: what both say is believed
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._trouble: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="sample-city", daemon=True)

    def start(self) -> None:
        """Returns when both ports answer."""
        self._thread.start()
        self._ready.wait()
        if self._trouble:
            raise self._trouble

    def stop(self) -> None:
        """Close both ports and end the thread; a second call does nothing."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    @contextlib.asynccontextmanager
    async def asked(self, host: str, path: str) -> AsyncIterator[None]:
        """A request, until its answer has gone out."""
        if (host, path) in self.requests or len(self.requests) < COUNTED:
            self.requests[host, path] += 1
        yield

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as error:
            self._trouble = error
            self._ready.set()
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        web = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=65536, backlog=512)
        known = {**self.served.names, **dns_server.CONTROL}
        names = [await dns_server.start(known, self.questions) for _ in range(2)]
        self.proxy = f"http://127.0.0.1:{web.sockets[0].getsockname()[1]}"
        self.nameservers = [one.address for one in names]
        self._ready.set()
        await self._stopping.wait()
        web.close()
        for one in names:
            one.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; True where the connection stays open."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, _, rest = head.partition("\r\n")
        method, address, version = [*line.split(" "), "", ""][:3]
        fields = {
            name.strip().lower(): value.strip() for name, _, value in (f.partition(":") for f in rest.split("\r\n"))
        }
        body = await reader.readexactly(min(int(fields.get("content-length") or 0), 65536))
        if method == "CONNECT":
            await _send(writer, _error(502, "ERR_CONNECT_FAIL 111"), method, keep=False)
            return False
        parts = urlsplit(address if "://" in address else f"http://{fields.get('host', '')}{address}")
        host, path = (parts.hostname or "").lower(), (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if body and method == "POST":
            path += f"?{body.decode('latin-1')}"
        keep = version == "HTTP/1.1" and fields.get("connection", "").lower() != "close"
        async with self.asked(host, path):
            return await _send(writer, self._answer(host, path), method, keep=keep)

    def _answer(self, host: str, path: str) -> Answer:
        kind = self.served.names[host].a[0] if host in self.served.names else "nxdomain"
        if kind != "answer":
            return _error(503, "ERR_DNS_FAIL 0")
        return self.served.answer(host, path) or _error(503, "ERR_CONNECT_FAIL 111")


def _error(status: int, reason: str) -> Answer:
    return Answer(SQUID.encode(), status, headers=(("X-Squid-Error", reason),))


async def _send(writer: asyncio.StreamWriter, answer: Answer, method: str, *, keep: bool) -> bool:
    if answer.manner == "hang":
        await asyncio.sleep(HANG_S)
        return False
    if answer.manner == "drop":
        return False
    if answer.manner == "refused":
        answer = _error(503, "ERR_CONNECT_FAIL 111")
    if answer.manner == "endless":
        await _send_endless(writer)
        return False
    body = answer.body
    if answer.manner in answers.LARGE:  # made beside the loop: nobody else waits
        body = await asyncio.to_thread(answers.LARGE[answer.manner])
    whole = keep and answer.manner != "half"
    lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {answer.content_type}", f"Connection: {'keep-alive' if whole else 'close'}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    if method != "HEAD":
        writer.write(body[: len(body) // 2] if answer.manner == "half" else body)
    await writer.drain()
    return whole


async def _send_endless(writer: asyncio.StreamWriter) -> None:
    """A body without an end: it stops when the client has gone, or at 256 MiB."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n<html><body>")
    chunk = "<p>持续输出的日志内容。</p>\n".encode() * 2048
    for _ in range(ENDLESS_MIB * answers.MIB // len(chunk)):
        writer.write(chunk)
        await writer.drain()
        if writer.is_closing():
            return


@contextlib.contextmanager
def serve(served: Served | World) -> Iterator[World]:
    """A running world, stopped at the end of the block."""
    world = served if isinstance(served, World) else World(served)
    world.start()
    try:
        yield world
    finally:
        world.stop()
