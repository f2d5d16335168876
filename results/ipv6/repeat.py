"""The exact commands with which a stranger repeats each step, and what each should show."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.config import split_server
from crawler.errors import printable
from crawler.net.opening import curl_command
from crawler.reading.names.answers import AddressRecords, NameAnswer, Source
from crawler.reading.names.zones import Authority
from crawler.reading.service.facts import LinkSupport, Support
from crawler.reading.service.probe import End, Family, Hop, Probe
from results.ipv6.inspection import Story
from results.ipv6.layout import say, word
from results.ipv6.names import shown
from results.ipv6.service import ended, reason_of

DNS_PORT = 53
FLAGS = {Family.V4: "-4", Family.V6: "-6"}


@dataclass(frozen=True, slots=True)
class Command:
    """``what`` is one line: what is asked, and what it should show; ``seen``: what this inspection saw."""

    what: str
    seen: str
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
    return tuple(_once(found))


def _once(found: Iterable[Command]) -> Iterator[Command]:
    """Each command once, with everything that was seen by it."""
    same = dict[str, list[Command]]()
    for one in found:
        same.setdefault(one.command, []).append(one)
    for group in same.values():
        seen = dict.fromkeys(one.seen for one in group if one.seen)
        yield replace(group[0], seen=say("story.separator").join(seen))


def shell(*words: str) -> str:
    """Words as a shell takes them: what a page or a name server wrote stays one word, and no control character."""
    return shlex.join(printable(word) for word in words)


def dig(name: str, record_type: str, *, server: str = "", options: Sequence[str] = ()) -> str:
    """A question with dig; ``server`` as answers name it (``192.0.2.1:53``).

    The name stands behind ``-q``: a name that begins like an option or a server would be taken for one.
    """
    return shell("dig", *_at(server), *options, "-q", name, "-t", record_type)


def _at(server: str) -> list[str]:
    try:
        address, port = split_server(server)
    except ValueError:
        return []
    return [f"@{address}"] if port == DNS_PORT else [f"@{address}", "-p", str(port)]


def _control(probes: Iterable[Probe]) -> Iterator[Command]:
    """By name and not by address: what is tried is our own line, with everything that belongs to it."""
    for probe in probes:
        told = ("-sS", "--globoff", "-o", "/dev/null", "-w", "%{http_code}\\n")
        what = say("commands.control", family=word("families", probe.family))
        yield Command(what, ended(probe), shell("curl", FLAGS[probe.family], *told, probe.url))


def _names(names: AddressRecords) -> Iterator[Command]:
    answers = sorted((*names.a, *names.aaaa), key=lambda one: one.server)
    for answer in answers:
        if answer.source is Source.RESOLVER:
            asked = dig(answer.name, answer.record_type, server=answer.server)
            yield Command(say("commands.resolver"), shown(answer), asked)
    asked = next((one.name for one in answers if one.source is Source.RESOLVER), names.host)
    yield Command(say("commands.trace"), "", dig(asked, "AAAA", options=["+trace"]))
    for answer in answers:
        if answer.source is Source.AUTHORITY:
            asked = dig(answer.name, answer.record_type, server=answer.server, options=["+norecurse"])
            yield Command(say("commands.authority"), f"{answer.server_name} {shown(answer)}", asked)
    for answer in names.wildcard:
        asked = dig(answer.name, answer.record_type, server=answer.server)
        yield Command(say("commands.wildcard"), shown(answer), asked)


def _authority(authority: Authority) -> Iterator[Command]:
    if not authority.zone:
        return
    yield Command(say("commands.name_servers"), "", dig(authority.zone, "NS"))
    for server in authority.servers:
        seen = say("story.separator").join(dict.fromkeys(map(shown, server.aaaa)))
        yield Command(say("commands.server_address"), seen, dig(server.name, "AAAA"))
    for server in authority.servers:
        yield from (_spoken(server.name, answer) for answer in server.spoke)


def _spoken(name: str, answer: NameAnswer) -> Command:
    asked = dig(answer.name, answer.record_type, server=answer.server, options=["+norecurse"])
    return Command(say("commands.server_speaks"), f"{name} {shown(answer)}", asked)


def _home(probes: Sequence[Probe]) -> Iterator[Command]:
    for probe in probes:
        what = say("commands.home", family=word("families", probe.family))
        for hop in probe.hops:
            if asked := curl_command(hop):
                yield Command(what, f"{word('ends', hop.end)} {hop.status or ''}".strip(), asked)
    for hop in (hop for probe in probes for hop in probe.hops):
        if hop.certificate:
            yield Command(say("commands.certificate"), "", _handshake(hop))


def _handshake(hop: Hop) -> str:
    host = urlsplit(hop.url).hostname or ""
    place = f"[{hop.address}]:{hop.port}" if ":" in hop.address else f"{hop.address}:{hop.port}"
    asked = shell("openssl", "s_client", "-connect", place, "-servername", host, "-verify_hostname", host)
    return f"{asked} </dev/null"


def _links(links: LinkSupport) -> Iterator[Command]:
    for host in (*links.second.hosts, *links.third.hosts):
        if host.support is Support.SERVED:
            continue
        seen = reason_of(host) or word("support", host.support)
        yield Command(say("commands.link_name"), f"{host.host} {seen}", dig(host.host, "AAAA"))
        for address in host.addresses[:1] if host.sample else ():
            if asked := curl_command(Hop(host.sample, address, 0, End.ERROR)):
                yield Command(say("commands.link"), f"{host.host} {seen}", asked)
