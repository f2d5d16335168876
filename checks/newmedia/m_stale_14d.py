"""m-stale-14d: an account without a post in the two weeks before the monitoring day."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check, unseen
from checks.indicator import Indicator
from crawler.model import FaultKind, Verdict, cant_tell, failed, passed
from crawler.reading.accounts.account import AccountActivity, AccountSource
from crawler.reading.listings.listing import Item
from crawler.reading.sites.seen import is_gone

# A source that is there and tells nothing may hide newer posts, and a feed alone may have frozen. A page without posts
# (source-unhealthy) or one that is gone (404) hides none.
HIDES_NOTHING = {FaultKind.SOURCE_UNHEALTHY, FaultKind.SOFT_404, FaultKind.NO_SOURCE, FaultKind.NAME_NOT_FOUND}


@check("m-stale-14d", version=1)
def account_stale(activity: AccountActivity, indicator: Indicator, on: date) -> Verdict:
    """Any source that shows a recent post is enough; a source with a fault shows nothing."""
    limit = int(indicator.limits["days"])
    sources = activity.sources
    dated = [(one.newest, one) for one in sources if one.newest and one.newest.on and not one.fault]
    if not dated:
        fault = next((one.fault for one in sources if one.fault), None)
        return unseen(fault, sources[0].url) if fault else cant_tell("no-dated-post", limit=limit)
    newest, source = max(dated, key=lambda pair: pair[0].on or date.min)
    published = newest.on or date.min
    days = (on - published).days
    data: dict[str, Any] = {
        "newest_title": newest.title,
        "newest_on": published.isoformat(),
        "days": days,
        "limit": limit,
        "url": source.url,
    }
    if days < 0:
        return cant_tell("future-date", **data)
    if days <= limit:
        return passed("recent", **data)
    rows = tuple(_row(one, one.newest) for one in sources)
    if any(one.fault and one.fault.kind not in HIDES_NOTHING and not is_gone(one.fault) for one in sources):
        return cant_tell("source-unread", rows, **data)
    return failed("stale", rows, **data)


def _row(source: AccountSource, newest: Item | None) -> dict[str, Any]:
    row: dict[str, Any] = {"source": source.source, "url": source.url, "count": source.count}
    if newest and newest.on:
        row |= {"newest_title": newest.title, "newest_on": newest.on.isoformat()}
    if source.fault:
        row["fault"] = source.fault.kind.value
    return row
