"""Whatever is changed, verification finds it and says where."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.errors import InputError
from crawler.model import CaptureKind, Fault, FaultKind, Role, RunId
from results import rows
from results.audit import DATABASE, Trail
from results.schema import TABLES
from results.seal import seal_path
from results.verify import inspect, verify
from tests.results.office import NOON, PORTAL, RECORD, RUN, TARGETS, filled


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("office"))


@pytest.fixture
def data(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "office"))


def tamper(data: Path, *statements: str) -> None:
    """What a person with the file and without scruples does: triggers off, then the change."""
    plain = sqlite3.connect(data / DATABASE, isolation_level=None)
    names = plain.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in names:
        plain.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        plain.execute(statement)
    for _, sql in names:
        plain.execute(sql)
    plain.close()


def test_an_untouched_folder_is_clean_and_counted(data: Path) -> None:
    report = inspect(data)
    assert report.problems == []
    assert (report.runs, report.captures, report.rows) == (1, 4, report.head[0])
    assert len(report.head[1]) == 64


def test_a_changed_byte_of_a_fetched_list_of_accounts_is_found(data: Path) -> None:
    run = RunId("accounts-20261116T080000000000")
    with CaptureStore(data / "captures") as store, store.writer(run, "one") as writer:
        asked = Asked(PORTAL.id, "http://www.gov.test/zwxmt/", Role.ACCOUNT_LIST)
        writer.write_resource(asked, CaptureKind.GIVEN, b"<html>one</html>", "text/html")
        writer.finish(PORTAL.id)
    assert verify(data) == []
    (file,) = (data / "captures" / run).glob("*.warc.gz")
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    assert any(run in line for line in verify(data))
    file.unlink()
    assert any(run in line for line in verify(data))


def test_a_changed_row_is_named(data: Path) -> None:
    tamper(data, "UPDATE findings SET outcome = 'passed' WHERE seq = 11")
    assert any("findings" in line and " 11 " in line for line in verify(data))


def test_a_deleted_row_is_named(data: Path) -> None:
    tamper(data, "DELETE FROM findings WHERE seq = 12")
    assert any(" 12 至 12 " in line for line in verify(data))


def test_rows_cut_off_at_the_tail_are_missed(data: Path) -> None:
    tamper(data, "DELETE FROM run_ends")
    assert any("末尾" in line for line in verify(data))


def test_a_chain_written_anew_does_not_match_its_seal(data: Path) -> None:
    plain = sqlite3.connect(data / DATABASE)
    plain.row_factory = sqlite3.Row
    everything = sorted(
        ((t, dict(row)) for t in TABLES for row in plain.execute(f"SELECT * FROM {t}")), key=lambda pair: pair[1]["seq"]
    )
    plain.close()
    statements, previous = [], rows.GENESIS
    for table, row in everything:
        row["prev"] = previous
        if table == "findings" and row["outcome"] == "failed":
            row["outcome"] = "passed"
        previous = rows.row_hash(table, row)
        values = f"prev = '{row['prev']}', hash = '{previous}'"
        values += f", outcome = '{row['outcome']}'" if table == "findings" else ""
        statements.append(f"UPDATE {table} SET {values} WHERE seq = {row['seq']}")
    tamper(data, *statements)
    problems = verify(data)
    assert any("重写" in line for line in problems)


def test_a_dropped_trigger_is_named(data: Path) -> None:
    plain = sqlite3.connect(data / DATABASE)
    plain.execute("DROP TRIGGER findings_no_update")
    plain.commit()
    plain.close()
    assert any("findings_no_update" in line for line in verify(data))


def test_a_renamed_column_is_named(data: Path) -> None:
    plain = sqlite3.connect(data / DATABASE)
    plain.execute("ALTER TABLE runs RENAME COLUMN monitored_on TO seen_on")
    plain.commit()
    plain.close()
    assert any("runs" in line for line in verify(data))


def test_a_printed_head_must_be_in_the_chain(data: Path) -> None:
    with Trail.open(data) as trail:
        _, printed = trail.head()
        trail.finish_run(RUN, True, {}, NOON)
    assert inspect(data, printed).problems == []
    assert any("0000" in line for line in inspect(data, "0" * 64).problems)


def test_what_a_run_under_way_has_not_finished_is_a_note_and_no_alarm(data: Path) -> None:
    second = replace(RECORD, id=RunId("2026Q4-2"))
    with CaptureStore(data / "captures") as store, Trail.open(data) as trail:
        trail.begin_run(second, TARGETS)
        with store.writer(second.id, "one") as writer:
            writer.write_fault(Asked(PORTAL.id, PORTAL.address, Role.HOME), Fault(FaultKind.TIMEOUT))
    (file,) = (data / "captures" / second.id).glob("*.warc.gz")
    file.write_bytes(file.read_bytes() + b"half a record")
    report = inspect(data)
    assert report.problems == []
    assert any(file.name in line for line in report.notes)


def test_a_missing_seal_is_worth_a_note(data: Path) -> None:
    seal_path(data / DATABASE).unlink()
    report = inspect(data)
    assert report.problems == []
    assert any("封存" in line for line in report.notes)


def test_a_crash_before_the_seal_is_no_alarm(data: Path) -> None:
    seal = seal_path(data / DATABASE).read_bytes()
    with Trail.open(data) as trail:
        trail.finish_run(RUN, True, {}, NOON)
    seal_path(data / DATABASE).write_bytes(seal)
    assert verify(data) == []


def test_a_changed_seal_is_told_from_a_changed_database(data: Path) -> None:
    path = seal_path(data / DATABASE)
    body = json.loads(path.read_text())
    path.write_text(json.dumps({**body, "size": body["size"] + 1}))
    (problem,) = verify(data)
    assert path.name in problem


def test_opening_again_does_not_cover_up_a_change(data: Path) -> None:
    database = data / DATABASE
    content = bytearray(database.read_bytes())
    content[75] ^= 1  # the header's reserved bytes: no row, no index
    database.write_bytes(content)
    with Trail.open(data):
        pass
    assert any("字节" in line for line in verify(data))


def test_without_a_database_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="spotcheck run"):
        verify(tmp_path)


def test_a_folder_of_captures_that_is_gone_is_missed(data: Path) -> None:
    with Trail.open(data) as trail:
        trail.begin_run(replace(RECORD, id=RunId("2026Q4-2")), TARGETS)
        trail.record_gathered(RunId("2026Q4-2"), PORTAL.id, "sha256:something", 3, NOON)
        trail.finish_run(RunId("2026Q4-2"), True, {}, NOON)
    assert any("captures" in line for line in verify(data))


@pytest.mark.parametrize("size", [0, 15, 100, 4096, 70000])
def test_a_database_cut_short_gives_no_stack_trace(data: Path, size: int) -> None:
    database = data / DATABASE
    database.write_bytes(database.read_bytes()[:size])
    assert verify(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(where=0.7768621216238517, mask=1)  # once: the name of a table no longer a text
@given(where=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_any_single_changed_byte_is_found(
    original: Path, tmp_path_factory: pytest.TempPathFactory, where: float, mask: int
) -> None:
    data = tmp_path_factory.mktemp("copy")
    for path in original.iterdir():
        shutil.copy(path, data)
    database = data / DATABASE
    content = bytearray(database.read_bytes())
    content[int(where * len(content))] ^= mask
    database.write_bytes(content)
    problems = verify(data)
    assert problems
    shutil.rmtree(data)


@pytest.mark.parametrize("place", [20, 300, -40])
def test_a_changed_byte_in_a_capture_is_found_and_its_file_named(data: Path, place: int) -> None:
    second = replace(RECORD, id=RunId("2026Q4-2"))
    with CaptureStore(data / "captures") as store, Trail.open(data) as trail:
        trail.begin_run(second, TARGETS)
        with store.writer(second.id, "one") as writer:
            writer.write_fault(Asked(PORTAL.id, PORTAL.address, Role.HOME), Fault(FaultKind.TIMEOUT))
            writer.write_resource(
                Asked(PORTAL.id, PORTAL.address, Role.HOME), CaptureKind.RENDERED, b"<html>" * 200, "text/html"
            )
        trail.record_gathered(second.id, PORTAL.id, *store.manifest(second.id, PORTAL.id), NOON)
        trail.finish_run(second.id, True, {}, NOON)
    assert verify(data) == []
    (file,) = (data / "captures" / second.id).glob("*.warc.gz")
    content = bytearray(file.read_bytes())
    content[place] ^= 4
    file.write_bytes(content)
    assert any(file.name in line for line in verify(data))
