"""The life of a notice: no forbidden state, nothing lost, the same events give the same state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import InputError
from results.casework.machine import Case, NoticeEvent, apply, replay
from results.casework.moves import DATED, FINDING_MOVES, MOVES, RESULTS, EventKind, FindingState, NoticeState
from results.casework.words import state_name

ISSUED = date(2026, 11, 23)
DUE = date(2026, 12, 7)
FINDINGS = (11, 12)
K = EventKind


def begun(**other: Any) -> Case:
    return Case(1, ISSUED, DUE, dict.fromkeys(FINDINGS, FindingState.OPEN), **other)


def event(kind: EventKind, day: int = 0, finding: int | None = None, due: int | None = None) -> NoticeEvent:
    """``day`` and ``due`` in days after the issue."""
    due_on = ISSUED + timedelta(due) if due is not None else None
    seen = 99 if kind in RESULTS else None
    return NoticeEvent(1, kind, ISSUED + timedelta(day), "王芳", finding=finding, due_on=due_on, seen=seen)


def played(*events: NoticeEvent, **other: Any) -> Case:
    case = begun(**other)
    for one in events:
        case = apply(case, one)
    return case


SERVED = event(K.SERVED)
RECTIFIED = [event(K.RECTIFIED, 8, number) for number in FINDINGS]


def test_the_usual_way_leads_from_issue_to_close() -> None:
    case = played(SERVED, event(K.ACKNOWLEDGED, 1), event(K.RESPONDED, 7), *RECTIFIED, event(K.CLOSED, 9))
    assert case.state is NoticeState.CLOSED
    assert set(case.findings.values()) == {FindingState.CLOSED}
    assert case.latest is K.CLOSED


def test_nothing_follows_an_issue_but_serving_extending_and_cancelling() -> None:
    for kind in set(EventKind) - {K.SERVED, K.EXTENDED, K.CANCELLED}:
        finding = 11 if kind in RESULTS else None
        with pytest.raises(InputError, match="已制发、未送达"):
            apply(begun(), event(kind, 1, finding, 30 if kind in DATED else None))


def test_a_notice_closes_only_when_each_finding_is_rectified_or_withdrawn() -> None:
    with pytest.raises(InputError, match="第 12 号"):
        played(SERVED, RECTIFIED[0], event(K.CLOSED, 9))
    with pytest.raises(InputError, match="第 12 号"):
        played(SERVED, RECTIFIED[0], event(K.UNCLEAR, 8, 12), event(K.CLOSED, 9))
    assert played(SERVED, RECTIFIED[0], event(K.CLOSED, 9), withdrawn=frozenset({12})).state is NoticeState.CLOSED
    assert played(SERVED, event(K.CLOSED, 9), withdrawn=frozenset(FINDINGS)).state is NoticeState.CLOSED


def test_what_was_rectified_and_then_not_keeps_it_open() -> None:
    case = played(SERVED, *RECTIFIED, event(K.NOT_RECTIFIED, 9, 11))
    assert case.unsettled == (11,)
    with pytest.raises(InputError, match="第 11 号"):
        apply(case, event(K.CLOSED, 9))


@pytest.mark.parametrize(
    ("before", "wrong", "named"),
    [
        ([], event(K.SERVED, -1), "2026-11-22"),
        ([SERVED, event(K.RESPONDED, 5)], event(K.RESPONDED, 4), "2026-11-27"),
        ([SERVED], event(K.EXTENDED, 5, due=4), "2026-11-27"),
        ([SERVED], event(K.EXTENDED, 5, due=14), "2026-12-07"),
        ([SERVED], event(K.ESCALATED, 14, due=20), "没有逾期"),
        ([SERVED, event(K.RESPONDED, 5)], event(K.ESCALATED, 20, due=30), "已反馈"),
        ([SERVED], event(K.RECTIFIED, 5, 77), "77"),
        ([SERVED, event(K.CANCELLED, 5)], event(K.SERVED, 6), "已撤销"),
    ],
)
def test_what_contradicts_the_order_is_refused_with_the_reason(
    before: list[NoticeEvent], wrong: NoticeEvent, named: str
) -> None:
    with pytest.raises(InputError, match=named):
        apply(played(*before), wrong)


def test_being_overdue_follows_from_the_day_asked_and_from_whose_turn_it_is() -> None:
    late, day = DUE + timedelta(1), DUE
    assert not begun().is_overdue(late)  # nobody was served
    served = played(SERVED)
    assert (served.is_overdue(day), served.is_overdue(late)) == (False, True)
    assert not played(SERVED, event(K.EXTENDED, 3, due=20)).is_overdue(late)
    answered = played(SERVED, event(K.RESPONDED, 20))
    assert not answered.is_overdue(late)  # the office's turn
    assert not apply(answered, event(K.RECTIFIED, 20, 11)).is_overdue(late)
    assert apply(answered, event(K.NOT_RECTIFIED, 20, 11)).is_overdue(late)
    assert not played(SERVED, *RECTIFIED).is_overdue(late)


def test_an_escalation_sets_a_new_day_and_waits_for_the_owner_again() -> None:
    case = played(SERVED, event(K.ESCALATED, 20, due=25))
    assert case.due_on == ISSUED + timedelta(25)
    assert not case.is_overdue(ISSUED + timedelta(25))
    assert case.is_overdue(ISSUED + timedelta(26))


def test_a_relapse_is_reopened_finding_by_finding() -> None:
    closed = played(SERVED, *RECTIFIED, event(K.CLOSED, 9))
    fine = apply(closed, event(K.RECTIFIED, 300, 11))
    assert (fine.state, fine.findings[11]) == (NoticeState.CLOSED, FindingState.CLOSED)
    with pytest.raises(InputError):
        apply(closed, event(K.NOT_RECTIFIED, 300, 11))
    again = replay(fine, [event(K.REOPENED, 300, due=310), event(K.REOPENED, 300, 11)])
    assert again.unsettled == (11,)
    assert again.answered_on is None
    done = apply(apply(again, event(K.RECTIFIED, 305, 11)), event(K.CLOSED, 305))
    assert set(done.findings.values()) == {FindingState.CLOSED}


def test_a_letter_of_supervision_ends_with_the_notice_it_follows() -> None:
    letter = Case(2, ISSUED, DUE, follows=1)
    letter = apply(letter, SERVED)
    assert not letter.is_overdue(DUE + timedelta(9))
    with pytest.raises(InputError, match="尚未了结"):
        apply(letter, event(K.CLOSED, 9))
    ended = replay(Case(2, ISSUED, DUE, follows=1), [SERVED], followed_ended=True)
    assert apply(ended, event(K.CLOSED, 9)).is_ended


def test_every_state_and_event_has_its_moves_and_its_word() -> None:
    assert set(MOVES) == set(NoticeState)
    assert set(FINDING_MOVES) == set(FindingState)
    for table, members in (("states", NoticeState), ("findings", FindingState), ("events", EventKind)):
        assert all(state_name(table, member.value) for member in members)
    for state, moves in MOVES.items():
        assert set(moves) <= set(EventKind)
        assert state is NoticeState.CANCELLED or moves


STEPS = st.lists(
    st.tuples(
        st.sampled_from(EventKind),
        st.integers(-1, 9),
        st.sampled_from([None, 11, 12, 13]),
        st.one_of(st.none(), st.integers(0, 60)),
    ),
    max_size=30,
)


def walked(steps: list[tuple[EventKind, int, int | None, int | None]]) -> tuple[Case, list[NoticeEvent]]:
    """A case after whatever of the steps is allowed; days go on from step to step."""
    case, kept, day = begun(), list[NoticeEvent](), 0
    for kind, days, finding, due in steps:
        one = event(kind, day + days, finding, None if due is None else day + due)
        try:
            after = apply(case, one)
        except (InputError, ValueError):
            continue
        assert one.kind in MOVES[case.state]
        assert after.state is MOVES[case.state][one.kind]
        for number in FINDINGS:
            if after.findings[number] is not case.findings[number]:
                assert after.findings[number] is FINDING_MOVES[case.findings[number]][one.kind]
        if one.kind is EventKind.CLOSED:
            assert not case.unsettled
        assert after.events == (*case.events, one)
        kept.append(one)
        case, day = after, max(day, day + days)
    return case, kept


@settings(deadline=None)
@given(STEPS)
def test_no_sequence_reaches_a_state_the_table_forbids_and_no_event_is_lost(
    steps: list[tuple[EventKind, int, int | None, int | None]],
) -> None:
    case, kept = walked(steps)
    assert list(case.events) == kept
    assert replay(begun(), kept) == case
    days = [one.happened_on for one in kept]
    assert days == sorted(days)
    assert all(day >= ISSUED for day in days)
    if case.state is NoticeState.CLOSED:
        assert set(case.findings.values()) == {FindingState.CLOSED}
