"""Letters to owners, of upheld findings alone: one an owner and kind. A person stands between; no path goes round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.catalogue import Catalogue
from checks.indicator import Consequence, Indicator
from crawler.config import Office
from crawler.errors import InputError
from crawler.model import Decision, Finding, IndicatorId, Target
from results.audit import Trail
from results.notices.deadlines import due_on
from results.notices.files import Made, Order, issuing, put_back, safe_name, write
from results.notices.matter import Matter, Subject, is_fault
from results.notices.rows import NoticeKind, NoticeRecord
from results.notices.shots import shots_of
from results.rating.scoring import is_open, is_upheld
from results.review.conclusions import Conclusion, conclusions
from results.review.exemption_rows import excused
from results.rules import pack_of
from results.text import say

FARTHEST = timedelta(days=92)  # that a letter may be dated ahead; more is a slip of the pen

__all__ = ["Issued", "Order", "issue", "safe_name"]


@dataclass(frozen=True, slots=True)
class Issued:
    """``written`` are new, ``standing`` were issued before; ``open`` counts findings nobody has concluded on.

    ``revoked`` names findings that stand in a notice though they are no longer upheld: the office must correct it.
    ``made`` tells how the new ones were printed, ``excused`` which upheld findings stay out for an explanation.
    """

    written: tuple[tuple[NoticeRecord, int], ...]  # with the number of findings in each
    standing: tuple[tuple[NoticeRecord, int], ...]
    open: int
    revoked: tuple[tuple[NoticeRecord, int], ...]
    made: tuple[Made, ...] = ()
    excused: tuple[int, ...] = ()


def issue(trail: Trail, order: Order, office: Office, catalogue: Catalogue) -> Issued:
    """Writes a letter for each owner with upheld findings that stand in no notice yet: faults in one, hints in another.

    Raises InputError where the due date cannot be told, a template is wrong or a file cannot be written.
    """
    _require_day(order)
    with issuing(order.data):
        decisions, counted = trail.decisions(order.run.id), conclusions(trail, order.run.id)
        upheld, open_ = _concluded(trail, order, counted)
        noticed = trail.noticed(order.run.id)
        bonuses = {one.id for one in catalogue.indicators if one.consequence is Consequence.BONUS}  # nothing to rectify
        explained = excused(upheld, trail.exemptions())
        unnoticed = [f for f in upheld if f.indicator not in bonuses and f.id not in noticed]
        waiting = [f for f in unnoticed if f.id not in explained]
        standing = _standing(trail, order, noticed)
        made = []
        for kind, owner, subjects in _letters(trail, order, office, catalogue, waiting, decisions):
            made.append(_write(trail, order, office, kind, owner, subjects))
    numbers = {f.id for f in upheld}
    records = trail.notices(order.run.id)
    revoked = tuple((records[notice], number) for number, notice in noticed.items() if number not in numbers)
    counts = list(trail.noticed(order.run.id).values())
    written = tuple((one.record, counts.count(one.record.id)) for one in made)
    spared = tuple(f.id for f in unnoticed if f.id in explained)
    return Issued(written, standing, open_, revoked, tuple(made), spared)


def _concluded(trail: Trail, order: Order, counted: Mapping[int, Conclusion]) -> tuple[list[Finding], int]:
    """What is upheld, in the order of the trail, and how much is open: of a province little else is ever held."""
    upheld, open_ = [], 0
    for _, own in trail.findings_by_target(order.run.id, counted):
        upheld += [one for one in own if is_upheld(one, counted)]
        open_ += sum(is_open(one, counted) for one in own)
    return sorted(upheld, key=lambda one: one.id), open_


def _require_day(order: Order) -> None:
    """A letter is no older than what it tells, and no year ahead by a slip: numbers and the office's day go by it."""
    first, last = order.run.on, max(order.run.on, order.at.date()) + FARTHEST
    if not first <= order.issued_on <= last:
        step = say("notices.bad-day-next", first=first, last=last)
        raise InputError(say("notices.bad-day"), value=order.issued_on.isoformat(), next_step=step)
    if order.due_on is not None and order.due_on < order.issued_on:
        step = say("notices.due-early-next", on=order.issued_on)
        raise InputError(say("notices.due-early"), value=order.due_on.isoformat(), next_step=step)


def _letters(
    trail: Trail,
    order: Order,
    office: Office,
    catalogue: Catalogue,
    waiting: Sequence[Finding],
    decisions: Mapping[int, Decision],
) -> list[tuple[NoticeKind, str, tuple[Subject, ...]]]:
    """What is to be written, kind by kind and owner by owner; nothing is written before all of it is known."""
    pack = pack_of(trail, order.run.id)
    wanted = [f for f in waiting if kind_of(catalogue.get(f.indicator)) in order.kinds]
    shots = shots_of(order.data, wanted)

    def day(indicator: IndicatorId) -> date:
        return order.due_on or due_on(catalogue.get(indicator), pack, office, order.issued_on, order.calendar)

    def subject(target: Target, finding: Finding) -> Subject:
        indicator, found = catalogue.get(finding.indicator), shots.get(finding.id, ())
        return Subject(target, finding, decisions[finding.id], indicator, day(finding.indicator), shots=found)

    owners = _by_owner(trail.targets(order.run.id), wanted, subject)
    return [
        (kind, owner, tuple(own))
        for kind in order.kinds
        for owner, subjects in owners.items()
        if (own := [one for one in subjects if kind_of(one.indicator) is kind])
    ]


def kind_of(indicator: Indicator) -> NoticeKind:
    """Faults call for rectification; what is on trial or advisory only reminds."""
    return NoticeKind.RECTIFICATION if is_fault(indicator) else NoticeKind.PROMPT


def _by_owner(
    targets: Sequence[Target], findings: Iterable[Finding], subject: Callable[[Target, Finding], Subject]
) -> dict[str, list[Subject]]:
    """The findings of each owner, target by target in the inventory's order."""
    order = {target.id: number for number, target in enumerate(targets)}
    found: dict[str, list[Subject]] = {}
    for finding in sorted(findings, key=lambda f: (order[f.target], f.id)):
        target = targets[order[finding.target]]
        found.setdefault(target.owner, []).append(subject(target, finding))
    return found


def _write(
    trail: Trail, order: Order, office: Office, kind: NoticeKind, owner: str, subjects: tuple[Subject, ...]
) -> Made:
    serial = trail.next_notice_number(order.issued_on.year)
    matter = Matter(kind, owner, subjects, order.run, order.issued_on, serial, trail.head(), order.at)
    return write(trail, order, office, matter)


def _standing(trail: Trail, order: Order, noticed: Mapping[int, int]) -> tuple[tuple[NoticeRecord, int], ...]:
    """Earlier notices of this run, their files where they are wanted."""
    records, forms = trail.notices(order.run.id), trail.notice_forms()
    for record in records.values():
        put_back(order, record, forms.get(record.id))
    counts = list(noticed.values())
    return tuple((record, counts.count(number)) for number, record in records.items())
