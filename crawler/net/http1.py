"""HTTP/1 as browsers read it.

Heads are read leniently here, because those of real portals are what strict parsers refuse: bare line feeds, no
reason, odd header names, a length beside chunks. The body's framing is h11's, which is given a clean head.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass

import h11

from crawler.net.connection import Connection
from crawler.net.destination import Destination

HEAD_BYTES = 262_144  # as much as Chromium takes
INTERIM = 20  # 1xx answers that are skipped
SLOP = 4  # bytes of junk before the status line that browsers forgive
END_OF_HEAD = re.compile(rb"\n\r?\n")
STATUS = re.compile(rb"HTTP(?:/(\d+)(?:\.(\d+))?)?[ \t]+([1-9]\d\d)(?!\d)", re.IGNORECASE)
LENGTH = re.compile(rb"\d{1,18}")
FOLD = re.compile(rb"\r?\n[ \t]+")
IN_LINE = bytes.maketrans(b"\r\0", b"  ")  # what would break a stored header
REDIRECTS = {301, 302, 303, 307, 308}

Headers = tuple[tuple[bytes, bytes], ...]


class NotHttpError(Exception):
    """What came is no HTTP."""


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers of an answer, names as they were written."""

    status: int
    chunks: bool  # whether the protocol's version knows chunks
    headers: Headers

    def all(self, name: bytes) -> list[bytes]:
        return [value for each, value in self.headers if each.lower() == name]

    def first(self, name: bytes) -> bytes:
        return next(iter(self.all(name)), b"")

    @property
    def location(self) -> bytes:
        """Where a redirect leads, as written; empty for other answers."""
        return self.first(b"location") if self.status in REDIRECTS else b""


def request(place: Destination, agent: str, cookies: str) -> h11.Request:
    """The one request of a connection."""
    headers = [
        (b"Host", place.authority.encode()),
        (b"User-Agent", "".join(filter(str.isprintable, agent)).strip().encode()),
        (b"Accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        (b"Accept-Language", b"zh-CN,zh;q=0.9,en;q=0.5"),
        (b"Accept-Encoding", b"gzip"),
        (b"Connection", b"close"),
    ]
    if cookies:
        headers.append((b"Cookie", cookies.encode()))
    return h11.Request(method="GET", target=place.target, headers=headers)


def text(value: bytes) -> str:
    """A header's words: UTF-8 where it is, else one character for each byte."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def read_head(connection: Connection) -> tuple[Head, bytes]:
    """The head of the answer, and what came behind it. Raises NotHttpError, and OSError for what the line does."""
    data = bytearray()
    for _ in range(INTERIM):
        end = await _head_end(connection, data)
        head = _parse(bytes(data[:end]))
        del data[:end]
        if head.status >= 200:
            return head, bytes(data)
    raise NotHttpError("interim answers without end")


async def _head_end(connection: Connection, data: bytearray) -> int:
    searched = 0
    while True:
        _skip_slop(data)
        found = END_OF_HEAD.search(data, searched)
        if found:
            return found.end()
        if len(data) > HEAD_BYTES:
            raise NotHttpError("a head without end")
        searched = max(0, len(data) - 2)
        more = await connection.receive()
        if not more:
            _closed_early(bytes(data))
        data += more


def _skip_slop(data: bytearray) -> None:
    """Drop what stands before the status line. Raises NotHttpError where no status line can follow any more."""
    if data.startswith((b"\r", b"\n")):
        del data[: len(data) - len(data.lstrip(b"\r\n"))]
    at = data[: SLOP + 4].upper().find(b"HTTP")
    if at > 0:
        del data[:at]
    if at < 0 and len(data) >= SLOP + 4:
        raise NotHttpError(f"begins with {bytes(data[:40])!r}")


def _closed_early(data: bytes) -> None:
    if not b"HTTP".startswith(data[:4].upper()):
        raise NotHttpError(f"all that came: {data[:40]!r}")
    raise ConnectionResetError(errno.ECONNRESET, "closed before an answer" if not data else "closed within the head")


def _parse(raw: bytes) -> Head:
    first, _, rest = raw.partition(b"\n")
    status = STATUS.match(first)
    if not status:
        raise NotHttpError(f"status line {first[:40]!r}")
    unfolded = FOLD.sub(b" ", rest).translate(IN_LINE)
    lines = (line.partition(b":") for line in unfolded.split(b"\n"))
    headers = tuple((name.strip(), value.strip()) for name, colon, value in lines if colon and name.strip())
    old = status[1] == b"1" and status[2] == b"0"
    return Head(int(status[3]), not old, headers)


def begin(asked: h11.Request) -> tuple[h11.Connection, bytes]:
    """h11 for one exchange, and the bytes to send."""
    reader = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES)
    parts = (reader.send(asked), reader.send(h11.EndOfMessage()))
    return reader, b"".join(part for part in parts if part)


def _end_of_body(head: Head) -> bytes:
    """The one header that tells the body's end: chunks before a length, and nothing where lengths disagree."""
    if head.chunks and any(b"chunked" in value.lower() for value in head.all(b"transfer-encoding")):
        return b"Transfer-Encoding: chunked\r\n"
    lengths = {one.strip() for value in head.all(b"content-length") for one in value.split(b",")}
    if len(lengths) == 1 and LENGTH.fullmatch(length := lengths.pop()):
        return b"Content-Length: %b\r\n" % length
    return b""


def frame(reader: h11.Connection, head: Head, behind: bytes) -> None:
    """Tell h11 only what bears on where the body ends, and what came behind the head."""
    reader.receive_data(b"HTTP/1.1 %d \r\n%b\r\n" % (head.status, _end_of_body(head)))
    reader.next_event()
    if behind:
        reader.receive_data(behind)


async def read_body(connection: Connection, reader: h11.Connection, body: bytearray, limit: int) -> str:
    """Fill ``body`` with at most ``limit`` bytes. Returns why it is not whole; nothing where it is. Raises OSError for
    what the line does; what came before stays."""
    try:
        while True:
            event = reader.next_event()
            if isinstance(event, h11.Data):
                body += event.data[: limit - len(body) + 1]
                if len(body) > limit:
                    del body[limit:]
                    return f"cut after {limit} bytes"
            elif event is h11.NEED_DATA:
                reader.receive_data(await connection.receive())
            else:
                return ""
    except h11.RemoteProtocolError as error:
        return str(error)  # closed early, or chunks that are none
