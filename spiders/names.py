"""The name level of one target: its addresses, its zone and the zone's own servers, each answer kept as it came."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.addresses import plain_host
from crawler.model import Role
from crawler.net.guard import literal
from crawler.reading.names.agreement import ENOUGH
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source
from spiders.tools import Desk, Server

NAME_SERVERS = 8  # of one zone, at most
OWN_ADDRESSES = 4  # of a zone's servers that are asked about the host itself, at most
ALIASES = 3  # zones that a chain of aliases is followed through
DNS_PORT = 53
ADDRESS_TYPES = ("A", "AAAA")


@dataclass(frozen=True, slots=True)
class OwnServer:
    """One address of one of a zone's own servers."""

    name: str
    address: str

    @property
    def place(self) -> Server:
        return self.address, DNS_PORT


async def ask_names(desk: Desk, host: str) -> None:
    """Everything there is to ask about a host. A host that is an address has no name to ask about."""
    if not host or literal(host) is not None:
        return
    resolvers = desk.tools.resolvers
    answers = await desk.ask_each([host], ADDRESS_TYPES, resolvers, Role.NAME)
    await _prove(desk, resolvers)
    if desk.tools.asks_authority and any(one.kind is AnswerKind.ANSWER for one in answers):
        await _ask_authority(desk, host, resolvers)
        await desk.ask(_sibling(host), "AAAA", resolvers[0], Role.ZONE)


async def ask_about_link(desk: Desk, host: str) -> None:
    """What the zone's own servers say of a host that links lead to: one resolver alone proves nothing absent."""
    resolvers = desk.tools.resolvers
    if len(resolvers) >= ENOUGH or not desk.tools.asks_authority or literal(host) is not None:
        return
    zone = await _zone_of(desk, host, resolvers)
    if zone and not desk.over:
        await _ask_own(desk, host, zone, await _name_servers(desk, zone, resolvers), Role.LINK)


async def _prove(desk: Desk, resolvers: Sequence[Server]) -> None:
    """Let each resolver show an IPv6 address of a control host: some hide them all."""
    for server in resolvers:
        for control in desk.config.ipv6.control_hosts:
            host = control_host(control)
            if host and (await desk.ask(host, "AAAA", server, Role.CONTROL)).addresses:
                break


async def _ask_authority(desk: Desk, host: str, resolvers: Sequence[Server]) -> None:
    """The zone's own servers, and those of the zones that an alias leads to."""
    name, first = host, True
    for _ in range(ALIASES):
        zone = await _zone_of(desk, name, resolvers)
        if not zone or desk.over:
            return
        servers = await _name_servers(desk, zone, resolvers)
        if first:
            await _ask_each(desk, zone, servers)
            await _ask_above(desk, zone, resolvers)
        first = False
        onward = await _ask_own(desk, name, zone, servers)
        if not onward:
            return
        name = onward


async def _zone_of(desk: Desk, name: str, resolvers: Sequence[Server]) -> str:
    """The zone a name belongs to: the owner of the SOA record that comes with the answer, or with its denial."""
    for server in resolvers:
        answer = await desk.ask(name, "SOA", server, Role.ZONE)
        if answer.zone and (name == answer.zone or name.endswith(f".{answer.zone}")):
            return answer.zone
        if answer.chain and answer.zone:  # the SOA is the alias target's: one label up there is no alias
            return await _zone_above(desk, name, server)
    # A resolver with an entry of its own for the name knows no SOA for it, and may hide what the zone tells.
    return await _zone_above(desk, name, resolvers[0])


async def _zone_above(desk: Desk, name: str, server: Server) -> str:
    """The zone of the name above, for a name that is an alias or a zone itself; "" where there is none."""
    _, _, above = name.partition(".")
    if not above:
        return ""
    answer = await desk.ask(above, "SOA", server, Role.ZONE)
    return answer.zone if answer.zone and (above == answer.zone or above.endswith(f".{answer.zone}")) else ""


async def _name_servers(desk: Desk, zone: str, resolvers: Sequence[Server]) -> list[OwnServer]:
    told = [await desk.ask(zone, "NS", server, Role.ZONE) for server in resolvers]
    names = list(dict.fromkeys(name for answer in told for name in answer.records))[:NAME_SERVERS]
    found: list[OwnServer] = []
    answers = await desk.ask_each(names, ADDRESS_TYPES, resolvers, Role.ZONE)
    for name in names:
        addresses = dict.fromkeys(address for one in answers if one.name == name for address in one.addresses)
        found += [OwnServer(name, address) for address in addresses if desk.tools.guard.allows(_ip(address))]
    return found


async def _ask_each(desk: Desk, zone: str, servers: Iterable[OwnServer]) -> None:
    """Whether each address of each server speaks for the zone."""
    questions = (
        desk.ask(zone, "SOA", server.place, Role.ZONE, source=Source.AUTHORITY, server_name=server.name)
        for server in servers
    )
    await asyncio.gather(*questions)


async def _ask_above(desk: Desk, zone: str, resolvers: Sequence[Server]) -> None:
    """What the zone above tells of this one: its servers, and the glue without which they cannot be found."""
    above = await _zone_above(desk, zone, resolvers[0])
    if not above:
        return
    for server in (await _name_servers(desk, above, resolvers[:1]))[:2]:
        told = await desk.ask(zone, "NS", server.place, Role.ZONE, source=Source.AUTHORITY, server_name=server.name)
        if told.kind in {AnswerKind.REFERRAL, AnswerKind.ANSWER}:
            return


async def _ask_own(desk: Desk, name: str, zone: str, servers: Sequence[OwnServer], role: Role = Role.NAME) -> str:
    """The addresses as the zone's own servers tell them; returns the name in another zone that has them."""
    reachable = sorted(servers, key=lambda one: ":" in one.address)  # IPv4 first: it works from most desks
    questions = (
        desk.ask(name, kind, one.place, role, source=Source.AUTHORITY, server_name=one.name, zone=zone)
        for one in reachable[:OWN_ADDRESSES]
        for kind in ADDRESS_TYPES
    )
    answers = await asyncio.gather(*questions)
    return next((one.chain[-1] for one in answers if one.kind is AnswerKind.ALIAS and one.chain), "")


def control_host(control: str) -> str:
    """The name of a control host, written as host or host:port."""
    return plain_host(f"http://{control}/")


def addresses_of(answers: Iterable[NameAnswer], record_type: str) -> list[str]:
    """Every different address that the answers of a type hold, in order."""
    found = (address for one in answers if one.record_type == record_type for address in one.addresses)
    return list(dict.fromkeys(found))


def _sibling(host: str) -> str:
    """A name beside the host that nobody has entered by hand: it answers only where a wildcard does."""
    _, _, above = host.partition(".")
    return f"spotcheck-{hashlib.sha256(host.encode()).hexdigest()[:10]}.{above}"


def _ip(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(address)
