"""columns-blank-5: columns without any content."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.columns.ages import distinct, is_seen, name
from checks.indicator import Indicator
from checks.wording import enumerated
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.columns.column import ColumnState
from crawler.reading.sites.site import ColumnListing


@check("columns-blank-5", version=2)
def columns_blank(listings: tuple[ColumnListing, ...], indicator: Indicator) -> Verdict:
    """A page with a note that says why it is empty is no blank column; one that could not be seen may be one."""
    limit = int(indicator.limits["count"])
    columns = distinct(listings)
    blank = [one for one in columns if is_seen(one) and one.state is ColumnState.BLANK]
    unseen = [one for one in columns if not is_seen(one)]
    data: dict[str, Any] = {"seen": len(columns), "blank": len(blank), "possible": len(unseen), "count": limit}
    if not columns:
        return cant_tell("no-column", **data)
    if len(blank) >= limit:
        table = tuple({"path": name(one), "url": one.link.url} for one in blank)
        return failed("blank-columns", table, columns=enumerated([name(one) for one in blank]), **data)
    if len(blank) + len(unseen) < limit:
        return passed("few-blank", **data)
    return cant_tell("too-many-unseen", columns=enumerated([name(one) for one in unseen]), **data)
