"""What keeps us from saying that an account is silent."""

from __future__ import annotations

from checks.newmedia.names import are_anothers
from checks.newmedia.sources import is_believed, is_unproven, notice_of, profiles_of
from crawler.model import FaultKind, Target
from crawler.reading.accounts.facts import AccountActivity, AccountSource
from crawler.reading.sites.seen import is_gone

GIVEN = {"import", "attest"}  # they carry a fault unless they reach to the monitoring day
# A source that is there and tells nothing may hide newer posts, and a feed alone may have frozen. One without any post
# (source-unhealthy) or one that is gone (404) hides none.
HIDES_NOTHING = {FaultKind.SOURCE_UNHEALTHY, FaultKind.SOFT_404, FaultKind.NO_SOURCE, FaultKind.NAME_NOT_FOUND}


def doubt_of(activity: AccountActivity, target: Target) -> str:
    """The reason not to believe that nothing newer was posted; empty where there is none."""
    if notice_of(activity)[0]:
        return "account-notice"
    if are_anothers(profiles_of(activity), target):
        return "other-account"
    if any(one.source in GIVEN and one.newest and is_believed(one) for one in activity.sources):
        return ""
    if any(_hides(one) for one in activity.sources):
        return "source-unread"
    return "source-unproven" if any(is_unproven(one) for one in activity.sources) else ""


def _hides(source: AccountSource) -> bool:
    fault = source.fault
    if fault is None or is_gone(fault):
        return False
    return fault.kind not in HIDES_NOTHING or (source.count > 0 and source.source not in GIVEN)
