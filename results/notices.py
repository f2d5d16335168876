"""Rectification notices: one an owner, of upheld findings alone. A person stands between; no path goes round."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from checks.catalogue import Catalogue
from crawler.config import Office
from crawler.errors import InputError
from crawler.model import Decision, Finding, Target
from crawler.workdays import after_workdays
from results.audit import Trail
from results.conclusions import conclusions
from results.notice_letter import Matter, Subject, compose
from results.notice_rows import NoticeRecord
from results.rows import RunRecord
from results.scoring import is_open, is_upheld
from results.text import say

LONGEST_NAME = 60  # characters of an owner's name in a file name; file systems count bytes


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be issued: for which run, on which day, due when (None: by the office's working days), and where."""

    data: Path
    out: Path
    run: RunRecord
    issued_on: date
    at: datetime
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """``written`` are new, ``standing`` were issued before; ``open`` counts findings nobody has concluded on.

    ``revoked`` names findings that stand in a notice though they are no longer upheld: the office must correct it.
    """

    written: tuple[tuple[NoticeRecord, int], ...]  # with the number of findings in each
    standing: tuple[tuple[NoticeRecord, int], ...]
    open: int
    revoked: tuple[tuple[NoticeRecord, int], ...]


def issue(trail: Trail, order: Order, office: Office, catalogue: Catalogue) -> Issued:
    """Writes a notice for each owner with upheld findings that stand in no notice yet.

    Raises InputError where the due date cannot be told or a file cannot be written.
    """
    due_on = _due_on(order, office)
    decisions, counted = trail.decisions(order.run.id), conclusions(trail, order.run.id)
    findings = list(trail.findings(order.run.id))
    noticed = trail.noticed(order.run.id)
    waiting = [f for f in findings if is_upheld(f, counted) and f.id not in noticed]
    standing = _standing(trail, order, noticed)
    written = []
    for owner, subjects in _by_owner(trail.targets(order.run.id), waiting, decisions, catalogue).items():
        record = _write(trail, order, office, Matter(owner, tuple(subjects), order.run, order.issued_on, due_on))
        written.append((record, len(subjects)))
    upheld = {f.id for f in findings if is_upheld(f, counted)}
    records = trail.notices(order.run.id)
    revoked = tuple((records[notice], number) for number, notice in noticed.items() if number not in upheld)
    return Issued(tuple(written), standing, sum(is_open(f, counted) for f in findings), revoked)


def _due_on(order: Order, office: Office) -> date:
    if order.due_on is None:
        return after_workdays(order.issued_on, office.due_workdays)
    if order.due_on < order.issued_on:
        step = say("notices.due-early-next", on=order.issued_on)
        raise InputError(say("notices.due-early"), value=order.due_on.isoformat(), next_step=step)
    return order.due_on


def _by_owner(
    targets: Sequence[Target], findings: Sequence[Finding], decisions: Mapping[int, Decision], catalogue: Catalogue
) -> dict[str, list[Subject]]:
    """The findings of each owner, target by target in the inventory's order."""
    order = {target.id: number for number, target in enumerate(targets)}
    found: dict[str, list[Subject]] = {}
    for finding in sorted(findings, key=lambda f: (order[f.target], f.id)):
        target = targets[order[finding.target]]
        subject = Subject(target, finding, decisions[finding.id], catalogue.get(finding.indicator))
        found.setdefault(target.owner, []).append(subject)
    return found


def _write(trail: Trail, order: Order, office: Office, matter: Matter) -> NoticeRecord:
    """The file first, then the row: a crash between leaves a file that the next call writes again."""
    year = order.issued_on.year
    number = trail.next_notice_number(year)
    content = compose(matter, office, number, trail.head(), order.at)
    name = f"{year}-{number:03d}-{safe_name(matter.owner)}.docx"
    _store(order.data / "notices" / name, content)
    if order.out.absolute() != (order.data / "notices").absolute():
        _store(order.out / name, content)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    record = NoticeRecord(order.run.id, year, number, matter.owner, matter.issued_on, matter.due_on, name, digest)
    return trail.record_notice(record, [subject.decision for subject in matter.subjects], order.at)


def _standing(trail: Trail, order: Order, noticed: Mapping[int, int]) -> tuple[tuple[NoticeRecord, int], ...]:
    """Earlier notices of this run; a copy that is missing where it is wanted is put there again."""
    records = trail.notices(order.run.id)
    for record in records.values():
        kept, wanted = order.data / "notices" / record.file, order.out / record.file
        if kept.exists() and not wanted.exists():
            _store(wanted, kept.read_bytes())
    counts = list(noticed.values())
    return tuple((record, counts.count(number)) for number, record in records.items())


def _store(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.new")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        problem, step = say("notices.unwritable", detail=error.strerror), say("notices.unwritable-next")
        raise InputError(problem, file=str(path), next_step=step) from error


def safe_name(owner: str) -> str:
    """An owner's name as part of a file name: word characters alone, so that it leads into no other folder."""
    kept = re.sub(r"[^\w-]+", "_", owner).strip("_-")[:LONGEST_NAME]
    return kept or "owner"
