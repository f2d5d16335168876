"""What must be true of a rule pack beyond the types of its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checks.indicator import Consequence, Indicator, Status
from checks.pack import Basis, Pack
from checks.pack_errors import Mistake, PackFile
from crawler.lexicon import say
from crawler.model import IndicatorId, TargetKind

SCORED = {Consequence.DEDUCT, Consequence.BONUS}
Known = Mapping[str, Indicator]


def mistakes(file: PackFile, pack: Pack, known: Known) -> Iterator[Mistake]:
    """Everything that cannot stand in a pack, as the file in which it came about has it."""
    if pack.id in pack.lineage[:-1]:
        yield _mistake(("id",), pack.id, "same-id")
    yield from _lines(pack)
    yield from _points(file, pack, known)
    yield from _named(pack, known)
    yield from _bases(pack, known)


def _lines(pack: Pack) -> Iterator[Mistake]:
    scoring = pack.scoring
    for name in ("pass_line", "bonus_gate"):
        if getattr(scoring, name) > scoring.full:
            yield _mistake(("scoring", name), getattr(scoring, name), "line-too-high", full=scoring.full)
    if scoring.without_services is not None and not scoring.service_indicators:
        yield _mistake(("scoring", "without_services"), scoring.without_services, "factor-for-nothing")


def _points(file: PackFile, pack: Pack, known: Known) -> Iterator[Mistake]:
    own = file.own.get("indicators", {})
    for identifier, rule in pack.indicators.items():
        points, place = rule.points, ("indicators", identifier, "points")
        if points is None or "points" not in own.get(identifier, {}):
            continue
        if points.each is not None and points.each > points.value:
            yield _mistake((*place, "each"), points.each, "each-too-high", most=points.value)
        consequence = rule.consequence or known[identifier].consequence
        if consequence not in SCORED:
            yield _mistake(place, consequence, "points-not-counted", indicator=identifier)
        status = rule.status or known[identifier].status
        if status is not Status.IN_FORCE:
            yield _mistake(place, status, "points-not-in-force", indicator=identifier)


def _named(pack: Pack, known: Known) -> Iterator[Mistake]:
    lists = {"service_indicators": pack.scoring.service_indicators}
    lists["once"] = tuple(identifier for group in pack.scoring.once for identifier in group)
    for name, identifiers in lists.items():
        for identifier in identifiers:
            if identifier not in known:
                yield _mistake(("scoring", name), identifier, "unknown-indicator")


def _bases(pack: Pack, known: Known) -> Iterator[Mistake]:
    """Points that nobody defined would be full marks for everybody."""
    for kind in TargetKind:
        if pack.basis(kind) is Basis.POINTS and not any(_scores(pack, known, one, kind) for one in pack.indicators):
            yield _mistake(("scoring", kind.value), Basis.POINTS, "no-points")


def _scores(pack: Pack, known: Known, identifier: IndicatorId, kind: TargetKind) -> bool:
    """Whether a fault by an indicator costs such a target points."""
    rule, indicator = pack.rule(identifier), known[identifier]
    costs = (rule.consequence or indicator.consequence) is Consequence.DEDUCT
    in_force = (rule.status or indicator.status) is Status.IN_FORCE
    return bool(rule.points) and costs and in_force and kind in indicator.applies_to.kinds


def _mistake(place: tuple[str, ...], value: object, problem: str, **words: object) -> Mistake:
    return Mistake(place, value, say(f"pack.{problem}", **words), say(f"pack.{problem}-next"))
