"""The one seam to the outside: name servers, proxy, and which addresses a guest may enter.

A name is looked up and checked before the first request to it; the connection then uses the very addresses that were
checked (:data:`CHECKED`), so a name that changes its answer in between leads nowhere new.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from crawler.config import Network, split_server
from crawler.faults import RefusedError
from crawler.model import FaultKind
from crawler.reading.dns import AnswerKind, NameAnswer

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
CHECKED: dict[str, tuple[str, ...]] = {}  # host → addresses that may be entered; one process has one reactor
SYSTEM_SERVERS = 3  # more than three are asked one after the other by no resolver
DNS_TIMEOUT_S = 5.0
THREADS = 32
NAT64 = ipaddress.ip_network("64:ff9b::/96")
RCODES = {dns.rcode.NXDOMAIN: AnswerKind.NXDOMAIN, dns.rcode.SERVFAIL: AnswerKind.SERVFAIL,
          dns.rcode.REFUSED: AnswerKind.REFUSED}  # fmt: skip


def use_proxy(network: Network) -> None:
    """Send every request of this process through the configured proxy, or through none at all.

    In the environment, because Scrapy's own requests (robots.txt) pass by a proxy named per request. The proxy itself
    may stand anywhere.
    """
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
                 "NO_PROXY"):  # fmt: skip
        os.environ.pop(name, None)
    if network.proxy:
        os.environ["http_proxy"] = os.environ["https_proxy"] = network.proxy
        host = urlsplit(network.proxy).hostname or ""
        CHECKED[host] = _system_addresses(host) if literal(host) is None else (host,)


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


def literal(host: str) -> IPAddress | None:
    """The address a host spells out, in any of the old spellings (``127.1``, ``0x7f000001``, ``2130706433``)."""
    bare = host.strip("[]").split("%")[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if not bare or bare.strip("0123456789abcdefxABCDEFX."):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


# Reserved for documentation and measurements (RFC 5737, 2544, 3849): no internal service can stand there, and networks
# made for tests do.
FOR_TESTS = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "2001:db8::/32", "2001:2::/48")
)


class Guard:
    """Which addresses a guest may enter: the public Internet, and what ``[network] allow_private`` names."""

    def __init__(self, network: Network) -> None:
        self._allowed = tuple(ipaddress.ip_network(text) for text in network.allow_private)

    def allows(self, address: IPAddress) -> bool:
        if any(address.version == network.version and address in network for network in self._allowed):
            return True
        inner = _inner(address)
        if inner is not None:
            return self.allows(inner)
        if any(address.version == network.version and address in network for network in FOR_TESTS):
            return True
        return address.is_global and not address.is_multicast

    def allows_host(self, host: str) -> bool:
        """False for a host that spells out, or is well known to mean, an address no guest may enter."""
        if host == "localhost" or host.endswith(".localhost"):
            return self.allows(ipaddress.IPv4Address("127.0.0.1"))
        address = literal(host)
        return address is None or self.allows(address)


def _inner(address: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one only carries."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class Names:
    """Looks names up once a process, off the main thread, and lets only enterable addresses through."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._servers = servers_of(network) if network.nameservers else ()
        self._guard = Guard(network)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="names")
        self._asked: dict[str, asyncio.Future[tuple[str, ...]]] = {}

    async def check(self, host: str) -> None:
        """Let the process connect to a host, or raise RefusedError with the kind of trouble.

        Behind a proxy names are the proxy's to look up; only what a host spells out is checked.
        """
        if not self._guard.allows_host(host):
            raise RefusedError(FaultKind.FORBIDDEN_ADDRESS, f"{host} is not a public address")
        if self._network.proxy:
            return
        if host not in self._asked:
            self._asked[host] = asyncio.get_running_loop().run_in_executor(self._pool, self._look_up, host)
        CHECKED[host] = await asyncio.shield(self._asked[host])

    def forget(self, host: str) -> None:
        """Ask again next time: a failed look-up is worth one more try."""
        self._asked.pop(host, None)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _look_up(self, host: str) -> tuple[str, ...]:
        address = literal(host)
        if address is not None:
            return (str(address),)
        found = self._configured_addresses(host) if self._servers else _system_addresses(host)
        allowed = tuple(address for address in found if self._guard.allows(ipaddress.ip_address(address)))
        if not allowed:
            raise RefusedError(FaultKind.FORBIDDEN_ADDRESS, f"{host} leads to {', '.join(found)}")
        return allowed

    def _configured_addresses(self, host: str) -> tuple[str, ...]:
        """A, then AAAA; the first server that knows. NXDOMAIN ends the search, silence does not."""
        last = AnswerKind.TIMEOUT
        for server in self._servers:
            for record_type in ("A", "AAAA"):
                answer, _ = ask(host, record_type, server)
                last = answer.kind
                if answer.kind is AnswerKind.ANSWER:
                    return answer.addresses
                if answer.kind is AnswerKind.NXDOMAIN:
                    raise RefusedError(FaultKind.NAME_NOT_FOUND, f"{host}: nxdomain")
                if answer.kind is not AnswerKind.NODATA:
                    break
            if last is AnswerKind.NODATA:
                raise RefusedError(FaultKind.NAME_NOT_FOUND, f"{host}: no address")
        raise RefusedError(FaultKind.DNS_FAILURE, f"{host}: {last}")


def _system_addresses(host: str) -> tuple[str, ...]:
    """What the system itself makes of a name, its hosts file included; IPv4 first."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise RefusedError(
            FaultKind.NAME_NOT_FOUND if unknown else FaultKind.DNS_FAILURE, f"{host}: {error.strerror}"
        ) from error
    except UnicodeError as error:
        raise RefusedError(FaultKind.NAME_NOT_FOUND, f"{host}: no host name") from error
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return tuple(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in ordered))
