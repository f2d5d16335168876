"""A person's word on what a re-check saw; and what was put right in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.errors import InputError
from crawler.model import RunId
from results.audit import Trail
from results.casework.actions import Word, reopening
from results.casework.cases import cases, record_all
from results.casework.machine import Case, NoticeEvent
from results.casework.moves import RESULTS, SETTLED, EventKind, NoticeState
from results.casework.recheck import Comparison, compared
from results.casework.words import say
from results.rows import RunRecord


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is said of which findings; no numbers: of all that the machine proposes the same for.

    ``reopen_due`` lets a relapse open its closed notice again, due on that day.
    """

    kind: EventKind
    word: Word
    findings: tuple[int, ...] = ()
    reopen_due: date | None = None


def result_kind(text: str) -> EventKind:
    """Raises InputError for a word that is no result of a re-check."""
    known = {kind.value: kind for kind in RESULTS}
    if text.strip().lower() not in known:
        raise InputError(say("confirm.bad-kind"), value=text, next_step=say("confirm.bad-kind-next"))
    return known[text.strip().lower()]


def confirm(trail: Trail, record: RunRecord, said: Confirmation) -> tuple[NoticeEvent, ...]:
    """Records it, all or nothing.

    Raises InputError for a run that has not come to its end or looks at no notice, for a finding it did not judge, and
    for what the notice's case does not allow.
    """
    if trail.is_healthy(record.id) is None:
        raise InputError(say("confirm.unfinished"), value=record.id, next_step=say("confirm.unfinished-next"))
    if said.word.on < record.on:
        step = say("confirm.early-next", on=record.on)
        raise InputError(say("confirm.early"), value=said.word.on.isoformat(), next_step=step)

    def propose(standing: Mapping[int, Case]) -> Sequence[NoticeEvent]:
        chosen = _chosen(compared(trail, record), said)
        return [*_reopened(chosen, standing, said), *(_event(one, said) for one in chosen)]

    return record_all(trail, propose, said.word.today, said.word.at)


def _chosen(found: Sequence[Comparison], said: Confirmation) -> list[Comparison]:
    found = [one for one in found if one.matter.notice]
    if not said.findings:
        chosen = [one for one in found if one.proposal is said.kind and one.after and not one.said]
        if not chosen:
            raise InputError(say("confirm.nothing"), next_step=say("confirm.nothing-next"))
        return chosen
    by_number = {one.matter.finding: one for one in found} | {one.after.id: one for one in found if one.after}
    for number in said.findings:
        if number not in by_number or by_number[number].after is None:
            known = "、".join(str(one.matter.finding) for one in found if one.after) or say("case.nothing")
            step = say("confirm.unknown-next", known=known)
            raise InputError(say("confirm.unknown"), value=str(number), next_step=step)
    return list({by_number[n].matter.finding: by_number[n] for n in said.findings}.values())


def _event(one: Comparison, said: Confirmation) -> NoticeEvent:
    assert one.matter.notice
    assert one.after
    word, seen = said.word, one.after.id
    return NoticeEvent(one.matter.notice, said.kind, word.on, word.by, word.note, finding=one.matter.finding, seen=seen)


def _reopened(chosen: Sequence[Comparison], standing: Mapping[int, Case], said: Confirmation) -> list[NoticeEvent]:
    """A relapse opens its notice again, where that was asked for. Raises InputError where it was not."""
    closed = {one.matter.notice for one in chosen if standing[one.matter.notice or 0].state is NoticeState.CLOSED}
    if said.kind is not EventKind.NOT_RECTIFIED or not closed:
        return []
    if said.reopen_due is None:
        raise InputError(say("confirm.closed"), next_step=say("confirm.closed-next"))
    found: list[NoticeEvent] = []
    for notice in sorted(number for number in closed if number):
        findings = [one.matter.finding for one in chosen if one.matter.notice == notice]
        found += reopening(standing[notice], said.word, said.reopen_due, findings)
    return found


def rectified_in_time(trail: Trail, run: RunId, by: date | None = None) -> frozenset[int]:
    """Findings of a check that a person, after a re-check, called rectified and that have not relapsed since.

    ``by``: the last day on which a re-check may have seen it; None: any day.
    """
    of_run, found = trail.notices(run), set[int]()
    for case in (case for number, case in cases(trail).items() if number in of_run):
        for event in case.events:
            number, seen = event.finding, event.seen
            if event.kind is not EventKind.RECTIFIED or not number or not seen or case.findings[number] not in SETTLED:
                continue
            if by is None or trail.finding(seen)[0].monitored_on <= by:
                found.add(number)
    return frozenset(found)
