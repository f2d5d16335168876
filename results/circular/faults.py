"""二、存在的主要问题: what was found, by class of fault, with the units that have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from checks.indicator import Consequence
from crawler.model import IndicatorId
from results.circular.wording import Wording
from results.publishing.figures import Field
from results.publishing.quarter import Problem
from results.publishing.rows import Weight
from results.text import plain

OTHER = ""  # the class of what no class names


@dataclass(frozen=True, slots=True)
class Fault:
    """One indicator that somebody failed."""

    indicator: IndicatorId
    title: str
    consequence: Consequence


@dataclass(frozen=True, slots=True)
class FaultClass:
    """The faults that are told together, vetoes first."""

    title: str
    faults: tuple[Fault, ...]


def class_of(indicator: IndicatorId, classes: Mapping[str, Any]) -> str:
    """The key of the first class that names an indicator; OTHER where none does."""
    for key, one in classes.items():
        if any(fnmatchcase(indicator, pattern) for pattern in one["indicators"]):
            return key
    return OTHER


def fault_classes(wording: Wording) -> tuple[FaultClass, ...]:
    """In the template's order, the others last."""
    classes: Mapping[str, Any] = wording.template.own["classes"]
    found: dict[str, list[Fault]] = {key: [] for key in (*classes, OTHER)}
    for fault in _faults(wording.result.problems):
        found[class_of(fault.indicator, classes)].append(fault)
    titles = {key: str(one["title"]) for key, one in classes.items()} | {OTHER: wording.own("problems", "other")}
    return tuple(FaultClass(titles[key], tuple(faults)) for key, faults in found.items() if faults)


def _faults(problems: Iterable[Problem]) -> Sequence[Fault]:
    known = {one.indicator: Fault(one.indicator, one.title, one.consequence) for one in problems}
    return sorted(known.values(), key=lambda one: (one.consequence is not Consequence.VETO, one.indicator))


def summary(wording: Wording) -> str:
    """How many problems on how many targets, and what is not counted."""
    texts = []
    if any(entry.problems for entry in wording.result.entries):
        known = tuple(one.indicator for group in fault_classes(wording) for one in group.faults)
        words = {"problems": wording.figures.problems(), "targets": _targets(wording, known, whole=True)}
        texts.append(wording.own("problems", "sum", **words))
    else:
        texts.append(wording.own("problems", "none"))
    for weight in (Weight.EXPLAINED, Weight.RECTIFIED):
        if wording.result.excused.get(weight):
            texts.append(wording.own("problems", str(weight), **{str(weight): wording.figures.excused(weight)}))
    return "".join(texts)


def sentences(wording: Wording, group: FaultClass) -> list[str]:
    """One class: a sentence of its sum, where it has several faults, and one each fault."""
    known = tuple(one.indicator for one in group.faults)
    own = [text for fault in group.faults for text in _sentences(wording, fault)]
    if len(own) == 1:
        return own
    words = {"problems": wording.figures.problems(known), "targets": _targets(wording, known)}
    numbered = [wording.shared("levels", "third", place=place, sentence=text) for place, text in enumerate(own, 1)]
    return [wording.own("problems", "group", **words), *numbered]


def _sentences(wording: Wording, fault: Fault) -> Iterator[str]:
    """Websites and accounts apart."""
    key = "veto" if fault.consequence is Consequence.VETO else "deduct"
    for field in Field:
        entries = wording.figures.faulty([fault.indicator], field)
        if entries:
            targets = wording.targets({field: wording.figures.problem_targets(field, (fault.indicator,))})
            names = wording.names(entries)
            yield wording.own("problems", key, title=plain(fault.title), targets=targets, names=names)


def _targets(wording: Wording, indicators: Sequence[IndicatorId], *, whole: bool = False) -> str:
    """The targets with any of these problems; ``whole``: these are all there are."""
    asked = None if whole else indicators
    counts = {
        field: wording.figures.problem_targets(field, asked)
        for field in Field
        if wording.figures.faulty(indicators, field)
    }
    return wording.targets(counts)
