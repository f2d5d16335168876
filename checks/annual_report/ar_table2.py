"""ar-table2: table two has the layout of 2021 and all its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.annual_report.subject import Subject, subject
from checks.check import check
from checks.indicator import Indicator
from checks.wording import enumerated
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.sites.annual import AnnualReports


@check("ar-table2", version=1)
def table_two(reports: AnnualReports, target: Target, indicator: Indicator, on: date) -> Verdict:
    """An empty cell or a table that could not be read asks a person; the trial layout ended with the report on 2020."""
    found = subject(reports, target, on)
    if not isinstance(found, Subject):
        return found
    report, rows, data = found.report, indicator.limits["rows"], dict[str, Any](found.data)
    table = report.table("table2")
    if table is None or report.format is None or not report.complete:
        return cant_tell("table-unread", **data)
    if report.format == "2019":
        return failed("trial-layout", **data)
    known = {row.name: row for row in table.rows}
    missing = [name for key, name in rows.items() if key not in known]
    if missing:
        data["rows"] = enumerated(missing)
        return (
            failed("rows-missing", **data)
            if len(missing) <= indicator.limits["missing"]
            else cant_tell("rows-unread", **data)
        )
    empty = [rows[key] for key, row in known.items() if key in rows and any(cell.number is None for cell in row.cells)]
    return cant_tell("cells-empty", rows=enumerated(empty), **data) if empty else passed("table-whole", **data)
