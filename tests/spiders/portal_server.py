"""A web server on loopback whose routes are named for their fault."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

BODY = "<p>云溪县人民政府欢迎您，这里是首页的正文。</p>"
PAGE = f"<html><head><title>云溪县人民政府</title></head><body>{BODY}</body></html>"
SCRIPTED = """<html><head><title>云溪县人民政府</title></head><body><div id="app"></div><script>
document.getElementById("app").innerHTML = "<ul><li>脚本" + "写出的公告</li></ul>";
fetch("http://10.0.0.1/").then(() => document.body.append("内" + "网"));
</script></body></html>"""
HTML = "text/html; charset=utf-8"


def answer(body: bytes, status: int = 200, headers: tuple[str, ...] = (), kind: str = HTML) -> bytes:
    head = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


def plain(path: str) -> bytes | None:
    """The whole answer of an ordinary route."""
    return routes().get(path)


@cache
def routes() -> dict[str, bytes]:
    page = PAGE.encode()
    return {
        "/": answer(page),
        "/robots.txt": answer(b"", 404),
        "/gbk": answer(PAGE.encode("gb18030"), kind="text/html; charset=gbk"),
        "/loop": answer(b"", 302, ("Location: /loop2",)),
        "/loop2": answer(b"", 302, ("Location: /loop",)),
        "/moved": answer(b"", 301, ("Location: /",)),
        "/away": answer(b"", 302, ("Location: http://parked.example/",)),
        "/inside": answer(b"", 302, ("Location: http://10.0.0.1/admin",)),
        "/blocked412": answer(b"<html><body><script>$_ts=window['$_ts'];</script></body></html>", 412),
        "/bomb": answer(gzip.compress(b"\0" * (64 << 20)), headers=("Content-Encoding: gzip",)),
        "/broken-gzip": answer(gzip.compress(page)[:-20], headers=("Content-Encoding: gzip",)),
        "/gzip": answer(gzip.compress(page), headers=("Content-Encoding: gzip",)),
        "/one-line-20mb": answer(b"<html><body>" + b"x" * (20 << 20)),
        "/long": answer(PAGE.replace(BODY, BODY * 9_000).encode()),
        "/scripted": answer(SCRIPTED.encode()),
        "/half": answer(page)[:-40],
    }


class Portal:
    """``requests`` counts by (host, path); a host in ``held`` never answers; ``more`` are routes of a test, ``turns``
    what a path answers first, one after the other."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str]] = Counter()
        self.robots: dict[str, bytes] = {}
        self.held: set[str] = set()
        self.more: dict[str, bytes] = {}
        self.turns: dict[str, list[bytes]] = {}
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._one, "0.0.0.0", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError):
            while await self._answer(reader, writer):
                pass
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split(" ")[1]
        host = head.lower().split("host: ")[1].split("\r\n")[0].split(":")[0]
        self.requests[host, path] += 1
        if host in self.held:
            await self._stop.wait()
            return False
        if self.turns.get(path):
            writer.write(self.turns[path].pop(0))
        elif path == "/robots.txt" and host in self.robots:
            writer.write(self.robots[host])
        elif path == "/huge":
            await self._endless(writer)
        elif path == "/slow":
            await self._stop.wait()
        else:
            writer.write(self.more.get(path) or plain(path) or answer(b"<html><body>404 not found</body></html>", 404))
            await writer.drain()
            return path != "/half" and "connection: close" not in head.lower()
        await writer.drain()
        return path == "/robots.txt"

    async def _endless(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"<p>endless</p>" * 5000)
            await writer.drain()


@contextmanager
def portal() -> Iterator[Portal]:
    routes()
    served = Portal()
    served._thread.start()
    served._ready.wait()
    try:
        yield served
    finally:
        served._loop.call_soon_threadsafe(served._stop.set)
        served._thread.join(5)
