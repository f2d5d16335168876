"""Questions to name servers, one at a time, with dnspython."""

from __future__ import annotations

from functools import partial
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from crawler.config import Network, split_server
from crawler.reading.names.answers import AnswerKind, NameAnswer

SYSTEM_SERVERS = 3  # more than three are asked one after the other by no resolver
DNS_TIMEOUT_S = 5.0
RCODES = {dns.rcode.NXDOMAIN: AnswerKind.NXDOMAIN, dns.rcode.SERVFAIL: AnswerKind.SERVFAIL,
          dns.rcode.REFUSED: AnswerKind.REFUSED}  # fmt: skip


def servers_of(network: Network) -> tuple[tuple[str, int], ...]:
    """(address, port) of each name server to ask: the configured ones, else the system's first three."""
    if network.nameservers:
        return tuple(split_server(server) for server in network.nameservers)
    try:
        system = dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return ()
    return tuple((str(server), system.port) for server in system.nameservers[:SYSTEM_SERVERS])


def server_name(server: tuple[str, int]) -> str:
    """A name server as answers name it: ``192.0.2.1:53``, ``[2001:db8::1]:53``."""
    return f"[{server[0]}]:{server[1]}" if ":" in server[0] else f"{server[0]}:{server[1]}"


def ask(
    name: str, record_type: str, server: tuple[str, int], timeout_s: float = DNS_TIMEOUT_S
) -> tuple[NameAnswer, bytes]:
    """One question to one server, over TCP where the answer was cut. Blocks; never raises for what the world answers.

    Returns the answer and the message in wire form (empty where none came).
    """
    answer = partial(NameAnswer, name, record_type, server=server_name(server))
    try:
        query = dns.message.make_query(dns.name.from_text(name), record_type)
        query.flags |= dns.flags.RD
        reply, _ = dns.query.udp_with_fallback(query, server[0], timeout_s, server[1], ignore_unexpected=True)
    except dns.exception.Timeout:
        return answer(kind=AnswerKind.TIMEOUT), b""
    except (dns.exception.DNSException, OSError, UnicodeError, ValueError) as error:
        return answer(kind=AnswerKind.ERROR, detail=str(error) or type(error).__name__), b""
    kind, found = _read_reply(reply, record_type)
    return answer(kind=kind, **found), reply.to_wire()


def _read_reply(reply: dns.message.Message, record_type: str) -> tuple[AnswerKind, dict[str, Any]]:
    rcode = reply.rcode()
    if rcode != dns.rcode.NOERROR:
        kind = RCODES.get(rcode, AnswerKind.ERROR)
        return kind, {"detail": dns.rcode.to_text(rcode) if kind is AnswerKind.ERROR else "", "chain": _chain(reply)}
    wanted = dns.rdatatype.from_text(record_type)
    sets = [rrset for rrset in reply.answer if rrset.rdtype == wanted]
    addresses = tuple(record.address for rrset in sets for record in rrset)
    if not addresses:
        return AnswerKind.NODATA, {"chain": _chain(reply)}
    return AnswerKind.ANSWER, {"addresses": addresses, "chain": _chain(reply), "ttl": min(rrset.ttl for rrset in sets)}


def _chain(reply: dns.message.Message) -> tuple[str, ...]:
    aliases = {rrset.name: rrset[0].target for rrset in reply.answer if rrset.rdtype == dns.rdatatype.CNAME}
    chain: list[str] = []
    name = reply.question[0].name if reply.question else None
    while name in aliases and len(chain) < len(aliases):
        name = aliases[name]
        chain.append(name.to_text(omit_final_dot=True).lower())
    return tuple(chain)
