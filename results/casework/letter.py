"""督办: an overdue notice gets a supervision letter, which sets a new day."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.config import Office
from crawler.errors import InputError
from results.audit import Trail
from results.casework.actions import Word, record
from results.casework.cases import cases, numbers, require
from results.casework.machine import Case, NoticeEvent
from results.casework.moves import EventKind
from results.casework.view import kind_of
from results.casework.words import say
from results.notices.files import Made, Order
from results.notices.rows import NoticeKind, NoticeRecord
from results.notices.supervision import Overdue, issue_supervision
from results.rules import catalogue_of


@dataclass(frozen=True, slots=True)
class SupervisionLetter:
    """The letter; ``made`` is None where it stood already: a command before this one was cut short."""

    record: NoticeRecord
    made: Made | None


def escalate(
    trail: Trail, order: Order, notice: NoticeRecord, word: Word, office: Office
) -> tuple[Case, SupervisionLetter]:
    """The letter first, then the event: a crash between leaves a letter that the next call finds.

    Raises InputError where the notice is not overdue on the day, or asks for nothing that can be supervised.
    """
    number = numbers(trail)[notice.id]
    if kind_of(trail, notice.id) is not NoticeKind.RECTIFICATION:
        raise InputError(say("refused.no-demand"), value=number, next_step=say("refused.no-demand-next"))
    event = NoticeEvent(notice.id, EventKind.ESCALATED, word.on, word.by, word.note, due_on=order.due_on or word.on)
    require(trail, event, word.today)
    case = cases(trail)[notice.id]
    changed = None if case.due_days or case.due_on == notice.due_on else case.due_on
    overdue = Overdue(notice, changed, frozenset(case.unsettled))
    letter, made = issue_supervision(trail, order, overdue, office, catalogue_of(trail, notice.run))
    told = word.noted(say("notice.by-letter", number=numbers(trail)[letter.id]))
    after, _ = record(trail, notice, EventKind.ESCALATED, told, letter.due_on)
    return after, SupervisionLetter(letter, made)
