"""A small office: three targets, a run, and findings as a judge might make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from checks.catalogue import load_catalogue
from crawler.clock import CHINA
from crawler.model import (
    DecisionKind,
    Digest,
    Finding,
    IndicatorId,
    Outcome,
    RunId,
    Target,
    TargetId,
    TargetKind,
    TargetStatus,
)
from results.audit import RunRecord, Trail
from results.verify import NOTHING

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=CHINA)
RUN = RunId("2026Q4-1")
PORTAL = Target(
    TargetId("p1"), TargetKind.PORTAL, "临江市人民政府", "http://www.linjiang.gov.test/", "临江市人民政府办公室"
)
BUREAU = Target(
    TargetId("d1"), TargetKind.DEPARTMENT_SITE, "临江市水利局", "http://slj.linjiang.gov.test/", "临江市水利局"
)
ACCOUNT = Target(
    TargetId("m1"), TargetKind.ACCOUNT, "临江发布", "", "临江市人民政府办公室", platform="微信", account_id="linjiang"
)
CLOSED = replace(BUREAU, id=TargetId("d2"), name="临江市旧局", owner="临江市旧局", status=TargetStatus.CLOSED)
TARGETS = (PORTAL, BUREAU, ACCOUNT, CLOSED)
RECORD = RunRecord(RUN, "2026Q4", date(2026, 11, 21), "sha256:i", "sha256:c", "sha256:k", "0.1.0", "key-1", NOON)


def finding(target: Target, indicator: str, outcome: Outcome = Outcome.FAILED, **other: Any) -> Finding:
    values: dict[str, Any] = {
        "run": RUN,
        "target": target.id,
        "indicator": IndicatorId(indicator),
        "indicator_version": 1,
        "outcome": outcome,
        "reason": "stale",
        "data": {"days": 40, "newest_on": "2026-10-12"},
        "subjects": ({"name": "要闻动态", "url": "http://www.linjiang.gov.test/yw/", "newest_on": "2026-10-12"},),
        "message": "“要闻动态”栏目最新一条为2026年10月12日，已有40天未更新。",
        "captures": (Digest("sha256:" + "ab" * 32),),
        "observed_at": NOON - timedelta(hours=1),
        "monitored_on": RECORD.on,
        "catalogue_digest": "sha256:k",
        "program_version": "0.1.0",
    }
    return Finding(**{**values, **other})


def usual_findings(target: Target) -> list[Finding]:
    return [
        finding(target, "home-stale-14d"),
        finding(target, "zl-name", Outcome.PASSED, reason="named", subjects=(), message="名称规范。"),
        finding(target, "v6-aaaa", Outcome.CANT_TELL, reason="timeout", data={}, subjects=(), message="解析超时。"),
    ]


REVIEWERS = ("王芳", "李强")  # who uphold a veto together


def uphold(trail: Trail, number: int, reason: str = "复核属实", by: Sequence[str] = REVIEWERS) -> int:
    """Both reviewers' words on one finding: what a veto takes, and more than others need."""
    for name in by:
        trail.record_decision(number, DecisionKind.UPHELD, name, reason, NOON)
    return number


def filled(data: Path) -> Path:
    """A data folder with one complete run; every running target has the usual findings."""
    with Trail.open(data) as trail:
        trail.begin_run(RECORD, TARGETS)
        for target in TARGETS:
            trail.record_gathered(RUN, target.id, NOTHING, 0, NOON)
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        for target in TARGETS[:3]:
            trail.record_findings(RUN, number, target.id, usual_findings(target), NOON)
        if "rules" in trail.tables:  # some tests make databases of older versions
            trail.record_rules("sha256:k", load_catalogue().indicators, NOON)
        trail.finish_run(RUN, True, {"targets": len(TARGETS)}, NOON)
    return data
