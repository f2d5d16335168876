"""Kinds of IP addresses: only global unicast counts, everything else has a reason of its own."""

from __future__ import annotations

import ipaddress

GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all that IANA has given out so far
# IANA special-purpose registries (RFC 6890 and successors); the first network that holds an address names it.
CLASSES = tuple(
    (name, ipaddress.ip_network(network))
    for name, network in (
        ("unspecified", "::/128"),
        ("loopback", "::1/128"),
        ("ipv4-mapped", "::ffff:0:0/96"),
        ("nat64", "64:ff9b::/96"),
        ("nat64", "64:ff9b:1::/48"),
        ("teredo", "2001::/32"),
        ("documentation", "2001:db8::/32"),
        ("documentation", "3fff::/20"),
        ("6to4", "2002::/16"),
        ("unique-local", "fc00::/7"),
        ("link-local", "fe80::/10"),
        ("multicast", "ff00::/8"),
        ("unspecified", "0.0.0.0/32"),
        ("loopback", "127.0.0.0/8"),
        ("private", "10.0.0.0/8"),
        ("private", "172.16.0.0/12"),
        ("private", "192.168.0.0/16"),
        ("private", "100.64.0.0/10"),
        ("link-local", "169.254.0.0/16"),
        ("documentation", "192.0.2.0/24"),
        ("documentation", "198.51.100.0/24"),
        ("documentation", "203.0.113.0/24"),
        ("multicast", "224.0.0.0/4"),
    )
)


def address_class(address: str) -> str:
    """``global`` for global unicast; else why it does not count: loopback, link-local, unique-local, documentation,
    ipv4-mapped, 6to4, teredo, nat64, multicast, unspecified, private, reserved (also for what is no address)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "reserved"
    for name, network in CLASSES:
        if parsed.version == network.version and parsed in network:
            return name
    allotted = parsed.version == 4 or parsed in GLOBAL_UNICAST
    return "global" if allotted and parsed.is_global else "reserved"
