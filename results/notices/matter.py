"""What a letter is about, as values: the findings of one owner, the days they are due, the pictures that show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from checks.indicator import Consequence, Indicator, Status
from crawler.model import Capture, Decision, Finding, Target
from results.notices.rows import NoticeKind, NoticeRecord
from results.rows import RunRecord


@dataclass(frozen=True, slots=True)
class Shot:
    """A screenshot that shows a finding."""

    capture: Capture
    content: bytes


@dataclass(frozen=True, slots=True)
class Subject:
    """One upheld finding and all that a letter says of it. ``late_since``: the due day that has passed."""

    target: Target
    finding: Finding
    decision: Decision
    indicator: Indicator
    due_on: date
    late_since: date | None = None
    shots: tuple[Shot, ...] = ()

    @property
    def is_fault(self) -> bool:
        """Whether it is a fault to rectify; trial and advisory indicators only remind."""
        return is_fault(self.indicator)

    @property
    def is_veto(self) -> bool:
        return self.is_fault and self.indicator.consequence is Consequence.VETO


@dataclass(frozen=True, slots=True)
class Followed:
    """The overdue notice that a supervision letter is about."""

    record: NoticeRecord
    number: str  # as it was printed
    title: str
    due_on: date  # as it was extended


@dataclass(frozen=True, slots=True)
class Matter:
    """One letter to one owner. ``head`` is the trail's when it was written; ``serial`` the number within the year."""

    kind: NoticeKind
    owner: str
    subjects: tuple[Subject, ...]
    run: RunRecord
    issued_on: date
    serial: int
    head: tuple[int, str]
    at: datetime
    followed: Followed | None = None

    @property
    def due_on(self) -> date:
        """The first day on which something is due."""
        return min(subject.due_on for subject in self.subjects)

    @property
    def has_several_days(self) -> bool:
        return len({subject.due_on for subject in self.subjects}) > 1


def is_fault(indicator: Indicator) -> bool:
    grave = indicator.consequence in {Consequence.VETO, Consequence.DEDUCT}
    return grave and indicator.status is Status.IN_FORCE
