"""Datasette on the trail, in this process: every page answers, in Chinese, harms nobody and changes nothing."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from typer.testing import CliRunner

from results.audit import DATABASE
from results.exchange.browsing import metadata
from results.migrations import expected_columns
from results.verify import verify
from spotcheck import app
from tests.results.exchange.browsed import HOSTILE, HURT, browsed

DESCRIBED = metadata()["databases"]["spotcheck"]
Get = Callable[[str], Any]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return browsed(tmp_path_factory.mktemp("browsed"))


@pytest.fixture(scope="module")
def get(data: Path) -> Get:
    served = Datasette(immutables=[str(data / DATABASE)], metadata=metadata(), settings={"sql_time_limit_ms": 20_000})
    asyncio.run(served.invoke_startup())

    def ask(path: str) -> Any:
        return asyncio.run(served.client.get(f"/spotcheck{path}"))

    return ask


def rows(get: Get, query: str, **parameters: str) -> list[Mapping[str, Any]]:
    asked = "".join(f"&{name}={quote(value)}" for name, value in parameters.items())
    answer = get(f"/{query}.json?_shape=array{asked}")
    assert answer.status_code == 200, answer.text
    return list(json.loads(answer.text))


def test_every_table_view_and_question_is_named_in_chinese() -> None:
    assert set(DESCRIBED["tables"]) == set(expected_columns())
    for one in [*DESCRIBED["tables"].values(), *DESCRIBED["queries"].values()]:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in one["title"])
        assert "description_html" not in one
    assert all(query["description"].endswith("。") for query in DESCRIBED["queries"].values())
    assert all(table.get("description") for table in DESCRIBED["tables"].values())


def test_every_column_is_explained_and_no_other(data: Path) -> None:
    for name, columns in expected_columns().items():
        assert list(DESCRIBED["tables"][name]["columns"]) == columns, name


@pytest.mark.parametrize("name", sorted(DESCRIBED["tables"]))
def test_a_table_opens_with_its_words(get: Get, name: str) -> None:
    page = get(f"/{name}")
    assert page.status_code == 200
    assert DESCRIBED["tables"][name]["title"] in page.text
    assert next(iter(DESCRIBED["tables"][name]["columns"].values())).partition("：")[0] in page.text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("name", sorted(DESCRIBED["queries"]))
def test_a_question_is_answered_with_rows(get: Get, name: str) -> None:
    asked = f"?target={HURT.id}" if name == "history_of_a_target" else ""
    page = get(f"/{name}{asked}")
    assert page.status_code == 200, page.text[:2000]
    assert DESCRIBED["queries"][name]["title"] in page.text
    assert "<tbody>" in page.text and "0 results" not in page.text
    assert "<script>alert" not in page.text


def test_hostile_names_are_shown_as_text(get: Get) -> None:
    page = get("/run_targets?_size=max").text
    assert "&lt;script&gt;alert" in page and "<script>alert" not in page
    assert 'href="javascript:' not in page


def test_questions_answer_what_they_ask(get: Get) -> None:
    assert {row["对象"] for row in rows(get, "recurring_problems")} >= {HOSTILE}
    assert [row["剩余天数"] for row in rows(get, "open_notices")] == [5]
    assert {row["逾期天数"] for row in rows(get, "overdue_notices")} == {5}
    whole = rows(get, "notices_not_closed")
    assert len(whole) == len(rows(get, "open_notices")) + len(rows(get, "overdue_notices"))
    assert [(row["机器复查"], row["人工认定"]) for row in rows(get, "recheck_results")] == [("符合", "已整改")]
    assert [(row["对象"], row["剩余天数"]) for row in rows(get, "exemptions_ending")] == [(HOSTILE, 10)]
    assert [(row["对象"], row["不能判定"]) for row in rows(get, "hardest_to_see")] == [(HOSTILE, 1)]
    assert {row["单位"]: row["负责"] for row in rows(get, "ledger_units")} == {"各部门": 1, "市司法局": 1}
    assert {row["审核人"] for row in rows(get, "review_progress")} == {"王芳", "李强"}
    assert {row["季度"] for row in rows(get, "pass_rate_by_quarter")} == {"2026Q3", "2026Q4"}


def test_what_waits_is_of_the_newest_check_alone_and_the_gravest_first(get: Get) -> None:
    found = rows(get, "pending_review")
    assert [(row["对象"], row["机器判定"]) for row in found] == [
        (HOSTILE, "发现问题"),
        (HOSTILE, "发现问题"),
        (HOSTILE, "不能判定"),
    ]
    assert found[0]["性质"] == "单项否决"


def test_problems_by_owner_count_upheld_ones_alone(get: Get) -> None:
    found = {(row["检查"], row["主办单位"]): row["问题数"] for row in rows(get, "problems_by_owner")}
    assert found["2026Q4-1", HURT.owner] == 1
    assert not [run for run, _ in found if run == "2026Q4-2"]  # nobody concluded on anything there


def test_the_history_of_a_target_tells_all_that_happened(get: Get) -> None:
    told = [row["事项"] for row in rows(get, "history_of_a_target", target=HURT.id)]
    assert {"机器：发现问题", "机器：不能判定", "认定：属实", "列入通知书", "复查：已整改", "提醒"} <= set(told)
    assert any(one.startswith("情况说明") for one in told) and any(one.startswith("公布") for one in told)
    assert rows(get, "history_of_a_target", target="nobody") == []


def test_browsing_changes_no_byte(data: Path, get: Get) -> None:
    def digest() -> str:
        return hashlib.sha256((data / DATABASE).read_bytes()).hexdigest()

    before = digest()
    for path in ("", "/findings", "/pending_review", "?sql=delete+from+findings", "?sql=select+1"):
        get(path)
    assert digest() == before
    assert not [path for path in data.iterdir() if path.name.startswith(f"{DATABASE}-")]
    assert verify(data) == []


def test_the_command_writes_what_datasette_takes(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "metadata.json"
    made = CliRunner().invoke(app, ["datasette-metadata", "--out", str(out), "--data", str(data)])
    assert made.exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == metadata()
    assert f"datasette serve --immutable {data / DATABASE}" in made.stderr
    assert json.loads(CliRunner().invoke(app, ["datasette-metadata"]).stdout) == metadata()
