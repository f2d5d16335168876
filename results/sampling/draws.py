"""Draws out of the trail: what one goes by, making one, and repeating one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from checks.catalogue import load_catalogue
from checks.indicator import Consequence, Status
from crawler.clock import Quarter
from crawler.errors import InputError
from crawler.inventory import Inventory
from crawler.model import Finding, RunId, Target, TargetId, TargetStatus
from results.audit import Trail
from results.casework.cases import cases
from results.casework.moves import SETTLED
from results.review.conclusions import Conclusion, conclusions
from results.review.exemption_rows import excused
from results.sampling.method import METHOD, Draw, Drawn, Past, Request, draw, stratum_of
from results.sampling.rows import SampleRecord
from results.sampling.words import say

NEW, FAILED, NOT_RECTIFIED = "new", "failed", "not-rectified"  # why a target has to be in, the weaker reason first


@dataclass(frozen=True, slots=True)
class DrawOrder:
    """A draw as it is asked for. ``again``: why a quarter that has one gets another; empty for its first."""

    inventory: Inventory
    request: Request
    by: str
    again: str = ""


def make(trail: Trail, order: DrawOrder, at: datetime) -> tuple[SampleRecord, Draw]:
    """Draws and records. Raises InputError where the quarter has a draw and no reason is given for another."""
    made: list[tuple[SampleRecord, Draw]] = []

    def propose() -> tuple[SampleRecord, tuple[Drawn, ...]]:
        made.append(preview(trail, order))
        return made[-1][0], made[-1][1].drawn

    trail.record_sample(propose, at)
    return made[-1]


def preview(trail: Trail | None, order: DrawOrder) -> tuple[SampleRecord, Draw]:
    """The same without recording anything; None for an office that has no trail yet."""
    before = [one for one in trail.samples() if one.quarter == order.request.quarter] if trail else []
    _require_reason(before, order)
    running = [target for target in order.inventory.targets if target.status is TargetStatus.RUNNING]
    if not running:
        raise InputError(say("sample.nobody"), next_step=say("sample.nobody-next"))
    past = past_of(trail, order.request.quarter, running) if trail else Past()
    drawn = draw(running, order.request, past)
    inputs = {
        "covered": dict(past.covered),
        "required": dict(past.required),
        "targets": _by_stratum(running),
        "again": order.again,
        "replaces": before[-1].id if before else "",
    }
    return _record(order, drawn, inputs, 1 + len(before)), drawn


def _require_reason(before: Sequence[SampleRecord], order: DrawOrder) -> None:
    if before and not order.again:
        step = say("sample.again-next", sample=before[-1].id)
        raise InputError(say("sample.again"), value=str(order.request.quarter), next_step=step)
    if order.again and not before:
        raise InputError(say("sample.first"), value=order.again, next_step=say("sample.first-next"))


def _record(order: DrawOrder, drawn: Draw, inputs: Mapping[str, object], number: int) -> SampleRecord:
    request = order.request
    return SampleRecord(
        id=f"{request.quarter}-{number}",
        quarter=request.quarter,
        rate=request.rate,
        seed=request.seed,
        method=METHOD,
        inventory_digest=order.inventory.digest,
        population=drawn.population,
        drawn=len(drawn.drawn),
        by=order.by,
        inputs=inputs,
    )


def _by_stratum(targets: Sequence[Target]) -> dict[str, list[TargetId]]:
    """Whom the lots were drawn among, so that the row alone is enough to repeat the draw."""
    found: dict[str, list[TargetId]] = {}
    for target in sorted(targets, key=lambda one: one.id):
        found.setdefault(stratum_of(target), []).append(target.id)
    return found


def past_of(trail: Trail, quarter: Quarter, targets: Sequence[Target]) -> Past:
    """What a quarter's draw goes by: who was drawn in earlier quarters of the year, and who has to be in."""
    ids = {target.id for target in targets}
    required = {one: why for one, why in _required(trail, quarter, ids).items() if one in ids}
    return Past(_covered(trail, quarter), dict(sorted(required.items())))


def _covered(trail: Trail, quarter: Quarter) -> dict[TargetId, str]:
    """Of several draws of a quarter those count that a run inspected; where none was, the latest."""
    used = {order.sample for order in trail.orders().values()}
    counted = []
    for number in range(1, quarter.number):
        own = [one.id for one in trail.samples() if one.quarter == Quarter(quarter.year, number)]
        counted += [one for one in own if one in used] or own[-1:]
    return {one.target: one.stratum for sample in counted for one in trail.sample_targets(sample)}


def _required(trail: Trail, quarter: Quarter, ids: set[TargetId]) -> dict[TargetId, str]:
    checks = [run for run in trail.checks() if Quarter.parse(run.quarter) < quarter]
    found: dict[TargetId, str] = {}
    if checks:
        known = {one.id for one in trail.inventory(checks[-1].id) if one.status is TargetStatus.RUNNING}
        found |= dict.fromkeys(ids - known, NEW)
    last = str(_before(quarter))
    unrectified, failed = [], []
    settled, pursued = _pursued(trail)
    for run in checks:
        for finding, is_veto in _upheld(trail, run.id):
            if finding.id not in settled and (run.quarter == last or finding.id in pursued):
                unrectified.append(finding.target)
            if run.quarter == last and is_veto:
                failed.append(finding.target)
    return found | dict.fromkeys(unrectified, NOT_RECTIFIED) | dict.fromkeys(failed, FAILED)


def _before(quarter: Quarter) -> Quarter:
    return Quarter(quarter.year, quarter.number - 1) if quarter.number > 1 else Quarter(quarter.year - 1, 4)


def _pursued(trail: Trail) -> tuple[set[int], set[int]]:
    """Findings that were put right or closed, and those in notices that have not come to their end."""
    every = list(cases(trail).values())
    settled = {number for case in every for number, state in case.findings.items() if state in SETTLED}
    return settled, {number for case in every if not case.is_ended for number in case.findings}


def _upheld(trail: Trail, run: RunId) -> Iterator[tuple[Finding, bool]]:
    """Each fault of a run that counts, and whether it made its target unqualified. What was explained does not."""
    upheld = {number for number, one in conclusions(trail, run).items() if one is Conclusion.UPHELD}
    if not upheld:
        return
    known = {str(one.id): _counted(one.status, one.consequence) for one in load_catalogue().indicators}
    rules = {
        (row["catalogue_digest"], row["indicator"]): _counted(row["status"], row["consequence"])
        for row in trail.known_rows("rules")
    }
    every = (finding for _, own in trail.findings_by_target(run, upheld) for finding in own)
    findings = sorted((one for one in every if one.id in upheld), key=lambda one: one.id)
    explained = excused(findings, trail.exemptions())
    for finding in findings:
        place = (finding.catalogue_digest, finding.indicator)
        consequence = rules.get(place) or known.get(finding.indicator)
        if consequence in {Consequence.VETO, Consequence.DEDUCT} and finding.id not in explained:
            yield finding, consequence is Consequence.VETO


def _counted(status: str, consequence: str) -> Consequence:
    """What follows from a rule's faults; one on trial reminds and counts for nothing."""
    return Consequence(consequence) if status == Status.IN_FORCE else Consequence.ADVISORY


def repeated(record: SampleRecord, targets: Sequence[Target]) -> Draw:
    """The draw made once more from its row's seed and inputs. Raises InputError for one of another method."""
    if record.method != METHOD:
        raise InputError(say("samples.method"), value=str(record.method), next_step=say("samples.method-next"))
    past = Past(record.inputs["covered"], record.inputs["required"])
    return draw(targets, Request(record.quarter, record.rate, record.seed), past)


def find_sample(trail: Trail, text: str) -> SampleRecord:
    """The draw of a name. Raises InputError, naming those there are."""
    samples = trail.samples()
    for one in samples:
        if one.id.lower() == text.strip().lower():
            return one
    known = ", ".join(one.id for one in samples[-12:]) or say("samples.none")
    raise InputError(say("samples.unknown"), value=text, next_step=say("samples.unknown-next", known=known))


def inspected(trail: Trail, name: str, listed: Inventory, quarter: Quarter | None) -> tuple[SampleRecord, list[str]]:
    """A draw and the ids a run of it inspects.

    Raises InputError for a draw there is not, one of another quarter, and one whose targets the inventory lacks.
    """
    record = find_sample(trail, name)
    if quarter and quarter != record.quarter:
        problem = say("run.other-quarter", sample=record.id, quarter=record.quarter)
        raise InputError(problem, value=str(quarter), next_step=say("run.other-quarter-next"))
    known = {target.id for target in listed.targets}
    ids = [one.target for one in trail.sample_targets(record.id)]
    if gone := [one for one in ids if one not in known]:
        value = "、".join(gone)
        raise InputError(say("run.gone", sample=record.id), value=value, next_step=say("run.gone-next"))
    return record, [str(one) for one in ids]
