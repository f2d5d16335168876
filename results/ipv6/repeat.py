"""The exact commands with which a stranger repeats each step, and what each should show."""

from __future__ import annotations

import ipaddress
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.config import split_server
from crawler.errors import printable
from crawler.reading.names.answers import AddressRecords, NameAnswer, Source
from crawler.reading.names.zones import Authority
from crawler.reading.service.facts import LinkSupport, Support
from crawler.reading.service.probe import Family, Probe
from results.ipv6.inspection import Story
from results.ipv6.layout import say, word
from results.ipv6.names import shown
from results.ipv6.service import result

DNS_PORT = 53
FLAGS = {Family.V4: "-4", Family.V6: "-6"}


@dataclass(frozen=True, slots=True)
class Command:
    """``what`` is one line: what the command asks, and what it should show."""

    what: str
    command: str


def commands(story: Story) -> tuple[Command, ...]:
    """Every step of a story as commands, each once, in the order of the story."""
    found: list[Command] = [*_control(story.log.control)]
    if isinstance(story.names, AddressRecords):
        found += _names(story.names)
    if isinstance(story.authority, Authority):
        found += _authority(story.authority)
    found += _home(story.probes)
    if isinstance(story.links, LinkSupport):
        found += _links(story.links)
    different = {one.command: one for one in reversed(found)}
    return tuple(reversed(different.values()))


def shell(*words: str) -> str:
    """Words as a shell takes them: what a page or a name server wrote stays one word, and no control character."""
    return " ".join(shlex.quote(printable(word)) for word in words)


def dig(name: str, record_type: str, *, server: str = "", options: Sequence[str] = ()) -> str:
    """A question with dig; ``server`` as answers name it (``192.0.2.1:53``).

    The name stands behind ``-q``: a name that begins like an option or a server would be taken for one.
    """
    at = _at(server) if server else []
    return shell("dig", *at, *options, "-q", name, "-t", record_type)


def curl(url: str, family: Family, address: str) -> str:
    """A visit with curl, by one family, to one address, with the true host name."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    place = f"[{address}]" if ":" in address else address
    resolve = [] if _is_address(host) or not address else ["--resolve", f"{host}:{port}:{place}"]
    return shell("curl", FLAGS[family], "-g", "-sS", "-v", *resolve, "-o", "/dev/null", url)


def _at(server: str) -> list[str]:
    try:
        address, port = split_server(server)
    except ValueError:
        return []
    return [f"@{address}"] if port == DNS_PORT else [f"@{address}", "-p", str(port)]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _control(probes: Sequence[Probe]) -> Iterator[Command]:
    for probe in probes:
        asked = shell("curl", FLAGS[probe.family], "-g", "-sS", "-o", "/dev/null", "-w", "%{http_code}\\n", probe.url)
        yield Command(say("commands.control", family=word("families", probe.family)), asked)


def _names(names: AddressRecords) -> Iterator[Command]:
    answers = (*names.a, *names.aaaa)
    for answer in answers:
        if answer.source is Source.RESOLVER:
            what = say("commands.resolver", server=answer.server, record=answer.record_type, seen=shown(answer))
            yield Command(what, dig(answer.name, answer.record_type, server=answer.server))
    if names.host:
        asked = next((answer.name for answer in answers if answer.source is Source.RESOLVER), names.host)
        yield Command(say("commands.trace"), dig(asked, "AAAA", options=["+trace"]))
    for answer in answers:
        if answer.source is Source.AUTHORITY:
            name = f"{answer.server_name} {answer.server}".strip()
            what = say("commands.authority", name=name, record=answer.record_type, seen=shown(answer))
            yield Command(what, dig(answer.name, answer.record_type, server=answer.server, options=["+norecurse"]))
    for answer in names.wildcard:
        yield Command(say("commands.wildcard"), dig(answer.name, answer.record_type, server=answer.server))


def _authority(authority: Authority) -> Iterator[Command]:
    if not authority.zone:
        return
    yield Command(say("commands.name_servers", zone=authority.zone), dig(authority.zone, "NS"))
    for server in authority.servers:
        yield Command(say("commands.server_address", name=server.name), dig(server.name, "AAAA"))
        for answer in server.spoke:
            yield _spoken(server.name, answer)


def _spoken(name: str, answer: NameAnswer) -> Command:
    family = word("families", Family.V6 if answer.server.startswith("[") else Family.V4)
    what = say("commands.server_speaks", family=family, name=f"{name} {answer.server}", seen=shown(answer))
    return Command(what, dig(answer.name, answer.record_type, server=answer.server, options=["+norecurse"]))


def _home(probes: Sequence[Probe]) -> Iterator[Command]:
    for probe in probes:
        if probe.address:
            seen = f"{result(probe)} {probe.status or ''}".strip()
            what = say("commands.home", family=word("families", probe.family), address=probe.address, seen=seen)
            yield Command(what, curl(probe.url, probe.family, probe.address))
    yield from _certificates(probes)


def _certificates(probes: Iterable[Probe]) -> Iterator[Command]:
    for hop in (hop for probe in probes for hop in probe.hops):
        host = urlsplit(hop.url).hostname or ""
        if hop.address and hop.url.startswith("https:"):
            place = f"[{hop.address}]:{hop.port}" if ":" in hop.address else f"{hop.address}:{hop.port}"
            verify = ["-servername", host, "-verify_hostname", host]
            asked = shell("openssl", "s_client", "-connect", place, *verify)
            yield Command(say("commands.certificate", address=place), f"{asked} </dev/null")


def _links(links: LinkSupport) -> Iterator[Command]:
    for host in (*links.second.hosts, *links.third.hosts):
        if host.support is Support.SERVED:
            continue
        seen = word("reasons", host.reason) if host.reason else word("support", host.support)
        yield Command(say("commands.link_name", host=host.host, seen=seen), dig(host.host, "AAAA"))
        if host.sample and host.addresses:
            what = say("commands.link", host=host.host, seen=seen)
            yield Command(what, curl(host.sample, Family.V6, host.addresses[0]))
