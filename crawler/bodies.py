"""A body as it was served, opened within a limit: a bomb is told from a page before it fills the memory."""

from __future__ import annotations

import zlib

import brotli  # type: ignore[import-untyped]

CHUNK = 1 << 16


class BodyTooLargeError(Exception):
    """The opened body would pass the limit."""


class BodyBrokenError(Exception):
    """The body is not what its Content-Encoding says. ``opened`` is what could be read before the break."""

    def __init__(self, detail: str, opened: bytes = b"") -> None:
        super().__init__(detail)
        self.opened = opened


def open_body(body: bytes, encoding: str, limit: int) -> bytes:
    """The body without its content encodings. ``limit`` is in bytes. Raises BodyTooLargeError or BodyBrokenError.

    Unknown encodings are left alone: servers also write charsets there.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if not body:
            break
        if name in {"gzip", "x-gzip", "deflate"}:
            body = _inflate(body, name, limit)
        elif name == "br":
            body = _unbrotli(body, limit)
    if len(body) > limit:
        raise BodyTooLargeError(f"more than {limit} bytes")
    return body


def _inflate(body: bytes, name: str, limit: int) -> bytes:
    if name != "deflate":
        if body[:2] != b"\x1f\x8b":
            return body  # Announced as gzip and served plain: old proxies do that.
        return _gunzip(body, limit)
    try:
        return _run(zlib.decompressobj(15), body, limit)
    except BodyBrokenError as broken:
        if broken.opened:
            raise
        return _run(zlib.decompressobj(-15), body, limit)  # raw deflate, as some servers understand the word


def _gunzip(body: bytes, limit: int) -> bytes:
    """Every member of the stream: some servers compress a page in pieces."""
    opened = b""
    while body[:2] == b"\x1f\x8b":
        engine = zlib.decompressobj(31)
        try:
            opened += _run(engine, body, limit - len(opened))
        except BodyBrokenError as broken:
            raise BodyBrokenError(str(broken), opened + broken.opened) from broken
        body = engine.unused_data
    return opened


def _run(engine: zlib._Decompress, body: bytes, limit: int) -> bytes:
    opened = bytearray()
    try:
        while body and not engine.eof:
            opened += engine.decompress(body, CHUNK)
            if len(opened) > limit:
                raise BodyTooLargeError(f"more than {limit} bytes")
            body = engine.unconsumed_tail
        opened += engine.flush() if not engine.eof else b""
    except zlib.error as error:
        raise BodyBrokenError(str(error), bytes(opened)) from error
    if not engine.eof:
        raise BodyBrokenError("the compressed stream ends early", bytes(opened))
    return bytes(opened)


def _unbrotli(body: bytes, limit: int) -> bytes:
    engine = brotli.Decompressor()
    opened = bytearray()
    try:
        while not engine.is_finished() and (body or not engine.can_accept_more_data()):
            opened += engine.process(body, output_buffer_limit=CHUNK)
            body = b""
            if len(opened) > limit:
                raise BodyTooLargeError(f"more than {limit} bytes")
    except brotli.error as error:
        raise BodyBrokenError(str(error), bytes(opened)) from error
    if not engine.is_finished():
        raise BodyBrokenError("the compressed stream ends early", bytes(opened))
    return bytes(opened)
