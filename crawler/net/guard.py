"""Which addresses a guest may enter, however they are spelled."""

from __future__ import annotations

import ipaddress
import socket

from crawler.config import Network

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
