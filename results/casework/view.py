"""A notice's case for people and machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from crawler.workdays import Workdays
from results.audit import Trail
from results.casework.cases import numbers
from results.casework.machine import Case, NoticeEvent
from results.casework.words import say, state_name
from results.files import files_json
from results.notices.rows import NoticeKind, NoticeRecord
from results.rows import instant
from results.text import plain


def case_json(
    trail: Trail, record: NoticeRecord, case: Case, on: date, calendar: Workdays, *, full: bool = False
) -> dict[str, Any]:
    """One notice for a machine; ``full`` adds its findings and every event."""
    overdue = case.is_overdue(on)
    found: dict[str, Any] = {
        "notice": record.id,
        "number": numbers(trail)[record.id],
        "name": f"{record.year}-{record.number}",
        "kind": kind_of(trail, record.id).value,
        "run": record.run,
        "owner": record.owner,
        "state": case.state.value,
        "ended": case.is_ended,
        "latest_event": case.latest.value if case.latest else None,
        "issued_on": record.issued_on.isoformat(),
        "due_on": case.next_due.isoformat(),
        "overdue": overdue,
        "workdays_late": calendar.between(case.next_due, on) if overdue else None,
        "findings": len(case.findings),
        "unsettled": list(case.unsettled),
    }
    if full:
        found |= {"findings": [_finding(trail, case, number) for number in case.findings]}
        found |= {"events": [event_json(event) for event in case.events]}
    return found


def kind_of(trail: Trail, notice: int) -> NoticeKind:
    """Those of older programs are of one kind."""
    form = trail.notice_forms().get(notice)
    return form.kind if form else NoticeKind.RECTIFICATION


def _finding(trail: Trail, case: Case, number: int) -> dict[str, Any]:
    finding, _ = trail.finding(number)
    return {
        "finding": number,
        "target": finding.target,
        "indicator": finding.indicator,
        "message": finding.message,
        "state": case.findings[number].value,
        "withdrawn": number in case.withdrawn,
    }


def event_json(event: NoticeEvent) -> dict[str, Any]:
    return {
        "event": event.kind.value,
        "finding": event.finding,
        "happened_on": event.happened_on.isoformat(),
        "due_on": event.due_on.isoformat() if event.due_on else None,
        "by": event.by,
        "note": event.note,
        "files": files_json(event.files),
        "seen": event.seen,
        "recorded_at": instant(event.at) if event.at else None,
        "row": event.id,
    }


def shown(one: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the list for people."""
    kind, state = state_name("kinds", one["kind"]), state_name("states", one["state"])
    return {**one, "kind": kind, "state": state, "late": late(one["overdue"], one["workdays_late"])}


def late(overdue: bool, workdays: int | None) -> str:
    if not overdue:
        return ""
    return say("due.late-unknown") if workdays is None else say("due.late", count=workdays)


def event_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The whole case, line by line."""
    row = shown(found)
    yield say(
        "notice.head", **{name: row[name] for name in ("number", "kind", "owner", "state", "issued_on", "due_on")}
    )
    if row["late"]:
        yield row["late"]
    for one in found["findings"]:
        gone = say("notice.withdrawn") if one["withdrawn"] else ""
        state = state_name("findings", one["state"]) + gone
        yield say("notice.finding-line", **{**one, "state": state, "message": plain(one["message"])})
    for one in found["events"]:
        about = say("notice.about", finding=one["finding"]) if one["finding"] else ""
        due = say("notice.until", due=one["due_on"]) if one["due_on"] else ""
        files = say("notice.with-files", files="、".join(file["name"] for file in one["files"])) if one["files"] else ""
        words = {"on": one["happened_on"], "event": state_name("events", one["event"]), "by": one["by"]}
        yield say("notice.event-line", **words, about=about, due=due, files=files, note=one["note"]).rstrip()
