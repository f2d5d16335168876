"""One run: gather, judge, record. The door and the timetable both call it; the same call goes on where it stopped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from checks.catalogue import load_catalogue
from checks.pack import Pack
from checks.packs import load_pack
from crawler import clock, nearby
from crawler.calendars import load_calendar
from crawler.clock import Quarter
from crawler.config import Config
from crawler.errors import InputError
from crawler.intervals import load_intervals
from crawler.inventory import Inventory
from crawler.lexicon import say
from crawler.lock import only_one
from crawler.model import Outcome, RunId, Target, TargetId
from results.audit import Change, Trail
from results.calendars import keep_calendar
from results.gathering import Gathering, remove_empty_logs
from results.health.look import health_of
from results.intervals import keep_intervals
from results.judging import judge_run, sitting_of
from results.order_rows import Matter, Purpose, RunOrder
from results.progress import Report
from results.rows import RunRecord
from results.rules import catalogue_of

OWN = ("crashed", "silent", "given-up")  # what makes a judgement of stored captures ill, too


@dataclass(frozen=True)
class Order:
    """What a run is asked to do."""

    data: Path
    inventory: Inventory
    config: Config
    quarter: Quarter
    on: date
    only: tuple[str, ...] = ()
    purpose: Purpose = Purpose.CHECK
    sample: str = ""  # the draw it inspects
    matters: tuple[Matter, ...] = ()  # the findings it looks at again, and judges nothing else
    rules: Pack | None = None  # the rule pack it goes by; None: the office's
    routine: str = ""  # what of the timetable it is; the check that is taken where none is named is of none

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets of the run. Raises InputError for an id that is not in the inventory, or an empty list."""
        known = {target.id: target.name for target in self.inventory.targets}
        for wanted in self.only:
            if wanted not in known:
                step = nearby.step(say("run.unknown-target-next"), wanted, known)
                raise InputError(say("run.unknown-target"), value=wanted, next_step=step)
        targets = tuple(t for t in self.inventory.targets if not self.only or t.id in self.only)
        if not targets:
            raise InputError(say("inventory.empty"), next_step=say("inventory.empty-next"))
        return targets

    @cached_property
    def pack(self) -> Pack:
        """What it is judged by. Raises InputError for a pack of the office's that is not right."""
        return self.rules or load_pack(self.config.rules.pack)

    @property
    def key(self) -> str:
        """What makes two commands the same command: the list, the quarter, the day, the choice, the rules, the end."""
        words = [self.inventory.digest, str(self.quarter), self.on.isoformat(), *sorted(self.only), self.pack.digest]
        words += [self.purpose, self.sample, *sorted(f"{one.finding}/{one.notice}" for one in self.matters)]
        words += [f"routine {self.routine}"] if self.routine else []
        return hashlib.sha256("\n".join(words).encode()).hexdigest()

    def record(self, run: RunId) -> RunOrder:
        return RunOrder(run, self.pack.id, self.pack.digest, self.pack.content, self.purpose, self.sample)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How a run or a judgement ended. ``crashed`` and ``advice`` say why it is not healthy, and what to do."""

    record: RunRecord
    healthy: bool
    counts: Mapping[str, int]
    changes: Sequence[Change] = ()
    crashed: Sequence[str] = ()
    advice: Sequence[str] = ()


def run(order: Order, report: Report) -> Outcomes:
    """Gather and judge. Raises InputError for what was asked wrongly, KeyboardInterrupt when stopped."""
    targets, key = order.targets, order.key
    with one_run(order.data), Trail.open(order.data) as trail:
        record = trail.unfinished_run(key) or _begin(trail, order, targets)
        if trail.order(record.id) is None:  # begun by a program that knew no orders
            trail.record_order(order.record(record.id), order.matters, clock.now())
        keep_intervals(order.data, record.id, order.config.columns.intervals)
        keep_calendar(order.data, record.id, order.config.rules.calendar)
        gathering = Gathering(trail, record, order.data, order.config, report, order.inventory.registrations)
        gathering.gather(trail.targets(record.id))
        remove_empty_logs(order.data, record.id)
        return _judge(trail, record, report, gathering.readings, order.config)


def judge_again(data: Path, run_id: str, report: Report) -> Outcomes:
    """Judge a run from its stored captures alone and record what changed."""
    with one_run(data), Trail.open(data, create=False) as trail:
        record = trail.run(run_id)
        return _judge(trail, record, report, {}, None)


def _begin(trail: Trail, order: Order, targets: Sequence[Target]) -> RunRecord:
    kind = order.routine if order.purpose is Purpose.CHECK else order.purpose
    stem = f"{order.quarter}-{order.on:%Y%m%d}" + (f"-{kind}" if kind else "")
    number = 1 + sum(re.fullmatch(rf"{stem}-\d+", record.id) is not None for record in trail.runs())
    tables = load_intervals(order.config.columns.intervals), load_calendar(order.config.rules.calendar)
    catalogue = load_catalogue(pack=order.pack, intervals=tables[0], workdays=tables[1])
    record = RunRecord(
        id=RunId(f"{stem}-{number}"),
        quarter=str(order.quarter),
        on=order.on,
        inventory_digest=order.inventory.digest,
        config_digest=hashlib.sha256(order.config.model_dump_json().encode()).hexdigest(),
        catalogue_digest=catalogue.digest,
        program_version=version("spotcheck"),
        key=order.key,
        started_at=clock.now(),
    )
    chosen = {target.id for target in targets}
    trail.begin_run(record, order.inventory.targets, chosen, order.record(record.id), order.matters)
    return record


def _judge(
    trail: Trail, record: RunRecord, report: Report, fresh: Mapping[TargetId, str], config: Config | None
) -> Outcomes:
    """One judgement; a first one that was cut short is gone on with. ``fresh``: the readings just made.

    ``config`` None: the run has come to its end before, and its health was looked at.
    """
    catalogue = catalogue_of(trail, record.id)
    sitting = sitting_of(trail, record, catalogue, fresh)
    judgement = trail.latest_judgement(record.id) if config else 0
    judgement = judgement or trail.begin_judgement(record.id, catalogue.digest, sitting.program_version, clock.now())
    trail.record_rules(catalogue.digest, catalogue.indicators, clock.now())
    changes, crashed = judge_run(trail, sitting, judgement, report)
    tally = trail.tally(record.id)
    counts = {str(outcome): sum(n for (one, _), n in tally.items() if one is outcome) for outcome in Outcome}
    health = health_of(trail, sitting.data, record, config, crashed)
    if config:
        trail.record_monitors(record.id, judgement, health.readings, clock.now())
        summary = {"findings": counts, "crashed": list(crashed), "silent": health.is_ill_of("silent")}
        trail.finish_run(record.id, health.is_well, summary, clock.now())
    else:
        health = health.of(*OWN)
    return Outcomes(record, health.is_well, counts, changes, crashed, health.advice)


def one_run(data: Path) -> AbstractContextManager[None]:
    """One run at a time in one data folder. Raises InputError while another is under way."""
    return only_one(data / "run.lock", say("run.locked"), say("run.locked-next"))
