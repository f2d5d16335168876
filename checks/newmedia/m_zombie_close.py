"""m-zombie-close: an account that nobody has posted to for more than three months, and that nobody is closing."""

from __future__ import annotations

from datetime import date

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.silence import silence
from crawler.model import Target, Verdict, inapplicable
from crawler.reading.accounts.facts import AccountActivity


@check("m-zombie-close", version=3)
def dormant(activity: AccountActivity, target: Target, indicator: Indicator, on: date) -> Verdict:
    """An account whose note in the inventory says that it is being closed or merged is left in peace."""
    if any(word in target.note for word in indicator.limits["clean_up_words"]):
        return inapplicable("on-clean-up-list", note=target.note)
    return silence(activity, target, on, int(indicator.limits["days"]), "dormant")
