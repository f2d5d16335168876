"""The published site: every quarter in a permanent folder, the newest under ``latest``, and the trend over all.

Nothing here asks the time: the same editions give the same bytes on any day and machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from crawler.clock import Quarter
from results.html import render
from results.publishing import charts, quarter_pages
from results.publishing import quarter_tables as tables
from results.publishing.figures import Field
from results.publishing.frame import HOME, Frame, latest_frame
from results.publishing.lines import quarter_name, shown, site_words
from results.publishing.listing import SEPARATOR, rows
from results.publishing.quarter import QuarterResult
from results.publishing.rows import Edition
from results.publishing.trend import Point, gapless, point
from results.tables import csv_text

STYLE, TREND_TABLE, TREND_DATA = "style.css", "trend.csv", "trend.json"
CHANGING = (HOME, TREND_TABLE)  # files of the root that no new edition leaves as they are
File = tuple[str, bytes]
Load = Callable[[Edition], QuarterResult]
Circulars = Callable[[QuarterResult], str]


def pages(editions: Sequence[Edition], load: Load, circulars: Circulars | None = None) -> Iterator[File]:
    """Every file of the site: (path from its root, content). One quarter is held at a time.

    ``editions``: all that were ever published; ``circulars`` gives the body of a quarter's circular as HTML.
    """
    ordered = sorted(editions, key=lambda one: (one.quarter, one.number))
    newest = {one.quarter: one for one in ordered}
    points: list[Point] = []
    for edition in ordered:
        own = tuple(one for one in ordered if one.quarter == edition.quarter)
        is_newest = edition is newest[edition.quarter]
        is_latest = is_newest and edition is ordered[-1]
        yield from _folder(load(edition), own, circulars, points if is_newest else None, is_latest)
    yield from _root(gapless(points))
    yield STYLE, style()


def draft_pages(result: QuarterResult, circulars: Circulars | None = None) -> Iterator[File]:
    """The pages of one quarter as they would be now, marked as a draft, with what nobody has concluded on."""
    yield from quarter_pages.files(quarter_pages.folder(result, circulars(result) if circulars else ""))
    yield STYLE, style()


def style() -> bytes:
    return render("site/style.css.j2", words=site_words()).encode()


def place(edition: Edition, is_newest: bool = True) -> str:
    """The folder of an edition, from the root of the site. An edition that was corrected moves one deeper."""
    return f"{edition.quarter}/" if is_newest else f"{edition.quarter}/edition-{edition.number}/"


def _folder(
    result: QuarterResult,
    editions: tuple[Edition, ...],
    circulars: Circulars | None,
    points: list[Point] | None,
    is_latest: bool,
) -> Iterator[File]:
    """``points`` takes the figures of a quarter's newest edition; None for an earlier one."""
    edition = result.edition
    found = quarter_pages.folder(result, circulars(result) if circulars else "", editions[-1].number)
    where = place(edition, points is not None)
    for name, content in quarter_pages.files(found, editions):
        yield where + name, content
    if points is not None:
        points.append(point(result, found.shown.groups))
    if is_latest:
        frame = latest_frame(found.frame, edition)
        yield f"latest/{HOME}", quarter_pages.index(found, frame=frame)


def _root(points: Sequence[Point]) -> Iterator[File]:
    yield HOME, _home(points)
    yield TREND_TABLE, csv_text([site_words()["csv"]["trend"], *_trend_rows(points)]).encode()
    yield TREND_DATA, _trend_json(points)


def _home(points: Sequence[Point]) -> bytes:
    forms = site_words()
    newest = points[-1] if points else None
    edition = newest.edition if newest else None
    title = forms["site_title"].format(city=shown(edition.city) if edition else "")
    office = (forms["frame"]["office"].format(office=shown(edition.office)),) if edition and edition.office else ()
    lines = [_line(one) for one in reversed(points)]
    frame = Frame(title=title, lines=office, here=f"{edition.quarter}/" if edition else "", has_home=False)
    return frame.page(
        "home",
        newest=_line(newest) if newest else None,
        rates=tuple(quarter_pages.rates(newest.groups.values())) if newest else (),
        chart=charts.trend(points),
        trend=Markup("".join(rows("trend", lines, separator=SEPARATOR))),  # noqa: S704  its template escapes
        files=tuple((name, forms["files"][name]) for name in (TREND_TABLE, TREND_DATA, "SHA256SUMS")),
    )


def _line(one: Point) -> dict[str, Any]:
    groups = [tables.figures_of(one.groups[field]) if field in one.groups else None for field in Field]
    return {"quarter": one.quarter, "name": quarter_name(one.quarter), "edition": one.edition, "groups": groups}


def _trend_rows(points: Sequence[Point]) -> Iterator[Sequence[Any]]:
    forms = site_words()
    for one in points:
        if one.edition is None:
            yield str(one.quarter), forms["csv"]["no"], *[""] * 12
            continue
        head = (str(one.quarter), forms["csv"]["yes"], one.edition.number, one.edition.published_on.isoformat())
        for field, group in one.groups.items():
            count = group.count
            numbers = (count.running, count.checked, count.qualified, count.unqualified, count.set_aside, count.rated)
            shares = (group.pass_rate, group.coverage, group.undecided_share)
            yield (*head, forms["fields"][field], *numbers, *shares)


def _trend_json(points: Sequence[Point]) -> bytes:
    lines = ",\n".join(json.dumps(_trend_item(one), ensure_ascii=False) for one in points)
    return f"[\n{lines}\n]\n".encode()


def _trend_item(one: Point) -> dict[str, Any]:
    quarter: Quarter = one.quarter
    if one.edition is None:
        return {"quarter": str(quarter), "published": False}
    head = {"edition": one.edition.number, "published_on": one.edition.published_on.isoformat()}
    figures = []
    for field, group in one.groups.items():
        count = group.count
        counts = {"running": count.running, "checked": count.checked, "rated": count.rated}
        counts |= {"qualified": count.qualified, "unqualified": count.unqualified, "set_aside": count.set_aside}
        shares = {"pass_rate": group.pass_rate, "coverage": group.coverage, "set_aside_share": group.undecided_share}
        figures.append({"field": str(field), **counts, **shares})
    return {"quarter": str(quarter), "published": True, **head, "figures": figures}
