"""Ratings and scores for people and for machines: every number with the findings it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from checks.indicator import Consequence, Status
from crawler.model import RatingKind, TargetId
from results.rating.points import Item, Score, Unscored
from results.rating.rated import Rated
from results.rating.scoring import ScoredRating
from results.text import words

DECIMALS = Decimal("0.01")


def amount(exact: Fraction, below: Fraction | None = None) -> str:
    """Points with two decimals at most, rounded half up; but never up to a line that they are ``below``."""
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    shown = value.quantize(DECIMALS, ROUND_HALF_UP)
    if below is not None and exact < below <= Fraction(shown):
        shown = value.quantize(DECIMALS, ROUND_DOWN)
    text = format(shown, "f").rstrip("0").rstrip(".")
    return text or "0"


def say(key: str, **data: object) -> str:
    sentence: str = words("rating")["rating"][key]
    return sentence.format(**data) if data else sentence


# for people


def overview(found: Rated) -> Iterator[Mapping[str, str]]:
    """A row a target, in the inventory's order."""
    table = words("rating")["rating"]
    for target, one in found.ratings.items():
        score = one.score
        yield {
            "target": target,
            "name": found.targets[target].name,
            "owner": found.targets[target].owner,
            "rating": table["kinds"][one.kind],
            "total": "-" if score.total is None else total(score),
            "deducted": amount(score.deducted) if score.scored else "-",
            "bonus": amount(score.part_three) if score.scored else "-",
            "open": str(len(one.open)),
            "excused": str(len(one.excused)),
        }


def heading(found: Rated, target: TargetId) -> str:
    name, kind = found.targets[target].name, words("rating")["rating"]["kinds"][found.ratings[target].kind]
    head = say("head", name=name, id=target, rating=kind)
    return f"{head}\n{say('rules', run=found.run.id, pack=found.pack.id, title=found.pack.title)}"


def rows(found: Rated, target: TargetId) -> Iterator[Mapping[str, str]]:
    """A row each finding that counts, would count, or is open: what it is, what it costs or earns, and how."""
    one, lines = found.ratings[target], words("rating")["rating"]["lines"]
    items = {item.finding: item for item in (*one.score.deductions, *one.score.bonuses)}
    for number in one.findings:
        finding, item = found.findings[number], items.get(number)
        yield {
            "finding": str(number),
            "indicator": finding.indicator,
            "title": found.catalogue.get(finding.indicator).title,
            "line": lines[_line(found, one, number)],
            "points": _points(one.score, item),
            "how": _how(item) if item else finding.message,
        }


def _line(found: Rated, one: ScoredRating, number: int) -> str:
    """What becomes of a finding: a key of the words for lines."""
    indicator = found.catalogue.get(found.findings[number].indicator)
    if number in one.excused:
        return str(found.excuses[number])
    if number in one.score.open_bonuses:
        return "open-bonus"
    if number in one.open:
        return "open"
    if indicator.status is Status.TRIAL:
        return "trial"
    places = {"without-points": one.score.without_points, "left-out": one.score.left_out}
    return next((name for name, numbers in places.items() if number in numbers), str(indicator.consequence))


def _points(score: Score, item: Item | None) -> str:
    if item is None:
        return ""
    sign = "+" if item in score.bonuses else "-" if item.points else ""
    return f"{sign}{amount(item.points)}"


def _how(item: Item) -> str:
    forms, value, taken = words("rating")["rating"]["how"], amount(item.value), "、".join(item.taken)
    if item.is_spared:
        return str(forms["spared"])
    if not item.number:
        return str(forms["taken"].format(names=taken) if taken else forms["taken-whole"])
    told = str(forms["whole"]).format(value=value)
    if item.each is not None:
        told = str(forms["each"]).format(each=amount(item.each), number=item.number, value=value)
    return told + (str(forms["rest-taken"]).format(names=taken) if taken else "")


def sums(found: Rated, target: TargetId) -> list[str]:
    """The sentences below the rows: both parts and the total, or why there is none."""
    score = found.ratings[target].score
    if score.unscored:
        return [str(words("rating")["rating"]["unscored"][score.unscored])]
    values = {"full": amount(score.full), "deducted": amount(score.deducted), "points": _part_two(score)}
    gate = {"gate": amount(score.bonus_gate), "most": amount(score.bonus_full)}
    above = score.part_two > score.bonus_gate
    told = [
        say("part-two", **values) if score.factor == 1 else say("part-two-factor", **values, factor=str(score.factor)),
        say("part-three", **gate, points=amount(score.part_three)) if above else say("below-gate", gate=gate["gate"]),
        say("total", total=total(score), line=amount(score.pass_line)),
    ]
    waiting = len(found.ratings[target].open) + len(score.open_bonuses)
    return [*told, say("may-change", count=waiting)] if waiting else told


def _part_two(score: Score) -> str:
    return amount(score.part_two, score.pass_line)


def total(score: Score) -> str:
    return amount(score.part_two + score.part_three, score.pass_line)


# for machines


def as_json(found: Rated, target: TargetId) -> dict[str, Any]:
    """A target's rating as an object. Points are numbers; null where nothing is scored, and ``unscored`` says why."""
    one = found.ratings[target]
    return {
        "run": found.run.id,
        "pack": found.pack.id,
        "target": target,
        "name": found.targets[target].name,
        "kind": found.targets[target].kind.value,
        "owner": found.targets[target].owner,
        "rating": one.kind.value,
        "total": _number(one.score.total),
        "unscored": one.score.unscored,
        "score": _score_json(one.score) if one.score.scored else None,
        "vetoes": _vetoes(found, one),
        "upheld": list(one.upheld),
        "open": list(one.open),
        "excused": [{"finding": number, "why": str(found.excuses[number])} for number in one.excused],
    }


def _vetoes(found: Rated, one: ScoredRating) -> list[int]:
    """The upheld vetoes that made it unqualified."""
    if one.kind is not RatingKind.UNQUALIFIED or one.score.unscored is not Unscored.VETOED:
        return []
    rules = {number: found.catalogue.get(found.findings[number].indicator) for number in one.upheld}
    counted = (Consequence.VETO, Status.IN_FORCE)
    return [number for number, rule in rules.items() if (rule.consequence, rule.status) == counted]


def _score_json(score: Score) -> dict[str, Any]:
    return {
        "full": _number(score.full),
        "pass_line": _number(score.pass_line),
        "bonus_gate": _number(score.bonus_gate),
        "factor": str(score.factor),
        "deducted": _number(score.deducted),
        "part_two": _number(score.part_two),
        "part_three": _number(score.part_three),
        "deductions": [_item_json(item) for item in score.deductions],
        "bonuses": [_item_json(item) for item in score.bonuses],
        "without_points": list(score.without_points),
        "left_out": list(score.left_out),
        "open_bonuses": list(score.open_bonuses),
    }


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "finding": item.finding,
        "indicator": item.indicator,
        "points": _number(item.points),
        "value": _number(item.value),
        "each": _number(item.each),
        "number": item.number,
        "counted": list(item.counted),
        "taken": list(item.taken),
        "spared": item.is_spared,
    }


def _number(exact: Fraction | None) -> int | float | None:
    if exact is None:
        return None
    return int(exact) if exact.denominator == 1 else float(exact)
