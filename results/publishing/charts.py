"""Figures as pictures: bars of counts, and lines of pass rates over the quarters. Values for the templates. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from results.publishing.figures import Field, ProblemCount
from results.publishing.lines import quarter_name, site_words
from results.publishing.trend import Point

WIDTH = 440  # units of the pictures, about as wide as a telephone's
BAR, STEP, LEFT, TOP = 14, 44, 8, 14
BARS, QUARTERS, LABELLED = 10, 8, 6  # shown at most, and with their figures; the table has all
LABEL = 24  # characters beside a bar
PLOT_TOP, PLOT_BOTTOM, PLOT_LEFT, PLOT_RIGHT = 40, 230, 78, 406
FINE = {80: 5, 60: 10}  # where the scale begins → per cent between its lines, else 20


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    y: int
    width: float
    is_veto: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar each problem, the most frequent first."""

    id: str
    title: str
    desc: str
    bars: tuple[Bar, ...]
    height: int
    note: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Line:
    """One field's pass rates. ``paths``: a run of neighbouring quarters each; a missing quarter ends one."""

    field: Field
    name: str
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    title: str
    desc: str
    lines: tuple[Line, ...]
    grid: tuple[tuple[float, str], ...]  # (y, label)
    quarters: tuple[tuple[float, str, str], ...]  # (x, label, word where nothing was published)
    is_labelled: bool  # whether there is room for figures


def bars(field: Field, counts: Sequence[ProblemCount]) -> Bars | None:
    """None where there is nothing to draw."""
    found = sorted(counts, key=lambda one: (-one.targets, one.indicator))[:BARS]
    if not found:
        return None
    forms = site_words()
    name = forms["fields"][field]
    most = found[0].targets
    items = (forms["text"]["bar_item"].format(title=one.title, targets=one.targets) for one in found)
    return Bars(
        id=f"bars-{field}",
        title=forms["text"]["bars"].format(field=name),
        desc=forms["text"]["bars_desc"].format(count=len(found), items=forms["and"].join(items)),
        bars=tuple(_bar(place, one, most) for place, one in enumerate(found)),
        height=TOP + STEP * len(found),
        note=forms["text"]["bars_part"].format(shown=BARS) if len(counts) > BARS else "",
    )


def _bar(place: int, one: ProblemCount, most: int) -> Bar:
    label = one.title if len(one.title) <= LABEL else one.title[: LABEL - 1] + "…"
    width = round((WIDTH - 70) * one.targets / most, 1)
    return Bar(label, one.targets, TOP + STEP * place, max(width, 2), one.consequence.value == "veto")


def trend(points: Sequence[Point]) -> Trend | None:
    """The last quarters' pass rates; None with fewer than two that were published."""
    found = points[-QUARTERS:]
    if sum(one.is_published for one in found) < 2:
        return None
    forms, floor = site_words(), _floor(found)
    step = (PLOT_RIGHT - PLOT_LEFT) / max(len(found) - 1, 1)
    places = [round(PLOT_LEFT + number * step, 1) for number in range(len(found))]
    marks = range(floor, 101, FINE.get(floor, 20))
    empty = forms["text"]["unpublished"]
    return Trend(
        title=forms["headings"]["trend"],
        desc=forms["text"]["trend_desc"].format(items=forms["and"].join(_items(found)), floor=floor),
        lines=tuple(_line(field, found, places, floor) for field in Field),
        grid=tuple((_height(mark, 100, floor), f"{mark}%") for mark in marks),
        quarters=tuple(
            (x, str(one.quarter), "" if one.is_published else empty) for x, one in zip(places, found, strict=True)
        ),
        is_labelled=len(found) <= LABELLED,
    )


def _items(points: Iterable[Point]) -> Iterable[str]:
    forms = site_words()
    for point in points:
        if not point.is_published:
            yield quarter_name(point.quarter) + forms["text"]["unpublished"]
        for field in Field:
            if rate := point.rate(field):
                name = forms["rate_words"][field]
                yield forms["text"]["trend_item"].format(quarter=quarter_name(point.quarter), field=name, rate=rate)


def _floor(points: Iterable[Point]) -> int:
    """Where the scale begins: a full 20 % below the lowest rate."""
    shares = [100 * part // of for point in points for part, of in map(point.share, Field) if of]
    return max(0, (min(shares, default=0) - 1) // 20 * 20)


def _height(part: int, of: int, floor: int) -> float:
    whole = PLOT_BOTTOM - PLOT_TOP
    return round(PLOT_BOTTOM - whole * (100 * part - floor * of) / (of * (100 - floor)), 1)


def _line(field: Field, points: Sequence[Point], places: Sequence[float], floor: int) -> Line:
    dots: list[Dot] = []
    paths: list[list[str]] = [[]]
    for x, point in zip(places, points, strict=True):
        part, of = point.share(field)
        if not of:
            paths.append([])
            continue
        y = _height(part, of, floor)
        dots.append(Dot(x, y, point.rate(field), round(y + (-12 if _is_above(field, point) else 24), 1)))
        paths[-1].append(f"{x},{y}")
    drawn = tuple(" ".join(path) for path in paths if len(path) > 1)
    return Line(field, site_words()["fields"][field], drawn, tuple(dots))


def _is_above(field: Field, point: Point) -> bool:
    """Whether a field's figure goes above its dot: the higher one's does."""
    own = point.share(field)
    other = point.share(Field.ACCOUNTS if field is Field.SITES else Field.SITES)
    if not other[1]:
        return True
    mine, theirs = own[0] * other[1], other[0] * own[1]
    return mine > theirs or (mine == theirs and field is Field.SITES)
