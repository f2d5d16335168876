"""Cases out of the trail: which notice a person means, how it stands, and what may be recorded of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from crawler.errors import InputError
from crawler.model import RunId
from results.audit import Trail
from results.casework.machine import Case, NoticeEvent, apply, replay
from results.casework.moves import FindingState
from results.casework.words import say
from results.notices.letter import printed_number
from results.notices.rows import NoticeRecord
from results.review.conclusions import Conclusion, standings
from results.text import plain

NOTE = 2000  # characters of a note kept
SHOWN = 12  # notices named to a person who named none there is
_NUMBER = re.compile(r"\D*?(?:(20\d\d)\D+)?0*(\d{1,6})\D*")  # as printed, 2026-3, or 3 of this year


def find_notice(trail: Trail, text: str, today: date) -> NoticeRecord:
    """The notice a person means by its printed number. Raises InputError, naming those there are."""
    notices = trail.notices()
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if match:
        wanted = (int(match[1] or office_day(trail, today).year), int(match[2]))
        for record in notices.values():
            if (record.year, record.number) == wanted:
                return record
    known = "、".join(list(numbers(trail).values())[-SHOWN:]) or say("case.nothing")
    raise InputError(say("case.unknown"), value=text, next_step=say("case.unknown-next", known=known))


def numbers(trail: Trail) -> dict[int, str]:
    """The number that each notice bears, by the notice's row."""
    forms = trail.notice_forms()
    return {number: printed_number(record, forms.get(number)) for number, record in trail.notices().items()}


def office_day(trail: Trail, today: date) -> date:
    """Today, or the day the office works on where it looks at a later one: that of a run or of a notice."""
    days = [run.on for run in trail.runs()] + [one.issued_on for one in trail.notices().values()]
    return max([today, *days])


def cases(trail: Trail) -> dict[int, Case]:
    """Every notice as it stands, by its row's number, in the order they were issued."""
    events: dict[int, list[NoticeEvent]] = {}
    for event in trail.notice_events():
        events.setdefault(event.notice, []).append(event)
    found: dict[int, Case] = {}
    for number, case in _begun(trail).items():
        followed = found.get(case.follows) if case.follows else None
        found[number] = replay(case, events.get(number, ()), followed_ended=bool(followed and followed.is_ended))
    return found


def _begun(trail: Trail) -> dict[int, Case]:
    """Every notice as it was issued, with what was withdrawn since."""
    stood: dict[int, list[int]] = {}
    for finding, notice in trail.noticed().items():
        stood.setdefault(notice, []).append(finding)
    forms = trail.notice_forms()
    records = trail.notices()
    gone = _withdrawn(trail, {record.run for record in records.values()})
    return {
        number: Case(
            notice=number,
            issued_on=record.issued_on,
            due_on=record.due_on,
            findings=dict.fromkeys(stood.get(number, ()), FindingState.OPEN),
            withdrawn=gone & frozenset(stood.get(number, ())),
            due_days=forms[number].due_days if number in forms else {},
            follows=forms[number].follows if number in forms else None,
        )
        for number, record in records.items()
    }


def _withdrawn(trail: Trail, runs: set[RunId]) -> frozenset[int]:
    """Findings in notices that are no longer upheld, or that were replaced: what a notice says of them is void."""
    found = set(trail.replaced_in_notices())
    for run in runs:
        said = standings(trail, run, trail.noticed(run))
        found |= {number for number, one in said.items() if one.conclusion is not Conclusion.UPHELD}
    return frozenset(found)


def record_all(
    trail: Trail, propose: Callable[[Mapping[int, Case]], Sequence[NoticeEvent]], today: date, at: datetime
) -> tuple[NoticeEvent, ...]:
    """Writes what is proposed for the cases as they stand at that moment, all or nothing.

    Raises InputError for an empty name, a day to come, and for what the table of moves or the days do not allow.
    """

    def proposed() -> Sequence[NoticeEvent]:
        standing = cases(trail)
        events = [_tidy(event, office_day(trail, today)) for event in propose(standing)]
        for event in events:
            standing[event.notice] = apply(standing[event.notice], event)
        return events

    return trail.record_events(proposed, at)


def require(trail: Trail, event: NoticeEvent, today: date) -> Case:
    """The case as it would be after an event; nothing is written. Raises InputError as :func:`record_all` does."""
    return apply(cases(trail)[event.notice], _tidy(event, office_day(trail, today)))


def _tidy(event: NoticeEvent, today: date) -> NoticeEvent:
    if event.happened_on > today:
        step = say("refused.future-next", today=today.isoformat())
        raise InputError(say("refused.future"), value=event.happened_on.isoformat(), next_step=step)
    by = plain(event.by)
    if not any(unicodedata.category(char)[0] in "LN" for char in by):
        raise InputError(say("refused.no-name"), value=event.by, next_step=say("refused.no-name-next"))
    return replace(event, by=by, note=plain(event.note, NOTE))
