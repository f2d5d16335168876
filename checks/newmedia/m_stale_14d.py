"""m-stale-14d: an account without a post in the two weeks before the monitoring day."""

from __future__ import annotations

from datetime import date

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.silence import silence
from crawler.model import Target, Verdict
from crawler.reading.accounts.facts import AccountActivity


@check("m-stale-14d", version=4)
def account_stale(activity: AccountActivity, target: Target, indicator: Indicator, on: date) -> Verdict:
    """A source with a fault, one of another account, or one through which nothing is seen of a control account either,
    shows no silence."""
    return silence(activity, target, on, int(indicator.limits["days"]), "stale")
