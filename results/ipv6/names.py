"""The name level of a host's story: every answer, side by side where they differ, and the zone's own servers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType

from checks.wording import address_class_name, noted
from crawler.reading.names.addresses import address_class
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source
from crawler.reading.names.zones import Authority, NameServer
from results.ipv6.layout import add, indented, line, say, table, word

CLEAR = (AnswerKind.ANSWER, AnswerKind.NODATA, AnswerKind.NXDOMAIN)


def tell_names(names: AddressRecords) -> Iterator[RenderableType]:
    """Each source's answers, and what they disagree on."""
    rows = table("source", "record", "answer", "class", "ttl")
    for answer in sorted((*names.a, *names.aaaa), key=place_of):
        record = [answer.record_type] if _same(answer.name, names.host) else [answer.record_type, answer.name]
        add(rows, source_of(answer), record, said(answer), _addresses(answer), _ttl(answer))
    yield indented(rows)
    for record_type, answers in (("A", names.a), ("AAAA", names.aaaa)):
        yield from _versions(record_type, answers)
    yield from _wildcard(names.wildcard)
    if names.proven:
        yield line(say("names.proven", servers=say("story.separator").join(names.proven)))


def place_of(answer: NameAnswer) -> tuple[str, str, str]:
    """Where an answer stands among others: resolvers first, then each of the zone's own servers."""
    return (
        "" if answer.source is Source.RESOLVER else answer.server_name or answer.server,
        answer.server,
        answer.record_type,
    )


def source_of(answer: NameAnswer) -> list[str]:
    """In which capacity which server was asked."""
    told = word("sources", answer.source)
    return [f"{told} {answer.server_name}", answer.server] if answer.server_name else [f"{told} {answer.server}"]


def said(answer: NameAnswer) -> str:
    """What an answer came to, in words."""
    told = word("answers", answer.kind)
    return noted(told, answer.detail) if answer.detail else told


def shown(answer: NameAnswer) -> str:
    """An answer in one line: what it came to, and its addresses."""
    return f"{said(answer)} {say('story.separator').join(answer.addresses)}".strip()


def classed(address: str) -> str:
    """An address with its class."""
    return noted(address, address_class_name(address_class(address)))


def _addresses(answer: NameAnswer) -> list[str]:
    return [*(say("names.alias", name=name) for name in answer.chain), *map(classed, answer.addresses)]


def _ttl(answer: NameAnswer) -> str:
    return "" if answer.ttl is None else str(answer.ttl)


def _same(name: str, host: str) -> bool:
    return name.lower().rstrip(".") == host.lower().rstrip(".")


def _versions(record_type: str, answers: Sequence[NameAnswer]) -> Iterator[RenderableType]:
    """What the sources say, a column each, where they do not all say the same."""
    versions: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for answer in sorted(answers, key=place_of):
        if answer.kind in CLEAR:
            key = (str(answer.kind), tuple(sorted(answer.addresses)))
            versions.setdefault(key, []).append(" ".join(source_of(answer)))
    if len(versions) < 2:
        return
    kinds = {kind for kind, _ in versions}
    yield line(say("names.differ" if len(kinds) > 1 else "names.addresses", record=record_type), "yellow")
    rows = table(*("version" for _ in versions))
    add(rows, *([word("answers", kind), *addresses] for kind, addresses in versions))
    add(rows, *versions.values())
    yield indented(rows)


def _wildcard(answers: Iterable[NameAnswer]) -> Iterator[RenderableType]:
    found = next((one for one in answers if one.kind is AnswerKind.ANSWER), None)
    if found is not None:
        yield line(say("names.wildcard", name=found.name, answer=shown(found)), "yellow")


def tell_authority(authority: Authority) -> Iterator[RenderableType]:
    """The zone's own servers, and how each answers by each family."""
    yield line(say("authority.zone", zone=authority.zone))
    yield from _servers(authority.servers) if authority.servers else (line(say("authority.nobody")),)
    yield from _lists(authority.told)


def _servers(servers: Iterable[NameServer]) -> Iterator[RenderableType]:
    rows = table("server", "class", "glue", "over_ipv4", "over_ipv6")
    for server in sorted(servers, key=lambda one: one.name):
        addresses = dict.fromkeys(address for one in (*server.a, *server.aaaa) for address in one.addresses)
        troubles = dict.fromkeys(f"{one.record_type} {said(one)}" for one in server.aaaa if not one.addresses)
        add(rows, server.name, [*map(classed, addresses), *troubles], _glue(server), _spoke(server, six=False),
            _spoke(server, six=True))  # fmt: skip
    yield indented(rows)


def _glue(server: NameServer) -> str:
    if not server.needs_glue:
        return say("authority.not_needed")
    keys = {True: "glue", False: "no_glue", None: "unknown_glue"}
    return say(f"authority.{keys[server.has_glue]}")


def _spoke(server: NameServer, *, six: bool) -> list[str]:
    """How a server answered for its zone by one family."""
    found = [one for one in server.spoke if one.server.startswith("[") is six]
    return list(dict.fromkeys(map(_speaks, found))) or [say("authority.not_asked")]


def _speaks(answer: NameAnswer) -> str:
    if answer.kind is not AnswerKind.ANSWER:
        return said(answer)
    return say("authority.speaks" if answer.authoritative else "authority.unsigned")


def _lists(told: Iterable[NameAnswer]) -> Iterator[RenderableType]:
    """The lists of name servers, where the sources name different ones."""
    lists: dict[frozenset[str], list[str]] = {}
    for answer in sorted(told, key=place_of):
        if answer.records:
            names = frozenset(name.lower().rstrip(".") for name in answer.records)
            lists.setdefault(names, []).append(" ".join(source_of(answer)))
    if len(lists) < 2:
        return
    yield line(say("authority.told"), "yellow")
    rows = table(*("version" for _ in lists))
    add(rows, *(sorted(names) for names in lists))
    add(rows, *lists.values())
    yield indented(rows)
