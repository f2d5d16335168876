"""What a person records of a notice: served, acknowledged, answered, extended, closed, reopened, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from crawler.errors import InputError
from results.audit import Trail
from results.casework.cases import cases, record_all
from results.casework.machine import Case, NoticeEvent
from results.casework.moves import EventKind, FindingState
from results.casework.words import say
from results.files import keep_files
from results.notices.rows import NoticeRecord
from results.text import plain


@dataclass(frozen=True, slots=True)
class Word:
    """Who records what happened when; ``today`` is the last day that can have come."""

    on: date
    by: str
    note: str
    today: date
    at: datetime

    def no_earlier(self, day: date) -> Word:
        """The same on that day, where it is not later already."""
        return replace(self, on=max(self.on, day))

    def noted(self, words: str) -> Word:
        """The same with these words before its own note."""
        return replace(self, note=f"{words} {self.note}".strip())


def record(
    trail: Trail, notice: NoticeRecord, kind: EventKind, word: Word, due_on: date | None = None
) -> tuple[Case, tuple[NoticeEvent, ...]]:
    """One event of the whole notice; the case after it, and what was written."""
    event = NoticeEvent(notice.id, kind, word.on, word.by, word.note, due_on=due_on)
    return _write(trail, notice, [event], word)


def respond(
    trail: Trail, data: Path, notice: NoticeRecord, word: Word, paths: Sequence[Path]
) -> tuple[Case, tuple[NoticeEvent, ...]]:
    """The owner's answer. Its files are on the disk before its row is. Raises InputError for an answer without words
    and files, and for a file that cannot be read."""
    if not paths and not plain(word.note):
        raise InputError(say("refused.no-answer"), next_step=say("refused.no-answer-next"))
    event = NoticeEvent(notice.id, EventKind.RESPONDED, word.on, word.by, word.note, files=keep_files(data, paths))
    return _write(trail, notice, [event], word)


def reopen(
    trail: Trail, notice: NoticeRecord, word: Word, due_on: date, findings: Sequence[int] = ()
) -> tuple[Case, tuple[NoticeEvent, ...]]:
    """Opens a closed notice again, with some of its findings or with all that are not withdrawn."""

    def propose(standing: Mapping[int, Case]) -> Sequence[NoticeEvent]:
        return reopening(standing[notice.id], word, due_on, findings)

    written = record_all(trail, propose, word.today, word.at)
    return cases(trail)[notice.id], written


def reopening(case: Case, word: Word, due_on: date, findings: Sequence[int] = ()) -> list[NoticeEvent]:
    """The events of opening a closed notice again: of the notice, then of each finding."""
    all_closed = [n for n, state in case.findings.items() if state is FindingState.CLOSED and n not in case.withdrawn]
    whole = NoticeEvent(case.notice, EventKind.REOPENED, word.on, word.by, word.note, due_on=due_on)
    each = [
        NoticeEvent(case.notice, EventKind.REOPENED, word.on, word.by, word.note, finding=number)
        for number in (dict.fromkeys(findings) or all_closed)
    ]
    return [whole, *each]


def _write(
    trail: Trail, notice: NoticeRecord, events: Sequence[NoticeEvent], word: Word
) -> tuple[Case, tuple[NoticeEvent, ...]]:
    written = record_all(trail, lambda _: events, word.today, word.at)
    return cases(trail)[notice.id], written


def required(text: str, option: str) -> str:
    """A note that must say something."""
    if not plain(text):
        raise InputError(say("refused.no-note"), next_step=say("refused.no-note-next", option=option))
    return text
