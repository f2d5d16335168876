"""m-app-unusable: an app that cannot be downloaded or used. Whether it can, a person tries."""

from __future__ import annotations

from checks.check import check
from checks.indicator import Indicator
from crawler.model import Target, Verdict, cant_tell, inapplicable


@check("m-app-unusable", version=1)
def unusable(target: Target, indicator: Indicator) -> Verdict:
    """Sorts out which accounts are apps, so that a person tries those alone."""
    platform = target.platform.strip().lower()
    if not platform:
        return cant_tell("platform-unknown")
    if any(word in platform for word in indicator.limits["app_platforms"]):
        return cant_tell("app-by-hand", platform=target.platform)
    return inapplicable("no-app", platform=target.platform)
