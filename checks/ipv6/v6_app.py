"""v6-app: government apps support IPv6. What an app does on a line cannot be seen from outside."""

from __future__ import annotations

from checks.check import check
from checks.indicator import Indicator
from crawler.model import Target, Verdict, cant_tell, inapplicable


@check("v6-app", version=1)
def app(target: Target, indicator: Indicator) -> Verdict:
    """Sorts out which accounts are apps, so that a person looks at those alone."""
    platform = target.platform.strip().lower()
    if not platform:
        return cant_tell("platform-unknown")
    is_app = any(word in platform for word in indicator.limits["app_platforms"])
    if is_app:
        return cant_tell("app-by-hand", platform=target.platform)
    return inapplicable("no-app", platform=target.platform)
