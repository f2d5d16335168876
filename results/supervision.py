"""The supervision letter (督办函): what of an overdue notice was not confirmed as put right, and a new day for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from checks.catalogue import Catalogue
from crawler.config import Office
from crawler.errors import InputError
from results.audit import Trail
from results.deadlines import due_on
from results.notice_files import Made, Order, issuing, put_back, write
from results.notice_letter import printed_number
from results.notice_matter import Followed, Matter, Subject
from results.notice_rows import NoticeKind, NoticeRecord
from results.rules import pack_of
from results.text import say


def issue_supervision(
    trail: Trail,
    order: Order,
    notice: NoticeRecord,
    office: Office,
    catalogue: Catalogue,
    *,
    was_due_on: date | None = None,
    unsettled: Collection[int] | None = None,
) -> tuple[NoticeRecord, Made | None]:
    """Writes the letter about one notice; ``order.run`` is the notice's run.

    ``was_due_on`` is the notice's day as it was extended (None: the day it bears), ``unsettled`` the findings that
    still keep it open (None: all). A letter about it that is itself not overdue stands, and no second one is written:
    then the second part is None. Raises InputError where nothing is overdue on the day of the letter.
    """
    with issuing(order.data):
        forms = trail.notice_forms()
        for number, record in trail.notices().items():
            form = forms.get(number)
            if form and form.follows == notice.id and record.due_on >= order.issued_on:
                put_back(order, record, form)
                return record, None
        subjects = _subjects(trail, order, notice, office, catalogue, was_due_on, unsettled)
        followed = Followed(notice, printed_number(notice, forms.get(notice.id)), was_due_on or notice.due_on)
        matter = Matter(
            NoticeKind.SUPERVISION,
            notice.owner,
            subjects,
            order.run,
            order.issued_on,
            trail.next_notice_number(order.issued_on.year),
            trail.head(),
            order.at,
            followed,
        )
        made = write(trail, order, office, matter)
    return made.record, made


def _subjects(
    trail: Trail,
    order: Order,
    notice: NoticeRecord,
    office: Office,
    catalogue: Catalogue,
    was_due_on: date | None,
    unsettled: Collection[int] | None,
) -> tuple[Subject, ...]:
    """The findings whose day has passed, each with the day it was due."""
    own = {number for number, stands_in in trail.noticed(notice.run).items() if stands_in == notice.id}
    form = trail.notice_forms().get(notice.id)
    due_days = form.due_days if form and not was_due_on else {}
    targets = {target.id: target for target in trail.targets(notice.run)}
    decisions = trail.decisions(notice.run)
    pack = pack_of(trail, notice.run)
    found = []
    for number in sorted(own if unsettled is None else own & set(unsettled)):
        finding = trail.finding(number)[0]
        late_since = due_days.get(number, was_due_on or notice.due_on)
        if late_since >= order.issued_on:
            continue
        indicator = catalogue.get(finding.indicator)
        day = order.due_on or due_on(indicator, pack, office, order.issued_on)
        found.append(Subject(targets[finding.target], finding, decisions[number], indicator, day, late_since))
    if not found:
        step = say("supervise.not-overdue-next", due=was_due_on or notice.due_on)
        raise InputError(say("supervise.not-overdue"), value=order.issued_on.isoformat(), next_step=step)
    return tuple(found)
