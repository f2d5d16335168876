"""columns-overdue-10: columns that are older than the interval the office expects of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.check import check
from checks.columns.ages import distinct, is_seen, name
from checks.indicator import Indicator
from checks.wording import enumerated
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.columns.column import ColumnState
from crawler.reading.columns.intervals import Age, Intervals
from crawler.reading.sites.site import ColumnListing


@check("columns-overdue-10", version=1)
def columns_overdue(
    listings: tuple[ColumnListing, ...], indicator: Indicator, intervals: Intervals, on: date
) -> Verdict:
    """Only a list that was dated whole is old. Whose intervals were used stands in every verdict."""
    limit = int(indicator.limits["count"])
    columns = [one for one in distinct(listings) if intervals.of(one.link.name, one.link.kind)]
    ages = [(one, _age(one, intervals, on)) for one in columns]
    overdue = [one for one, age in ages if age is Age.OVERDUE]
    nearly = [one for one, age in ages if age is Age.NEARLY]
    unseen = [one for one, age in ages if age is None]
    table = tuple(_row(one, intervals, on) for one in (*overdue, *nearly))
    data: dict[str, Any] = {"seen": len(columns), "overdue": len(overdue), "nearly": len(nearly), "count": limit}
    data |= {"possible": len(unseen), "table": intervals.title, "set_by": intervals.set_by}
    if not columns:
        return cant_tell("no-column", **data)
    if len(overdue) >= limit:
        return failed("overdue-columns", table, columns=enumerated([name(one) for one in overdue]), **data)
    if len(overdue) + len(unseen) < limit:
        return passed("few-overdue", table, **data)
    return cant_tell("too-many-unseen", table, columns=enumerated([name(one) for one in unseen]), **data)


def _age(one: ColumnListing, intervals: Intervals, on: date) -> Age | None:
    """None where it could not be told; a page without a list grows no older."""
    row = intervals.of(one.link.name, one.link.kind)
    if not is_seen(one) or row is None:
        return None
    if one.state is not ColumnState.LISTED:
        return Age.CURRENT
    newest = one.newest.on if one.newest else None
    age = intervals.age(row, (on - newest).days) if newest and newest <= on else None
    return None if one.undated and age is not Age.CURRENT else age


def _row(one: ColumnListing, intervals: Intervals, on: date) -> dict[str, Any]:
    row = intervals.of(one.link.name, one.link.kind)
    known: dict[str, Any] = {"path": name(one), "url": one.link.url, "limit": row.days if row else None}
    if one.newest and one.newest.on:
        known |= {"newest_title": one.newest.title, "newest_on": one.newest.on.isoformat()}
        known |= {"newest_url": one.newest.url, "days": (on - one.newest.on).days}
    return known
