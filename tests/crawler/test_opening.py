"""Probes of real servers on loopback: every step of an attempt, and every way to break one off."""

from __future__ import annotations

import asyncio
import errno
import gzip
import os
import shlex
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.addresses import may_lead
from crawler.config import Config, Ipv6, Network
from crawler.net.connection import trouble
from crawler.net.opening import Opened, Prober, curl_command
from crawler.net.refusal import sender
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose, probe_to_json, read_probe
from tests.crawler.doors import (
    NOW,
    Door,
    Talk,
    door,
    drip,
    flood,
    silence,
    then_reset,
    then_silence,
)

LOOPBACK = ("127.0.0.0/8", "::1/128")
HOST = "www.yunxi.gov.test"
PAGE = "<title>云溪市人民政府</title>".encode()
GOOD = (
    b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    % (len(PAGE))
    + PAGE
)


def config(timeout_s: float = 5.0, allow: tuple[str, ...] = LOOPBACK) -> Config:
    return Config(
        network=Network(user_agent="spotcheck/0.1", contact="https://office.gov.test", allow_private=allow),
        ipv6=Ipv6(timeout_s=timeout_s),
    )


async def nowhere(host: str, family: Family) -> tuple[str, ...]:
    return ()


def known(**hosts: str) -> Callable[[str, Family], Awaitable[tuple[str, ...]]]:
    async def look_up(host: str, family: Family) -> tuple[str, ...]:
        return tuple(hosts[host.partition(".")[0]].split()) if host.partition(".")[0] in hosts else ()

    return look_up


async def enter(
    port: int, path: str = "/", *, host: str = HOST, scheme: str = "http", timeout_s: float = 5.0, **more: Any
) -> Opened:
    settings = more.pop("config", config(timeout_s))
    prober = Prober(settings, more.pop("look_up", nowhere)).following(more.pop("follows", bool))
    options: dict[str, Any] = {"purpose": Purpose.HOME, "body_limit": 100_000, "at": NOW, **more}
    family, address = options.pop("family", Family.V4), options.pop("address", "127.0.0.1")
    opened = await prober.open(f"{scheme}://{host}:{port}{path}", family, address, **options)
    assert read_probe(probe_to_json(opened.probe)) == opened.probe
    return opened


@cache
def ipv6_loopback() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def ask(*answers: bytes | Talk, tls: ssl.SSLContext | None = None, **options: Any) -> tuple[Opened, Door]:
    """One attempt at a server that gives these answers."""
    if options.get("address") == "::1" and not ipv6_loopback():
        pytest.skip("this machine's loopback has no IPv6")

    async def attempt() -> tuple[Opened, Door]:
        async with door(*answers, address=options.get("address", "127.0.0.1"), tls=tls) as server:
            scheme = "https" if tls else "http"
            return await enter(server.port, **{"scheme": scheme, **options}), server

    return asyncio.run(attempt())


def probe(*answers: bytes | Talk, **options: Any) -> Probe:
    return ask(*answers, **options)[0].probe


def test_a_good_page_is_opened_step_by_step() -> None:
    opened, server = ask(GOOD)
    seen = opened.probe
    assert (seen.end, seen.status, seen.opened, seen.whole) == (End.ANSWERED, 200, True, True)
    assert opened.body == PAGE
    assert seen.length == len(PAGE)
    assert seen.content_type == "text/html; charset=utf-8"
    assert [step.name for step in seen.hops[0].steps] == ["tcp", "http", "body"]
    assert all(step.ms >= 0 for step in seen.hops[0].steps)
    assert (seen.hops[0].server, seen.hops[0].address, seen.hops[0].port) == ("nginx", "127.0.0.1", server.port)


def test_a_request_names_the_true_host_and_who_asks() -> None:
    opened, server = ask(GOOD, path="/a%20b?c=d#e")
    lines = server.heads[0].decode().split("\r\n")
    assert lines[0] == "GET /a%20b?c=d HTTP/1.1"
    assert f"Host: {HOST}:{server.port}" in lines
    assert "User-Agent: spotcheck/0.1 (+https://office.gov.test)" in lines
    assert "Accept-Encoding: gzip" in lines
    assert "Connection: close" in lines
    assert ("Host", f"{HOST}:{server.port}") in opened.request_headers
    assert ("Server", "nginx") in opened.response_headers


def test_an_ipv6_address_is_opened_over_ipv6_only() -> None:
    seen = probe(GOOD, family=Family.V6, address="::1")
    assert (seen.end, seen.address) == (End.ANSWERED, "::1")


def test_a_chinese_host_is_asked_for_by_its_encoded_name() -> None:
    opened, server = ask(GOOD, host="云溪.政务.test", path="/首页")
    assert f"Host: xn--9kq759e.xn--zfr164b.test:{server.port}".encode() in server.heads[0]
    assert b"GET /%E9%A6%96%E9%A1%B5 " in server.heads[0]
    assert opened.probe.opened


def test_an_address_as_host_keeps_its_brackets() -> None:
    opened, server = ask(GOOD, host="[::1]", family=Family.V6, address="::1")
    assert f"Host: [::1]:{server.port}".encode() in server.heads[0]
    assert opened.probe.opened


def test_a_closed_door_is_refused() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        seen = asyncio.run(enter(unused.getsockname()[1])).probe
    assert (seen.end, seen.status, seen.hops[0].steps) == (End.REFUSED, 0, ())
    assert seen.hops[0].detail == "tcp: connection refused"


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_who_refused_is_read_from_what_the_kernel_noted(family: socket.AddressFamily) -> None:
    error = struct.pack("=IBBBxII", 111, 3 if family == socket.AF_INET6 else 2, 1, 4, 0, 0)
    address = "240e:dead::ff" if family == socket.AF_INET6 else "198.18.0.7"
    middle = b"\0" * (6 if family == socket.AF_INET6 else 2)
    note = error + struct.pack("=H", family) + middle + socket.inet_pton(family, address) + b"\0" * 8
    assert sender(note) == address
    assert sender(error) == ""
    assert sender(b"") == ""
    assert sender(struct.pack("=IBBBxII", 111, 1, 0, 0, 0, 0) + note[16:]) == "", "our own kernel is no messenger"


def test_an_ipv4_address_in_ipv6_clothes_never_goes_over_ipv4() -> None:
    async def attempt() -> tuple[Probe, list[bytes]]:
        async with door(GOOD) as server:
            opened = await enter(server.port, family=Family.V6, address="::ffff:127.0.0.1")
            return opened.probe, server.heads

    seen, heads = asyncio.run(attempt())
    assert (seen.end, seen.opened, heads) == (End.NO_ROUTE, False, [])


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (errno.ECONNREFUSED, End.REFUSED),
        (errno.ENETUNREACH, End.NO_ROUTE),
        (errno.EHOSTUNREACH, End.NO_ROUTE),
        (errno.EADDRNOTAVAIL, End.NO_ROUTE),
        (errno.EAFNOSUPPORT, End.NO_ROUTE),
        (errno.EACCES, End.NO_ROUTE),
        (errno.ETIMEDOUT, End.TIMEOUT),
        (errno.ECONNRESET, End.RESET),
        (errno.EPIPE, End.RESET),
        (errno.ECONNABORTED, End.RESET),
        (errno.EMFILE, End.ERROR),
        (errno.EINVAL, End.ERROR),
    ],
)
def test_an_error_of_the_line_is_named_for_whose_it_is(error: int, end: End) -> None:
    assert trouble(OSError(error, os.strerror(error)))[0] is end
    assert "127.0.0.1" not in trouble(OSError(error, "Connect call failed ('127.0.0.1', 80)"))[1]


def test_a_name_that_nobody_answers_for_is_a_timeout() -> None:
    async def for_ever(host: str, family: Family) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    seen = probe(moved("http://m.yunxi.gov.test/"), look_up=for_ever, timeout_s=0.1)
    assert (seen.end, seen.hops[-1].address) == (End.TIMEOUT, "")


def test_silence_before_the_head_is_a_timeout() -> None:
    seen = probe(silence, timeout_s=0.1)
    assert (seen.end, seen.hops[0].detail) == (End.TIMEOUT, "http: no answer")
    assert [step.name for step in seen.hops[0].steps] == ["tcp"]


def test_silence_in_the_head_is_a_timeout() -> None:
    assert probe(then_silence(b"HTTP/1.1 200 OK\r\nServer: ngi"), timeout_s=0.1).end is End.TIMEOUT
    assert probe(drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), timeout_s=0.1).end is End.TIMEOUT


def test_silence_in_the_handshake_is_a_timeout() -> None:
    seen = probe(silence, scheme="https", timeout_s=0.1)
    assert (seen.end, seen.hops[0].detail) == (End.TIMEOUT, "tls: no answer")


def test_a_body_still_coming_at_the_limit_is_an_answer_that_was_cut() -> None:
    opened, _ = ask(drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"drop"), timeout_s=0.2)
    assert (opened.probe.end, opened.probe.whole) == (End.ANSWERED, False)
    assert opened.body.startswith(b"dropdrop")
    assert opened.probe.length == len(opened.body)
    assert [step.name for step in opened.probe.hops[0].steps] == ["tcp", "http", "body"]


def test_a_connection_that_breaks_off_before_the_head_is_reset() -> None:
    assert probe(then_reset(b"", wait=False)).end is End.RESET
    assert probe(then_reset(b"")).end is End.RESET
    assert probe(then_reset(b"HTTP/1.1 200 OK\r\nSer")).end is End.RESET
    assert probe(b"").end is End.RESET
    assert probe(b"HTTP/1.1 200 OK\r\nSer").end is End.RESET
    assert probe(then_reset(b"", wait=False), scheme="https").end is End.RESET


def test_a_body_that_breaks_off_is_not_whole() -> None:
    for answer in (
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        then_reset(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
        then_reset(b"HTTP/1.1 200 OK\r\n\r\nhalf"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nno chunk\r\n",
    ):
        opened, _ = ask(answer)
        assert (opened.probe.end, opened.body, opened.probe.whole) == (End.ANSWERED, b"half", False)


def test_a_body_is_cut_at_the_limit() -> None:
    opened, _ = ask(flood(b"HTTP/1.1 200 OK\r\n\r\n"), body_limit=1000)
    assert (opened.body, opened.probe.length, opened.probe.whole) == (b"x" * 1000, 1000, False)
    opened, _ = ask(GOOD, body_limit=len(PAGE))
    assert opened.probe.whole


def test_chunks_are_joined_and_gzip_is_kept() -> None:
    packed = gzip.compress(PAGE)
    chunks = b"".join(b"%x;note=1\r\n%b\r\n" % (len(part), part) for part in (packed[:7], packed[7:]))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    opened, _ = ask(head + chunks + b"0\r\nTrailer: x\r\n\r\n")
    assert (opened.body, opened.probe.whole) == (packed, True)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\nServer: old\n\npage",
        b"HTTP/1.1 200\r\n\r\npage",
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\npage",
        b"http/1.1 200 ok\r\n\r\npage",
        b"HTTP/1.1  200 OK\r\n\r\npage",
        b"HTTP 200 OK\r\n\r\npage",
        b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\npage",
        b"junkHTTP/1.1 200 OK\r\n\r\npage",
        b"HTTP/1.1 200 \xb3\xc9\xb9\xa6\r\nX-\xd6\xd0: \xce\xc4\r\n\r\npage",
        b"HTTP/1.1 200 OK\r\nBad Name: 1\r\nno colon\r\n: no name\r\n folded\r\nX: 1\r\n 2\r\n\r\npage",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\nContent-Length: 4\r\n\r\npage",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 7\r\n\r\npage",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\npage",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\npage",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\npage",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage and more",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\npage",
    ],
)
def test_broken_heads_are_read_as_browsers_read_them(answer: bytes) -> None:
    opened, _ = ask(answer)
    assert (opened.probe.end, opened.probe.status, opened.body, opened.probe.whole) == (
        End.ANSWERED,
        200,
        b"page",
        True,
    )


@pytest.mark.parametrize(
    "answer",
    [
        PAGE,
        b"hi",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"220 mail.gov.test ESMTP\r\n\r\n",
        bytes(range(256)),
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
    ],
)
def test_what_is_no_http_is_said_to_be_none(answer: bytes) -> None:
    opened, _ = ask(answer)
    assert (opened.probe.end, opened.probe.status, opened.body) == (End.NOT_HTTP, 0, b"")


def test_an_answer_that_comes_before_the_request_is_heard() -> None:
    seen = probe(then_reset(b"HTTP/1.1 403 Forbidden\r\n\r\n", wait=False))
    assert (seen.end, seen.status) == (End.ANSWERED, 403)


def test_headers_are_kept_as_they_came() -> None:
    opened, _ = ask(
        b"HTTP/1.1 200 OK\r\nServer: \xe4\xba\x91\r\nX-\xd6\xd0: \xb3\xc9\rA\0\r\nBad name:  1 \r\nBAD NAME: 2\r\n\r\n"
    )
    assert opened.probe.hops[0].server == "云"
    assert opened.response_headers[0] == ("Server", "\xe4\xba\x91")
    assert opened.response_headers[1:] == (("X-\xd6\xd0", "\xb3\xc9 A"), ("Bad name", "1"), ("BAD NAME", "2"))


def test_answers_without_a_body_end_with_their_head() -> None:
    for status in (b"204 No Content", b"304 Not Modified"):
        opened, _ = ask(then_silence(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\n"), timeout_s=1.0)
        assert (opened.probe.end, opened.body, opened.probe.whole) == (End.ANSWERED, b"", True)


def moved(to: str, status: int = 302, cookie: str = "") -> bytes:
    more = f"Set-Cookie: {cookie}; Path=/\r\n" if cookie else ""
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\n{more}Content-Length: 9\r\n\r\nelsewhere".encode()


def test_a_redirect_on_the_same_host_goes_to_the_same_address() -> None:
    opened, server = ask(moved("../index.html?a=b"), GOOD, path="/x/y")
    assert [hop.status for hop in opened.probe.hops] == [302, 200]
    assert [hop.address for hop in opened.probe.hops] == ["127.0.0.1"] * 2
    assert opened.probe.hops[0].location == "../index.html?a=b"
    assert opened.probe.hops[1].url == f"http://{HOST}:{server.port}/index.html?a=b"
    assert opened.probe.opened


def test_a_redirect_to_another_host_goes_where_it_was_looked_up() -> None:
    async def attempt() -> tuple[Opened, list[bytes]]:
        async with door(GOOD, address="127.0.0.2") as other, door(moved(f"//m.yunxi.gov.test:{other.port}/")) as first:
            return await enter(first.port, look_up=known(m="127.0.0.2 127.0.0.3")), other.heads

    opened, heads = asyncio.run(attempt())
    assert [hop.address for hop in opened.probe.hops] == ["127.0.0.1", "127.0.0.2"]
    assert (opened.probe.address, opened.probe.opened) == ("127.0.0.1", True)
    assert b"Host: m.yunxi.gov.test:" in heads[0]


def test_a_redirect_to_a_host_without_an_address_of_the_family_ends_there() -> None:
    for there in ("", "::1"):
        seen = probe(moved("http://m.yunxi.gov.test/"), look_up=known(m=there))
        assert (seen.end, seen.hops[-1].address, seen.status) == (End.NO_ADDRESS, "", 0)
    assert probe(moved("http://[::1]/")).end is End.NO_ADDRESS


def test_a_redirect_into_a_private_network_is_not_followed() -> None:
    for there in ("http://inside.yunxi.gov.test/", "http://10.1.2.3/", "http://0xa010203/", "http://167838211/"):
        seen = probe(moved(there), look_up=known(inside="10.1.2.3"))
        assert (seen.end, len(seen.hops), seen.hops[-1].address) == (End.FORBIDDEN, 2, "")


def test_an_address_that_no_guest_may_enter_is_not_entered() -> None:
    opened, server = ask(GOOD, config=config(allow=()))
    assert (opened.probe.end, server.heads) == (End.FORBIDDEN, [])


def test_redirects_lead_to_the_web_only() -> None:
    for there in ("ftp://www.yunxi.gov.test/", "javascript:void(0)", "file:///etc/passwd", "weixin://dl"):
        assert probe(moved(there)).end is End.FORBIDDEN
    for there in ("http://[bad/", "https://", "http://a b/", "http://www.yunxi.gov.test:99999/", "http://x:0/"):
        assert probe(moved(there)).end is End.ERROR


def test_a_first_address_that_is_none_is_an_error_and_no_exception() -> None:
    async def attempt(url: str, address: str) -> Probe:
        prober = Prober(config(), nowhere)
        opened = await prober.open(url, Family.V4, address, purpose=Purpose.LINK, body_limit=9, at=NOW)
        assert read_probe(probe_to_json(opened.probe)) == opened.probe
        return opened.probe

    for url in ("", "http://", "http://\ud800/", "http://[::1", "//x", "http://ß.-\u0301/"):
        assert asyncio.run(attempt(url, "127.0.0.1")).end in {End.ERROR, End.FORBIDDEN}
    for address in ("", "nowhere", "::1", "127.0.0.1%lo"):
        assert asyncio.run(attempt(f"http://{HOST}/", address)).end is End.NO_ADDRESS


def test_redirects_in_a_circle_end() -> None:
    opened, server = ask(moved("/"))
    assert (opened.probe.end, opened.probe.status, len(server.heads)) == (End.TOO_MANY_HOPS, 302, 2)
    opened, server = ask(*(moved(f"/{number}") for number in range(20)))
    assert (opened.probe.end, len(server.heads)) == (End.TOO_MANY_HOPS, 6)
    assert opened.probe.hops[-1].location == "/5"


def test_five_redirects_are_followed() -> None:
    seen = probe(*(moved(f"/{number}") for number in range(5)), GOOD)
    assert (seen.opened, len(seen.hops)) == (True, 6)


def test_a_firewall_that_sets_a_cookie_and_sends_in_a_circle_gets_its_cookie_back() -> None:
    opened, server = ask(moved("/", cookie="token=a1b2"), GOOD)
    assert opened.probe.opened
    assert b"Cookie: token=a1b2\r\n" in server.heads[1]
    assert b"Cookie" not in server.heads[0]


def test_a_location_in_any_bytes_is_followed_as_it_was_written() -> None:
    gbk = b"HTTP/1.1 302 Moved\r\nLocation: \\\xca\xd7\xd2\xb3 a.html\r\n\r\n"
    opened, server = ask(gbk, GOOD)
    assert server.heads[1].startswith(b"GET /%CA%D7%D2%B3%20a.html ")
    assert opened.probe.opened
    opened, server = ask(moved("/首页"), GOOD)
    assert opened.probe.hops[0].location == "/首页"
    assert server.heads[1].startswith(b"GET /%E9%A6%96%E9%A1%B5 ")


def test_a_redirect_without_a_location_is_an_answer() -> None:
    opened, _ = ask(b"HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\npage")
    assert (opened.probe.end, opened.probe.status, opened.body) == (End.ANSWERED, 302, b"page")


def test_all_hops_share_one_limit() -> None:
    seen = probe(moved("/a"), silence, timeout_s=0.15)
    assert [hop.end for hop in seen.hops] == [End.ANSWERED, End.TIMEOUT]


def test_an_errors_status_is_an_answer() -> None:
    for status in (404, 412, 503):
        seen = probe(b"HTTP/1.1 %d Sorry\r\n\r\npage" % status)
        assert (seen.end, seen.status, seen.opened, seen.length) == (End.ANSWERED, status, False, 4)


def test_a_stopped_attempt_stops_at_once_and_leaves_nothing_open() -> None:
    async def attempt() -> None:
        reached = asyncio.Event()

        async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            reached.set()
            assert await reader.read() == b"", "the far end sees the connection closed"
            left.set()

        left = asyncio.Event()
        async with door(note) as server:
            task = asyncio.create_task(enter(server.port))
            await reached.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.wait_for(left.wait(), 5)

    asyncio.run(attempt())


def test_curl_repeats_a_hop_by_the_same_address() -> None:
    opened, server = ask(moved("/a?b=c&d=$(reboot)'"), GOOD, family=Family.V6, address="::1")
    line = curl_command(opened.probe.hops[1])
    words = shlex.split(line)
    assert words[0] == "curl"
    assert "-6" in words
    assert not {"-k", "--globoff", "--path-as-is"} & set(words)
    assert words[words.index("--resolve") + 1] == f"{HOST}:{server.port}:[::1]"
    assert words[-1] == f"http://{HOST}:{server.port}/a?b=c&d=$(reboot)'"
    assert curl_command(opened.probe) == curl_command(opened.probe.hops[0])


def test_curl_is_given_no_name_where_the_host_is_an_address() -> None:
    hop = Hop("https://[::1]/../a", "::1", 443, End.ANSWERED)
    assert shlex.split(curl_command(hop))[5:] == [
        "-6", "--http1.1", "--noproxy", "*", "-k", "--globoff", "--path-as-is", "https://[::1]/../a",
    ]  # fmt: skip
    assert "--resolve" not in curl_command(hop)
    assert f"--resolve {HOST}:80:127.0.0.1" in curl_command(Hop(f"http://{HOST}/", "127.0.0.1", 80, End.REFUSED))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (f"http://{HOST}/", ""),
        (f"http://{HOST}/", "$(reboot)"),
        ("-o/etc/passwd", "127.0.0.1"),
        ("file:///etc/passwd", "127.0.0.1"),
        ("http://x;reboot/", "127.0.0.1"),
    ],
)
def test_there_is_no_command_for_what_cannot_be_repeated(url: str, address: str) -> None:
    assert curl_command(Hop(url, address, 80, End.ERROR)) == ""


def test_a_probe_without_hops_has_no_command() -> None:
    assert curl_command(Probe(f"http://{HOST}/", Family.V4, Purpose.HOME, 1, NOW.isoformat(), ())) == ""


@given(st.text())
def test_a_command_is_one_printable_line_whatever_the_address(path: str) -> None:
    line = curl_command(Hop(f"http://{HOST}/{path}", "127.0.0.1", 80, End.ANSWERED))
    assert line.isprintable()
    assert line.isascii()
    assert shlex.split(line)[-1].startswith(f"http://{HOST}/")


PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Moved\r\n", b"HTTP/1.0 500 No\n", b"HTTP/1.1 100 Go on\r\n\r\n",
        b"Content-Length: 5\r\n", b"Content-Length: 99999999999999999999\r\n", b"Transfer-Encoding: chunked\r\n",
        b"Location: /\r\n", b"Location: http://[\r\n", b"Location: //\xff\r\n", b"Set-Cookie: a=b\r\n", b"\r\n", b"\n",
        b"5\r\n", b"hello", b"0\r\n\r\n", b"ffffffffffffffffffff\r\n", b" folded\r\n", b"\x00",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.binary(max_size=40), max_size=12).map(b"".join))
@settings(deadline=None)
def test_no_bytes_of_a_server_raise(answer: bytes) -> None:
    opened, _ = ask(answer)
    seen = opened.probe
    assert seen.end in {End.ANSWERED, End.RESET, End.NOT_HTTP, End.TOO_MANY_HOPS, End.ERROR, End.NO_ADDRESS}
    assert (seen.end in {End.ANSWERED, End.TOO_MANY_HOPS}) == (seen.status >= 200)
    assert seen.length == len(opened.body)


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_no_bytes_of_a_handshake_raise(answer: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(answer)

    assert probe(talk, scheme="https").end in {End.TLS_FAILED, End.RESET}


def test_a_redirect_to_a_stranger_is_not_followed_where_none_is_to_be() -> None:
    away = b"HTTP/1.1 302 Found\r\nLocation: http://parked.example/buy\r\nContent-Length: 0\r\n\r\n"
    seen = probe(away, look_up=known(parked="127.0.0.1"), follows=partial(may_lead, begun=f"http://{HOST}/"))
    assert [(hop.url.split("/")[2].split(":")[0], hop.end) for hop in seen.hops] == [
        (HOST, End.ANSWERED), ("parked.example", End.FORBIDDEN),
    ]  # fmt: skip
    assert seen.hops[1].address == ""
