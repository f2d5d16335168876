"""What the tables of the published pages and files say, line by line: words that are safe to show anywhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from crawler.clock import Quarter
from crawler.model import Target
from results.publishing.figures import Dimension, Field, field_of
from results.publishing.masking import safe
from results.publishing.quarter import ADDRESS, REASON, Entry, Excused, Problem, QuarterResult
from results.publishing.rows import Standing
from results.text import plain, words

PLACES = 20  # of one problem
NAMED = frozenset({Dimension.KIND, Dimension.LEVEL})  # groups that have a word of their own


@dataclass(frozen=True, slots=True)
class Named:
    """A target as everybody may read of it. ``kind``: its kind in words; ``sort``: of an account, its platform."""

    id: str
    name: str
    address: str
    kind: str
    sort: str
    platform: str
    owner: str
    level: str
    region: str
    code: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One checked target. ``number`` counts within its field, in the inventory's order."""

    number: int
    field: Field
    target: Named
    standing: Standing
    result: str
    points: str
    reason: str
    problems: tuple[Problem, ...]
    open: str
    excused: tuple[Excused, ...]
    not_counted: str  # the same in words


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem of a target."""

    number: int
    target: Named
    problem: Problem
    consequence: str
    address: str
    places: str
    basis: int  # its number on the page on method
    document: str


def site_words() -> Mapping[str, Any]:
    return words("site")


def quarter_name(quarter: Quarter) -> str:
    forms = site_words()
    return str(forms["quarter"]).format(year=quarter.year, number=forms["quarter_numbers"][quarter.number - 1])


@cache
def shown(text: str, limit: int = 120) -> str:
    """Text from an inventory as a page may show it. Owners and regions come again and again."""
    return safe(text, limit)


def group_name(dimension: Dimension, name: str) -> str:
    """What a group is called: kinds and the inventory's four levels have words, other names are their own."""
    known: Mapping[str, str] = site_words().get(f"{dimension}s", {}) if dimension in NAMED else {}
    return known.get(name) or shown(name)


def named(target: Target) -> Named:
    kind = str(site_words()["kinds"][target.kind.value])
    platform = shown(target.platform)
    return Named(
        id=plain(target.id),
        name=shown(target.name),
        address=safe(target.address, ADDRESS),
        kind=kind,
        sort=kind if target.is_site else platform or kind,
        platform=platform,
        owner=shown(target.owner),
        level=group_name(Dimension.LEVEL, target.level),
        region=shown(target.region),
        code=plain(target.site_code),
    )


def target_lines(result: QuarterResult) -> tuple[TargetLine, ...]:
    """Every checked target, in the inventory's order."""
    numbers = dict.fromkeys(Field, 0)
    names, stop = site_words()["ratings"], site_words()["stop"]
    found = []
    for entry in result.entries:
        field = field_of(entry.target)
        numbers[field] += 1
        found.append(
            TargetLine(
                numbers[field],
                field,
                named(entry.target),
                entry.standing,
                names[entry.standing],
                entry.points,
                safe(entry.reason, REASON),
                entry.problems,
                stop.join(plain(one) for one in entry.open),
                entry.excused,
                _not_counted(entry.excused),
            )
        )
    return tuple(found)


def _not_counted(excused: Iterable[Excused]) -> str:
    forms = site_words()
    return str(forms["stop"]).join(forms["excused"][one.weight].format(title=plain(one.title)) for one in excused)


def titles(problems: Iterable[Problem]) -> str:
    return str(site_words()["stop"]).join(dict.fromkeys(one.title for one in problems))


def bases(result: QuarterResult) -> tuple[tuple[str, str], ...]:
    """(title, source) of every published problem's rule, by title: the page on method numbers them."""
    return tuple(sorted({(one.title, one.source) for one in result.problems}))


def problem_lines(result: QuarterResult, lines: Iterable[TargetLine]) -> Iterator[ProblemLine]:
    """Every published problem, in the order of its targets."""
    forms, number = site_words(), 0
    places = {key: place for place, key in enumerate(bases(result), 1)}
    for line in lines:
        for problem in line.problems:
            number += 1
            yield ProblemLine(
                number,
                line.target,
                problem,
                forms["consequences"][problem.consequence],
                problem.address,
                _places(problem),
                places[problem.title, problem.source],
                short(problem.source),
            )


def _places(problem: Problem) -> str:
    forms, found = site_words(), problem.places
    more = str(forms["more"]).format(count=len(found)) if len(found) > PLACES else ""
    return str(forms["stop"]).join(found[:PLACES]) + more


def short(source: str) -> str:
    """The number of the document in a source, or as much of it as stands before its title or clause."""
    for mark in words("publishing")["short"]:
        source = source.partition(mark)[0] or source
    return source


def said(entry: Entry | None) -> tuple[str, str, str]:
    """(result, points, problems or reason) of a target in a list of changes; empty where it was in no list."""
    if entry is None:
        return "", "", ""
    problems = titles(entry.problems) or safe(entry.reason, REASON)
    return site_words()["ratings"][entry.standing], entry.points, problems
