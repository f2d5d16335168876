"""A proxy of our own for the browser: it connects to checked addresses and to nothing else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from crawler.faults import RefusedError
from crawler.net.names import CHECKED, Names

HEAD_LIMIT = 1 << 16
CHUNK = 1 << 16
LINE_HEADERS = re.compile(rb"\r\n(?:Proxy-Connection|Connection|Keep-Alive):[^\r\n]*", re.I)
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
UNREACHED = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class BorderProxy:
    """CONNECT and plain HTTP, one request a connection, on a free port of the loopback."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Its address, as a browser wants it."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_LIMIT)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._connect(await reader.readuntil(b"\r\n\r\n"), reader, writer)
        except RefusedError:
            writer.write(REFUSED)
        except (OSError, ValueError, EOFError, asyncio.LimitOverrunError):
            writer.write(UNREACHED)
        finally:
            writer.close()

    async def _connect(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, address, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        parts = urlsplit(f"//{address}" if method == "CONNECT" else address)
        host = (parts.hostname or "").lower()
        await self._names.check(host)
        far_reader, far_writer = await asyncio.open_connection(CHECKED[host][0], parts.port or 80)
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                far_writer.write(_own_head(head, address))
                writer.write(_closing(await far_reader.readuntil(b"\r\n\r\n")))
            await _exchange(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.close()


async def _exchange(*pumps: Coroutine[Any, Any, None]) -> None:
    """Both ways at once, until one side is done."""
    running = [asyncio.ensure_future(pump) for pump in pumps]
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    for pump in running:
        pump.cancel()


def _own_head(head: bytes, address: str) -> bytes:
    """The request as the server itself wants it: path only, and closed after one answer."""
    origin = re.match(r"https?://[^/?#]+", address, re.I)
    path = address[origin.end() :] if origin else address
    head = head.replace(address.encode("latin-1"), (path or "/").encode("latin-1"), 1)
    return _closing(head)


def _closing(head: bytes) -> bytes:
    """A head that promises no second exchange: the next request may be for another host."""
    return LINE_HEADERS.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n"


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
