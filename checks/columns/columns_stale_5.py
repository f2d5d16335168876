"""columns-stale-5: news columns without anything for two weeks, notices and policy documents for six months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from checks.check import check
from checks.columns.ages import distinct, is_seen, months_before, name
from checks.indicator import Indicator
from checks.wording import enumerated
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.columns.column import ColumnKind, ColumnState
from crawler.reading.sites.site import ColumnListing

SLOW = (ColumnKind.NOTICE, ColumnKind.POLICY_DOCUMENT)


@check("columns-stale-5", version=2)
def columns_stale(listings: tuple[ColumnListing, ...], indicator: Indicator, on: date) -> Verdict:
    """A column counts only where its whole list was dated; one that could not be seen may be stale or not."""
    limits = indicator.limits
    bounds = {ColumnKind.NEWS: on - timedelta(days=limits["news_days"])}
    bounds |= dict.fromkeys(SLOW, months_before(on, limits["document_months"]))
    columns = distinct(one for one in listings if _counts(one))
    stale = [one for one in columns if _is_old(one, bounds) and not one.undated]
    possible = [one for one in columns if _may_be_stale(one, bounds, on)]
    data: dict[str, Any] = {"seen": len(columns), "stale": len(stale), "possible": len(possible), **limits}
    if not columns:
        return cant_tell("no-column", **data)
    if len(stale) >= limits["count"]:
        table = tuple(_row(one, (on - bounds[one.link.kind]).days, on) for one in stale)
        return failed("stale-columns", table, columns=enumerated([name(one) for one in stale]), **data)
    if len(stale) + len(possible) < limits["count"]:
        return passed("few-stale", **data)
    return cant_tell("too-many-unseen", columns=enumerated([name(one) for one in possible]), **data)


def _counts(one: ColumnListing) -> bool:
    return one.link.kind is ColumnKind.NEWS or (one.link.kind in SLOW and len(one.link.path) == 1)


def _is_old(one: ColumnListing, bounds: dict[ColumnKind, date]) -> bool:
    newest = one.newest.on if is_seen(one) and one.state is ColumnState.LISTED and one.newest else None
    return newest is not None and newest < bounds[one.link.kind]


def _may_be_stale(one: ColumnListing, bounds: dict[ColumnKind, date], on: date) -> bool:
    if not is_seen(one) or one.state is not ColumnState.LISTED:
        return not is_seen(one)
    newest = one.newest.on if one.newest else None
    return newest is None or newest > on or (_is_old(one, bounds) and one.undated > 0)


def _row(one: ColumnListing, limit: int, on: date) -> dict[str, Any]:
    row: dict[str, Any] = {"path": name(one), "url": one.link.url, "limit": limit}
    if one.newest and one.newest.on:
        row |= {"newest_title": one.newest.title, "newest_on": one.newest.on.isoformat()}
        row |= {"newest_url": one.newest.url, "days": (on - one.newest.on).days}
    return row
