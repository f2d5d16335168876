"""v6-authority: the zone's name servers have IPv6 addresses and answer over IPv6."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.indicator import Indicator
from checks.ipv6.answers import WITHOUT, told
from checks.wording import enumerated, named, noted
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.names.addresses import address_class
from crawler.reading.names.agreement import ENOUGH, AaaaState, Agreement, agree
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer
from crawler.reading.names.zones import Authority, NameServer


@check("v6-authority", version=1)
def authority(authority: Authority, records: AddressRecords, indicator: Indicator) -> Verdict:
    """A server that answers over IPv6 proves itself; that too few can is told only where everyone names the same."""
    servers = sorted(authority.servers, key=lambda one: one.name)
    least = max(1, min(indicator.limits["least_servers"], len(servers)))  # how many there should be is not asked here
    states = {
        one.name: agree(AddressRecords(one.name, one.a, one.aaaa, records.proven, records.hiding)) for one in servers
    }
    speaking = [one.name for one in servers if any(map(_spoke, one.spoke))]
    without = [one.name for one in servers if one.name not in speaking and states[one.name].state in WITHOUT]
    shown = [noted(one.name, _addresses(states[one.name])) for one in servers]
    table = tuple(told(one) for server in servers for one in (*server.aaaa, *server.spoke))
    data: dict[str, Any] = {"zone": authority.zone, "least": least, "count": len(speaking), "total": len(servers)}
    data |= {"speaking": enumerated(speaking), "without": enumerated(without), "servers": enumerated(shown)}
    if len(speaking) >= least:
        return passed("servers-answer", table, **data)
    if not _is_clear(authority, servers):
        return cant_tell("servers-unclear", tuple(told(one) for one in authority.told), **data)
    if len(servers) - len(without) < least:
        return failed("servers-without-ipv6", table, **data)
    return cant_tell("servers-silent", table, **data)


def _addresses(agreed: Agreement) -> str:
    if agreed.state is AaaaState.NONE:
        return named("support_reasons", "no-aaaa")
    return enumerated(agreed.addresses) or named("support", "unknown")


def _spoke(one: NameAnswer) -> bool:
    address = one.server.rpartition(":")[0].strip("[]")
    over_ipv6 = ":" in address and address_class(address) == "global"
    return over_ipv6 and one.record_type == "SOA" and one.kind is AnswerKind.ANSWER and one.authoritative


def _is_clear(authority: Authority, servers: list[NameServer]) -> bool:
    """At least two sources name the servers, all of them the same ones, and each was looked up."""
    told = [one for one in authority.told if one.kind in {AnswerKind.ANSWER, AnswerKind.REFERRAL} and one.records]
    sources = {(one.server_name or one.server, one.source) for one in told}
    named = {frozenset(name.lower().rstrip(".") for name in one.records) for one in told}
    known = frozenset(one.name.lower().rstrip(".") for one in servers)
    return len(sources) >= ENOUGH and named == {known}
