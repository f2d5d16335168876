"""An office of a year with something in every corner, for browsing: some of its names are hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from typer.testing import CliRunner

from crawler import clock
from crawler.model import Finding, IndicatorId, Outcome, RunId
from results.audit import RunRecord, Trail
from results.casework.machine import EventKind, NoticeEvent
from results.notices.issue import Order, issue
from results.order_rows import Matter, Purpose, RunOrder
from results.review.exemption_rows import Exemption
from results.warning.rows import ReminderRecord
from spotcheck import app
from tests.results.office import finding
from tests.results.published import (
    CATALOGUE,
    CONFIG,
    DEDUCTION,
    SITE_VETO,
    Fate,
    inspected,
    noon,
    released,
    site,
    usual,
)

HOSTILE = "<script>alert('水利')</script>"
HURT = replace(site(2), name=HOSTILE, owner=f"{HOSTILE}局", address="javascript:alert(1)")
TASKS = "临江市2026年政务公开工作要点\n1. 清理空白栏目，年底前完成。责任单位：各部门\n2. 公开规章。责任单位：市司法局\n"


def browsed(data: Path) -> Path:
    """Two published quarters, notices due and overdue, a re-check, an explanation about to end, a ledger, a queue."""
    fates = {HURT if target.id == HURT.id else target: fate for target, fate in usual().items()}
    third = inspected(data, fates, "2026Q3")
    released(data, third)
    with Trail.open(data) as trail:
        issue(trail, Order(data, data / "notices", third, third.on, noon(third.on)), CONFIG.office, CATALOGUE)
        _follow_up(trail, third)
    fourth = inspected(data, fates, "2026Q4")
    released(data, fourth)
    inspected(data, {HURT: Fate(open=(SITE_VETO, DEDUCTION))}, "2026Q4", serial=2)
    paper = data / "要点.txt"
    paper.write_text(TASKS, encoding="utf-8")
    assert CliRunner().invoke(app, ["ledger", "import", str(paper), "--data", str(data)]).exit_code == 0
    with Trail.open(data) as trail:
        _unseen(trail)
    return data


def _follow_up(trail: Trail, run: RunRecord) -> None:
    """One notice that is due in some days, the others long ago; a re-check of the hostile site; words on it."""
    at, today = noon(run.on), clock.today()
    notices = list(trail.notices())
    days = [today + timedelta(days=5), *(today - timedelta(days=5) for _ in notices[1:])]
    trail.record_events(
        lambda: [
            NoticeEvent(notice, EventKind.EXTENDED, run.on, "王芳", due_on=day)
            for notice, day in zip(notices, days, strict=True)
        ],
        at,
    )
    (upheld,) = trail.findings(run.id, outcome=Outcome.FAILED, target=HURT.id)
    notice = trail.noticed(run.id)[upheld.id]
    _recheck(trail, run, upheld, notice)
    done = [
        NoticeEvent(notice, EventKind.SERVED, run.on, "王芳"),
        NoticeEvent(notice, EventKind.RESPONDED, run.on, "王芳", note="已更新"),
        NoticeEvent(notice, EventKind.RECTIFIED, run.on, "王芳", note="已更新", finding=upheld.id),
    ]
    trail.record_events(lambda: done, at)
    given = Exemption(HURT.id, IndicatorId(DEDUCTION), "系统迁移", run.on, today + timedelta(days=10), "王芳")
    trail.record_exemption(given, at)
    trail.record_reminders([ReminderRecord(run.id, HURT.id, run.on, "李强", "电话", "已告知")], at)


def _recheck(trail: Trail, run: RunRecord, upheld: Finding, notice: int) -> None:
    at, name = noon(run.on), RunId("2026Q3-复查")
    order = RunOrder(name, "national", "sha256:p", purpose=Purpose.RECHECK)
    trail.begin_run(replace(run, id=name, key="recheck"), [HURT], order=order, matters=[Matter(upheld.id, notice)])
    judgement = trail.begin_judgement(name, CATALOGUE.digest, "0.1.0", at)
    again = replace(upheld, run=name, id=0, outcome=Outcome.PASSED, reason="fresh", message="已更新。")
    trail.record_findings(name, judgement, HURT.id, [again], at)
    trail.finish_run(name, True, {}, at)


def _unseen(trail: Trail) -> None:
    """In the newest check something could not be looked at."""
    run = trail.latest_check()
    number = trail.begin_judgement(run.id, CATALOGUE.digest, "0.1.0", run.started_at)
    current = [one for one in trail.findings(run.id) if one.indicator != "v6-aaaa"]
    blind = finding(HURT, "v6-aaaa", Outcome.CANT_TELL, run=run.id, reason="timeout", message="解析超时。")
    trail.record_findings(run.id, number, HURT.id, [*current, blind], run.started_at)
