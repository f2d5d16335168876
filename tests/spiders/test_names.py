"""What is asked of a zone's own servers about hosts that links lead to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from crawler.model import Role
from crawler.reading.names.agreement import AaaaState, agree
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source
from crawler.reading.names.records import records_of
from spiders.names import ask_about_link

ZONE, LINKED, OWN = "qinghe.gov.test", "jyj.qinghe.gov.test", "ns1.qinghe.gov.test"
RESOLVER, SECOND = ("198.18.0.53", 53), ("198.18.0.54", 53)
KNOWN = {(LINKED, "A"): ("198.18.0.7",), (OWN, "A"): ("198.18.0.9",)}


@dataclass
class Desk:
    """A desk before a zone whose host has an IPv4 address alone; it is its own tools and guard."""

    resolvers: tuple[tuple[str, int], ...] = (RESOLVER,)
    asks_authority: bool = True
    over: bool = False
    told: list[tuple[Role, NameAnswer]] = field(default_factory=list)

    @property
    def tools(self) -> Desk:
        return self

    guard = tools

    def allows(self, _: object) -> bool:
        return True

    async def ask(
        self, name: str, record_type: str, server: tuple[str, int], role: Role, *,
        source: Source = Source.RESOLVER, server_name: str = "", zone: str = "",
    ) -> NameAnswer:  # fmt: skip
        del zone
        found, own = KNOWN.get((name, record_type), ()), source is Source.AUTHORITY
        kind = AnswerKind.ANSWER if found else AnswerKind.NODATA
        records = (OWN,) if record_type == "NS" else ()
        said = NameAnswer(
            name, record_type, kind, f"{server[0]}:53", found, records=records, zone=ZONE, source=source,
            server_name=server_name, authoritative=own,
        )  # fmt: skip
        self.told.append((role, said))
        return said

    async def ask_each(self, names: Any, types: Any, servers: Any, role: Role) -> list[NameAnswer]:
        return [await self.ask(name, kind, server, role) for name in names for kind in types for server in servers]


def state_after(desk: Desk) -> AaaaState:
    async def work() -> None:
        await desk.ask_each([LINKED], ("A", "AAAA"), desk.resolvers, Role.LINK)
        await ask_about_link(desk, LINKED)  # type: ignore[arg-type]

    asyncio.run(work())
    return agree(records_of(LINKED, desk.told)).state


def test_with_one_resolver_a_linked_hosts_zone_is_the_second_source() -> None:
    assert state_after(Desk()) is AaaaState.NONE


@pytest.mark.parametrize("desk", [Desk(resolvers=(RESOLVER, SECOND)), Desk(asks_authority=False)])
def test_else_zones_of_linked_hosts_are_left_alone(desk: Desk) -> None:
    state_after(desk)
    assert all(answer.source is Source.RESOLVER for _, answer in desk.told)
