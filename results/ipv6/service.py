"""The service level of a host's story: our own line, every attempt on the home page, both pages, the links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from rich.console import RenderableType

from crawler.model import Fault, FaultKind
from crawler.reading.names.answers import NameAnswer
from crawler.reading.service.facts import HostSupport, Likeness, LikenessKind, LinkLevel, LinkSupport, Support, Vantage
from crawler.reading.service.probe import Certificate, Family, Hop, Probe
from results.ipv6.layout import add, indented, line, say, table, word
from results.ipv6.names import classed, said
from results.text import plain

STEPS = ("tcp", "tls", "http", "body")
DAY = 10  # characters of an ISO instant that tell its day


def tell_line(
    vantage: Vantage | Fault | None, answers: Iterable[NameAnswer], probes: Sequence[Probe]
) -> Iterator[RenderableType]:
    """What the control hosts prove of our own line."""
    yield line(_line_summary(vantage))
    if probes:
        yield line(say("line.meaning"), "dim")
    rows = table("host", "record", "source", "answer", "class")
    told = {(one.name, one.record_type, one.server, one.kind, one.addresses): one for one in answers}
    for answer in told.values():
        add(rows, answer.name, answer.record_type, answer.server, said(answer), list(map(classed, answer.addresses)))
    if rows.row_count:
        yield indented(rows)
    opened = table("round", "host", "family", "address", "result", "status", "total")
    for probe in probes:
        status = str(probe.status or "")
        add(opened, str(probe.attempt), urlsplit(probe.url).netloc, word("families", probe.family), probe.address,
            result(probe), status, f"{probe.ms:.0f}")  # fmt: skip
    if opened.row_count:
        yield indented(opened)


def _line_summary(vantage: Vantage | Fault | None) -> str:
    if not isinstance(vantage, Vantage):
        dark = vantage is not None and vantage.kind is FaultKind.NO_IPV6_VANTAGE
        return say("line.dark" if dark else "line.unread")
    works = {True: say("line.works"), False: say("line.unproven")}
    return say("line.summary", dns=works[vantage.dns], ipv4=works[vantage.ipv4], ipv6=works[vantage.ipv6])


def tell_home(probes: Sequence[Probe]) -> Iterator[RenderableType]:
    """Every attempt with the time of each step, and the certificates shown."""
    for family in Family:
        own = [probe for probe in probes if probe.family is family]
        words = {"family": word("families", family), "tried": len(own), "opened": sum(one.opened for one in own)}
        yield line(say("home.summary" if own else "home.untried", **words))
    if not probes:
        return
    rows = table("family", "address", "attempt", "result", "status", *STEPS)
    for probe in probes:
        add(rows, word("families", probe.family), _way(probe, probes[0].url), str(probe.attempt), result(probe),
            str(probe.status or ""), *(_ms(probe, step) for step in STEPS))  # fmt: skip
    yield indented(rows)
    yield line(say("home.unit"), "dim")
    yield from _certificates(probes, probes[0].url)


def result(probe: Probe) -> str:
    """What an attempt came to, in a word."""
    return word("ends", "opened" if probe.opened else probe.end)


def ended(probe: Probe) -> str:
    """What an attempt came to, with the status of its last answer."""
    return f"{result(probe)} {probe.status or ''}".strip()


def _way(probe: Probe, home: str) -> list[str]:
    """The address, and where the attempt was sent on to."""
    first = [] if probe.url == home else [say("home.redirect", url=plain(probe.url))]
    sent = (say("home.redirect_status", status=hop.status, url=plain(hop.location)) for hop in probe.hops)
    moved = [way for way, hop in zip(sent, probe.hops, strict=True) if hop.location]
    return [probe.address or say("story.none"), *first, *moved]


def _ms(probe: Probe, name: str) -> str:
    found = [step.ms for hop in probe.hops for step in hop.steps if step.name == name]
    return f"{sum(found):.0f}" if found else ""


def _certificates(probes: Iterable[Probe], home: str) -> Iterator[RenderableType]:
    """Each certificate once for each address that showed it."""
    shown: dict[tuple[str, str, str], tuple[Hop, Certificate]] = {}
    for hop in (hop for probe in probes for hop in probe.hops):
        if hop.certificate:
            found = hop.certificate
            key = (urlsplit(hop.url).netloc, hop.address, found.not_after)
            if key not in shown or shown[key][1].chain is None:
                shown[key] = (hop, found)
    if not shown:
        return
    rows = table("address", "certificate", "matches", "expiry", "chain", "issuer")
    for hop, one in shown.values():
        matches = say("story.yes" if one.name_matches else "story.no")
        elsewhere = [host] if (host := urlsplit(hop.url).netloc) != urlsplit(home).netloc else []
        add(rows, [hop.address, *elsewhere], [plain(name) for name in one.names[:3]] or one.subject,
            matches, _expiry(one), _chain(one), plain(one.issuer))  # fmt: skip
    yield indented(rows)


def _expiry(one: Certificate) -> list[str]:
    return [one.not_after[:DAY], *([say("home.expired")] if one.expired else ())]


def _chain(one: Certificate) -> str:
    if one.chain is None:
        return say("home.chain_unasked")
    return plain(one.chain) or say("home.chain_ok")


def tell_likeness(likeness: Likeness) -> Iterator[RenderableType]:
    """Both home pages beside each other."""
    kind = word("likeness_kinds", likeness.kind)
    if likeness.kind is LikenessKind.UNSEEN:
        yield line(say("likeness.unseen", kind=kind))
        return
    yield line(say("likeness.summary", kind=kind, text=f"{likeness.text:.1%}", structure=f"{likeness.structure:.1%}"))
    rows = table("family", "title", "characters")
    add(rows, word("families", "ipv4"), plain(likeness.ipv4_title), str(likeness.ipv4_characters))
    add(rows, word("families", "ipv6"), plain(likeness.ipv6_title), str(likeness.ipv6_characters))
    yield indented(rows)


def tell_links(links: LinkSupport) -> Iterator[RenderableType]:
    """The hosts behind the links of both levels; those of other sites apart."""
    rows = table("level", "host", "links", "support", "reason", "address")
    for name, level in (("second", links.second), ("third", links.third)):
        yield line(_level(name, level))
        for host in level.hosts:
            add(rows, say(f"links.{name}"), *_host(host))
    if rows.row_count:
        yield indented(rows)
    if links.outside:
        yield line(say("links.outside"))
        outside = table("host", "links", "support", "reason", "address")
        for host in links.outside:
            add(outside, *_host(host))
        yield indented(outside)


def _level(name: str, level: LinkLevel) -> str:
    counts = {"served": Support.SERVED, "not_served": Support.NOT_SERVED, "unknown": Support.UNKNOWN}
    counted = {key: level.count(support) for key, support in counts.items()}
    return say("links.summary", level=say(f"links.{name}"), pages=level.pages, links=level.links, **counted)


def _host(host: HostSupport) -> tuple[str, str, str, str, list[str]]:
    support, reason = word("support", host.support), reason_of(host)
    return host.host, str(host.links), support, reason, list(map(classed, host.addresses))


def reason_of(host: HostSupport) -> str:
    """Why a host is not served over IPv6, or not known to be; empty where it is."""
    trouble = host.reason.removeprefix("dns-")
    if trouble != host.reason:
        return word("answers", trouble)
    known = word("reasons", host.reason)
    return known if known != host.reason else word("ends", host.reason)
