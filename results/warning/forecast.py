"""What the checks themselves will say of one target on a later day, should nothing new be published until then.

Nothing is computed a second time: each check is asked again, on later days, about the evidence it has judged already.
A column is asked about alone. What a check cannot tell on any of these days is not known, and nobody is warned of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from checks.catalogue import Catalogue
from checks.columns.ages import distinct, is_seen, name
from checks.indicator import Indicator
from checks.judge import judge
from crawler.model import Evidence, Fault, Finding, IndicatorId, Outcome, Registry, Target, Verdict
from crawler.reading.sites.site import ColumnListing

WHOLE = {IndicatorId("m-stale-14d"): "account", IndicatorId("home-stale-14d"): "home"}
# A rule in force stands before one on trial: where both are crossed on one day, the former is told.
COLUMNS = (IndicatorId("columns-stale-5"), IndicatorId("columns-overdue-10"))
NOT_CONCERNED = "no-column"  # what the checks of columns say where they expect nothing of the only column asked about
NO_READING = "no-reading"
SINCE_THE_RUN = "since-the-run"  # the limit was crossed after the run, unless something was published since
SCRIPTED, UNDATED, FUTURE = "scripted", "undated-items", "future-date"  # why a column cannot be told


@dataclass(frozen=True, slots=True)
class Window:
    """The days looked at: what the run saw on its own day, and which later days are asked about."""

    seen_on: date
    day: date
    within: int  # days after ``day``

    @property
    def end(self) -> date:
        return self.day + timedelta(days=self.within)


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """Something that has not crossed its limit on the day, and will on ``crosses_on``: the first day it is over.

    ``kind`` is account, home or column; ``what`` the column's path, the account's platform, or empty.
    """

    target: Target
    kind: str
    what: str
    indicator: IndicatorId
    newest_on: date
    newest_title: str
    url: str
    limit_days: int
    crosses_on: date
    days_left: int
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something a machine could not tell: ``reason`` is a noun of what was seen, ``message`` a sentence or empty."""

    target: Target
    kind: str
    what: str
    reason: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Asks the checks about one target. ``evidence`` is what its findings were made from, None where that is lost."""

    target: Target
    findings: Mapping[IndicatorId, Finding]
    evidence: Sequence[Evidence[Any]] | None
    registry: Registry
    catalogue: Catalogue
    window: Window

    def whole(self) -> Iterator[EarlyWarning | Unknown]:
        """The account's activity, or the home page."""
        for indicator, kind in WHOLE.items():
            if not self._asks(indicator) or self.findings[indicator].outcome is Outcome.FAILED:
                continue
            finding = self.findings[indicator]
            what = self.target.platform if kind == "account" else ""
            if finding.outcome is not Outcome.PASSED:
                yield Unknown(self.target, kind, what, finding.reason, finding.message)
            elif self.evidence is None:
                yield Unknown(self.target, kind, what, NO_READING)
            else:
                yield from self._ahead(self.catalogue.get(indicator), self.evidence, kind, what)

    def columns(self) -> Iterator[EarlyWarning | Unknown]:
        """Each column once: by the limit it crosses first."""
        indicators = [self.catalogue.get(each) for each in COLUMNS if self._asks(each)]
        if not indicators:
            return
        if self.evidence is None:
            yield Unknown(self.target, "column", "", NO_READING)
            return
        mine = [one for one in self.evidence if one.kind is ColumnListing]
        listings = () if any(isinstance(one.seen, Fault) for one in mine) else distinct(_listings(mine))
        if not listings:
            finding = self.findings[indicators[0].id]
            yield Unknown(self.target, "column", "", finding.reason, finding.message)
        for column in listings:
            yield from self._column(column, indicators)

    def _asks(self, indicator: IndicatorId) -> bool:
        """Whether the run judged it, and it still concerns the target."""
        finding = self.findings.get(indicator)
        judged = finding is not None and finding.outcome is not Outcome.INAPPLICABLE
        return judged and self.catalogue.get(indicator).concerns(self.target)

    def _column(self, column: ColumnListing, indicators: Sequence[Indicator]) -> Iterator[EarlyWarning | Unknown]:
        alone = (Evidence(self.target.id, ColumnListing, (column,)),)
        answers = [
            answer
            for indicator in indicators
            for answer in self._ahead(_for_one(indicator), alone, "column", name(column))
        ]
        warnings = [one for one in answers if isinstance(one, EarlyWarning)]
        if warnings:
            yield min(warnings, key=lambda one: one.crosses_on)
        for one in answers[:1]:
            if isinstance(one, Unknown) and not warnings:
                yield one if one.reason == SINCE_THE_RUN else replace(one, reason=_doubt(column))

    def _ahead(
        self, indicator: Indicator, evidence: Sequence[Evidence[Any]], kind: str, what: str
    ) -> Iterator[EarlyWarning | Unknown]:
        """One warning, one thing not known, or nothing."""
        seen = self._verdict(indicator, evidence, self.window.seen_on)
        if seen.outcome in {Outcome.FAILED, Outcome.INAPPLICABLE} or seen.reason == NOT_CONCERNED:
            return
        if seen.outcome is not Outcome.PASSED:
            yield Unknown(self.target, kind, what, seen.reason)
        elif self._verdict(indicator, evidence, self.window.day).outcome is not Outcome.PASSED:
            yield Unknown(self.target, kind, what, SINCE_THE_RUN)
        elif self._verdict(indicator, evidence, self.window.end).outcome is not Outcome.PASSED:
            crosses_on, verdict = self._crossing(indicator, evidence)
            if verdict.outcome is Outcome.FAILED:
                left = (crosses_on - self.window.day).days
                yield EarlyWarning(self.target, kind, what, indicator.id, *_told(verdict, kind), crosses_on, left)
            else:
                yield Unknown(self.target, kind, what, verdict.reason)

    def _crossing(self, indicator: Indicator, evidence: Sequence[Evidence[Any]]) -> tuple[date, Verdict]:
        """The first later day on which the check no longer passes; there is one until the window's end."""
        days = (self.window.day + timedelta(days=ahead) for ahead in range(1, self.window.within + 1))
        verdicts = ((day, self._verdict(indicator, evidence, day)) for day in days)
        return next((day, verdict) for day, verdict in verdicts if verdict.outcome is not Outcome.PASSED)

    def _verdict(self, indicator: Indicator, evidence: Sequence[Evidence[Any]], on: date) -> Verdict:
        alone = Catalogue((indicator,), self.catalogue.intervals, self.catalogue.workdays)
        return judge(self.target, evidence, self.registry, alone, on)[0].verdict


def _for_one(indicator: Indicator) -> Indicator:
    """The same rule asked about one column: one is enough."""
    return indicator.model_copy(update={"limits": {**indicator.limits, "count": 1}})


def _doubt(column: ColumnListing) -> str:
    """Why nothing can be told of this column."""
    if column.fault:
        return column.fault.kind.value
    if not is_seen(column):
        return SCRIPTED
    return UNDATED if column.undated or column.newest is None or column.newest.on is None else FUTURE


def _listings(evidence: Iterable[Evidence[Any]]) -> Iterator[ColumnListing]:
    for one in evidence:
        yield from one.seen if isinstance(one.seen, tuple) else (one.seen,)


def _told(verdict: Verdict, kind: str) -> tuple[date, str, str, int]:
    """What the check will say on the day of the crossing: day, title and address of the newest item, and the limit."""
    told = {**verdict.data, **(verdict.subjects[0] if kind == "column" else {})}
    newest_on, limit = date.fromisoformat(told["newest_on"]), int(told["limit"])
    return newest_on, str(told.get("newest_title", "")), str(told.get("url", "")), limit
