"""How long an account has been silent, and what keeps us from saying so."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.newmedia.doubts import doubt_of
from checks.newmedia.sources import notice_of, ordered, shown_names, unread
from checks.wording import named
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.accounts.facts import AccountActivity, AccountSource


def silence(activity: AccountActivity, target: Target, on: date, limit: int, silent: str) -> Verdict:
    """Any source that shows a post within ``limit`` days is enough; ``silent`` is the reason where none does."""
    sources = ordered(activity)
    dated = [(one.newest.on, one) for one in sources if one.newest and one.newest.on and not one.fault]
    if not dated:
        return unread(activity) if any(one.fault for one in sources) else cant_tell("no-dated-post", limit=limit)
    published, source = max(dated, key=lambda pair: pair[0])
    days = (on - published).days
    title = source.newest.title if source.newest else ""
    data: dict[str, Any] = {
        "newest_title": title or named("titles", "untitled"),
        "newest_on": published.isoformat(),
        "days": days,
        "limit": limit,
        "url": source.url,
    }
    if days < 0:
        return cant_tell("future-date", **data)
    if days <= limit:
        return passed("recent", **data)
    rows = tuple(_row(one) for one in sources)
    doubt = doubt_of(activity, target)
    words = {
        "notice": named("account_notices", notice_of(activity)[0]),
        "shown": shown_names(activity),
        "name": target.name,
    }
    return cant_tell(doubt, rows, **data, **words) if doubt else failed(silent, rows, **data)


def _row(source: AccountSource) -> dict[str, Any]:
    row: dict[str, Any] = {"source": source.source, "url": source.url, "count": source.count}
    if source.newest and source.newest.on:
        row |= {"newest_title": source.newest.title, "newest_on": source.newest.on.isoformat()}
    return {**row, "fault": source.fault.kind.value} if source.fault else row
