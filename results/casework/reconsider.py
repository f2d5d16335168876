"""复核: a finding looked at again because its unit asks, on the stored captures and afresh. An office's own offer.

No national rule has it. What comes of it decides nothing: a person decides, as always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.clock import Quarter
from crawler.config import Columns, Config
from crawler.errors import InputError
from crawler.inventory import Inventory
from crawler.model import Finding
from results.audit import Trail
from results.casework.actions import Word, required
from results.casework.cases import office_day
from results.casework.recheck import by_rules, where
from results.casework.recheck_view import side
from results.casework.reconsider_rows import Reconsideration, Reconsidered
from results.casework.words import say
from results.files import keep_files
from results.judging import results, sitting_of
from results.order_rows import Matter, Purpose
from results.progress import Report
from results.retention.removed import refuse_removed
from results.rules import catalogue_of, pack_of
from results.runs import Order, run
from results.text import plain


@dataclass(frozen=True, slots=True)
class Asked:
    """What a unit asked: about which finding, on which day, with which words and files."""

    finding: int
    asked_by: str
    word: Word  # its note is the reason
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A reconsideration: the request, the original finding, and what came of it."""

    request: Reconsideration
    original: Finding
    result: Reconsidered


def reconsider(
    data: Path, asked: Asked, config: Config, listed: Inventory | None, report: Report, *, fresh: bool = True
) -> Done:
    """Records the request, looks again, and records what was seen. The same call goes on where it was cut short.

    Raises InputError where the office does not offer it, and for an unknown or replaced finding.
    """
    with Trail.open(data, create=False) as trail:
        original = _finding(trail, asked, config)
        request = _request(trail, data, asked, fresh=fresh)
        known = trail.reconsidered().get(request.id)
        stored = known.stored if known else _stored(trail, original, report)
        order = _order(trail, data, original, config, listed, asked.word.on)
    if known is not None:
        return Done(request, original, known)
    seen = _fresh(data, order, report) if fresh else None
    with Trail.open(data, create=False) as trail:
        told = _side(trail, seen) if seen else {}
        result = Reconsidered(request.id, stored, told, seen.id if seen else None)
        trail.record_reconsidered(result, clock.now())
    return Done(request, original, result)


def _finding(trail: Trail, asked: Asked, config: Config) -> Finding:
    finding, is_current = trail.finding(asked.finding)
    if not (config.office.reconsideration or pack_of(trail, finding.run).review.reconsideration):
        raise InputError(say("reconsider.not-offered"), next_step=say("reconsider.not-offered-next"))
    if not is_current:
        step = say("reconsider.replaced-next")
        raise InputError(say("reconsider.replaced"), value=str(asked.finding), next_step=step)
    trail.check(finding.run)
    refuse_removed(trail, finding.run)
    today = office_day(trail, asked.word.today)
    if not finding.monitored_on <= asked.word.on <= today:
        step = say("reconsider.bad-day-next", first=finding.monitored_on, today=today)
        raise InputError(say("reconsider.bad-day"), value=asked.word.on.isoformat(), next_step=step)
    return finding


def _request(trail: Trail, data: Path, asked: Asked, *, fresh: bool) -> Reconsideration:
    """The request as it is recorded; the same one is not recorded again, unless it now wants a fresh look."""
    unit, reason, by = (
        plain(required(text, option), length)
        for text, option, length in (
            (asked.asked_by, "--asked-by", 200), (asked.word.note, "--reason", 2000), (asked.word.by, "--by", 200)
        )
    )  # fmt: skip
    wanted = Reconsideration(asked.finding, unit, asked.word.on, reason, by, keep_files(data, asked.paths))
    done = trail.reconsidered()
    for one in trail.reconsiderations():
        is_enough = one.id not in done or not fresh or done[one.id].fresh
        if replace(one, id=0) == wanted and is_enough:
            return one
    return replace(wanted, id=trail.record_reconsideration(wanted, asked.word.at))


def _stored(trail: Trail, original: Finding, report: Report) -> dict[str, Any]:
    """What today's readers and checks make of the captures behind the finding; written nowhere else."""
    record = trail.run(original.run)
    sitting = sitting_of(trail, record, catalogue_of(trail, record.id))
    sitting = replace(sitting, matters=frozenset({(original.target, original.indicator)}), keeps=False)
    target = next(one for one in trail.targets(record.id) if one.id == original.target)
    report.start(say("reconsider.judging"), 1)
    found = [finding for result in results(sitting, [target]) for finding in result.findings]
    report.step()
    return side(found[0], target) if found else {}


def _order(trail: Trail, data: Path, original: Finding, config: Config, listed: Inventory | None, on: date) -> Order:
    matters = (Matter(original.id),)
    (look,) = by_rules(trail, data, matters)
    inventory, targets = where(trail, matters, listed)
    own = config.model_copy(update={"columns": Columns(intervals=look.intervals)})
    quarter, purpose = Quarter.of(on), Purpose.RECONSIDERATION
    return Order(data, inventory, own, quarter, on, targets, purpose, matters=matters, rules=look.pack)


def _fresh(data: Path, order: Order, report: Report) -> Finding | None:
    """None where the indicator no longer concerns the target."""
    record = run(order, report).record
    with Trail.read(data) as trail:
        return next(trail.findings(record.id), None)


def _side(trail: Trail, seen: Finding) -> dict[str, Any]:
    target = next(one for one in trail.targets(seen.run) if one.id == seen.target)
    return side(seen, target)


def all_of(trail: Trail) -> Sequence[tuple[Reconsideration, Finding, Reconsidered | None]]:
    """Every request with the finding and what came of it; None where it was cut short."""
    done = trail.reconsidered()
    return [(one, trail.finding(one.finding)[0], done.get(one.id)) for one in trail.reconsiderations()]
