from __future__ import annotations

import contextlib
import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.bodies import BodyBrokenError, BodyTooLargeError, open_body

PAGE = b"<p>\xe6\x94\xbf\xe5\xba\x9c</p>" * 500
LIMIT = 1 << 20


def gz(body: bytes) -> bytes:
    """The same bytes each second: they name the tests."""
    return gzip.compress(body, mtime=0)


def raw_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(body) + engine.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", PAGE), ("identity", PAGE), ("utf-8", PAGE), ("gzip", gz(PAGE)), ("X-GZIP", gz(PAGE)),
        ("gzip", PAGE), ("gzip", gz(PAGE[:99]) + gz(PAGE[99:])),
        ("deflate", zlib.compress(PAGE)), ("deflate", raw_deflate(PAGE)), ("br", brotli.compress(PAGE)),
        ("deflate, gzip", gz(zlib.compress(PAGE))),
    ],
)  # fmt: skip
def test_every_encoding_servers_use_is_opened(encoding: str, packed: bytes) -> None:
    assert open_body(packed, encoding, LIMIT) == PAGE


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [("gzip", gz(b"\0" * (64 << 20))), ("br", brotli.compress(b"\0" * (64 << 20))), ("", b"\0" * (2 << 20))],
)
def test_a_bomb_stops_at_the_limit(encoding: str, bomb: bytes) -> None:
    with pytest.raises(BodyTooLargeError):
        open_body(bomb, encoding, LIMIT)


@pytest.mark.parametrize(("encoding", "packed"), [("gzip", gz(PAGE)), ("br", brotli.compress(PAGE))])
def test_a_cut_stream_gives_what_could_be_read(encoding: str, packed: bytes) -> None:
    with pytest.raises(BodyBrokenError) as caught:
        open_body(packed[:-6], encoding, LIMIT)
    assert PAGE.startswith(caught.value.opened)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "x"]))
def test_any_bytes_are_opened_or_refused(body: bytes, encoding: str) -> None:
    with contextlib.suppress(BodyBrokenError, BodyTooLargeError):
        assert isinstance(open_body(b"\x1f\x8b" + body, encoding, LIMIT), bytes)
