"""m-closed-posting: an account that the inventory calls closed, cancelled or merged, and that still posts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.closing import closing_day, is_page_gone, posts_between
from checks.newmedia.names import are_anothers
from checks.newmedia.posts import row_of
from checks.newmedia.sources import is_believed, notice_of, ordered, profiles_of, unread
from checks.wording import named
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.accounts.facts import AccountActivity
from crawler.registration import Registration


@check("m-closed-posting", version=3)
def closed_posting(
    activity: AccountActivity, target: Target, registration: Registration | None, indicator: Indicator, on: date
) -> Verdict:
    """Fails only for posts after the day on which the list says the account ended; without it a person compares."""
    limit, closed_on = int(indicator.limits["days"]), closing_day(registration, on)
    margin = timedelta(days=int(indicator.limits["margin_days"]))
    first = closed_on + margin if closed_on else on - timedelta(days=limit)
    believed = [one for one in ordered(activity) if is_believed(one)]
    data: dict[str, Any] = {"limit": limit, "closed_on": str(closed_on or "")}
    late = posts_between(believed, first, on) if closed_on else ()
    if shown := late or posts_between(ordered(activity), first, on):
        newest = shown[0]
        data |= {"newest_on": str(newest.on), "newest_title": newest.title or named("titles", "untitled")}
        rows = tuple(row_of(post) for post in shown)
        return _told(bool(late) and not are_anothers(profiles_of(activity), target), rows, **data)
    if notice := notice_of(activity)[0]:
        return passed("notice-shown", notice=named("account_notices", notice))
    if gone := is_page_gone(activity):
        return passed("page-gone", url=gone)
    if any(one.newest and one.newest.on and one.newest.on <= on for one in believed):
        return passed("no-later-post" if closed_on else "no-recent-post", **data)
    return unread(activity)


def _told(is_late: bool, rows: tuple[dict[str, Any], ...], **data: Any) -> Verdict:
    return failed("posted-after-closing", rows, **data) if is_late else cant_tell("posts-after-all", rows, **data)
