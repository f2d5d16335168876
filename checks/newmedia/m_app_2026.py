"""m-app-2026: apps, mini-programs and quick apps are few, filed and orderly. A person looks; we pick them out."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.indicator import Indicator
from crawler.model import Target, Verdict, cant_tell, inapplicable
from crawler.platforms import platform_name


@check("m-app-2026", version=1)
def app(target: Target, indicator: Indicator) -> Verdict:
    """Public accounts are left out, also those of a platform that calls itself an app."""
    limits, platform = indicator.limits, platform_name(target.platform)
    data: dict[str, Any] = {"platform": target.platform, "owner": target.owner}
    if not platform:
        return cant_tell("platform-unknown")
    if not any(word in platform for word in limits["app_platforms"]):
        return inapplicable("no-app", **data)
    if target.level in limits["levels"] or any(word in target.owner for word in limits["owners"]):
        return cant_tell("below-county", **data)
    return cant_tell("app-by-hand", **data)
