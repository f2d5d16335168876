"""v6-home-success: how often the home page opens over IPv6 when it is tried again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checks.check import check, unseen
from checks.indicator import Indicator
from checks.ipv6.answers import WITHOUT
from checks.ipv6.attempts import figures, table
from checks.ipv6.rounds import rounds
from checks.ipv6.shares import Share
from checks.ipv6.week import week_success
from crawler.model import Fault, FaultKind, Outcome, Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.availability.log import AccessLog
from crawler.reading.names.agreement import AaaaState, agree
from crawler.reading.names.answers import AddressRecords
from crawler.reading.service.facts import Service
from crawler.reading.service.reach import ENOUGH


@check("v6-home-success", version=2)
def home_success(service: Service, records: AddressRecords, log: AccessLog | None, indicator: Indicator) -> Verdict:
    """A week of visits where there was one. Else attempts: one is a round over all addresses, as a browser makes it;
    silence may be our line's, so it is unknown."""
    agreed = agree(records)
    if agreed.state not in WITHOUT and (told := week_success(log, indicator)):
        return told
    if not service.vantage.ipv6:
        return unseen(Fault(FaultKind.NO_IPV6_VANTAGE, "", service.url))
    if agreed.state in WITHOUT:
        return inapplicable("no-aaaa", host=records.host)
    return _by_attempts(service, agreed.global_addresses if agreed.state is AaaaState.GLOBAL else (), indicator)


def _by_attempts(service: Service, known: Sequence[str], indicator: Indicator) -> Verdict:
    counts = rounds(service, known)
    share = Share(counts["good"], counts["bad"], counts["unknown"], indicator.limits["least_percent"])
    least: int = indicator.limits["least_attempts"]
    data: dict[str, Any] = {**figures(service), **share.data, "least_attempts": least}
    if share.total < least:
        return cant_tell("few-attempts", table(service), **data)
    if share.outcome is Outcome.PASSED:
        return passed("success-rate", table(service), **data)
    if share.outcome is Outcome.CANT_TELL:
        return cant_tell("success-unclear", table(service), **data)
    # A server that just restarts refuses once.
    proven = share.bad >= ENOUGH
    few = cant_tell("few-refusals", table(service), **data)
    return failed("low-success-rate", table(service), **data) if proven else few
