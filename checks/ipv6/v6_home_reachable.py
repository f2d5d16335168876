"""v6-home-reachable: the home page opens for a visitor who has IPv6 alone."""

from __future__ import annotations

from typing import Any

from checks.check import check, unseen
from checks.identity.hosts import is_address
from checks.ipv6.answers import named_addresses, told
from checks.ipv6.attempts import attempts, figures, is_shut, table
from checks.ipv6.certificates import bad_certificates
from checks.ipv6.doubts import undecided
from checks.wording import enumerated
from crawler.model import Fault, FaultKind, Target, Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.names.agreement import AaaaState, Agreement, agree
from crawler.reading.names.answers import AddressRecords
from crawler.reading.service.facts import Reach, Service
from crawler.reading.service.probe import Family
from crawler.reading.service.reach import reach_of


@check("v6-home-reachable", version=1)
def home_reachable(service: Service, records: AddressRecords, target: Target) -> Verdict:
    """A page that came is proof enough; a closed door needs every address, every attempt, and IPv4 beside it."""
    if not target.host or is_address(target.host):
        return inapplicable("no-name")
    if not service.vantage.ipv6:
        return unseen(Fault(FaultKind.NO_IPV6_VANTAGE, "", service.url))
    agreed = agree(records)
    if reach_of(attempts(service, Family.V6)) is Reach.OPENS:
        return _opened(service)
    answers = tuple(told(one) for one in (*records.a, *records.aaaa))
    data: dict[str, Any] = {**figures(service), "addresses": named_addresses(agreed.addresses)}
    if agreed.state is AaaaState.NONE:
        return failed("no-aaaa", answers, **data)
    if agreed.state is AaaaState.NOT_GLOBAL:
        return failed("not-global", answers, **data)
    return _shut(service, agreed, data) if agreed.state is AaaaState.GLOBAL else undecided(records, agreed)


def _opened(service: Service) -> Verdict:
    """A browser warns of a bad certificate; where only IPv6 shows one, a person has to say what that is worth."""
    faults, data = bad_certificates(service, Family.V6), figures(service)
    if faults and not bad_certificates(service, Family.V4):
        return cant_tell("certificate-differs", table(service), faults=enumerated(faults), **data)
    return passed("home-opens", table(service), **data)


def _shut(service: Service, agreed: Agreement, data: dict[str, Any]) -> Verdict:
    shut = is_shut(service, agreed.global_addresses)
    if shut is Reach.REFUSED:
        return failed("connection-closed", table(service), **data)
    if shut is Reach.OTHER_STATUS:
        return failed("page-missing", table(service), **data)
    if not data["attempts"]:
        return cant_tell("not-tried", table(service), **data)
    ipv4_opens = reach_of(attempts(service, Family.V4)) is Reach.OPENS
    return cant_tell("home-unclear" if ipv4_opens else "ipv4-unclear", table(service), **data)
