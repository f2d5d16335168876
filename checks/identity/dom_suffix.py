"""dom-suffix: a government website's name ends in .gov.cn or .政务."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.identity.hosts import is_address, labels_before, readable
from checks.indicator import Indicator
from crawler.model import Target, TargetKind, Verdict, cant_tell, failed, inapplicable, passed


@check("dom-suffix", version=1)
def suffix(target: Target, indicator: Indicator) -> Verdict:
    """Public institutions have suffixes of their own; whether an owner is one, a person knows."""
    limits = indicator.limits
    host = readable(target.host)
    data: dict[str, Any] = {"host": host, "suffix": limits["suffixes"][0], "owner": target.owner}
    if not host:
        return cant_tell("no-address")
    if is_address(host):
        return inapplicable("ip-address", **data)
    is_department = target.kind is TargetKind.DEPARTMENT_SITE
    if labels_before(host, (*limits["suffixes"], *limits["chinese_suffixes"])):
        is_institution = is_department and target.owner.endswith(tuple(limits["institution_endings"]))
        return cant_tell("institution-owner", **data) if is_institution else passed("government-suffix", **data)
    is_organ = not is_department or target.owner.endswith(tuple(limits["organ_endings"]))
    if labels_before(host, limits["institution_suffixes"]) and not is_organ:
        return cant_tell("institution-suffix", **data)
    return failed("other-suffix", **data)
