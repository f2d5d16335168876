"""复查 and 回头看: which findings a run looks at again, where, and what it saw beside what was found before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checks.pack import Pack
from crawler.errors import InputError
from crawler.intervals import interval_text
from crawler.inventory import Inventory
from crawler.model import Finding, Outcome, RunId, Target, TargetId
from results.audit import Trail
from results.casework.cases import cases, numbers
from results.casework.machine import Case, NoticeEvent
from results.casework.moves import RESULTS, EventKind, FindingState, NoticeState
from results.casework.registrations import registrations_of
from results.casework.words import say, state_name
from results.intervals import intervals_of
from results.notices.rows import NoticeRecord
from results.order_rows import Matter, Purpose
from results.rows import RunRecord
from results.rules import pack_of

LOOKS = frozenset({Purpose.RECHECK, Purpose.FOLLOW_UP})
_PROPOSED = {Outcome.PASSED: EventKind.RECTIFIED, Outcome.FAILED: EventKind.NOT_RECTIFIED}


@dataclass(frozen=True, slots=True)
class Look:
    """What one run can look at again: findings that were made by the same rules."""

    pack: Pack
    intervals: str  # name or whole path of the table of update intervals
    matters: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One finding, then and now. ``after`` None: the run did not judge it; ``said``: what a person made of it."""

    matter: Matter
    before: Finding
    after: Finding | None
    then: Target
    now: Target
    number: str  # of the notice, as printed; empty without one
    said: NoticeEvent | None = None

    @property
    def proposal(self) -> EventKind:
        """What the machine proposes. Where it never saw the fault itself, its passing proves nothing."""
        if self.before.outcome is not Outcome.FAILED or self.after is None:
            return EventKind.UNCLEAR
        return _PROPOSED.get(self.after.outcome, EventKind.UNCLEAR)

    @property
    def has_moved(self) -> bool:
        """Whether the target is no longer where, or what, it was."""
        return any(
            getattr(self.then, name) != getattr(self.now, name) for name in ("address", "feed", "kind", "status")
        )


def matters_of_notices(trail: Trail, notices: Sequence[NoticeRecord]) -> tuple[Matter, ...]:
    """The findings of these notices that keep them open. Raises InputError for one that is not open, or not served."""
    standing = cases(trail)
    found: list[Matter] = []
    for record in notices:
        case = standing[record.id]
        if case.is_ended or case.state is NoticeState.ISSUED:
            number, state = numbers(trail)[record.id], state_name("states", case.state)
            raise InputError(say("recheck.not-open", state=state), value=number, next_step=say("recheck.not-open-next"))
        found += [Matter(finding, record.id) for finding in case.unsettled]
    return _required(found, "recheck.nothing")


def matters_answered(trail: Trail) -> tuple[Matter, ...]:
    """Those of every notice whose owner has answered since it was last looked at."""
    chosen = (case for case in cases(trail).values() if case.state is NoticeState.RESPONDED)
    return _required([Matter(n, case.notice) for case in chosen for n in case.unsettled], "recheck.none-answered")


def matters_due(trail: Trail, on: date) -> tuple[Matter, ...]:
    """Those of every notice that is due on a day, or was before, whether its owner answered or not."""
    chosen = (case for case in cases(trail).values() if _is_due(case, on))
    return _required([Matter(n, case.notice) for case in chosen for n in case.unsettled], "recheck.none-due")


def matters_closed(trail: Trail, year: int) -> tuple[Matter, ...]:
    """Those of every closed notice of a year: what a follow-up looks at."""
    records = trail.notices()
    chosen = (case for number, case in cases(trail).items() if records[number].year == year)
    found = [
        Matter(finding, case.notice)
        for case in chosen
        for finding, state in case.findings.items()
        if case.state is NoticeState.CLOSED and state is FindingState.CLOSED and finding not in case.withdrawn
    ]
    return _required(found, "recheck.none-closed", year=year)


def _is_due(case: Case, on: date) -> bool:
    return not case.is_ended and case.state is not NoticeState.ISSUED and case.next_due <= on


def _required(found: Iterable[Matter], complaint: str, **words: object) -> tuple[Matter, ...]:
    matters = tuple(found)
    if not matters:
        raise InputError(say(complaint, **words), next_step=say(f"{complaint}-next", **words))
    return matters


def where(trail: Trail, matters: Sequence[Matter], listed: Inventory | None) -> tuple[Inventory, tuple[str, ...]]:
    """The inventory a re-check goes by and the targets in it: the list given, or that of the newest check.

    A target that left the list is visited where it was when it was found.
    """
    newest = trail.latest_check().id
    known = list(listed.targets if listed else trail.inventory(newest))
    ids, wanted = {target.id for target in known}, dict[TargetId, None]()
    for matter in matters:
        finding, _ = trail.finding(matter.finding)
        wanted[finding.target] = None
        if finding.target not in ids:
            ids.add(finding.target)
            known.append(target_then(trail, finding))
    again = [target for target in known if target.id in wanted]
    lives = listed.registrations if listed else registrations_of(trail.path.parent, newest, again)
    return Inventory(tuple(known), (), lives), tuple(wanted)


def by_rules(trail: Trail, data: Path, matters: Sequence[Matter]) -> list[Look]:
    """The matters of each set of rules apart: what is looked at again is judged by what it was judged by before."""
    found: dict[tuple[str, str], Look] = {}
    for matter in matters:
        run = trail.finding(matter.finding)[0].run
        pack, table = pack_of(trail, run), intervals_of(data, run)
        key = (pack.digest, interval_text(table))
        known = found.get(key)
        found[key] = Look(pack, table, (*(known.matters if known else ()), matter))
    return list(found.values())


def target_then(trail: Trail, finding: Finding) -> Target:
    """The target as the inventory of the finding's run had it."""
    return next(target for target in trail.inventory(finding.run) if target.id == finding.target)


def compared(trail: Trail, record: RunRecord) -> list[Comparison]:
    """Each finding the run looks at, before and after. Raises InputError for a run that looks at none again."""
    matters = trail.matters(record.id)
    if not matters:
        known = "、".join(run for run, one in trail.orders().items() if one.purpose in LOOKS) or say("case.nothing")
        raise InputError(say("recheck.no-run"), value=record.id, next_step=say("recheck.no-run-next", known=known))
    after = {(finding.target, finding.indicator): finding for finding in trail.findings(record.id)}
    now = {target.id: target for target in trail.inventory(record.id)}
    printed, said = numbers(trail), _said(trail.notice_events())
    inventories: dict[RunId, dict[TargetId, Target]] = {}
    found = []
    for matter in matters:
        before, _ = trail.finding(matter.finding)
        if before.run not in inventories:
            inventories[before.run] = {target.id: target for target in trail.inventory(before.run)}
        seen = after.get((before.target, before.indicator))
        number = printed[matter.notice] if matter.notice else ""
        word = said.get((matter.finding, seen.id)) if seen else None
        then = inventories[before.run][before.target]
        found.append(Comparison(matter, before, seen, then, now[before.target], number, word))
    return found


def _said(events: Iterable[NoticeEvent]) -> Mapping[tuple[int, int], NoticeEvent]:
    """(finding, what the re-check saw) → the latest word on it."""
    return {
        (event.finding, event.seen): event
        for event in events
        if event.kind in RESULTS and event.finding is not None and event.seen is not None
    }


def unconfirmed(trail: Trail) -> dict[int, RunId]:
    """Notice → the newest run that looked at findings of it again of which no person has said what came of it."""
    standing, orders = cases(trail), trail.orders()
    waiting: dict[tuple[int, int], RunId | None] = {}  # of each finding in a notice, by the newest look at it
    for record in trail.runs():
        if record.id not in orders or orders[record.id].purpose not in LOOKS or trail.is_healthy(record.id) is None:
            continue
        for one in (one for one in compared(trail, record) if one.matter.notice and one.after):
            key = (one.matter.notice or 0, one.matter.finding)
            waiting[key] = None if one.said else record.id
    found = {notice: run for (notice, _), run in waiting.items() if run}
    return {notice: run for notice, run in found.items() if standing[notice].state is not NoticeState.CANCELLED}
