"""Captures of one target's names and of both families → evidence."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeVar

from crawler.addresses import plain_host
from crawler.model import Capture, CaptureKind, Digest, Evidence, Fault, FaultKind, Role, Target
from crawler.reading.footer.footer import Footer, read_footer
from crawler.reading.guard import attempt
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, read_answer
from crawler.reading.names.records import authority_of, records_of
from crawler.reading.names.zones import Authority
from crawler.reading.pages.page import Page, read_page
from crawler.reading.service.facts import (
    Likeness,
    LikenessKind,
    LinkSupport,
    Reach,
    Reachability,
    Service,
    Vantage,
)
from crawler.reading.service.inside import link_support
from crawler.reading.service.likeness import compare, together
from crawler.reading.service.probe import End, Family, Probe, Purpose, read_probe
from crawler.reading.service.reach import is_diverted, reachability
from crawler.reading.sites.seen import read_fault

APART = frozenset({Role.NAME, Role.ZONE, Role.SERVICE, Role.LINK, Role.CONTROL})
ROUNDS = {1, 2}  # of the control hosts: before and after
Key = tuple[Any, ...]
TRUSTED = {LikenessKind.SAME, LikenessKind.ALIKE, LikenessKind.UNSEEN}
FactT = TypeVar("FactT")


class Assembly:
    """Takes every capture of the roles above, in any number of visits: the newest answer to a question counts."""

    def __init__(self, target: Target, on: date) -> None:
        self._target, self._on = target, on
        self._answers: dict[Key, tuple[Role, NameAnswer, Digest]] = {}
        self._probes: dict[Key, tuple[Role, Probe, Digest]] = {}
        self._bodies: dict[str, tuple[Capture, bytes]] = {}
        self._fault: Fault | None = None
        self._host = plain_host(target.address)

    def take(self, capture: Capture, body: bytes) -> None:
        """Take in one capture."""
        if capture.kind is CaptureKind.DNS:
            answer = read_answer(body)
            key = (capture.role, answer.name, answer.record_type, answer.server, answer.source)
            self._answers.pop(key, None)
            self._answers[key] = (capture.role, answer, capture.digest)
        elif capture.kind is CaptureKind.PROBE and (probe := read_probe(body)) is not None:
            place = (capture.role, probe.url, probe.family, probe.address, probe.attempt)
            self._probes.pop(place, None)
            self._probes[place] = (capture.role, probe, capture.digest)
        elif capture.kind is CaptureKind.RESPONSE:
            self._bodies[capture.digest] = (capture, body)
        elif capture.kind is CaptureKind.FAULT:
            self._fault = read_fault(body, capture.url)

    def evidence(self) -> tuple[Evidence[Any], ...]:
        """Names; and where both families were looked at, or could not be, everything about them."""
        has_name = any(role is Role.NAME for role, _, _ in self._answers.values())
        found = [self._names()] if has_name or _is_address(self._host) else []
        if self._fault is not None or self._of(Role.CONTROL, Role.SERVICE) or self._is_dark():
            found += self._both_families()
        return tuple(found)

    def _is_dark(self) -> bool:
        """Control hosts were to be opened, and had no address to open: only their rounds ask for A records."""
        return any(role is Role.CONTROL and one.record_type == "A" for role, one, _ in self._answers.values())

    def footer(self) -> tuple[Evidence[Any], ...]:
        """The footer of the home page as this visit saw it, for where no other visit did."""
        page = self._home()
        if page is not None:
            return (self._told(Footer, self._attempt(partial(read_footer, page)), Role.SERVICE),)
        unseen = self._fault or Fault(FaultKind.CONNECTION_FAILED, "", self._target.address)
        tried = self._fault or self._of(Role.CONTROL, Role.SERVICE)
        return (self._told(Footer, unseen, Role.SERVICE),) if tried else ()

    def _names(self) -> Evidence[Any]:
        return self._told(AddressRecords, records_of(self._host, self._said()), Role.NAME, Role.ZONE)

    def _both_families(self) -> list[Evidence[Any]]:
        service = Service(self._host, self._target.address, self._of(Role.SERVICE), self._vantage())
        reach = reachability(service) if self._fault is None else Reachability(Reach.NOT_TRIED, Reach.NOT_TRIED, False)
        authority = authority_of(self._host, self._said())
        url = self._target.address
        seen: list[tuple[type, object, tuple[Role, ...]]] = [
            (Service, service, (Role.SERVICE, Role.CONTROL)),
            (Authority, authority or Fault(FaultKind.DNS_FAILURE, "", url), (Role.ZONE, Role.CONTROL)),
            (Likeness, self._likeness, (Role.SERVICE, Role.CONTROL)),
            (LinkSupport, self._links(), (Role.SERVICE, Role.LINK, Role.CONTROL)),
        ]
        missing = self._fault or (None if service.vantage.ipv6 else Fault(FaultKind.NO_IPV6_VANTAGE, "", url))
        found = [self._told(kind, missing or fact, *roles) for kind, fact, roles in seen]
        found.append(self._told(Vantage, service.vantage, Role.CONTROL))
        return [*found, self._told(Reachability, replace(reach, vantage=missing is None), Role.SERVICE, Role.CONTROL)]

    def _links(self) -> LinkSupport | Fault:
        home = self._home()
        if home is None:
            return Fault(FaultKind.CONNECTION_FAILED, "", self._target.address)
        probes = self._of(Role.LINK)
        read = [page for probe in probes if probe.opened and (page := self._page(probe)) is not None]
        known = (self._said(), (*probes, *self._of(Role.SERVICE)))
        return self._attempt(partial(link_support, self._target.address, home, read, *known))

    @cached_property
    def _likeness(self) -> Likeness | Fault:
        ipv4, again = self._pages.get((Family.V4, 1)), self._pages.get((Family.V4, 2))
        ipv6 = self._by_address(Family.V6)
        if ipv4 is None or not ipv6:
            return Likeness(LikenessKind.UNSEEN, 0, 0)
        return self._attempt(lambda: together([compare(ipv4, page, again) for page in ipv6]))

    def _by_address(self, family: Family) -> list[Page]:
        """The home page as each address served it first, through what it redirects to; one of each that differs."""
        begun, last = ("", 0), dict[tuple[str, int], Probe]()
        for one in self._of(Role.SERVICE):
            if one.family is not family:
                continue
            if one.url == self._target.address:
                begun = (one.hops[0].address, one.attempt)
            if one.opened and one.body:
                last[begun] = one
        first = {address: last[address, attempt] for address, attempt in sorted(last, reverse=True)}
        different = {one.body: one for one in first.values()}
        return [page for one in different.values() if (page := self._page(one)) is not None]

    def _attempt(self, read: Callable[[], FactT]) -> FactT | Fault:
        """What a reader makes of a page; a page that breaks it costs this one fact."""
        return attempt(read, self._target.address, [capture.digest for capture, _ in self._bodies.values()])

    def _home(self) -> Page | None:
        """The home page as it came over IPv4, else over IPv6."""
        return self._pages.get((Family.V4, 1)) or self._pages.get((Family.V6, 1))

    def _vantage(self) -> Vantage:
        """Proven by control hosts in both rounds, or by the website itself, where each attempt opened the same page by
        both families: but not while something on our own line answers in the place of others."""
        controls, own = self._of(Role.CONTROL), self._of(Role.SERVICE)
        answers = tuple(answer for role, answer, _ in self._answers.values() if role is Role.CONTROL)
        works = {
            family: {one.attempt for one in _answered(controls, family)} >= ROUNDS
            or (self._proves(own, family) and not any(one.family is family and is_diverted(one) for one in controls))
            for family in Family
        }
        known = any(one.kind is AnswerKind.ANSWER for one in answers)
        return Vantage(known, works[Family.V4], works[Family.V6], answers, controls)

    def _proves(self, own: Iterable[Probe], family: Family) -> bool:
        """Another page over IPv6 alone may be a captive line's; where IPv4 shows none, nothing is held against it."""
        tried = [one for one in own if one.family is family and one.purpose is Purpose.HOME]
        if not tried or not all(one.opened for one in tried):
            return False
        likeness = self._likeness
        return family is Family.V4 or (isinstance(likeness, Likeness) and likeness.kind in TRUSTED)

    @cached_property
    def _pages(self) -> dict[tuple[Family, int], Page]:
        """The home page by family and number: 1 came first, 2 after that."""
        found: dict[tuple[Family, int], Page] = {}
        for family in Family:
            last = {
                one.attempt: one for one in self._of(Role.SERVICE) if one.family is family and one.opened and one.body
            }
            read = (page for _, probe in sorted(last.items()) if (page := self._page(probe)) is not None)
            found |= {(family, number): page for number, page in enumerate(read, 1)}
        return found

    def _page(self, probe: Probe) -> Page | None:
        capture, body = self._bodies.get(probe.body, (None, b""))
        if capture is None:
            return None
        return read_page(
            body, probe.hops[-1].url, on=self._on, status=probe.status, content_type=probe.content_type,
            truncated=capture.truncated,
        )  # fmt: skip

    def _of(self, *roles: Role) -> tuple[Probe, ...]:
        return tuple(probe for role, probe, _ in self._probes.values() if role in roles)

    def _said(self) -> list[tuple[Role, NameAnswer]]:
        return [(role, answer) for role, answer, _ in self._answers.values()]

    def _told(self, kind: type, fact: object, *roles: Role) -> Evidence[Any]:
        kept = (*self._answers.values(), *self._probes.values())
        digests = [digest for role, _, digest in kept if role in roles]
        bodies = [capture.digest for capture, _ in self._bodies.values() if capture.role in roles]
        return Evidence(self._target.id, kind, fact, tuple(dict.fromkeys((*digests, *bodies))))


def _is_address(host: str) -> bool:
    """No name stands in the website's address: there is none to ask about."""
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _answered(probes: Iterable[Probe], family: Family) -> list[Probe]:
    return [one for one in probes if one.family is family and one.end is End.ANSWERED]
