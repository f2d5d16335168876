"""Whether a host that links lead to is served over IPv6: by its address records, and by the links that were tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from crawler.reading.names.addresses import address_class
from crawler.reading.names.agreement import AaaaState, Agreement, agree
from crawler.reading.names.answers import AddressRecords
from crawler.reading.service.facts import HostSupport, LinkLevel, Support
from crawler.reading.service.probe import End, Probe
from crawler.reading.service.reach import ENOUGH, has_no_page, is_refusal

PROVEN_ABSENT = {AaaaState.NONE: "no-aaaa", AaaaState.NOT_GLOBAL: "not-global"}
UNPROVEN = {
    AaaaState.NO_NAME: "no-name",
    AaaaState.DIFFER: "answers-differ",
    AaaaState.UNPROVEN: "unproven-resolvers",
    AaaaState.NO_ADDRESS: "no-address",
}
# One resolver alone is believed where the address it named then answered.
NAMED = frozenset({AaaaState.GLOBAL, AaaaState.ONE_SOURCE})


def support_of(
    host: str, links: int, records: AddressRecords, probes: Sequence[Probe], ipv4: Sequence[Probe] = ()
) -> HostSupport:
    """One host in one word. ``probes`` are links tried over IPv6, ``ipv4`` the same links over IPv4.

    Not served takes a proof: no (or no global) address by agreement, or every link refused, or unknown to the server,
    at every address, while IPv4 opens. ``reason`` tells why it is not, or why it is not known.
    """
    agreement = agree(records)
    support, reason, sample = _judged(agreement, probes, ipv4)
    return HostSupport(host, links, support, reason, agreement.addresses, sample)


def level(pages: int, hosts: Iterable[HostSupport]) -> LinkLevel:
    """A level's hosts, most links first."""
    return LinkLevel(pages, tuple(sorted(hosts, key=lambda one: (-one.links, one.host))))


def _judged(agreement: Agreement, probes: Sequence[Probe], ipv4: Sequence[Probe]) -> tuple[Support, str, str]:
    """(support, reason, the link that tells it)"""
    if absent := PROVEN_ABSENT.get(agreement.state):
        return Support.NOT_SERVED, absent, ""
    if agreement.state not in NAMED or not agreement.global_addresses:
        return Support.UNKNOWN, _unknown_name(agreement), ""
    tried = [probe for probe in probes if address_class(probe.address) == "global" or not probe.address]
    if not tried:
        return Support.UNKNOWN, "not-sampled", ""
    served = {probe.url for probe in tried if _is_served(probe, ipv4)}
    bad = [probe for probe in tried if probe.url not in served]
    if not served and (closed := _closed(agreement, tried, ipv4)):
        return Support.NOT_SERVED, closed, bad[0].url
    # A host that answers is served; that one of many links timed out tells nothing about the others.
    if len(served) > len({probe.url for probe in bad}) and not any(map(has_no_page, bad)):
        return Support.SERVED, "", next(probe.url for probe in tried if probe.url in served)
    return Support.UNKNOWN, _trouble(bad[0]), bad[0].url


def _unknown_name(agreement: Agreement) -> str:
    if agreement.state is AaaaState.ONE_SOURCE:
        return "one-source"
    if agreement.trouble is not None and agreement.state is AaaaState.UNCLEAR:
        return f"dns-{agreement.trouble.value}"
    return UNPROVEN.get(agreement.state, "not-asked")


def _is_served(probe: Probe, ipv4: Sequence[Probe]) -> bool:
    """A page came, or the same answer as over IPv4: a dead link is dead for everybody."""
    if probe.opened:
        return True
    same = {one.status for one in ipv4 if one.url == probe.url and one.end is End.ANSWERED}
    return probe.end is End.ANSWERED and probe.status in same


def _closed(agreement: Agreement, tried: Sequence[Probe], ipv4: Sequence[Probe]) -> str:
    """The proof that nothing is served, or an empty text: at every address, and IPv4 opens what IPv6 does not."""
    attempts = Counter(probe.address for probe in tried)
    opens = {probe.url for probe in ipv4 if probe.opened}
    everywhere = set(agreement.global_addresses) <= attempts.keys()
    if not everywhere or not opens or agreement.state is not AaaaState.GLOBAL:
        return ""
    if all(is_refusal(probe) for probe in tried):
        return "refused" if min(attempts.values()) >= ENOUGH else ""
    gone = all(has_no_page(probe) and probe.url in opens for probe in tried)
    return "other-status" if gone else ""


def _trouble(probe: Probe) -> str:
    return "http-status" if probe.end is End.ANSWERED else probe.end.value
