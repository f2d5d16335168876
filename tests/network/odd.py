"""A web server for what nginx cannot be made to do: break off, keep silent, talk no HTTP, be slow, count visitors."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from itertools import count

from tests.network.web import ODD, home
from tests.network.world import SITES, Site, own4, own6

PIECES = 5
PIECE_S = 0.1  # between two pieces of a slow answer
NOT_HTTP = b"220 mail.elsewhere.test ESMTP ready\r\n"
ENDLESS = "<p>本页没有尽头。</p>".encode() * 1000
VISITS = count(20_481)


async def serve_odd() -> list[asyncio.Server]:
    """Listen on the addresses of every website that is served oddly over a family."""
    return [
        await asyncio.start_server(_visitor(site, behind), address, 80)
        for site in SITES
        for address, behind in ((own4(site), site.web4), (own6(site), site.web6))
        if behind in ODD
    ]


def _visitor(site: Site, behind: str):  # type: ignore[no-untyped-def]
    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await _answer(site, behind, reader, writer)
        writer.close()

    return visit


async def _answer(site: Site, behind: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    if behind == "mute":
        await reader.read()  # until the visitor gives up
    elif behind == "reset":
        opened: socket.socket = writer.get_extra_info("socket")
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif behind == "stall":
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<html><head>")
        await writer.drain()
        await reader.read()  # until the visitor gives up
    elif behind in ("tarpit", "endless"):
        await _stream(writer, wait_s=PIECE_S if behind == "tarpit" else 0)
    elif behind == "garbage":
        writer.write(NOT_HTTP)
        await writer.drain()
    else:
        await _page(site, writer, slow=behind == "slow")


async def _stream(writer: asyncio.StreamWriter, wait_s: float) -> None:
    """An answer without end: its head byte by byte, or its body as fast as it is taken."""
    if not wait_s:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n")
    while True:
        writer.write(b"<" if wait_s else ENDLESS)
        await writer.drain()
        await asyncio.sleep(wait_s)


async def _page(site: Site, writer: asyncio.StreamWriter, *, slow: bool) -> None:
    seen = next(VISITS)
    visits = (
        "" if slow else f"<p>您是第{seen}位访客　现在是2026年11月22日 {seen % 24:02}:{seen % 60:02}:{seen % 59:02}</p>"
    )
    body = home(site, visits).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    size = len(body) // PIECES + 1 if slow else len(body)
    for at, piece in enumerate([head, *(body[at : at + size] for at in range(0, len(body), size))]):
        if slow and at:
            await asyncio.sleep(PIECE_S)
        writer.write(piece)
        await writer.drain()
