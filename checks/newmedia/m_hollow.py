"""m-hollow: an account to which nothing, or next to nothing, was ever posted."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.sources import is_believed, notice_of, ordered, unread
from checks.wording import named
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.accounts.facts import AccountActivity, AccountSource


@check("m-hollow", version=1)
def hollow(activity: AccountActivity, indicator: Indicator, on: date) -> Verdict:
    """Few posts count only where a control account shows its own through the same kind of source, in this very run."""
    sources = ordered(activity)
    clean = [one for one in sources if one.fault is None]
    count = max((max(one.count, len(one.posts)) for one in clean), default=0)
    data: dict[str, Any] = {"count": count, "limit": int(indicator.limits["posts"])}
    if count > data["limit"]:
        return passed("enough-posts", **data)
    if notice := notice_of(activity)[0]:
        return cant_tell("account-notice", notice=named("account_notices", notice), **data)
    if not clean or len(clean) < len(sources):
        return unread(activity)
    rows = tuple({"source": one.source, "url": one.url, "count": one.count} for one in sources)
    if not all(is_believed(one) for one in sources) or not any(_is_whole(one) for one in sources):
        return cant_tell("source-unproven", rows, **data)
    newest = max((one.newest.on for one in sources if one.newest and one.newest.on), default=None)
    if count and (newest is None or (on - newest).days <= int(indicator.limits["days"])):
        return cant_tell("few-and-new", rows, **data)
    return failed("few-posts" if count else "no-posts-ever", rows, **data)


def _is_whole(source: AccountSource) -> bool:
    """A proven source that shows the account itself, so that its posts would stand there too."""
    shows_account = source.count > 0 or bool(source.profile and source.profile.name)
    return source.control is True and shows_account
