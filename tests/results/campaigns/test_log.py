"""Which campaign a run hands to its judge, and what the judge then says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from checks.catalogue import Catalogue, load_catalogue
from checks.judge import judge
from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.clock import CHINA, Quarter
from crawler.model import (
    CaptureKind,
    Digest,
    Evidence,
    Finding,
    IndicatorId,
    Outcome,
    Registry,
    Role,
    RunId,
    Target,
    TargetId,
    TargetKind,
    TargetStatus,
)
from crawler.reading.availability.log import AccessLog, AccessVisit, Stage, State, access_log_to_json
from crawler.reading.evidence import read_target
from crawler.reading.memo import pack, unpack
from crawler.reading.service.probe import Family
from results.audit import RunRecord, Trail
from results.campaigns.log import logs_for
from results.campaigns.plan import Plan, draw
from results.campaigns.rows import Campaign, Site, VisitRecord, counts_of
from results.order_rows import Matter, Purpose, RunOrder
from results.rows import instant

AT = datetime(2026, 11, 22, 9, tzinfo=CHINA)
ON = date(2026, 11, 22)


def site(name: str = "s1", url: str = "") -> Target:
    address = url or f"http://www.{name}.gov.test/"
    return Target(TargetId(name), TargetKind.PORTAL, f"网站{name}", address, "市政府", level="市级")


def record(name: str = "2026Q4-20261122-1", on: date = ON, quarter: str = "2026Q4") -> RunRecord:
    return RunRecord(RunId(name), quarter, on, "sha256:i", "sha256:c", "sha256:k", "1", name, AT)


@pytest.fixture
def trail(tmp_path: Path) -> Iterator[Trail]:
    with Trail.open(tmp_path) as opened:
        yield opened


def hold(
    trail: Trail, name: str, begins_on: date, *sites: Target, failed: int = 0, day_s: int = 86_400, end: bool = True
) -> None:
    """A campaign of a week over IPv4 in which the first visits of each website failed."""
    begins_at = datetime(begins_on.year, begins_on.month, begins_on.day, tzinfo=CHINA)
    plan = Plan(begins_at, 7, 20, (Family.V4,), name, day_s)
    campaign = Campaign(name, plan, 15_000, 1200, "sha256:p", "sha256:i", "王芳")
    trail.begin_campaign(campaign, [Site(one.id, one.name, one.address) for one in sites], AT)
    made = []
    for slot in draw(plan, [one.id for one in sites]):
        bad = slot.number % 20 < failed
        state, stage = (State.FAILED, Stage.TCP) if bad else (State.KEPT, Stage.NONE)
        due_at = instant(slot.due_at)
        kept = (f"sha256:visit-{slot.number}", f"sha256:control-{slot.number}") if bad else ("", "")
        made.append(
            VisitRecord(slot.target, AccessVisit(slot.family, slot.number, due_at, state, stage, due_at), *kept)
        )
    trail.record_visits(name, made, AT)
    if end:
        trail.end_campaign(name, counts_of(made), AT)


def begin(
    trail: Trail, run: RunRecord, *targets: Target, order: RunOrder | None = None, matters: tuple[Matter, ...] = ()
) -> None:
    trail.begin_run(run, targets, order=order, matters=matters)


def named(trail: Trail, run: RunRecord, *targets: Target) -> dict[str, str]:
    return {target: log.campaign for target, log in logs_for(trail, run, targets).items()}


def test_the_newest_campaign_of_the_hundred_days_before_is_handed_over(trail: Trail) -> None:
    one = site()
    hold(trail, "first", date(2026, 9, 1), one)
    hold(trail, "second", date(2026, 11, 2), one)
    hold(trail, "rehearsal", date(2026, 11, 10), one, day_s=3600)
    hold(trail, "going-on", date(2026, 11, 12), one, end=False)
    hold(trail, "too-late", date(2026, 11, 18), one)
    begin(trail, record(), one)
    assert named(trail, record(), one) == {"s1": "second"}
    assert named(trail, record("r", date(2026, 10, 1), "2026Q3"), one) == {"s1": "first"}
    assert named(trail, record("r", date(2027, 2, 28)), one) == {}


def test_what_was_held_against_a_website_in_one_quarter_is_not_held_against_it_in_the_next(trail: Trail) -> None:
    one = site()
    hold(trail, "first", date(2026, 9, 7), one, failed=2)
    assert named(trail, record("r3", date(2026, 9, 20), "2026Q3"), one) == {"s1": "first"}
    assert named(trail, record("r4", date(2026, 11, 22)), one) == {}
    hold(trail, "second", date(2026, 11, 2), one)
    assert named(trail, record("r4", date(2026, 11, 22)), one) == {"s1": "second"}
    assert named(trail, record("late", date(2026, 11, 22), "2026Q3"), one) == {"s1": "first"}


def test_a_campaign_across_the_end_of_the_year_is_of_the_year_it_began_in(trail: Trail) -> None:
    one = site()
    hold(trail, "new-year", date(2026, 12, 28), one)
    assert trail.campaign("new-year").quarter == Quarter(2026, 4)
    assert named(trail, record("before", date(2026, 12, 31)), one) == {}
    assert named(trail, record("late", date(2027, 1, 10)), one) == {"s1": "new-year"}
    assert named(trail, record("next", date(2027, 1, 10), "2027Q1"), one) == {}


def test_each_website_has_its_own_newest_campaign_and_another_address_is_another_website(trail: Trail) -> None:
    one, two, moved = site("s1"), site("s2"), site("s3")
    hold(trail, "all", date(2026, 10, 5), one, two, site("s3", "http://old.gov.test/"))
    hold(trail, "one", date(2026, 11, 2), one)
    closed = Target(**{**{f: getattr(two, f) for f in Target.__dataclass_fields__}, "status": TargetStatus.CLOSED})
    account = Target(TargetId("m1"), TargetKind.ACCOUNT, "账号", "http://weixin.gov.test/1", "市政府")
    begin(trail, record(), one, two, moved, account)
    assert named(trail, record(), one, two, moved, account) == {"s1": "one", "s2": "all"}
    assert named(trail, record(), closed) == {}


def test_a_look_again_goes_by_a_campaign_after_the_finding_or_asks_a_person(trail: Trail) -> None:
    one = site()
    hold(trail, "first", date(2026, 9, 1), one, failed=2)
    first, second = record("2026Q3-20260916-1", date(2026, 9, 16)), record("2026Q4-20261122-recheck-1")
    begin(trail, first, one)
    trail.begin_judgement(first.id, "sha256:k", "1", AT)
    indicator = IndicatorId("site-unreachable")
    finding = Finding(first.id, one.id, indicator, 1, Outcome.FAILED, "often-unreachable", {}, (), "", (), AT, first.on,
                      "sha256:k", "1")  # fmt: skip
    trail.record_findings(first.id, 1, one.id, [finding], AT)
    (known,) = trail.findings(first.id)
    order = RunOrder(second.id, "national-2019", "sha256:p", purpose=Purpose.RECHECK)
    begin(trail, second, one, order=order, matters=(Matter(known.id),))
    (log,) = logs_for(trail, second, [one]).values()
    assert (log.campaign, log.made) == ("", ())
    assert verdict(one, log) == (Outcome.CANT_TELL, "no-visits")
    hold(trail, "after", date(2026, 11, 9), one)
    assert named(trail, second, one) == {"s1": "after"}


def verdict(target: Target, log: AccessLog | None) -> tuple[Outcome, str]:
    indicator = load_catalogue().get("site-unreachable")
    evidence = [] if log is None else [Evidence(target.id, AccessLog, log, (Digest("sha256:0"),))]
    (judged,) = judge(target, evidence, Registry((target,)), Catalogue((indicator,)), ON)
    assert judged.error == ""
    return judged.verdict.outcome, judged.verdict.reason


@pytest.mark.parametrize(("failed", "wanted"), [(0, "passed open"), (1, "failed often-unreachable")])
def test_what_the_trail_has_of_a_week_is_what_the_judge_says(trail: Trail, failed: int, wanted: str) -> None:
    one = site()
    hold(trail, "week", date(2026, 11, 9), one, failed=failed)
    begin(trail, record(), one)
    (log,) = logs_for(trail, record(), [one]).values()
    assert len(log.made) == 140
    kept = {one.slot: (one.capture, one.control) for one in log.made if one.state is State.FAILED}
    assert kept == {slot: (f"sha256:visit-{slot}", f"sha256:control-{slot}") for slot in range(0, 140, 20) if failed}
    assert verdict(one, log) == tuple(wanted.split())
    assert verdict(one, None) == (Outcome.INAPPLICABLE, "no-campaign")


def test_a_log_kept_among_the_captures_is_evidence_and_may_be_kept_as_read(trail: Trail, tmp_path: Path) -> None:
    one = site()
    hold(trail, "week", date(2026, 11, 9), one, failed=1)
    begin(trail, record(), one)
    log = logs_for(trail, record(), [one])[one.id]
    with CaptureStore(tmp_path / "captures") as store, store.writer(record().id, "w") as writer:
        asked = Asked(one.id, one.address, Role.ACCESS_LOG)
        writer.write_resource(asked, CaptureKind.RECORD, access_log_to_json(log), "application/json")
        evidence = read_target(one, store.of_target(record().id, one.id), ON).evidence()
    (seen,) = [found for found in evidence if found.kind is AccessLog]
    assert seen.seen == log
    assert unpack(pack([seen])) == (seen,)
    assert log.made[0].due_at < log.made[-1].due_at
    assert datetime.fromisoformat(log.begins_at) + timedelta(days=7) < AT
