"""m-closed-posting: an account that the inventory calls closed, cancelled or merged, and that still posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.posts import posts_of, row_of
from checks.newmedia.sources import is_believed, notice_of, ordered, unread
from checks.wording import named
from crawler.model import Verdict, cant_tell, passed
from crawler.reading.accounts.facts import AccountActivity


@check("m-closed-posting", version=1)
def closed_posting(activity: AccountActivity, indicator: Indicator, on: date) -> Verdict:
    """Never fails by machine: the last posts may be older than the closing, whose day a check is not told."""
    limit = int(indicator.limits["days"])
    dated = [(one.newest.on, one) for one in ordered(activity) if one.newest and one.newest.on]
    dated = [(day, one) for day, one in dated if day <= on and (on - day).days <= limit]
    if dated:
        published, source = max(dated, key=lambda pair: pair[0])
        rows = tuple(row_of(post) for post in posts_of(activity) if post.on and 0 <= (on - post.on).days <= limit)
        title = (source.newest.title if source.newest else "") or named("titles", "untitled")
        data: dict[str, Any] = {"newest_on": published.isoformat(), "newest_title": title, "url": source.url}
        return cant_tell("posts-after-all", rows, limit=limit, **data)
    if notice := notice_of(activity)[0]:
        return passed("notice-shown", notice=named("account_notices", notice))
    if any(is_believed(one) and one.newest and one.newest.on for one in activity.sources):
        return passed("no-recent-post", limit=limit)
    return unread(activity)
