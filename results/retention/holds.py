"""What keeps a run's captures, however old they are: they are the proof in a matter that is not over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from crawler.clock import Quarter, china_day
from crawler.model import DecisionKind, RunId
from results.audit import Trail
from results.campaigns.log import LATEST_DAYS
from results.campaigns.rows import Campaign
from results.casework.cases import cases
from results.order_rows import Purpose
from results.rows import RunRecord


class Hold(StrEnum):
    """Why captures stay."""

    UNFINISHED = "unfinished"
    RECENT = "recent"  # the term is not over
    NEWEST = "newest"  # early warning rests on it
    NOTICE = "notice"  # an open notice
    RECONSIDERATION = "reconsideration"
    UNDECIDED = "undecided"  # a finding of the current or an unpublished quarter waits for somebody's word
    UPHELD = "upheld"  # the same, upheld
    EMPTY = "empty"  # it has none
    DAMAGED = "damaged"  # verification must see it


@dataclass(frozen=True, slots=True)
class Matters:
    """What is open in a trail, worked out once."""

    trail: Trail
    today: date
    newest: frozenset[RunId]
    open_notices: frozenset[int]
    reconsidered: frozenset[RunId]
    published: frozenset[str]  # quarters

    @classmethod
    def of(cls, trail: Trail, today: date) -> Matters:
        checks = trail.checks()
        newest = {checks[-1].id, trail.latest_check().id} if checks else set()
        newest.update({one.routine: one.id for one in checks if trail.is_healthy(one.id) is not None}.values())
        asked = (trail.finding(one.finding)[0].run for one in trail.reconsiderations())
        looked = (run for run, order in trail.orders().items() if order.purpose is Purpose.RECONSIDERATION)
        return cls(
            trail,
            today,
            frozenset(newest),
            frozenset(number for number, case in cases(trail).items() if not case.is_ended),
            frozenset([*asked, *looked]),
            frozenset(_published(trail)),
        )

    def hold(self, run: RunRecord, before: date) -> Hold | None:
        """The first reason to keep a run's captures where they would be deleted if it ended before a day."""
        ended = ended_on(self.trail, run.id)
        if ended is None:
            return Hold.UNFINISHED
        if ended >= before:
            return Hold.RECENT
        if run.id in self.newest:
            return Hold.NEWEST
        if self.open_notices & self._notices(run.id):
            return Hold.NOTICE
        if run.id in self.reconsidered:
            return Hold.RECONSIDERATION
        is_over = run.quarter < str(Quarter.of(self.today)) and run.quarter in self.published
        return None if is_over else self._open(run.id)

    def hold_of_campaign(self, campaign: Campaign, before: date) -> Hold | None:
        """The same of an availability campaign: the checks that went by it keep it."""
        begun, ended = china_day(campaign.plan.begins_at), china_day(campaign.plan.ends_at)
        if campaign.name not in self.trail.campaign_ends():
            return Hold.UNFINISHED
        if ended >= before:
            return Hold.RECENT
        removed = self.trail.removals()
        for run in self.trail.runs():
            if ended <= run.on <= begun + timedelta(days=LATEST_DAYS) and run.id not in removed:
                hold = self.hold(run, before)
                if hold is not None:
                    return hold
        return None

    def _notices(self, run: RunId) -> set[int]:
        """Those that name a finding of the run, and those it looked into again."""
        stands_in = self.trail.noticed()
        looked = self.trail.matters(run)
        again = {stands_in[one.finding] for one in looked if one.finding in stands_in}
        return set(self.trail.notices(run)) | {one.notice for one in looked if one.notice} | again

    def _open(self, run: RunId) -> Hold | None:
        if next(self.trail.known_rows("review_queue", run=run), None):
            return Hold.UNDECIDED
        replaced = {word.finding for word in self.trail.outdated_decisions(run).values()}
        upheld = {n for n, word in self.trail.decisions(run).items() if word.kind is DecisionKind.UPHELD}
        return Hold.UPHELD if upheld - replaced else None


def ended_on(trail: Trail, run: RunId) -> date | None:
    """The day, in China, a run came to its end; None before."""
    ends = [row["at"] for row in trail.known_rows("run_ends", run=run)]
    return china_day(datetime.fromisoformat(ends[-1])) if ends else None


def _published(trail: Trail) -> set[str]:
    """Quarters with an edition, or with a final list of an older program."""
    quarters = {run.id: run.quarter for run in trail.runs()}
    final = {quarters[RunId(row["run"])] for row in trail.known_rows("publications", form="final")}
    return final | {str(row["quarter"]) for row in trail.known_rows("editions")}
