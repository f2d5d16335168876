"""The tables of one quarter's pages, as rendered rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from results.publishing import listing
from results.publishing.figures import (
    Count,
    Dimension,
    Field,
    Group,
    ProblemCount,
    groups,
    of,
    problem_counts,
    ranked,
)
from results.publishing.lines import Named, ProblemLine, TargetLine, group_name, named, said, shown, site_words
from results.publishing.lines import problem_lines as problems_of
from results.publishing.lines import target_lines as targets_of
from results.publishing.listing import SEPARATOR, Listing
from results.publishing.quarter import QuarterResult
from results.publishing.rows import Standing
from results.rating.percent import percent


@dataclass(frozen=True, slots=True)
class Shown:
    """A quarter with what is worked out of it once, for all its pages and files."""

    result: QuarterResult
    groups: tuple[Group, ...]
    counts: tuple[ProblemCount, ...]
    targets: tuple[TargetLine, ...]
    problems: tuple[ProblemLine, ...]
    unchecked: tuple[Named, ...]

    @property
    def is_scored(self) -> bool:
        return any(line.points for line in self.targets)


@dataclass(frozen=True, slots=True)
class Figures:
    """One group in a table. ``rate``: the share with both numbers."""

    name: str
    count: Count
    rate: str
    coverage: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    number: int
    target: Named
    before: tuple[str, str, str]
    after: tuple[str, str, str]


def shown_of(result: QuarterResult) -> Shown:
    lines = targets_of(result)
    counts = problem_counts(result)
    unchecked = tuple(map(named, result.unchecked))
    return Shown(result, groups(result), counts, lines, tuple(problems_of(result, lines)), unchecked)


def figures_of(group: Group, name: str = "") -> Figures:
    return Figures(name or shown(group.name), group.count, rate_of(group), coverage_of(group))


def rate_of(group: Group) -> str:
    return _fraction(group.pass_rate, group.count.qualified, group.count.rated)


def coverage_of(group: Group) -> str:
    return _fraction(group.coverage, group.count.checked, group.count.running)


def _fraction(share: str, part: int, whole: int) -> str:
    forms = site_words()
    return str(forms["percent_of"]).format(percent=share, part=part, of=whole) if share else str(forms["none"])


# of targets and problems


def problem_list(quarter: Shown) -> Listing:
    made = _rows("problem", quarter.problems)
    return _listing("problems", "found", "problems", made)


def target_list(quarter: Shown, slug: str, lines: Iterable[TargetLine], files: Mapping[int, str], here: str) -> Listing:
    """``files``: finding → the page that tells of it. ``here``: the way to that page's folder."""
    columns = list(site_words()["columns"]["targets"])
    draft, scored = quarter.result.is_draft, quarter.is_scored
    columns[8] = site_words()["columns"].get(slug, site_words()["columns"]["said"])
    columns = columns[:7] + (columns[7:8] if scored else []) + columns[8:9] + (columns[9:] if draft else [])
    options = {"draft": draft, "scored": scored, "files": files, "here": here, "stop": site_words()["stop"]}
    made = _rows("target", lines, renumber=slug in {"unqualified", "aside"}, **options)
    return _listing(slug, slug, "targets" + ("-scored" if scored else ""), made, columns)


def standing_in(quarter: Shown, standing: Standing) -> tuple[TargetLine, ...]:
    return tuple(line for line in quarter.targets if line.standing is standing)


def unchecked_list(quarter: Shown) -> Listing:
    return _listing("unchecked", "unchecked", "unchecked", _rows("unchecked", quarter.unchecked))


def change_list(result: QuarterResult) -> Listing:
    lines = (
        ChangeLine(one.edition.number, named(one.target), said(one.before), said(one.after)) for one in result.changes
    )
    return _listing("changes", "changes", "changes", _rows("change", lines))


def basis_rows(found: Sequence[tuple[str, str]]) -> Listing:
    return _listing("bases", "bases", "bases", _rows("basis", found))


# of figures


def kind_table(quarter: Shown) -> Listing:
    kinds = site_words()["kinds"]
    found = [one for field in Field for one in of(quarter.groups, field, Dimension.KIND)]
    lines = [figures_of(one, kinds[one.name]) for one in found]
    return _group_table(quarter, Dimension.KIND, lines)


def platform_table(quarter: Shown) -> Listing:
    found = of(quarter.groups, Field.ACCOUNTS, Dimension.PLATFORM)
    return _group_table(quarter, Dimension.PLATFORM, [figures_of(one) for one in found])


def _group_table(quarter: Shown, dimension: Dimension, lines: Sequence[Figures]) -> Listing:
    draft, forms = quarter.result.is_draft, site_words()["columns"]
    columns = [forms["name"], *(one for one in forms["groups"] if draft or not _is_pending(one))]
    return _listing(f"{dimension}", dimension, "groups", _rows("group", lines, draft=draft), columns)


def pair_table(quarter: Shown, dimension: Dimension, slug: str) -> Listing:
    """Websites and accounts side by side, a row each region, level or owner."""
    found: dict[str, dict[Field, Group]] = {}
    for field in Field:
        for one in of(quarter.groups, field, dimension):
            found.setdefault(one.name, {})[field] = one
    draft, forms = quarter.result.is_draft, site_words()["columns"]
    lines = (
        (group_name(dimension, name), [figures_of(both[field]) if field in both else None for field in Field])
        for name, both in found.items()
    )
    columns = [one for one in forms["pairs"] if draft or not _is_pending(one)]
    return _listing(slug, dimension, "pairs", _rows("pair", lines, draft=draft), columns)


def _is_pending(column: str) -> bool:
    return bool(column == site_words()["ratings"]["pending"])


def counts_of(quarter: Shown, field: Field) -> tuple[ProblemCount, ...]:
    return tuple(one for one in quarter.counts if one.field is field)


def count_table(quarter: Shown, field: Field) -> Listing:
    made = _listing(f"counts-{field}", "problems", "counts", _rows("count", counts_of(quarter, field)))
    return replace(made, title=_of_field("problems_of", field))


def ranking_table(quarter: Shown, field: Field) -> Listing:
    """Of regions, or of owners where no regions are named; nothing where nobody is compared."""
    found = of(quarter.groups, field, Dimension.REGION) or of(quarter.groups, field, Dimension.OWNER)
    places = ranked(found)
    lines = [(place, figures_of(one)) for place, one in places] if len(places) > 1 else []
    made = _listing(f"ranking-{field}", "ranking", "ranking", _rows("ranking", lines))
    return replace(made, title=_of_field("ranking_of", field))


def _of_field(heading: str, field: Field) -> str:
    form: str = site_words()["headings"][heading]
    return form.format(field=site_words()["fields"][field])


def helps_by_owner(quarter: Shown) -> bool:
    """Whether owners tell more than targets do: some owner has several."""
    found = of(quarter.groups, Field.SITES, Dimension.OWNER) + of(quarter.groups, Field.ACCOUNTS, Dimension.OWNER)
    return any(one.count.running > 1 for one in found)


def share_beside(group: Group) -> str:
    """What stands beside a pass rate: how many were left unrated, of all that were checked."""
    forms, count, edition = site_words()["text"], group.count, group.edition
    undecided = count.set_aside + count.pending
    share = percent(undecided, count.checked, edition.decimals, edition.rounding)
    if count.pending:
        return str(forms["undecided"]).format(pending=count.pending, aside=count.set_aside, percent=share)
    return str(forms["aside"]).format(part=undecided, percent=share) if undecided else str(forms["no_aside"])


def _rows(template: str, lines: Iterable[Any], **options: Any) -> tuple[str, ...]:
    return listing.rows(template, lines, separator=SEPARATOR, **options)


def _listing(slug: str, heading: str, kind: str, made: tuple[str, ...], columns: Sequence[str] = ()) -> Listing:
    forms = site_words()
    return Listing(slug, forms["headings"][heading], kind, tuple(columns or forms["columns"][kind]), made)
