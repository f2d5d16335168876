"""v6-badge: a page that says that the site supports IPv6, against what was found."""

from __future__ import annotations

from typing import Any

from checks.check import check, unseen
from checks.ipv6.answers import named_addresses, told
from crawler.model import Fault, FaultKind, Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.footer.footer import Footer
from crawler.reading.names.agreement import AaaaState, Agreement, agree
from crawler.reading.names.answers import AddressRecords
from crawler.reading.service.facts import Reach, Reachability

SHUT = frozenset({Reach.REFUSED, Reach.OTHER_STATUS})


@check("v6-badge", version=1)
def badge(footer: Footer, records: AddressRecords, reach: Reachability) -> Verdict:
    """A page that makes no claim is not concerned."""
    if footer.claims_ipv6 is None:
        return cant_tell("claim-not-told")
    if not footer.claims_ipv6:
        return inapplicable("no-claim")
    return _against(agree(records), reach, records)


def _against(agreed: Agreement, reach: Reachability, records: AddressRecords) -> Verdict:
    """A claim is contradicted by proof alone."""
    table = tuple(told(one) for one in (*records.a, *records.aaaa))
    data: dict[str, Any] = {"host": records.host, "addresses": named_addresses(agreed.addresses)}
    if reach.vantage and reach.ipv6 is Reach.OPENS:
        return passed("claim-holds", table, **data)
    if agreed.state is AaaaState.NONE:
        return failed("claim-without-aaaa", table, **data)
    if agreed.state is AaaaState.NOT_GLOBAL:
        return failed("claim-without-global", table, **data)
    if not reach.vantage:
        return unseen(Fault(FaultKind.NO_IPV6_VANTAGE))
    everywhere = agreed.state is AaaaState.GLOBAL and set(agreed.global_addresses) <= set(reach.tried)
    shut = everywhere and reach.ipv4 is Reach.OPENS and reach.ipv6 in SHUT
    return failed("claim-unreachable", table, **data) if shut else cant_tell("claim-unclear", table, **data)
