"""Every figure of a list and of a circular as a question to the trail: one statement, one value.

Each reads the views on what was published (``results.schema.published_views``) and so the newest edition of a quarter.
``:quarter`` is always asked for. Of the others: ``:field`` is ``sites`` or ``accounts``, in figures of problems also
``''`` for both; ``:dimension`` and ``:name`` are those of ``pass_rates``; ``:indicators`` is a JSON list of ids.
``results/templates/figures.toml`` says what each means, ``docs/figures.md`` shows them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure counts. A percentage is text, as it was published, and empty where nothing is to be divided."""

    TARGETS = "targets"
    PROBLEMS = "problems"
    NOTICES = "notices"
    GROUPS = "groups"
    PLACE = "place"
    PERCENT = "percent"
    ROWS = "rows"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Figure:
    """``sql`` gives one row with the column ``value``; a count that nothing is found for is 0."""

    sql: str
    unit: Unit

    @property
    def parameters(self) -> tuple[str, ...]:
        """What it is asked with, in the order of their first use."""
        return tuple(dict.fromkeys(re.findall(r":([a-z_]+)", self.sql)))


def _of_group(column: str, unit: Unit = Unit.TARGETS) -> Figure:
    nothing = "''" if unit is Unit.PERCENT else "0"
    where = "quarter = :quarter AND field = :field AND dimension = :dimension AND name = :name"
    return Figure(f"SELECT coalesce((SELECT {column} FROM pass_rates WHERE {where}), {nothing}) AS value", unit)  # noqa: S608


def _groups(condition: str = "") -> Figure:
    where = "quarter = :quarter AND field = :field AND dimension = :dimension AND rated > 0" + condition
    return Figure(f"SELECT count(*) AS value FROM pass_rates WHERE {where}", Unit.GROUPS)  # noqa: S608


def _problems(counted: str, unit: Unit, condition: str = "") -> Figure:
    source = "published_problems p JOIN published_inventory t ON t.quarter = p.quarter AND t.target = p.target"
    where = "p.quarter = :quarter AND p.standing = 'counted' AND (:field = '' OR t.field = :field)" + condition
    return Figure(f"SELECT {counted} AS value FROM {source} WHERE {where}", unit)  # noqa: S608


def _of_quarter(view: str, column: str, unit: Unit) -> Figure:
    nothing = "''" if unit is Unit.PERCENT else "0"
    found = f"SELECT {column} FROM {view} WHERE quarter = :quarter"  # noqa: S608
    return Figure(f"SELECT coalesce(({found}), {nothing}) AS value", unit)


_AMONG = " AND p.indicator IN (SELECT value FROM json_each(:indicators))"

FIGURES: dict[str, Figure] = {
    "running": _of_group("running"),
    "checked": _of_group("checked"),
    "rated": _of_group("rated"),
    "qualified": _of_group("qualified"),
    "unqualified": _of_group("unqualified"),
    "set_aside": _of_group("set_aside"),
    "pass_rate": _of_group("pass_rate", Unit.PERCENT),
    "coverage": _of_group("coverage", Unit.PERCENT),
    "set_aside_share": _of_group("set_aside_share", Unit.PERCENT),
    "groups": _groups(),
    "groups_full": _groups(" AND qualified = rated"),
    "groups_below": _groups(" AND CAST(pass_rate AS REAL) < :percent"),
    "place": Figure(
        "SELECT 1 + count(*) AS value FROM pass_rates own JOIN pass_rates better"
        " ON better.quarter = own.quarter AND better.field = own.field AND better.dimension = own.dimension"
        " AND better.qualified * own.rated > own.qualified * better.rated"
        " WHERE own.quarter = :quarter AND own.field = :field AND own.dimension = :dimension AND own.name = :name",
        Unit.PLACE,
    ),
    "problems": _problems("count(*)", Unit.PROBLEMS),
    "problem_targets": _problems("count(DISTINCT p.target)", Unit.TARGETS),
    "problems_among": _problems("count(*)", Unit.PROBLEMS, _AMONG),
    "problem_targets_among": _problems("count(DISTINCT p.target)", Unit.TARGETS, _AMONG),
    "explained": _of_quarter("excused_counts", "explained", Unit.PROBLEMS),
    "rectified": _of_quarter("excused_counts", "rectified", Unit.PROBLEMS),
    "last_notices": _of_quarter("rectification_counts", "notices", Unit.NOTICES),
    "last_problems": _of_quarter("rectification_counts", "findings", Unit.PROBLEMS),
    "last_rectified": _of_quarter("rectification_counts", "rectified", Unit.PROBLEMS),
    "last_open": _of_quarter("rectification_counts", "open", Unit.PROBLEMS),
    "last_rectified_share": _of_quarter("rectification_counts", "rectified_share", Unit.PERCENT),
    "named_below": _of_quarter("published_editions", "json_extract(words, '$.settings.named_below')", Unit.SETTING),
    "rows": _of_quarter("published_editions", "head_seq", Unit.ROWS),
}
