"""dom-portal-form: a portal's name is www., one label and .gov.cn."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.identity.hosts import is_address, labels_before, readable
from checks.indicator import Indicator
from crawler.model import Target, Verdict, cant_tell, failed, inapplicable, passed


@check("dom-portal-form", version=2)
def portal_form(target: Target, indicator: Indicator) -> Verdict:
    """Names under .政务 are the Chinese form of the same rule and pass. Other suffixes are dom-suffix's to judge."""
    limits = indicator.limits
    host = readable(target.host)
    data: dict[str, Any] = {"host": host, "suffix": limits["suffixes"][0]}
    if not host:
        return cant_tell("no-address")
    if is_address(host):
        return inapplicable("ip-address", **data)
    if labels_before(host, limits["chinese_suffixes"]):
        return passed("chinese-name", **data)
    labels = labels_before(host, limits["suffixes"])
    if labels is None:
        return inapplicable("other-suffix", **data)
    if len(labels) == 2 and labels[0] == "www":
        return passed("portal-form", **data)
    return failed("other-form", **data)
