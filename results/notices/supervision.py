"""The supervision letter (督办函): what of an overdue notice was not confirmed as put right, and a new day for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checks.catalogue import Catalogue
from crawler.config import Office
from crawler.errors import InputError
from results.audit import Trail
from results.letters.templates import load_template
from results.notices.deadlines import due_on
from results.notices.files import Made, Order, issuing, put_back, write
from results.notices.letter import printed_number
from results.notices.matter import Followed, Matter, Subject
from results.notices.rows import NoticeForm, NoticeKind, NoticeRecord
from results.rating.scoring import is_upheld
from results.review.conclusions import conclusions
from results.rules import pack_of
from results.text import plain, say


@dataclass(frozen=True, slots=True)
class Overdue:
    """One notice whose day has passed.

    ``was_due_on`` is its day as it was extended (None: the days it bears), ``unsettled`` the findings that still keep
    it open (None: all).
    """

    notice: NoticeRecord
    was_due_on: date | None = None
    unsettled: Collection[int] | None = None


def issue_supervision(
    trail: Trail, order: Order, overdue: Overdue, office: Office, catalogue: Catalogue
) -> tuple[NoticeRecord, Made | None]:
    """Writes the letter about one notice; ``order.run`` is the notice's run.

    A letter about it whose own day has not passed stands, and no second one is written: then the second part is None.
    Raises InputError where nothing is overdue on the day of the letter.
    """
    notice = overdue.notice
    with issuing(order.data):
        forms = trail.notice_forms()
        for number, record in trail.notices().items():
            form = forms.get(number)
            if form and form.follows == notice.id and record.due_on >= order.issued_on:
                put_back(order, record, form)
                return record, None
        matter = Matter(
            NoticeKind.SUPERVISION,
            notice.owner,
            _subjects(trail, order, overdue, office, catalogue),
            order.run,
            order.issued_on,
            trail.next_notice_number(order.issued_on.year),
            trail.head(),
            order.at,
            _followed(overdue, forms.get(notice.id), office),
        )
        made = write(trail, order, office, matter)
    return made.record, made


def _followed(overdue: Overdue, form: NoticeForm | None, office: Office) -> Followed:
    notice = overdue.notice
    kind = form.kind if form else NoticeKind.RECTIFICATION
    parts: list[str] = load_template(kind, Path(office.templates) if office.templates else None).own["head"]["title"]
    title = "".join(parts).replace("{city}", plain(office.city))
    return Followed(notice, printed_number(notice, form), title, overdue.was_due_on or notice.due_on)


def _subjects(
    trail: Trail, order: Order, overdue: Overdue, office: Office, catalogue: Catalogue
) -> tuple[Subject, ...]:
    """The findings whose day has passed, each with the day it was due."""
    notice = overdue.notice
    targets = {target.id: target for target in trail.targets(notice.run)}
    decisions, pack = trail.decisions(notice.run), pack_of(trail, notice.run)
    found = []
    for number, late_since in _late(trail, order, overdue).items():
        finding = trail.finding(number)[0]
        indicator = catalogue.get(finding.indicator)
        day = order.due_on or due_on(indicator, pack, office, order.issued_on, order.calendar)
        found.append(Subject(targets[finding.target], finding, decisions[number], indicator, day, late_since))
    if not found:
        step = say("supervise.not-overdue-next", due=overdue.was_due_on or notice.due_on)
        raise InputError(say("supervise.not-overdue"), value=order.issued_on.isoformat(), next_step=step)
    order_of = {target: place for place, target in enumerate(targets)}
    return tuple(sorted(found, key=lambda one: (order_of[one.target.id], one.finding.id)))


def _late(trail: Trail, order: Order, overdue: Overdue) -> dict[int, date]:
    """Finding → the day it was due, where that has passed."""
    notice = overdue.notice
    form = trail.notice_forms().get(notice.id)
    counted = conclusions(trail, notice.run)
    every = (finding for _, own in trail.findings_by_target(notice.run, counted) for finding in own)
    standing = {finding.id for finding in every if is_upheld(finding, counted)}
    own = {number for number, stands_in in trail.noticed(notice.run).items() if stands_in == notice.id} & standing
    if overdue.unsettled is not None:
        own &= set(overdue.unsettled)
    days = form.due_days if form and overdue.was_due_on is None else {}
    due = {number: days.get(number, overdue.was_due_on or notice.due_on) for number in sorted(own)}
    return {number: day for number, day in due.items() if day < order.issued_on}
