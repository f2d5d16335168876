"""The city's name server, UDP and TCP on one port: every kind of answer, and silence."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import struct
from collections import Counter
from dataclasses import dataclass
from typing import cast

import dnslib

from tests.world.model import Names

TTL = 300
RCODES = {"servfail": dnslib.RCODE.SERVFAIL, "refused": dnslib.RCODE.REFUSED, "nxdomain": dnslib.RCODE.NXDOMAIN}
SILENCE = b""
CONTROL_HOST = "control.gov.test"  # shows that the name servers hide no IPv6 address
CONTROL = {CONTROL_HOST: Names(("answer", ("198.18.250.1",)), ("answer", ("240e:1:2::c0",)))}


@dataclass(slots=True)
class NameServer:
    address: str
    udp: asyncio.DatagramTransport
    tcp: asyncio.Server

    def close(self) -> None:
        self.udp.close()
        self.tcp.close()


def answer(names: dict[str, Names], question: bytes, counter: Counter[tuple[str, str]], *, tcp: bool) -> bytes:
    """The bytes of the answer; nothing where the name is one that stays silent or the question is unreadable."""
    try:
        asked = dnslib.DNSRecord.parse(question)
    except dnslib.DNSError:
        return SILENCE
    name, kind = str(asked.q.qname).rstrip(".").lower(), dnslib.QTYPE.get(asked.q.qtype)
    if len(counter) < 50_000:
        counter[name, str(kind)] += 1
    said, values, cname, truncate = _look_up(names, name, str(kind))
    if said == "timeout":
        return SILENCE
    reply = asked.reply(aa=1, ra=1)
    reply.header.rcode = RCODES.get(said, dnslib.RCODE.NOERROR)
    if truncate and not tcp:
        reply.header.tc = 1
        return bytes(reply.pack())
    owner = name
    if cname and said in {"answer", "nodata"}:
        reply.add_answer(dnslib.RR(name, dnslib.QTYPE.CNAME, ttl=TTL, rdata=dnslib.CNAME(cname)))
        owner = cname
    for value in values:
        data = dnslib.A(value) if kind == "A" else dnslib.AAAA(tuple(ipaddress.ip_address(value).packed))
        reply.add_answer(dnslib.RR(owner, asked.q.qtype, ttl=TTL, rdata=data))
    if not values and said in {"nodata", "nxdomain"}:
        reply.add_auth(dnslib.RR("test", dnslib.QTYPE.SOA, ttl=TTL, rdata=dnslib.SOA("ns.gov.test", "admin.gov.test")))
    return bytes(reply.pack())


def _look_up(names: dict[str, Names], name: str, kind: str) -> tuple[str, tuple[str, ...], str, bool]:
    known = names.get(name)
    if known is None:
        return "nxdomain", (), "", False
    said, values = {"A": known.a, "AAAA": known.aaaa}.get(kind, ("nodata", ()))
    return said, values, known.cname, known.truncate


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, names: dict[str, Names], counter: Counter[tuple[str, str]]) -> None:
        self.names, self.counter = names, counter

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        said = answer(self.names, data, self.counter, tcp=False)
        if said:
            self.transport.sendto(said, addr)


async def start(names: dict[str, Names], counter: Counter[tuple[str, str]]) -> NameServer:
    """Bind one port for both transports."""
    loop = asyncio.get_running_loop()

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                (length,) = struct.unpack("!H", await reader.readexactly(2))
                said = answer(names, await reader.readexactly(length), counter, tcp=True)
                if said:
                    writer.write(struct.pack("!H", len(said)) + said)
                    await writer.drain()
        writer.close()

    for _ in range(20):  # a port that is free for TCP may be taken for UDP
        tcp = await asyncio.start_server(connection, "127.0.0.1", 0)
        port = tcp.sockets[0].getsockname()[1]
        try:
            udp, _protocol = await loop.create_datagram_endpoint(
                lambda: _Datagrams(names, counter), local_addr=("127.0.0.1", port)
            )
        except OSError:
            tcp.close()
            continue
        return NameServer(f"127.0.0.1:{port}", udp, tcp)
    raise OSError("no port is free for both TCP and UDP")
