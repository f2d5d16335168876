"""DNS answers as sentences and tables show them."""

from __future__ import annotations

from collections.abc import Iterable

from checks.wording import address_class_name, enumerated, named, noted
from crawler.reading.names.addresses import address_class
from crawler.reading.names.agreement import AaaaState
from crawler.reading.names.answers import NameAnswer

WITHOUT = frozenset({AaaaState.NONE, AaaaState.NOT_GLOBAL})  # proven: no IPv6 address that counts


def named_addresses(addresses: Iterable[str]) -> str:
    """Addresses with the names of their classes."""
    return enumerated([noted(address, _class_name(address)) for address in addresses])


def asked(answers: Iterable[NameAnswer]) -> tuple[str, ...]:
    """The name servers asked, each once."""
    return tuple(sorted({one.server_name or one.server for one in answers}))


def told(one: NameAnswer) -> dict[str, str]:
    """An answer as a subject."""
    return {
        "server": f"{one.server_name} {one.server}".strip(),
        "source": named("answer_sources", one.source.value),
        "host": one.name,
        "answer": noted(named("answer_kinds", one.kind.value), one.record_type),
        "address": " ".join(one.addresses),
        "class": " ".join(dict.fromkeys(map(_class_name, one.addresses))),
        "chain": " → ".join(one.chain),
        "ttl": "" if one.ttl is None else str(one.ttl),
    }


def _class_name(address: str) -> str:
    return address_class_name(address_class(address))
