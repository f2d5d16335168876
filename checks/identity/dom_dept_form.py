"""dom-dept-form: a department's site stands under the portal's domain."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.identity.hosts import folder, is_address, labels_before, portal_bases, readable
from checks.indicator import Indicator
from crawler.model import Registry, Target, Verdict, cant_tell, failed, inapplicable, passed


@check("dom-dept-form", version=2)
def department_form(target: Target, registry: Registry, indicator: Indicator) -> Verdict:
    """Vertical bodies stand under their ministry's name, so a domain the inventory does not know asks a person."""
    limits = indicator.limits
    host = readable(target.host)
    data: dict[str, Any] = {"host": host, "suffix": limits["suffixes"][0]}
    if not host:
        return cant_tell("no-address")
    if is_address(host):
        return inapplicable("ip-address", **data)
    if labels_before(host, limits["chinese_suffixes"]):
        return passed("chinese-name", **data)
    verdict = _under_portal(host, portal_bases(registry), data)
    return verdict or _elsewhere(labels_before(host, limits["suffixes"]), target, data)


def _under_portal(host: str, bases: set[str], data: dict[str, Any]) -> Verdict | None:
    if host.removeprefix("www.") in bases:
        return passed("portal-path", **data)
    base = max((base for base in bases if host.endswith(f".{base}")), key=len, default="")
    if not base:
        return None
    label = host.removesuffix(f".{base}")
    data = {**data, "base": base}
    return cant_tell("deeper-name", **data) if "." in label else passed("portal-subdomain", **data)


def _elsewhere(labels: list[str] | None, target: Target, data: dict[str, Any]) -> Verdict:
    """Under no portal of the inventory. A folder may belong to a portal that the inventory does not list."""
    if labels is None:
        return inapplicable("other-suffix", **data)
    own = len(labels) == 1 or (len(labels) == 2 and labels[0] == "www")
    return failed("own-second-level", **data) if own and not folder(target) else cant_tell("other-domain", **data)
