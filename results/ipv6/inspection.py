"""One host's story: what was gathered of it, what was read, and how it was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from checks.catalogue import Catalogue
from checks.judge import Judged, judge
from crawler.addresses import plain_host
from crawler.captures.store import CaptureStore
from crawler.model import Capture, CaptureKind, Evidence, Fault, Registry, Role, RunId, Target
from crawler.reading.evidence import read_target
from crawler.reading.names.answers import AddressRecords, NameAnswer, read_answer
from crawler.reading.names.records import authority_of
from crawler.reading.names.zones import Authority
from crawler.reading.service.facts import Likeness, LinkSupport, Service, Vantage
from crawler.reading.service.probe import Probe, read_probe

PREFIX = "v6-"  # of the indicators told of
NAMES = "v6-aaaa"
FIRST = (NAMES, "v6-home-reachable", "v6-home-success", "v6-consistency", "v6-second-level", "v6-third-level")
FactT = TypeVar("FactT")


@dataclass(slots=True)
class Log:
    """Every attempt and every answer as captured: told whatever the evidence came to."""

    home: list[Probe] = field(default_factory=list)
    control: list[Probe] = field(default_factory=list)
    said: list[tuple[Role, NameAnswer]] = field(default_factory=list)

    @property
    def answers(self) -> list[NameAnswer]:
        """Of the control hosts."""
        return [answer for role, answer in self.said if role is Role.CONTROL]

    def listen(self, captured: Iterable[tuple[Capture, bytes]]) -> Iterator[tuple[Capture, bytes]]:
        """The same captures on their way to the readers."""
        for capture, body in captured:
            self._take(capture, body)
            yield capture, body

    def _take(self, capture: Capture, body: bytes) -> None:
        if capture.kind is CaptureKind.DNS:
            self.said.append((capture.role, read_answer(body)))
        if capture.kind is CaptureKind.PROBE and capture.role in {Role.CONTROL, Role.SERVICE}:
            probe = read_probe(body)
            if probe is not None:
                (self.control if capture.role is Role.CONTROL else self.home).append(probe)


@dataclass(frozen=True, slots=True)
class Story:
    """A fact is None where it was not gathered, and a Fault where it could not be seen."""

    target: Target
    on: date
    judged: tuple[Judged, ...] = ()
    names: AddressRecords | Fault | None = None
    authority: Authority | Fault | None = None
    service: Service | Fault | None = None
    likeness: Likeness | Fault | None = None
    links: LinkSupport | Fault | None = None
    vantage: Vantage | Fault | None = None
    log: Log = field(default_factory=Log)

    @property
    def host(self) -> str:
        return self.target.host

    @property
    def probes(self) -> Sequence[Probe]:
        """Every attempt to open the home page."""
        return self.service.probes if isinstance(self.service, Service) else self.log.home


def read_story(store: CaptureStore, run: RunId, target: Target, catalogue: Catalogue, on: date) -> Story:
    """A target's captures read and judged by a catalogue of the indicators of IPv6 alone."""
    log = Log()
    evidence = read_target(target, log.listen(store.of_target(run, target.id)), on).evidence()
    authority, service = _seen(evidence, Authority), _seen(evidence, Service)
    if isinstance(
        authority, Fault
    ):  # without a line of our own nobody is judged; what was answered is told all the same
        authority = authority_of(plain_host(target.address), log.said) or authority
    return Story(
        target=target,
        on=on,
        judged=tuple(judge(target, evidence, Registry((target,)), catalogue, on)),
        names=_seen(evidence, AddressRecords),
        authority=authority,
        service=service,
        likeness=_seen(evidence, Likeness),
        links=_seen(evidence, LinkSupport),
        vantage=service.vantage if isinstance(service, Service) else _seen(evidence, Vantage) or service,
        log=log,
    )


def ipv6_rows(catalogue: Catalogue, *, names_only: bool = False) -> Catalogue:
    """The catalogue without what does not concern IPv6, and without what only a person can see; ``names_only``: the
    one row that needs no visit."""
    prefix = NAMES if names_only else PREFIX
    rows = (one for one in catalogue.indicators if one.id.startswith(prefix) and not one.manual)
    return Catalogue(tuple(sorted(rows, key=lambda one: _place(one.id))), catalogue.intervals, catalogue.workdays)


def _place(indicator: str) -> int:
    return FIRST.index(indicator) if indicator in FIRST else len(FIRST)


def _seen(evidence: Sequence[Evidence[Any]], kind: type[FactT]) -> FactT | Fault | None:
    return next((one.seen for one in evidence if one.kind is kind), None)
