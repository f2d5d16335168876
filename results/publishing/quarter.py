"""A quarter's results as values: what an edition froze, or how matters stand now for a draft."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from checks.indicator import Consequence, Status
from crawler.model import IndicatorId, Outcome, Target, TargetId, TargetStatus
from results.audit import Trail
from results.publishing.masking import safe
from results.publishing.rows import Edition, EditionTarget, Rectification, Standing, Weight
from results.rows import Row, RunRecord
from results.text import words as words_of

LONGEST, ADDRESS, REASON = 600, 400, 400  # characters of one problem, an address and a reason as published
_WEB = re.compile("https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """One upheld fault as published. ``places``: what of the target it is about, as far as it says."""

    finding: int
    target: TargetId
    indicator: IndicatorId
    title: str
    consequence: Consequence
    source: str
    message: str
    address: str
    places: tuple[str, ...]
    monitored_on: date
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class Excused:
    """A fault that persons upheld and that does not count, as the office wants it named beside its target."""

    finding: int
    indicator: IndicatorId
    title: str
    consequence: Consequence
    weight: Weight


@dataclass(frozen=True, slots=True)
class Entry:
    """One target that was checked, with its problems. ``open``: titles of what nobody has concluded on (drafts)."""

    target: Target
    standing: Standing
    points: str = ""
    reason: str = ""  # why it was set aside
    problems: tuple[Problem, ...] = ()
    open: tuple[str, ...] = ()
    excused: tuple[Excused, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What an edition says otherwise than the one before it: one target, before and after. None: not in it."""

    edition: Edition
    target: Target
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """Everything published of a quarter. An edition numbered 0 is a draft.

    ``entries`` are the checked targets and ``unchecked`` the others that run, both in the inventory's order;
    ``excused`` counts upheld findings that do not count, by why, those that are named beside their target among them.
    """

    edition: Edition
    run: RunRecord
    entries: tuple[Entry, ...]
    unchecked: tuple[Target, ...] = ()
    closed: int = 0
    excused: Mapping[Weight, int] = field(default_factory=dict)
    rectifications: tuple[Rectification, ...] = ()
    changes: tuple[Change, ...] = ()
    is_healthy: bool = True

    @property
    def is_draft(self) -> bool:
        return self.edition.number == 0

    @property
    def problems(self) -> Iterable[Problem]:
        return (problem for entry in self.entries for problem in entry.problems)


def published(trail: Trail, edition: Edition) -> QuarterResult:
    """The quarter as an edition froze it, with every change since the first one."""
    run, inventory, chosen = trail.run(edition.run), trail.inventory(edition.run), trail.targets(edition.run)
    entries, excused = _entries(trail, edition, chosen)
    return QuarterResult(
        edition,
        run,
        entries,
        *population(inventory, chosen),
        excused,
        trail.edition_rectifications(edition),
        tuple(_changes(trail, edition)),
    )


def population(inventory: Sequence[Target], chosen: Sequence[Target]) -> tuple[tuple[Target, ...], int]:
    """The targets that run and were not drawn, and how many are closed."""
    drawn = {target.id for target in chosen}
    running = [target for target in inventory if target.status is TargetStatus.RUNNING]
    return tuple(target for target in running if target.id not in drawn), len(inventory) - len(running)


def _entries(
    trail: Trail, edition: Edition, targets: Sequence[Target]
) -> tuple[tuple[Entry, ...], Mapping[Weight, int]]:
    problems: dict[str, list[Problem]] = {}
    named: dict[str, list[Excused]] = {}
    excused = {Weight.EXPLAINED: 0, Weight.RECTIFIED: 0}
    addresses = {target.id: target.address for target in targets}
    for row in trail.edition_problems(edition):
        weight = Weight(row["standing"])
        if weight is Weight.COUNTED:
            problems.setdefault(row["target"], []).append(problem_of(row, addresses.get(row["target"], "")))
        else:
            excused[weight] += 1
            if row["decided_at"] and (one := excused_of(row, weight, edition)):
                named.setdefault(row["target"], []).append(one)
    rated = trail.edition_targets(edition)
    entries = (
        _entry(target, rated[target.id], problems.get(target.id, ()), named.get(target.id, ()))
        for target in targets
        if target.id in rated
    )
    return tuple(entries), excused


def _entry(target: Target, rated: EditionTarget, problems: Sequence[Problem], excused: Sequence[Excused]) -> Entry:
    reason = safe(rated.reason, REASON)
    return Entry(target, rated.standing, rated.points, reason, tuple(problems), excused=tuple(excused))


def excused_of(row: Row, weight: Weight, edition: Edition) -> Excused | None:
    """None where the office wants only the number of such. ``row`` is of a fault that persons upheld."""
    wanted = edition.words.get("settings", {}).get("named_excused", "none")
    consequence = Consequence(row["consequence"] or Consequence.DEDUCT)
    if wanted == "none" or (wanted == "vetoes" and consequence is not Consequence.VETO):
        return None
    indicator = IndicatorId(row["indicator"])
    return Excused(row["finding"], indicator, row["title"] or indicator, consequence, weight)


def _changes(trail: Trail, edition: Edition) -> Iterable[Change]:
    """Of every edition of the quarter after the first, up to this one, in order."""
    editions = [one for one in trail.editions(edition.quarter) if one.number <= edition.number]
    for earlier, later in pairwise(editions):
        before, after = _by_target(trail, earlier), _by_target(trail, later)
        for target in dict.fromkeys((*before, *after)):
            pair = before.get(target), after.get(target)
            whose = pair[1] or pair[0]
            if whose and _said(pair[0]) != _said(pair[1]):
                yield Change(later, whose.target, *pair)


def _by_target(trail: Trail, edition: Edition) -> dict[TargetId, Entry]:
    return {entry.target.id: entry for entry in _entries(trail, edition, trail.targets(edition.run))[0]}


def _said(entry: Entry | None) -> object:
    """What a reader of the list learns of a target."""
    if entry is None:
        return None
    return entry.standing, entry.points, entry.reason, tuple((one.title, one.message) for one in entry.problems)


def problem_of(row: Row, address: str) -> Problem:
    """A row of the view ``edition_problems``. ``address``: of the target, where the finding names none."""
    data, subjects = json.loads(row["data"]), json.loads(row["subjects"])
    named = (str(one.get("path") or one.get("name") or one.get("title") or "") for one in subjects)
    urls = {str(one["url"]) for one in subjects if one.get("url")}
    own = str(data.get("url") or (urls.pop() if len(urls) == 1 else ""))
    return Problem(
        finding=row["finding"],
        target=TargetId(row["target"]),
        indicator=IndicatorId(row["indicator"]),
        title=row["title"] or row["indicator"],
        consequence=Consequence(row["consequence"] or Consequence.DEDUCT),
        source=words_of("publishing")["source"].format(document=row["document"] or "", clause=row["clause"] or ""),
        message=safe(_message(row), LONGEST),
        address=safe(own if _WEB.match(own) else address, ADDRESS),
        places=tuple(safe(one, 60) for one in dict.fromkeys(named) if one),
        monitored_on=date.fromisoformat(row["monitored_on"]),
        observed_at=datetime.fromisoformat(row["observed_at"]),
    )


def _message(row: Row) -> str:
    """What was seen: by the machine, or by the person who looked where the machine could not."""
    if row["outcome"] == Outcome.FAILED:
        return _without_inner(str(row["message"]))
    forms = words_of("publishing")
    return str(forms["by_person"]).format(reason=str(row["decision_reason"]).rstrip(forms["stop"]))


def _without_inner(message: str) -> str:
    """Without the sentences that point to a sheet, or speak to a reviewer, that a reader of the list does not have."""
    forms = words_of("publishing")
    sentences = message.split(forms["stop"])
    kept = [one for one in sentences if not one.endswith(tuple(forms["inner"]))]
    return str(forms["stop"]).join(kept) if any(kept) else message


def is_published(consequence: Consequence, status: Status) -> bool:
    """Only what is in force is published as a fault: trial and advisory indicators accuse nobody."""
    return status is Status.IN_FORCE and consequence in {Consequence.VETO, Consequence.DEDUCT}
