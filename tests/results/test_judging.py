"""Judging in processes: a page that kills its process costs one target, and accuses nobody."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.model import Fault, FaultKind, IndicatorId, Outcome, Registry, Role, RunId, Target, TargetId, TargetKind
from results import judging
from results.judging import Sitting
from results.rows import RunRecord

ON = date(2026, 11, 16)


def sitting(data: Path, count: int) -> Sitting:
    run = RunId("2026Q4-20261116-1")
    targets = tuple(
        Target(TargetId(f"t{n}"), TargetKind.DEPARTMENT_SITE, f"网站{n}", f"http://t{n}.jia.gov.test/", "甲")
        for n in range(count)
    )
    with CaptureStore(data / "captures") as store, store.writer(run, "test") as writer:
        for target in targets:
            writer.write_fault(Asked(target.id, target.address, Role.HOME), Fault(FaultKind.TIMEOUT))
            writer.finish(target.id)
    record = RunRecord(run, "2026Q4", ON, "", "", "", "0", "", datetime(2026, 11, 16, tzinfo=UTC))
    return Sitting(data, record, Registry(targets), "0")


def test_many_targets_are_judged_in_order(tmp_path: Path) -> None:
    table = sitting(tmp_path, 11)
    results = list(judging.results(table, table.registry.targets))
    assert [result.target for result in results] == [target.id for target in table.registry.targets]
    assert Outcome.FAILED not in {finding.outcome for result in results for finding in result.findings}


def killing(target: Target) -> Any:
    if target.id == "t1":
        os.kill(os.getpid(), signal.SIGKILL)
    return judging.Result(target.id, (), ())


def test_a_page_that_kills_its_process_costs_that_one_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = sitting(tmp_path, 3)
    monkeypatch.setattr(judging, "judge_target", killing)
    results = {result.target: result for result in judging._alone(table, table.registry.targets)}
    assert set(results) == {"t0", "t1", "t2"}
    assert [bool(results[name].errors) for name in ("t0", "t1", "t2")] == [False, True, False]
    judged = {finding.indicator: finding for finding in results[TargetId("t1")].findings}
    assert judged["home-stale-14d"].reason == FaultKind.READER_FAILED
    assert all(finding.outcome is not Outcome.FAILED for finding in judged.values())


def test_a_run_that_looks_at_findings_again_judges_nothing_else(tmp_path: Path) -> None:
    matters = frozenset({(TargetId("t1"), IndicatorId("home-stale-14d")), (TargetId("t1"), IndicatorId("foot-icp"))})
    table = replace(sitting(tmp_path, 2), matters=matters)
    results = list(judging.results(table, table.registry.targets))
    assert {(one.target, one.indicator) for result in results for one in result.findings} == matters
