"""Captures go when their time is over, never before a matter is, and the trail goes on vouching for what they were."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler import clock
from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange
from crawler.captures.writer import Asked
from crawler.clock import end_of
from crawler.errors import InputError
from crawler.model import CaptureKind, DecisionKind, Outcome, Role, RunId
from crawler.reading.availability.log import AccessVisit, Stage, State
from crawler.reading.service.probe import Family
from results.audit import Trail
from results.campaigns.plan import Plan
from results.campaigns.rows import Campaign, Site, VisitRecord
from results.casework.reconsider_rows import Reconsideration
from results.order_rows import Purpose, RunOrder
from results.progress import Report
from results.retention import retain as retention
from results.retention.holds import Hold
from results.retention.retain import Request, Term, retain
from results.rows import PublicationRecord, RunRecord
from results.runs import judge_again
from results.verify import inspect, verify
from spiders.availability import run_of
from tests.results import noticed as letters
from tests.results.noticed import call, noticed, printed, refused
from tests.results.office import PORTAL, RECORD, finding

OLD, RECENT, TODAY = date(2025, 5, 12), date(2026, 11, 10), date(2026, 11, 22)
AT = end_of(TODAY)


def record_of(name: str, quarter: str, on: date) -> RunRecord:
    return replace(RECORD, id=RunId(name), quarter=quarter, on=on, key=name, started_at=end_of(on))


def inspected(
    data: Path, name: str, quarter: str, on: date, outcome: Outcome = Outcome.PASSED, *, ended: bool = True
) -> RunId:
    """A run over the portal with three captures and one finding."""
    record = record_of(name, quarter, on)
    with CaptureStore(data / "captures") as store, Trail.open(data) as trail:
        trail.begin_run(record, (PORTAL,))
        with store.writer(record.id, "w1") as writer:
            for number in range(3):
                asked = Asked(PORTAL.id, f"{PORTAL.address}{number}", Role.HOME)
                body = f"{name} {number}".encode()
                digest = writer.write_response(asked, body, Exchange(), status=200, content_type="text/html").digest
            writer.finish(PORTAL.id)
        trail.record_gathered(record.id, PORTAL.id, *store.manifest(record.id, PORTAL.id), end_of(on))
        judgement = trail.begin_judgement(record.id, "sha256:k", "0.1.0", end_of(on))
        made = replace(finding(PORTAL, "home-stale-14d", outcome), run=record.id, captures=(digest,), monitored_on=on)
        trail.record_findings(record.id, judgement, PORTAL.id, [made], end_of(on))
        if ended:
            trail.finish_run(record.id, True, {}, end_of(on))
    (data / "readings" / name).mkdir(parents=True)
    return record.id


def publish(data: Path, run: RunId) -> None:
    with Trail.open(data) as trail:
        trail.record_publication(PublicationRecord(run, "final", 1, 0, 0, "sha256:p", "sha256:t"), AT)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An old quarter, published, and the newest check."""
    data = tmp_path / "office"
    publish(data, inspected(data, "2025Q2-1", "2025Q2", OLD))
    inspected(data, "2026Q4-1", "2026Q4", RECENT)
    assert verify(data) == []
    return data


def treated(data: Path, *, dry: bool = False, before: date = date(2026, 11, 1)) -> dict[str, Hold | None]:
    asked = Request(data, Term(before), "王芳", "保存期满", dry)
    return {one.run: one.hold for one in retain(asked, AT)}


def held(data: Path, run: str) -> bool:
    return any((data / "captures" / run).glob("*.warc.gz"))


def test_old_captures_go_and_their_digests_stay(data: Path) -> None:
    before = {path.name: path.stat().st_size for path in (data / "captures" / "2025Q2-1").iterdir()}
    assert treated(data) == {"2025Q2-1": None, "2026Q4-1": Hold.RECENT}
    assert not (data / "captures" / "2025Q2-1").exists()
    assert not (data / "readings" / "2025Q2-1").exists()
    assert held(data, "2026Q4-1")
    with Trail.read(data) as trail:
        removal = trail.removals()[RunId("2025Q2-1")]
    assert {file.name: file.size for file in removal.files} == before
    assert (removal.captures, removal.by, removal.reason) == (3, "王芳", "保存期满")
    assert removal.kept_until == date(2026, 10, 31)
    report = inspect(data)
    assert (report.problems, report.notes) == ([], [])
    assert treated(data) == {"2026Q4-1": Hold.RECENT}


def test_a_dry_run_deletes_and_writes_nothing(data: Path) -> None:
    with Trail.read(data) as trail:
        head = trail.head()
    assert treated(data, dry=True)["2025Q2-1"] is None
    assert held(data, "2025Q2-1")
    with Trail.read(data) as trail:
        assert trail.head() == head


@pytest.mark.parametrize(
    ("quarter", "outcome", "word", "published", "hold"),
    [
        ("2025Q3", Outcome.FAILED, None, False, Hold.UNDECIDED),
        ("2025Q3", Outcome.CANT_TELL, None, False, Hold.UNDECIDED),
        ("2025Q3", Outcome.FAILED, DecisionKind.UPHELD, False, Hold.UPHELD),
        ("2025Q3", Outcome.FAILED, DecisionKind.DISMISSED, False, None),
        ("2025Q3", Outcome.PASSED, None, False, None),
        ("2025Q3", Outcome.FAILED, None, True, None),
        ("2026Q4", Outcome.FAILED, None, True, Hold.UNDECIDED),
    ],
)
def test_what_a_quarter_still_rests_on_stays(
    data: Path, quarter: str, outcome: Outcome, word: DecisionKind | None, published: bool, hold: Hold | None
) -> None:
    run = inspected(data, "other-1", quarter, OLD, outcome)
    inspected(data, "newest", "2026Q4", RECENT)
    if word:
        with Trail.open(data) as trail:
            (one,) = trail.findings(run)
            trail.record_decision(one.id, word, "王芳", "复核", AT)
    if published:
        publish(data, run)
    assert treated(data)[run] is hold
    assert held(data, run) is (hold is not None)
    assert verify(data) == []


def test_the_newest_check_and_an_unfinished_one_stay(data: Path) -> None:
    inspected(data, "unfinished", "2025Q3", OLD, ended=False)
    found = treated(data, before=TODAY)
    assert found == {"2025Q2-1": None, "2026Q4-1": Hold.NEWEST, "unfinished": Hold.UNFINISHED}


def test_the_newest_of_each_routine_stays_though_a_daily_one_is_newer(data: Path) -> None:
    """Early warning rests on the newest retrieval."""
    for name in ("2026Q4-20261101-weekly-1", "2026Q4-20261108-weekly-1", "2026Q4-20261120-newmedia-1"):
        inspected(data, name, "2026Q4", OLD)
    kept = {run for run, hold in treated(data, before=TODAY).items() if hold is Hold.NEWEST}
    assert kept == {"2026Q4-20261108-weekly-1", "2026Q4-20261120-newmedia-1", "2026Q4-1"}


def test_a_dry_run_says_what_the_real_one_does(tmp_path: Path) -> None:
    for number in range(12):
        quarter, on = f"202{5 + number // 4}Q{number % 4 + 1}", date(2025, 1, 6) + timedelta(days=40 * number)
        outcome = Outcome.FAILED if number % 3 == 0 else Outcome.PASSED
        run = inspected(tmp_path, f"r{number}", quarter, on, outcome, ended=number % 5 != 4)
        if number % 4 == 1:
            publish(tmp_path, run)
        campaigned(tmp_path, f"c{number}", on - timedelta(days=9), ended=number % 6 != 5)
    foretold = treated(tmp_path, dry=True)
    assert treated(tmp_path) == foretold
    assert len(set(foretold.values())) > 3
    assert verify(tmp_path) == []
    assert {run for run, hold in foretold.items() if hold is None}.isdisjoint(treated(tmp_path))


def test_the_newest_check_stays_however_old_it_is(tmp_path: Path) -> None:
    publish(tmp_path, inspected(tmp_path, "2025Q2-1", "2025Q2", OLD))
    assert treated(tmp_path) == {"2025Q2-1": Hold.NEWEST}


def test_proof_of_a_reconsideration_stays(data: Path) -> None:
    with Trail.open(data) as trail:
        (one,) = trail.findings(RunId("2025Q2-1"))
        trail.record_reconsideration(Reconsideration(one.id, "临江市", OLD, "请复核", "王芳"), AT)
        again = record_of("again", "2025Q2", OLD)
        order = RunOrder(again.id, "national-2019", "sha256:p", {}, Purpose.RECONSIDERATION)
        trail.begin_run(again, (PORTAL,), order=order)
        trail.finish_run(again.id, True, {}, end_of(OLD))
    found = treated(data)
    assert (found["2025Q2-1"], found["again"]) == (Hold.RECONSIDERATION, Hold.RECONSIDERATION)
    assert held(data, "2025Q2-1")


def test_proof_of_an_open_notice_stays_until_the_notice_is_closed(tmp_path: Path) -> None:
    data = noticed(tmp_path / "office")
    inspected(data, "2027Q3-1", "2027Q3", date(2027, 8, 2))
    publish(data, RunId("2026Q4-1"))
    asked = Request(data, Term(date(2027, 8, 1)), "王芳", "保存期满")
    later = end_of(date(2027, 8, 3))
    assert {one.run: one.hold for one in retain(asked, later)}["2026Q4-1"] is Hold.NOTICE
    for number in (letters.BUREAU, letters.PORTAL):
        printed(data, "notice", "cancel", number, "--reason", "发错单位", "--by", "王芳")
    assert {one.run: one.hold for one in retain(asked, later)}["2026Q4-1"] is Hold.EMPTY


def test_damaged_captures_are_kept_for_verification_to_find(data: Path) -> None:
    (path,) = (data / "captures" / "2025Q2-1").glob("*.warc.gz")
    raw = bytearray(path.read_bytes())
    raw[300] ^= 1
    path.write_bytes(raw)
    assert treated(data)["2025Q2-1"] is Hold.DAMAGED
    assert path.exists()


def test_every_other_missing_or_strange_file_is_still_found(data: Path) -> None:
    inspected(data, "2025Q3-1", "2025Q3", OLD)
    treated(data)
    (data / "captures" / "2025Q2-1").mkdir()
    (data / "captures" / "2025Q2-1" / "other-001.warc.gz").write_bytes(b"x")
    (path,) = (data / "captures" / "2026Q4-1").glob("*.warc.gz")
    path.unlink()
    problems = verify(data)
    assert len(problems) == 2
    assert any("other-001.warc.gz" in line for line in problems)
    assert any(path.name in line and "2026Q4-1" in line for line in problems)


def test_what_the_index_still_knows_of_deleted_captures_is_held_against_the_trail(data: Path) -> None:
    treated(data)
    with CaptureStore(data / "captures") as store:
        store.index._db.execute("UPDATE removed SET url = 'http://other.gov.test/' WHERE id = 2")
    (problem,) = verify(data)
    assert "p1" in problem


@pytest.mark.parametrize("after", ["record_removal", "remove", "unlink"])
def test_a_removal_that_was_stopped_is_finished_by_the_next(
    data: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    class StopError(Exception):
        pass

    def stop(*args: object, **named: object) -> None:
        raise StopError

    with monkeypatch.context() as patch:
        if after == "record_removal":
            patch.setattr(retention, "_delete", stop)
        elif after == "remove":
            patch.setattr(Path, "unlink", stop)
        else:
            patch.setattr(retention.shutil, "rmtree", stop)
        with pytest.raises(StopError):
            treated(data)
    report = inspect(data)
    assert report.problems == []
    assert bool(report.notes) is (after != "unlink")
    treated(data)
    assert not (data / "captures" / "2025Q2-1").exists()
    assert not (data / "readings" / "2025Q2-1").exists()
    report = inspect(data)
    assert (report.problems, report.notes) == ([], [])


def test_judging_again_says_why_it_cannot(data: Path) -> None:
    treated(data)
    with Report() as report, pytest.raises(InputError, match=r"2026-11-22 由 王芳 删除（保存期满）"):
        judge_again(data, "2025Q2-1", report)
    assert "删除" in refused(data, "judge", "2025Q2-1", "--pack", "national-2019")
    with Trail.read(data) as trail:
        (one,) = trail.findings(RunId("2025Q2-1"))
    assert "仅存摘要" in refused(data, "capture", one.captures[0])


def test_the_door_goes_by_the_settings_and_says_what_it_did(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    assert "没有删除任何留存" in call(data, "retain", "--by", "王芳").stderr
    config = tmp_path / "spotcheck.toml"
    config.write_text("[retention]\nkeep_days = 400\n")
    listed = printed(data, "retain", "--by", "王芳", "--config", str(config), "--dry-run")
    assert "将删除" in listed
    (row, _) = map(json.loads, printed(data, "retain", "--by", "王芳", "--keep-days", "400", "--json").splitlines())
    assert (row["run"], row["state"], row["captures"]) == ("2025Q2-1", "removed", 3)
    with Trail.read(data) as trail:
        assert trail.removals()[RunId("2025Q2-1")].kept_until == OLD + timedelta(400)


@pytest.mark.parametrize(
    "arguments", [("--before", "2026-01-01", "--keep-days", "9"), ("--before", "2999-01-01"), ("--before", "昨天")]
)
def test_a_wrong_term_is_refused(data: Path, arguments: tuple[str, ...]) -> None:
    refused(data, "retain", "--by", "王芳", *arguments)
    assert held(data, "2025Q2-1")


def test_nobody_deletes_without_a_name(data: Path) -> None:
    refused(data, "retain", "--by", " ", "--keep-days", "9")


# availability campaigns


def campaigned(data: Path, name: str, begins: date, *, ended: bool = True) -> RunId:
    """A campaign of one website and one day, of whose two visits one failed and kept its log."""
    plan = Plan(begins_at=end_of(begins), days=1, visits=2, families=(Family.V4,), seed="s")
    campaign = Campaign(name, plan, 15_000, 60, "sha256:p", "sha256:i", "王芳")
    place = run_of(name)
    with CaptureStore(data / "captures") as store, store.writer(place, "v1") as writer:
        asked = Asked(PORTAL.id, PORTAL.address, Role.ACCESS_LOG)
        digest = writer.write_resource(asked, CaptureKind.RECORD, f"{name} log".encode(), "application/json").digest
        writer.finish(PORTAL.id)
    with Trail.open(data) as trail:
        trail.begin_campaign(campaign, [Site(PORTAL.id, PORTAL.name, PORTAL.address)], end_of(begins))
        at = end_of(begins)
        kept = AccessVisit(Family.V4, 0, at.isoformat(), State.KEPT)
        failed = AccessVisit(Family.V4, 1, at.isoformat(), State.FAILED, Stage.TCP)
        visits = [VisitRecord(PORTAL.id, kept), VisitRecord(PORTAL.id, failed, digest)]
        trail.record_visits(name, visits, at)
        if ended:
            trail.end_campaign(name, {State.KEPT: 1, State.FAILED: 1}, at)
    return place


def test_logs_of_an_old_campaign_go_and_stay_vouched_for(data: Path) -> None:
    place = campaigned(data, "2025Q1-a1", date(2025, 1, 6))
    still = campaigned(data, "2025Q1-a2", date(2025, 1, 9), ended=False)
    assert inspect(data).problems == []
    found = treated(data)
    assert (found[place], found[still]) == (None, Hold.UNFINISHED)
    assert not (data / "captures" / place).exists()
    assert held(data, still)
    report = inspect(data)
    assert (report.problems, report.notes) == ([], [])
    with CaptureStore(data / "captures") as store:
        store.index._db.execute("DELETE FROM removed WHERE run = ?", (place,))
    (problem,) = verify(data)
    assert "sha256:" in problem


def test_a_campaign_stays_as_long_as_a_check_that_went_by_it(data: Path) -> None:
    place = campaigned(data, "2025Q3-a1", date(2025, 8, 1))
    run = inspected(data, "2025Q3-1", "2025Q3", date(2025, 8, 20), Outcome.FAILED)
    inspected(data, "newest", "2026Q4", RECENT)
    assert treated(data)[place] is Hold.UNDECIDED
    publish(data, run)
    assert treated(data)[place] is None


def test_a_log_of_a_visit_that_is_missing_is_found(data: Path) -> None:
    place = campaigned(data, "2025Q3-a1", date(2025, 8, 1))
    shutil.rmtree(data / "captures" / place)
    assert any(place in line for line in verify(data))
