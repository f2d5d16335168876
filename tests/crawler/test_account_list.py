"""A saved page becomes an inventory that loads as it is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import spotcheck
from crawler.account_list import inventory_csv, rows_of
from crawler.inventory import load_inventory
from crawler.model import TargetKind
from crawler.reading.accounts.listed import ListedAccount
from crawler.reading.accounts.platforms import platform_of

FOLDER = Path(__file__).parents[1] / "reading" / "fixtures" / "account-lists"
URL = "http://www.shigou.gov.test/xmt/index.html"


@pytest.mark.parametrize("name", ["table", "tabs", "wall", "redirects", "nested"])
def test_the_list_it_writes_loads_without_problems(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "accounts.csv"
    page = FOLDER / f"{name}.html"
    assert spotcheck.run(["inventory", "accounts", str(page), "--url", URL, "--out", str(out)]) == 0
    assert spotcheck.run(["inventory", "check", str(out), "--json"]) == 0
    checked = json.loads(capsys.readouterr().out)
    expected = [row for row in json.loads(page.with_suffix(".json").read_text(encoding="utf-8")) if row[1]]
    assert checked["problems"] == []
    assert [[row[key] for key in ("platform", "name", "owner", "address")] for row in checked["targets"]] == [
        row[:4] for row in expected
    ]
    assert all(target.kind is TargetKind.ACCOUNT for target in load_inventory(out).targets)


def test_the_note_keeps_the_picture_and_whose_word_the_owner_is() -> None:
    one = ListedAccount(
        "抖音", "石沟发布", "石沟县政府办", "", "http://www.shigou.gov.test/1.png", owner_from_footer=True
    )
    (row,) = csv.DictReader(inventory_csv(rows_of([one])).splitlines())
    assert "http://www.shigou.gov.test/1.png" in row["备注"] and "页脚" in row["备注"]


def test_accounts_of_one_name_keep_rows_of_their_own(tmp_path: Path) -> None:
    rows = [ListedAccount("微博", "法治在线", owner) for owner in ("石沟县司法局", "石沟县公安局")]
    path = tmp_path / "a.csv"
    path.write_text(inventory_csv(rows_of(rows)), encoding="utf-8")
    inventory = load_inventory(path)
    assert len({target.id for target in inventory.targets}) == 2 and inventory.problems == ()


def test_a_page_cannot_put_a_formula_into_the_list() -> None:
    (row,) = csv.DictReader(inventory_csv(rows_of([ListedAccount("微博", '=HYPERLINK("http://x.test")')])).splitlines())
    assert not row["名称"].startswith("=")


def test_an_account_without_a_public_page_is_a_hint_and_no_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("账号名称,平台,主办单位\n石沟发布,微信,石沟县政府办\n", encoding="utf-8")
    inventory = load_inventory(path)
    assert inventory.problems == () and [hint.line for hint in inventory.hints] == [2]
    assert spotcheck.run(["inventory", "check", str(path)]) == 0
    assert "a.csv:2" in capsys.readouterr().err


def test_json_holds_what_a_person_has_to_name(capsys: pytest.CaptureFixture[str]) -> None:
    page = str(FOLDER / "unit-columns.html")
    assert spotcheck.run(["inventory", "accounts", page, "--url", URL, "--json"]) == 0
    captured = capsys.readouterr()
    nameless = [row for row in json.loads(captured.out) if not row["name"]]
    assert [(row["platform"], row["owner"]) for row in nameless] == [
        ("今日头条", "石沟县林业局"), ("微信公众号", "石沟县档案局"),
    ]  # fmt: skip
    assert "缺少名称 2 个" in captured.err


def test_a_wrong_file_address_or_output_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = str(FOLDER / "cards.html")
    for words in (
        [str(tmp_path / "none.html"), "--url", URL],
        [page, "--url", "www.shigou.gov.test"],
        [page, "--url", URL, "--out", str(tmp_path / "list.xlsx")],
        [page, "--url", URL, "--out", str(tmp_path / "none" / "list.csv")],
    ):
        assert spotcheck.run(["inventory", "accounts", *words]) == 2
        assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["微信公众号", "微博", "抖音", "今日头条", "快手", "哔哩哔哩", "小红书", "百家号", "移动客户端", "小程序"]
)
def test_the_platforms_it_writes_are_those_that_are_looked_at(name: str) -> None:
    assert platform_of(name) is not None
