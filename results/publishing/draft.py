"""How a run's results stand now: what an edition would freeze, and what still keeps it from being published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.catalogue import Catalogue
from checks.indicator import Automation, Indicator, Status
from crawler.clock import Quarter
from crawler.config import Office, Publish
from crawler.model import Decision, RatingKind, TargetId
from crawler.workdays import Workdays
from results.audit import Trail
from results.casework.cases import cases
from results.casework.machine import Case
from results.casework.moves import SETTLED, FindingState, NoticeState
from results.circular import given
from results.notices.rows import NoticeKind
from results.publishing.quarter import (
    Entry,
    Excused,
    Problem,
    QuarterResult,
    excused_of,
    is_published,
    population,
    problem_of,
)
from results.publishing.rows import (
    Contents,
    Edition,
    EditionFinding,
    EditionTarget,
    Rectification,
    Repair,
    SetAside,
    Standing,
    Weight,
)
from results.rating.percent import Rounding
from results.rating.rated import Excuse, Rated, rated
from results.rating.score_case import is_counted_veto
from results.rating.scoring import ScoredRating
from results.rating.view import amount, total
from results.review.conclusions import Conclusion, conclusions
from results.rows import RunRecord, finding_row
from results.text import words

WEIGHTS = {Excuse.EXPLAINED: Weight.EXPLAINED, Excuse.RECTIFIED: Weight.RECTIFIED}


@dataclass(frozen=True, slots=True)
class Draft:
    """A run's results now. ``found`` are its ratings; ``aside`` the targets a person left unrated."""

    found: Rated
    aside: Mapping[TargetId, SetAside]
    decisions: Mapping[int, Decision]
    upheld: frozenset[int]  # findings that persons upheld, whether they count or not
    healthy: bool
    rectifications: tuple[Rectification, ...]
    last: Mapping[str, tuple[Case, ...]]  # owner → the notices that they tell of

    def late(self, on: date) -> Mapping[str, Any]:
        """Units that are late with the last notices on a day, for ``given.kept``."""
        found: dict[str, list[str]] = {"failed": [], "silent": []}
        for owner, notices in self.last.items():
            late = [(one, number) for one in notices for number in one.findings if one.is_late(number, on)]
            if any(one.findings[number] is FindingState.NOT_RECTIFIED for one, number in late):
                found["failed"].append(owner)
            elif any(one.answered_on is None for one, _ in late):
                found["silent"].append(owner)
        return found

    def standing(self, target: TargetId) -> Standing:
        """Setting aside touches only what nobody could conclude on."""
        kind = self.found.ratings[target].kind
        if kind is RatingKind.PENDING and target in self.aside:
            return Standing.SET_ASIDE
        return Standing(kind.value)

    @property
    def pending(self) -> tuple[TargetId, ...]:
        return tuple(one for one in self.found.ratings if self.standing(one) is Standing.PENDING)

    @property
    def contents(self) -> Contents:
        """What an edition of it holds."""
        targets = tuple(self._target(target, one) for target, one in self.found.ratings.items())
        findings: dict[int, EditionFinding] = {}
        for one in self.found.ratings.values():
            for number in one.upheld:
                if self._is_published(number):
                    findings[number] = EditionFinding(Weight.COUNTED, self.decisions[number].id)
            for number in one.excused:
                if self._is_published(number):
                    word = self.decisions[number].id if number in self.upheld else None
                    findings[number] = EditionFinding(WEIGHTS[self.found.excuses[number]], word)
        return Contents(targets, findings, self.rectifications)

    def _target(self, target: TargetId, one: ScoredRating) -> EditionTarget:
        standing = self.standing(target)
        reason = self.aside[target].reason if standing is Standing.SET_ASIDE else ""
        is_scored = one.score.scored and standing in {Standing.QUALIFIED, Standing.UNQUALIFIED}
        return EditionTarget(target, standing, total(one.score) if is_scored else "", reason)

    def _is_published(self, number: int) -> bool:
        indicator = self._indicator(number)
        return is_published(indicator.consequence, indicator.status)

    def _indicator(self, number: int) -> Indicator:
        return self.found.catalogue.get(self.found.findings[number].indicator)

    # as a page shows it

    def result(self, edition: Edition, trail: Trail) -> QuarterResult:
        """The draft as values, under the settings of an edition that is not written."""
        run, contents = self.found.run, self.contents
        by_target: dict[TargetId, list[Problem]] = {}
        named: dict[TargetId, list[Excused]] = {}
        excused = {Weight.EXPLAINED: 0, Weight.RECTIFIED: 0}
        for number, one in contents.findings.items():
            if one.weight is Weight.COUNTED:
                problem = self._problem(number)
                by_target.setdefault(problem.target, []).append(problem)
                continue
            excused[one.weight] += 1
            row = self._row(number)
            if number in self.upheld and (said := excused_of(row, one.weight, edition)):
                named.setdefault(TargetId(row["target"]), []).append(said)
        entries = tuple(
            self._entry(one, by_target.get(one.target, []), named.get(one.target, [])) for one in contents.targets
        )
        unchecked, closed = population(trail.inventory(run.id), tuple(self.found.targets.values()))
        rest = (unchecked, closed, excused, self.rectifications, ())
        return QuarterResult(edition, run, entries, *rest, self.healthy)

    def _entry(self, one: EditionTarget, problems: list[Problem], excused: list[Excused]) -> Entry:
        is_pending = one.standing is Standing.PENDING
        opened = tuple(self._indicator(number).title for number in self.found.ratings[one.target].open)
        titles = (opened or (words("publishing")["never_judged"],)) if is_pending else ()
        told = (one.reason, tuple(problems), titles, tuple(excused))
        return Entry(self.found.targets[one.target], one.standing, one.points, *told)

    def _problem(self, number: int) -> Problem:
        row = self._row(number) | {"decision_reason": self.decisions[number].reason}
        return problem_of(row, self.found.targets[row["target"]].address)

    def _row(self, number: int) -> dict[str, Any]:
        """As the view ``edition_problems`` has it, without the decision."""
        indicator = self._indicator(number)
        return finding_row(self.found.findings[number], 0) | {
            "finding": number,
            "title": indicator.title,
            "consequence": str(indicator.consequence),
            "document": indicator.source.document,
            "clause": indicator.source.clause,
        }


def draft(trail: Trail, run: RunRecord, catalogue: Catalogue) -> Draft:
    """Raises InputError for a finding by an indicator that the catalogue no longer knows."""
    found = rated(trail, run, catalogue)
    last = _last_cases(trail, Quarter.parse(run.quarter))
    rectifications = tuple(_rectifications(last))
    healthy = trail.is_healthy(run.id) is True
    upheld = frozenset(n for n, word in conclusions(trail, run.id).items() if word is Conclusion.UPHELD)
    said = (trail.set_asides(run.id), trail.decisions(run.id), upheld)
    return Draft(found, *said, healthy, rectifications, _by_owner(trail, last))


def heading(
    found: Rated,
    office: Office,
    publish: Publish,
    by: str,
    on: date,
    calendar: Workdays | None = None,
    late: Mapping[str, Any] | None = None,
) -> Edition:
    """An edition numbered 0: how the office names itself, writes figures and words its circular now.

    The shipped ``calendar`` without another. Raises InputError for an own template that is not right.
    """
    return Edition(
        quarter=Quarter.parse(found.run.quarter),
        number=0,
        run=found.run.id,
        published_on=on,
        by=by,
        correction="",
        office=office.name,
        city=office.city,
        decimals=publish.decimals,
        rounding=Rounding(publish.rounding),
        words={**_words(found, publish), given.KEY: given.kept(office, on, calendar, late)},
        catalogue_digest=found.catalogue.digest,
    )


def _words(found: Rated, publish: Publish) -> dict[str, Any]:
    known = found.catalogue.indicators
    separator = words("letter")["documents"]
    documents = (one.strip() for i in known if is_counted_veto(i) for one in i.source.document.split(separator))
    scored = [one.score for one in found.ratings.values() if one.score.scored]
    return {
        "pack": {"id": found.pack.id, "title": found.pack.title},
        "documents": list(dict.fromkeys(documents)),
        "manual": [one.title for one in known if one.automation is Automation.MANUAL],
        "trial": [one.title for one in known if one.status is Status.TRIAL],
        "pass_line": amount(scored[0].pass_line) if scored else "",
        "settings": publish.model_dump(exclude={"decimals", "rounding"}),
    }


def _last_cases(trail: Trail, quarter: Quarter) -> Mapping[int, Case]:
    """The rectification notices of the latest quarter before that has any, as they stand."""
    quarters = {run.id: Quarter.parse(run.quarter) for run in trail.runs()}
    forms, records = trail.notice_forms(), trail.notices()
    rectifying = {n for n, form in forms.items() if form.kind is NoticeKind.RECTIFICATION} | (set(records) - set(forms))
    earlier = {n: quarters[records[n].run] for n in rectifying if quarters[records[n].run] < quarter}
    last = max(earlier.values(), default=None)
    standing = cases(trail) if last else {}
    return {notice: standing[notice] for notice in sorted(earlier) if earlier[notice] == last}


def _by_owner(trail: Trail, last: Mapping[int, Case]) -> Mapping[str, tuple[Case, ...]]:
    found: dict[str, list[Case]] = {}
    for number, record in trail.notices().items():
        if number in last:
            found.setdefault(record.owner, []).append(last[number])
    return {owner: tuple(own) for owner, own in found.items()}


def _rectifications(last: Mapping[int, Case]) -> Iterable[Rectification]:
    """What came of every finding in these notices."""
    for notice, case in last.items():
        for finding in case.findings:
            yield Rectification(notice, finding, _state(case, finding))


def _state(case: Case, finding: int) -> Repair:
    if case.state is NoticeState.CANCELLED or finding in case.withdrawn:
        return Repair.VOID
    return Repair.RECTIFIED if case.findings[finding] in SETTLED else Repair.OPEN
