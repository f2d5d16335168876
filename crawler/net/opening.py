"""One attempt to open a web address by one family: connections to given addresses, step by step.

Neither Scrapy's resolver nor the system's is asked; every connection goes to an address that was handed in.
"""

from __future__ import annotations

import asyncio
import ipaddress
import shlex
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

import h11

from crawler.config import Config
from crawler.errors import printable
from crawler.net.certificate import read_certificate
from crawler.net.connection import Connection, lenient, opening_context, trouble
from crawler.net.cookies import Cookies
from crawler.net.destination import Destination, SchemeError, destination, spell
from crawler.net.guard import Guard, IPAddress
from crawler.net.http1 import NotHttpError, begin, frame, read_body, read_head, request, text
from crawler.net.visit import Visit
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose

REDIRECTS = 5
ADDRESSES = 4  # of one name that are tried
VERSIONS = {Family.V4: 4, Family.V6: 6}

Follows = Callable[[str], bool]  # whether a redirect to an address is followed
LookUp = Callable[[str, Family], Awaitable[tuple[str, ...]]]  # addresses of another host that a redirect leads to


@dataclass(frozen=True, slots=True)
class Opened:
    """A probe and what its last hop exchanged. The body is as received: chunks joined, content encoding kept. Headers
    have one character for each byte."""

    probe: Probe
    body: bytes
    request_headers: tuple[tuple[str, str], ...]
    response_headers: tuple[tuple[str, str], ...]


def _anywhere(url: str) -> bool:
    return bool(url)


@dataclass(frozen=True, slots=True)
class Errand:
    """What one attempt sets out to do, and by when (seconds of the loop's clock)."""

    family: Family
    host: str  # whose address it is
    address: str
    at: datetime
    body_limit: int
    deadline: float
    cookies: Cookies


class Prober:
    """Opens addresses of the Web. To be awaited within an asyncio task."""

    def __init__(self, config: Config, look_up: LookUp) -> None:
        self._agent = config.network.agent
        self._guard = Guard(config.network)
        self._timeout_s = config.ipv6.timeout_s
        self._cookies: Cookies | None = None  # each attempt has its own
        self._look_up = look_up
        self._follows: Follows = _anywhere
        self._any = opening_context()
        self._trusting: ssl.SSLContext | None = None

    def within(self, seconds: float, cookies: Cookies | None = None) -> Self:
        """The same, with other seconds for each attempt. ``cookies``: of the visit that it goes on with."""
        other = copy(self)
        other._timeout_s, other._cookies = seconds, cookies
        return other

    def following(self, follows: Follows) -> Self:
        """The same, with redirects followed only to where ``follows`` says."""
        other = copy(self)
        other._follows = follows
        return other

    async def open(
        self, url: str, family: Family, address: str, *, purpose: Purpose, attempt: int = 1, body_limit: int,
        chain: bool = False, at: datetime,
    ) -> Opened:  # fmt: skip
        """One attempt, through at most five redirects, within the configured seconds. Never raises for what the world
        does. ``body_limit`` is in bytes; ``chain``: ask OpenSSL about the certificates' chains too, after the attempt
        and with as much time again for each."""
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        errand = Errand(family, _host(url), address, at, body_limit, deadline, self._cookies or Cookies())
        visits = await self._follow(errand, url)
        if chain:
            await self._ask_chains(visits)
        last = visits[-1]
        written = url.encode("utf-8", "replace").decode()
        probe = Probe(
            written, family, purpose, attempt, at.isoformat(), tuple(visit.hop() for visit in visits),
            content_type=printable(text(last.head.first(b"content-type"))) if last.head else "",
            length=len(last.body), whole=last.whole,
        )  # fmt: skip
        sent = last.sent.headers.raw_items() if last.sent else ()
        came = last.head.headers if last.head else ()
        return Opened(probe, bytes(last.body), _characters(sent), _characters(came))

    async def _follow(self, errand: Errand, url: str) -> list[Visit]:
        visits: list[Visit] = []
        seen: set[tuple[str, str]] = set()
        written: str | bytes = url
        while True:
            visit = await self._visit(errand, written, visits[-1].url if visits else "")
            visits.append(visit)
            if not visit.location:
                return visits
            request = (visit.url, visit.cookies)
            if len(visits) > REDIRECTS or request in seen:
                visit.end = End.TOO_MANY_HOPS
                return visits
            seen.add(request)
            written = visit.location

    async def _visit(self, errand: Errand, written: str | bytes, base: str) -> Visit:
        try:
            place = destination(written, base)
        except ValueError as error:
            forbidden = isinstance(error, SchemeError)
            return Visit(spell(written), end=End.FORBIDDEN if forbidden else End.ERROR, detail=str(error))
        visit = Visit(place.url, place)
        if base and not self._follows(place.url):
            visit.break_off(End.FORBIDDEN, f"{place.host}: another's website")
            return visit
        try:
            async with asyncio.timeout_at(errand.deadline):
                addresses = await self._addresses(errand, visit, place)
                if addresses:
                    await self._exchange(errand, visit, place, addresses)
        except NotHttpError as error:
            visit.break_off(End.NOT_HTTP, str(error))
        except OSError as error:
            visit.break_off(*trouble(error))
        return visit

    async def _addresses(self, errand: Errand, visit: Visit, place: Destination) -> tuple[IPAddress, ...]:
        """The addresses to connect to, one after the other; none where there is none that may be entered."""
        if place.host.rstrip(".") == errand.host:
            known: tuple[str, ...] = (errand.address,)
        elif place.literal:
            known = (str(place.literal),)
        else:
            known = await self._look_up(place.host, errand.family)
        found = [each for each in map(_parsed, known) if each and each.version == VERSIONS[errand.family]]
        if not found:
            visit.break_off(End.NO_ADDRESS, f"{place.host}: no address for {errand.family}")
            return ()
        allowed = tuple(each for each in found if self._guard.allows(each))[:ADDRESSES]
        if not allowed:
            visit.break_off(End.FORBIDDEN, f"{place.host}: {found[0]}")
        return allowed

    async def _connect(
        self, errand: Errand, visit: Visit, place: Destination, addresses: Sequence[IPAddress]
    ) -> Connection:
        """To the first address that answers, as browsers do where a name has several; each but the last has its share
        of the time that is left. Raises OSError as the last one does."""
        loop = asyncio.get_running_loop()
        for number, address in enumerate(addresses):
            visit.address = str(address)
            connection = Connection(address, self._port(place))
            is_last = number == len(addresses) - 1
            share_s = (errand.deadline - loop.time()) / (len(addresses) - number)
            try:
                async with asyncio.timeout(None if is_last else share_s):
                    await connection.connect()
            except BaseException as error:
                connection.close()
                if is_last or not isinstance(error, OSError):
                    raise
                visit.tried.append(str(address))
            else:
                break
        return connection

    async def _exchange(self, errand: Errand, visit: Visit, place: Destination, to: Sequence[IPAddress]) -> None:
        visit.cookies = errand.cookies.header(place.host)
        visit.sent = self._request(place, visit.cookies)
        with visit.step("tcp"):
            connection = await self._connect(errand, visit, place, to)
        try:
            if place.scheme == "https":
                with visit.step("tls"):
                    await self._reach(connection, place)
                    shown = await connection.secure(self._any, place.server_name)
                visit.certificate = read_certificate(shown, place.host, errand.at)
            reader, wire = begin(visit.sent)
            with visit.step("http"):
                with suppress(ConnectionError):  # some answer before they are asked, and close: reading will tell
                    await connection.send(wire)
                visit.head, behind = await read_head(connection)
            visit.end = End.ANSWERED
            errand.cookies.take(place.host, visit.head.all(b"set-cookie"))
            if visit.location:
                return
            frame(reader, visit.head, behind)
            with visit.step("body"):
                lack = await read_body(connection, reader, visit.body, errand.body_limit)
                if lack:
                    visit.break_off(End.ANSWERED, lack)
        finally:
            connection.close()

    # what is another thing behind a proxy (crawler.net.proxied)

    def _port(self, place: Destination) -> int:
        return place.port

    def _request(self, place: Destination, cookies: str) -> h11.Request:
        return request(place, self._agent, cookies)

    async def _reach(self, connection: Connection, place: Destination) -> None:
        """Come to where encryption can begin: a connection of our own is there already."""

    async def _ask_chains(self, visits: list[Visit]) -> None:
        asked: dict[tuple[str, str, int], str | None] = {}
        for visit in visits:
            if visit.certificate is None or visit.place is None:
                continue
            door = (visit.place.host, visit.address, visit.place.port)
            if door not in asked:
                asked[door] = await self._chain(visit.place, ipaddress.ip_address(visit.address))
            visit.certificate = replace(visit.certificate, chain=asked[door])

    async def _chain(self, place: Destination, address: IPAddress) -> str | None:
        """What OpenSSL says against a server's chain; "": nothing; None: it did not come to that."""
        if self._trusting is None:
            self._trusting = lenient(ssl.create_default_context())
        connection = Connection(address, place.port)
        try:
            async with asyncio.timeout(self._timeout_s):
                await connection.connect()
                await connection.secure(self._trusting, place.server_name)
        except ssl.SSLCertVerificationError as error:
            return error.verify_message
        except OSError:
            return None
        finally:
            connection.close()
        return ""


def _host(url: str) -> str:
    try:
        return destination(url).host.rstrip(".")
    except ValueError:
        return ""


def _parsed(address: str) -> IPAddress | None:
    """None for what is no address, or one that means something on one link only."""
    try:
        return None if "%" in address else ipaddress.ip_address(address)
    except ValueError:
        return None


def _characters(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """One character for each byte, as the capture store writes them."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def curl_command(seen: Probe | Hop) -> str:
    """The curl command that repeats a hop, or the first hop of a probe, by the very same address, quoted for a shell.

    Empty where nothing was connected to. Certificates are not checked (``-k``), as they were not; ``-v`` shows them.
    """
    hop = next(iter(seen.hops), None) if isinstance(seen, Probe) else seen
    address = _parsed(hop.address) if hop else None
    if hop is None or address is None:
        return ""
    try:
        place = destination(hop.url)
    except ValueError:
        return ""
    words = ["curl", "-sS", "-o", "/dev/null", "-v", f"-{address.version}", "--http1.1", "--noproxy", "*"]
    if place.scheme == "https":
        words.append("-k")
    if not place.literal:
        bracketed = f"[{address}]" if address.version == 6 else str(address)
        words += ["--resolve", f"{place.host}:{place.port}:{bracketed}"]
    if set(place.url) & set("[]{}"):
        words.append("--globoff")
    if "/." in place.target:
        words.append("--path-as-is")
    return shlex.join([*words, place.url])
