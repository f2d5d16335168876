"""Name servers of the tests' own, on the loopback and in the test's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Query = dns.message.Message
Answers = Callable[[Query], Iterable[bytes]]


def answer(
    query: Query, *records: str, authority: Iterable[str] = (), additional: Iterable[str] = (), flags: str = "",
    rcode: str = "NOERROR",
) -> bytes:  # fmt: skip
    """A reply; records are written ``owner 300 TYPE data``, ``@`` is the name that was asked for."""
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.from_text(flags)
    reply.set_rcode(dns.rcode.from_text(rcode))
    sections = ((reply.answer, records), (reply.authority, authority), (reply.additional, additional))
    for section, lines in sections:
        for line in lines:
            owner, ttl, kind, data = line.split(" ", 3)
            owner = query.question[0].name.to_text() if owner == "@" else owner
            section.append(dns.rrset.from_text(owner, int(ttl), "IN", kind, data))
    return reply.to_wire(max_size=65535)


@dataclass
class Served(asyncio.DatagramProtocol):
    """``asked`` are all questions over UDP, ``over_tcp`` those over TCP."""

    answers: Answers
    tcp_answers: Answers | None = None
    asked: list[Query] = field(default_factory=list)
    over_tcp: list[Query] = field(default_factory=list)
    address: tuple[str, int] = ("", 0)
    udp: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.udp = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        self.asked.append(query)
        for reply in self.answers(query):
            self.say(reply, addr)

    def say(self, reply: bytes, addr: tuple[str, int]) -> None:
        assert self.udp
        self.udp.sendto(reply, addr)

    async def serve_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            data = await reader.readexactly(int.from_bytes(await reader.readexactly(2)))
            query = dns.message.from_wire(data)
            self.over_tcp.append(query)
            for reply in (self.tcp_answers or self.answers)(query):
                writer.write(len(reply).to_bytes(2) + reply)
        finally:
            writer.close()


@asynccontextmanager
async def serving(served: Served, host: str = "127.0.0.1", *, tcp: bool = True) -> AsyncIterator[Served]:
    loop = asyncio.get_running_loop()
    listening = await asyncio.start_server(served.serve_tcp, host, 0)
    port = listening.sockets[0].getsockname()[1]
    transport, _ = await loop.create_datagram_endpoint(lambda: served, local_addr=(host, port))
    if not tcp:
        listening.close()
    served.address = (host, port)
    try:
        yield served
    finally:
        transport.close()
        listening.close()
