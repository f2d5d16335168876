"""A zone and its name servers, as they answered over both families."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.reading.names.answers import NameAnswer


@dataclass(frozen=True, slots=True)
class NameServer:
    """One of a zone's own servers. ``a`` and ``aaaa`` are the resolvers' answers for its name."""

    name: str
    a: tuple[NameAnswer, ...] = ()
    aaaa: tuple[NameAnswer, ...] = ()
    spoke: tuple[NameAnswer, ...] = ()  # SOA questions to each of its addresses, IPv4 and IPv6
    needs_glue: bool = False  # its name lies in the zone itself
    has_glue: bool | None = None  # the zone above tells its address; None: not learned


@dataclass(frozen=True, slots=True)
class Authority:
    """The zone that a site's host belongs to, and who speaks for it."""

    host: str
    zone: str
    told: tuple[NameAnswer, ...]  # every answer to "which servers": resolvers, the zone's own, the zone above
    servers: tuple[NameServer, ...]
