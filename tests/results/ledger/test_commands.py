"""``spotcheck ledger``: import is append-only, states follow the findings, and nobody reports what a machine sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crawler.errors import InputError
from crawler.model import Outcome
from results.audit import Trail
from results.ledger.commands import app
from results.verify import verify
from tests.results.ledger import documents
from tests.results.office import RUN, filled, uphold

FIELDS = ["number", "title", "text", "lead_units", "responsible_units", "deadline", "indicators"]
TEXT = """临江市2026年政务公开工作要点
1. 完成IPv6改造，6月底前完成。责任单位：市大数据局
2. 规范政府信息公开专栏。责任单位：市政府办公室
3. 开展业务培训，9月底前完成。责任单位：市政府办公室
4. 清理空白栏目，年底前完成。责任单位：各部门
5. 集中公开规章。责任单位：市司法局
"""
NAME = "临江市2026年政务公开工作要点"


def written(folder: Path, text: str = TEXT, name: str = "要点.txt") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def lines(data: Path, *arguments: str) -> list[dict]:
    result = call(data, *arguments, "--json")
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(data: Path, *arguments: str) -> str:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return str(error)


def rows(data: Path, table: str) -> list[dict]:
    with Trail.read(data) as trail:
        return list(trail.known_rows(table))


def states(data: Path, on: str = "2026-11-22") -> dict[str, tuple[str, bool]]:
    return {one["number"]: (one["state"], one["overdue"]) for one in lines(data, "show", "--on", on)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """One check: 专栏 passed everywhere, IPv6 could not be told, one home page is stale."""
    return filled(tmp_path / "office")


def test_a_task_is_an_object_of_seven_fields_and_the_rest_is_told_aside(tmp_path: Path) -> None:
    result = call(tmp_path / "var", "import", str(written(tmp_path, documents.CITY)), "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(task) for task in found] == [FIELDS] * 5
    assert "抄送：市委办公室" in result.stderr


def test_the_same_file_changes_nothing_and_a_changed_one_is_a_new_version(tmp_path: Path) -> None:
    data, path = tmp_path / "var", written(tmp_path)
    lines(data, "import", str(path))
    before = rows(data, "ledgers") + rows(data, "ledger_tasks")
    assert lines(data, "import", str(path)) == lines(data, "import", str(written(tmp_path, name="copy.txt")))
    assert rows(data, "ledgers") + rows(data, "ledger_tasks") == before
    lines(data, "import", str(written(tmp_path, TEXT.replace("市司法局", "市政府办公室"))))
    assert [row["version"] for row in rows(data, "ledgers")] == [1, 2]
    assert lines(data, "show")[4]["responsible_units"] == ["市政府办公室"]
    assert verify(data) == []


def test_a_document_that_was_changed_since_is_found(tmp_path: Path) -> None:
    call(tmp_path / "var", "import", str(written(tmp_path)))
    assert verify(tmp_path / "var") == []
    (kept,) = (path for path in (tmp_path / "var" / "files").rglob("*") if path.is_file())
    kept.write_bytes(kept.read_bytes() + b" ")
    assert any("ledgers" in line for line in verify(tmp_path / "var"))


def test_states_follow_the_findings_of_the_latest_check(data: Path, tmp_path: Path) -> None:
    lines(data, "import", str(written(tmp_path)))
    assert states(data) == {
        "1": ("asks-person", True),
        "2": ("passed", False),
        "3": ("person", True),
        "4": ("undecided", False),
        "5": ("unchecked", False),
    }
    assert states(data, "2027-01-01")["4"] == ("undecided", True)
    assert states(data, "2026-06-30")["1"] == ("asks-person", False)


def test_only_what_persons_upheld_is_a_fault_and_a_dismissed_one_counts_as_passed(data: Path, tmp_path: Path) -> None:
    lines(data, "import", str(written(tmp_path)))
    with Trail.open(data) as trail:
        numbers = [one.id for one in trail.findings(RUN, outcome=Outcome.FAILED)]
        uphold(trail, numbers[0])
    (task,) = [one for one in lines(data, "show") if one["number"] == "4"]
    assert task["state"] == "faults"
    assert task["findings"] == {"passed": 0, "upheld": 1, "undecided": 2, "asks": 0}


def test_a_person_reports_what_no_machine_sees(data: Path, tmp_path: Path) -> None:
    lines(data, "import", str(written(tmp_path)))
    (reported,) = lines(data, "report", "3", "--note", "已培训两期", "--by", "王芳")
    assert (reported["state"], reported["overdue"]) == ("reported", True)
    (done,) = lines(data, "report", "3", "--note", "全部完成", "--by", "王芳", "--done")
    assert (done["state"], done["overdue"], done["report"]["note"]) == ("done", False, "全部完成")
    assert len(rows(data, "ledger_reports")) == 2


def test_nobody_is_asked_to_report_what_the_check_observes(data: Path, tmp_path: Path) -> None:
    lines(data, "import", str(written(tmp_path)))
    assert "系统" in refused(data, "report", "2", "--note", "已完成", "--by", "王芳")
    assert rows(data, "ledger_reports") == []
    assert lines(data, "report", "5", "--note", "已集中公开", "--by", "李强")[0]["state"] == "reported"


def test_only_the_overdue_ones_on_demand(data: Path, tmp_path: Path) -> None:
    lines(data, "import", str(written(tmp_path)))
    assert [one["number"] for one in lines(data, "show", "--overdue", "--on", "2026-11-22")] == ["1", "3"]
    shown = call(data, "show", "--on", "2026-11-22").output
    assert "逾期 2 项" in shown


def test_two_ledgers_are_told_apart_by_name(tmp_path: Path) -> None:
    data = tmp_path / "var"
    lines(data, "import", str(written(tmp_path)))
    lines(data, "import", str(written(tmp_path, documents.COUNTY, "county.txt")), "--name", "青山县")
    assert "青山县" in refused(data, "show")
    assert len(lines(data, "show", "--name", "青山县")) == 5
    assert refused(data, "show", "--name", "无此台账")


def test_bad_input_is_refused_with_the_next_step(tmp_path: Path) -> None:
    data = tmp_path / "var"
    assert "→" in refused(data, "import", str(written(tmp_path, documents.REPORT)))
    assert "→" in refused(data, "import", str(tmp_path / "none.txt"))
    lines(data, "import", str(written(tmp_path)))
    assert "→" in refused(data, "report", "99", "--note", "x", "--by", "王芳")
    assert "→" in refused(data, "report", "3", "--note", " ", "--by", "王芳")
    assert refused(tmp_path / "nothing", "show")


def test_before_the_first_check_nothing_is_said_to_pass(tmp_path: Path) -> None:
    data = tmp_path / "var"
    lines(data, "import", str(written(tmp_path)))
    assert {state for state, _ in states(data).values()} == {"unchecked", "person"}
