"""The trail only grows, and what goes in comes out."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from crawler.errors import InputError, VerificationError
from crawler.model import DecisionKind, Outcome, RunId, TargetId
from results.audit import DATABASE, Trail
from results.schema import TABLES
from results.verify import NOTHING, verify
from tests.results.office import ACCOUNT, BUREAU, NOON, PORTAL, RECORD, RUN, TARGETS, filled, finding, usual_findings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return filled(tmp_path / "office")


def test_what_goes_in_comes_out(data: Path) -> None:
    with Trail.open(data, create=False) as trail:
        assert trail.runs() == (RECORD,)
        assert trail.targets(RUN) == TARGETS
        assert trail.gathered(RUN) == {target.id: NOTHING for target in TARGETS}
        assert trail.judged(RUN, 1) == {target.id for target in TARGETS[:3]}
        stored = list(trail.findings(RUN, target=PORTAL.id))
        assert [replace(one, id=0) for one in stored] == usual_findings(PORTAL)
        assert all(one.id for one in stored)
        assert [f.target for f in trail.findings(RUN, outcome=Outcome.FAILED)] == [PORTAL.id, BUREAU.id, ACCOUNT.id]


def test_findings_are_counted_as_they_stand(data: Path) -> None:
    with Trail.read(data) as trail:
        findings = list(trail.findings(RUN))
        tally = trail.tally(RUN)
        assert sum(tally.values()) == len(findings)
        assert tally == Counter((one.outcome, one.reason) for one in findings)
        reason = next(one.reason for one in findings if one.outcome is Outcome.FAILED)
        indicator = next(one.indicator for one in findings if one.reason == reason)
        failing = {one.target for one in findings if one.reason == reason}
        assert trail.targets_with(RUN, {reason}) == trail.targets_with(RUN, {reason}, indicator) == failing
        assert trail.targets_with(RUN, {reason}, "no-such") == trail.targets_with(RUN, set()) == set()


def test_a_finished_run_is_not_taken_up_again(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        trail.begin_run(RECORD, TARGETS)
        assert trail.unfinished_run("key-1") == RECORD
        assert trail.unfinished_run("another command") is None
        assert trail.is_healthy(RUN) is None
        trail.finish_run(RUN, False, {}, NOON)
        assert trail.unfinished_run("key-1") is None
        assert trail.is_healthy(RUN) is False


def test_an_unknown_run_is_answered_with_the_known_ones(data: Path) -> None:
    with Trail.read(data) as trail, pytest.raises(InputError, match=RUN):
        trail.run("2031Q1-1")


def test_an_empty_trail_says_what_to_do_first(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail, pytest.raises(InputError, match="spotcheck run"):
        trail.latest_check()


def test_findings_are_written_once_per_judgement(data: Path) -> None:
    with Trail.open(data) as trail:
        before = trail.head()
        with pytest.raises(sqlite3.IntegrityError):
            trail.record_findings(RUN, 1, PORTAL.id, usual_findings(PORTAL), NOON)
        assert trail.head() == before
    assert verify(data) == []


def test_findings_of_another_target_are_our_mistake(data: Path) -> None:
    with Trail.open(data) as trail, pytest.raises(ValueError, match="another run or target"):
        trail.record_findings(RUN, 1, TargetId("p1"), [finding(BUREAU, "foot-icp")], NOON)


def test_judging_again_writes_only_what_changed(data: Path) -> None:
    with Trail.open(data) as trail:
        again = trail.begin_judgement(RUN, "sha256:k2", "0.2.0", NOON)
        stale, named, unknown = usual_findings(PORTAL)
        mended = replace(stale, outcome=Outcome.PASSED, reason="fresh", catalogue_digest="sha256:k2")
        changes = trail.record_findings(RUN, again, PORTAL.id, [mended, named, unknown], NOON)
        assert [(old.outcome, new.outcome) for old, new in changes if old and new] == [("failed", "passed")]
        assert again == 2
        assert [f.outcome for f in trail.findings(RUN, target=PORTAL.id)] == ["passed", "cantTell", "passed"]
        assert trail.judged(RUN, 2) == {PORTAL.id}


def test_a_finding_whose_indicator_left_the_catalogue_is_withdrawn(data: Path) -> None:
    with Trail.open(data) as trail:
        again = trail.begin_judgement(RUN, "sha256:k2", "0.2.0", NOON)
        changes = trail.record_findings(RUN, again, PORTAL.id, usual_findings(PORTAL)[1:], NOON)
        assert [(old.indicator if old else "", new) for old, new in changes] == [("home-stale-14d", None)]
        assert [f.indicator for f in trail.findings(RUN, target=PORTAL.id)] == ["zl-name", "v6-aaaa"]


def test_a_decision_stays_with_the_finding_it_was_made_on(data: Path) -> None:
    with Trail.open(data) as trail:
        old = next(iter(trail.findings(RUN, target=PORTAL.id)))
        decision = trail.record_decision(old.id, DecisionKind.UPHELD, "王芳", "属实", NOON)
        again = trail.begin_judgement(RUN, "sha256:k2", "0.2.0", NOON)
        changed = [replace(old, message="已有41天未更新。"), *usual_findings(PORTAL)[1:]]
        ((_, new),) = trail.record_findings(RUN, again, PORTAL.id, changed, NOON)
        assert new is not None
        assert trail.decisions(RUN) == {old.id: decision}
        assert new.id not in trail.decisions(RUN)
        assert trail.outdated_decisions(RUN) == {(PORTAL.id, old.indicator): decision}


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_changed_deleted_or_replaced(data: Path, table: str) -> None:
    plain = sqlite3.connect(data / DATABASE)
    try:
        rows = plain.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if rows:
            for statement in (
                f"UPDATE {table} SET at = at",
                f"DELETE FROM {table}",
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
            ):
                with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                    plain.execute(statement)
        triggers = plain.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,))
        assert triggers.fetchone() == (3,)
    finally:
        plain.rollback()
        plain.close()


def test_a_row_under_a_new_number_cannot_replace_one_with_the_same_key(data: Path) -> None:
    plain = sqlite3.connect(data / DATABASE)
    columns = [row[1] for row in plain.execute("PRAGMA table_info(findings)") if row[1] != "seq"]
    names = ", ".join(columns)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        plain.execute(f"INSERT OR REPLACE INTO findings (seq, {names}) SELECT 9999, {names} FROM findings LIMIT 1")
    plain.close()


def test_a_word_outside_a_closed_list_is_refused(data: Path) -> None:
    with Trail.open(data) as trail:
        broken = replace(finding(BUREAU, "foot-icp"), outcome="maybe")
        number = trail.begin_judgement(RUN, "sha256:k2", "0.2.0", NOON)
        with pytest.raises(sqlite3.IntegrityError, match="outcome"):
            trail.record_findings(RUN, number, BUREAU.id, [broken], NOON)


def test_an_instant_without_zone_is_our_mistake(data: Path) -> None:
    with Trail.open(data) as trail, pytest.raises(ValueError, match="time zone"):
        trail.finish_run(RUN, True, {}, datetime(2026, 11, 21))


def test_half_a_surrogate_pair_from_a_page_does_not_stop_the_trail(data: Path) -> None:
    with Trail.open(data) as trail:
        number = trail.begin_judgement(RUN, "sha256:k2", "0.2.0", NOON)
        odd = finding(BUREAU, "foot-icp", data={"title": "公\ud83d告\x00"}, message="标题\udc00")
        trail.record_findings(RUN, number, BUREAU.id, [odd], NOON)
        assert next(iter(trail.findings(RUN, indicator=odd.indicator))).data == {"title": "公?告\x00"}
    assert verify(data) == []


def test_a_missing_database_is_named_with_the_next_step(tmp_path: Path) -> None:
    for opening in (lambda: Trail.open(tmp_path / "no", create=False), lambda: Trail.read(tmp_path / "no")):
        with pytest.raises(InputError, match=DATABASE):
            opening()
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("content", [b"id,kind,name\n" * 99, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_bad_input(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(InputError):
        Trail.open(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / DATABASE)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(InputError, match="其他程序"):
        Trail.open(tmp_path)


def test_a_newer_programs_database_is_left_alone(data: Path) -> None:
    plain = sqlite3.connect(data / DATABASE)
    plain.execute("PRAGMA user_version = 99")
    plain.close()
    for opening in (Trail.open, Trail.read):
        with pytest.raises(InputError, match="99"):
            opening(data)


def test_a_damaged_database_is_a_matter_for_verification(data: Path) -> None:
    content = bytearray((data / DATABASE).read_bytes())
    content[100:4096] = b"\xff" * 3996
    (data / DATABASE).write_bytes(content)
    with pytest.raises(VerificationError, match="已损坏"):
        Trail.open(data)


def test_opening_to_read_changes_no_byte(data: Path) -> None:
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    with Trail.read(data) as trail:
        assert len(list(trail.findings(RUN))) == 9
    with Trail.open(data) as trail:
        assert trail.latest_check() == RECORD
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_killed_writer_loses_nothing_it_had_written(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys\n"
        "from tests.results.office import *\n"
        "trail = Trail.open(pathlib.Path(sys.argv[1]))\n"
        "trail.begin_run(RECORD, TARGETS)\n"
        "trail.record_gathered(RUN, PORTAL.id, NOTHING, 0, NOON)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], check=False, cwd=Path(__file__).parents[2], env=os.environ
    )
    assert done.returncode == -9
    assert verify(tmp_path) == []
    with Trail.read(tmp_path) as trail:
        assert list(trail.gathered(RUN)) == [PORTAL.id]
    with Trail.open(tmp_path) as trail:
        trail.record_gathered(RUN, BUREAU.id, NOTHING, 0, NOON)
    assert verify(tmp_path) == []


def test_two_runs_share_one_chain(data: Path) -> None:
    second = replace(RECORD, id=RunId("2026Q4-2"), key="key-2")
    with Trail.open(data) as trail:
        seq, hash_ = trail.head()
        trail.begin_run(second, TARGETS)
        assert trail.head()[0] == seq + 1 + len(TARGETS)
        assert trail.latest_check() == second
        assert trail.basis()[:2] == trail.head() != (seq, hash_)
    assert verify(data) == []


def test_two_writers_take_turns_and_leave_one_sound_chain(data: Path) -> None:
    with Trail.open(data) as run, Trail.open(data) as desk:
        number = next(iter(run.findings(RUN, outcome=Outcome.FAILED))).id
        for turn in range(5):
            desk.record_decision(number, DecisionKind.UNDECIDABLE, "王芳", f"第{turn}次", NOON)
            run.finish_run(RUN, True, {"turn": turn}, NOON)
        with Trail.read(data) as reader:
            assert reader.head() == run.head() == desk.head()
        assert verify(data) == []
    assert verify(data) == []
    with Trail.read(data) as trail:
        assert trail.decisions(RUN)[number].reason == "第4次"


def test_a_folder_with_strange_signs_in_its_name_is_opened(tmp_path: Path) -> None:
    assert verify(filled(tmp_path / "甲 50%?#&乙")) == []


def test_a_folder_nobody_may_write_to_can_be_read(data: Path) -> None:
    data.chmod(0o500)
    try:
        with Trail.read(data) as trail:
            assert trail.latest_check() == RECORD
    finally:
        data.chmod(0o700)


@pytest.mark.parametrize("gone", [True, False])
def test_over_a_lost_database_no_other_one_is_begun(tmp_path: Path, gone: bool) -> None:
    """As where a disk was full while it was copied back: the seal is the last witness of what was there."""
    with Trail.open(tmp_path) as trail:
        trail.begin_run(RECORD, (PORTAL,))
    sealed = (tmp_path / "spotcheck.seal").read_bytes()
    database = tmp_path / DATABASE
    database.unlink() if gone else database.write_bytes(b"")
    for opened in (Trail.open, Trail.read):
        with pytest.raises(VerificationError, match=r"spotcheck\.seal"):
            opened(tmp_path)
    assert (tmp_path / "spotcheck.seal").read_bytes() == sealed


def test_an_empty_database_that_was_never_sealed_is_no_trail_to_read(tmp_path: Path) -> None:
    (tmp_path / DATABASE).touch()
    with pytest.raises(InputError, match="找不到"):
        Trail.read(tmp_path)
    with Trail.open(tmp_path) as trail:
        assert trail.head()[0] == 0
