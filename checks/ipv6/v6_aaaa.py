"""v6-aaaa: the site's name resolves to a valid global IPv6 address."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.identity.hosts import is_address
from checks.indicator import Indicator
from checks.ipv6.answers import named_addresses, told
from checks.ipv6.doubts import undecided
from checks.wording import enumerated
from crawler.model import Target, Verdict, failed, inapplicable, passed
from crawler.reading.names.agreement import AaaaState, agree
from crawler.reading.names.answers import AddressRecords


@check("v6-aaaa", version=2)
def aaaa(records: AddressRecords, target: Target, indicator: Indicator) -> Verdict:
    """Only what at least two sources agree on counts; all else asks a person, who sees every answer."""
    if not target.host or is_address(target.host):
        return inapplicable("no-name")
    agreed = agree(records, tuple(indicator.limits["counted"]))
    table = tuple(told(one) for one in (*records.a, *records.aaaa, *records.wildcard))
    data: dict[str, Any] = {"host": records.host, "servers": enumerated(tuple(dict.fromkeys(agreed.sources)))}
    data["addresses"] = named_addresses(agreed.addresses)
    data["wildcard"] = any(one.addresses for one in records.wildcard)
    if agreed.state is AaaaState.GLOBAL:
        return passed("global-address", table, **data)
    if agreed.state is AaaaState.NOT_GLOBAL:
        return failed("not-global", table, **data)
    if agreed.state is AaaaState.NONE:
        return failed("no-aaaa", table, **data)
    return undecided(records, agreed)
