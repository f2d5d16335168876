"""Two lists compared: what happened is told, what could be two things is named, and nobody is late by guess."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import spotcheck
from checks.catalogue import load_catalogue
from crawler.changes import ChangeKind, changes
from crawler.filing import FilingState, filing_days
from crawler.inventory import load_inventory
from crawler.registration import day_of
from crawler.workdays import after_workdays

HEADER = "id,kind,name,address,owner,platform,account_id,status,opened_on,changed_on,filed_on,ended_as,merged_into"
PLACES = HEADER.split(",")
POST = {"kind": "account", "name": "云川发布", "owner": "云川市政府办", "platform": "微信", "account_id": "ycfb"}
BUREAU = {
    "kind": "department_site", "name": "云川市水利局", "owner": "云川市水利局", "address": "http://slj.yunchuan.gov.test/"
}  # fmt: skip


def write(path: Path, *rows: dict[str, str], header: str = HEADER) -> Path:
    lines = [",".join(row.get(name, "") for name in header.split(",")) for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def compare(tmp_path: Path) -> Any:
    def run(before: list[dict[str, str]], after: list[dict[str, str]], **headers: str) -> list[Any]:
        lists = [
            load_inventory(write(tmp_path / f"{side}.csv", *rows, header=headers.get(side, HEADER)))
            for side, rows in (("old", before), ("new", after))
        ]
        assert not any(problem.dropped for each in lists for problem in each.problems)
        return list(changes(lists[0], lists[1], within=5))

    return run


def kinds(found: list[Any]) -> list[tuple[str, str]]:
    return [(str(change.kind), change.target.name) for change in found]


def test_equal_lists_have_no_changes(compare: Any) -> None:
    assert compare([POST, BUREAU], [BUREAU, POST]) == []


def test_a_new_row_is_opened_and_a_row_that_is_gone_is_closed_without_a_word_how(compare: Any) -> None:
    opened, gone = compare([POST], [BUREAU])
    assert kinds([opened, gone]) == [("opened", "云川市水利局"), ("closed", "云川发布")]
    assert opened.stated and not gone.stated
    assert opened.filing is None  # the clock runs for accounts


@pytest.mark.parametrize(
    ("more", "kind", "into"),
    [
        ({"status": "关停"}, "closed", ""),
        ({"status": "注销"}, "cancelled", ""),
        ({"status": "已整合"}, "merged", ""),
        ({"status": "迁移"}, "merged", ""),
        ({"status": "关停", "merged_into": "云川融媒"}, "merged", "云川融媒"),
        ({"status": "关停", "ended_as": "账号注销"}, "cancelled", ""),
        ({"status": "停用"}, "closed", ""),
        ({"status": "", "ended_as": "整合"}, "merged", ""),
    ],
)
def test_how_an_account_ended_is_told_by_its_own_column_or_its_status(
    compare: Any, more: dict[str, str], kind: str, into: str
) -> None:
    (change,) = compare([POST], [POST | more])
    assert (str(change.kind), change.merged_into) == (kind, into)
    assert change.fields["status"] == ("running", "closed")


def test_what_runs_again_is_reopened(compare: Any) -> None:
    (change,) = compare([BUREAU | {"status": "临时下线"}], [BUREAU])
    assert change.kind is ChangeKind.REOPENED


def test_what_was_closed_and_is_listed_no_more_is_no_change(compare: Any) -> None:
    assert compare([POST | {"status": "注销"}, BUREAU], [BUREAU]) == []


def test_changed_columns_are_told_old_and_new(compare: Any) -> None:
    moved = BUREAU | {"id": "w1", "name": "云川市水务局", "address": "https://swj.yunchuan.gov.test/"}
    (change,) = compare([BUREAU | {"id": "w1"}], [moved])
    assert change.kind is ChangeKind.CHANGED
    assert change.fields == {
        "name": ("云川市水利局", "云川市水务局"),
        "address": ("http://slj.yunchuan.gov.test/", "https://swj.yunchuan.gov.test/"),
    }


@pytest.mark.parametrize("word", ["公众号", "政务微信", "微信公众号", "ＷｅＣｈａｔ"])
def test_another_name_of_the_platform_is_no_change(compare: Any, word: str) -> None:
    assert compare([POST], [POST | {"platform": word}]) == []


def test_an_account_id_that_was_filled_in_is_a_change_and_no_new_account(compare: Any) -> None:
    (change,) = compare([POST | {"account_id": ""}], [POST])
    assert change.fields == {"account_id": ("", "ycfb")}


def test_row_numbers_that_moved_match_nobody(compare: Any) -> None:
    """序号 counts the rows: with one row put in above, every number belongs to somebody else."""
    old = [POST | {"id": "1"}, BUREAU | {"id": "2"}]
    fresh = POST | {"id": "1", "name": "云川文旅", "owner": "云川市文旅局", "account_id": "ycwl"}
    found = compare(old, [fresh, POST | {"id": "2"}, BUREAU | {"id": "3"}])
    assert kinds(found) == [("opened", "云川文旅")]


def test_a_row_number_of_the_same_site_matches_though_its_owner_and_address_changed(compare: Any) -> None:
    moved = BUREAU | {"id": "7", "owner": "云川市水务局", "address": "http://swj.yunchuan.gov.test/"}
    (change,) = compare([BUREAU | {"id": "7"}], [moved])
    assert set(change.fields) == {"owner", "address"}


def test_one_of_two_is_named_and_not_guessed(compare: Any) -> None:
    old = POST | {"id": "a", "account_id": ""}
    new = [POST | {"id": "b", "account_id": "one"}, POST | {"id": "c", "account_id": "two"}]
    found = compare([old], new)
    assert {change.kind for change in found} == {ChangeKind.AMBIGUOUS}
    assert [(change.target.id, [each.id for each in change.candidates]) for change in found] == [
        ("a", ["b", "c"]), ("b", ["a"]), ("c", ["a"]),
    ]  # fmt: skip


def test_accounts_that_share_an_address_are_told_apart_by_their_names(compare: Any) -> None:
    page = "http://www.yunchuan.gov.test/xmt/"
    rows = [POST | {"account_id": "", "address": page, "name": name} for name in ("云川教育", "云川水利")]
    assert compare(rows, list(reversed(rows))) == []


def test_a_missing_column_changes_and_reopens_nothing(compare: Any) -> None:
    short = "kind,name,address,owner,platform"
    assert compare([POST | {"status": "关停"}, BUREAU], [POST, BUREAU], new=short) == []


@pytest.mark.parametrize(
    ("more", "state", "due"),
    [  # 1 to 7 October are holidays, Saturday the 10th works
        (
            {"changed_on": "2026-09-28", "filed_on": "2026-10-10"},
            FilingState.IN_TIME,
            "2026-10-10",
        ),
        ({"changed_on": "2026-09-28", "filed_on": "2026年10月12日"}, FilingState.LATE, "2026-10-10"),
        ({"changed_on": "2026-09-28"}, FilingState.UNKNOWN, "2026-10-10"),
        ({"filed_on": "2026-10-12"}, FilingState.UNKNOWN, None),
        ({"changed_on": "2026-09-28", "filed_on": "2025-01-04"}, FilingState.UNKNOWN, "2026-10-10"),  # an older filing
        ({"changed_on": "2091-09-28", "filed_on": "2091-12-01"}, FilingState.UNKNOWN, None),  # no calendar yet
    ],
)
def test_filing_is_late_only_where_both_days_say_so(
    compare: Any, more: dict[str, str], state: FilingState, due: str | None
) -> None:
    (change,) = compare([POST], [POST | {"status": "注销"} | more])
    assert change.filing.state is state
    assert (change.filing.due_on and change.filing.due_on.isoformat()) == due


def test_the_day_of_an_older_change_says_nothing_of_the_new_one(compare: Any) -> None:
    days = {"changed_on": "2026-03-02", "filed_on": "2026-06-01"}
    (change,) = compare([POST | {"changed_on": "2026-03-02"}], [POST | {"name": "云川微发布"} | days])
    assert change.filing.state is FilingState.UNKNOWN


def test_an_opening_may_be_filed_beforehand_and_is_not_judged_by_a_later_filing(compare: Any) -> None:
    for more, state in (
        ({"opened_on": "2026-03-02", "filed_on": "2026-02-20"}, FilingState.IN_TIME),
        ({"opened_on": "2026-03-02", "filed_on": "2026-03-31"}, FilingState.LATE),
        ({"opened_on": "2026-03-02", "changed_on": "2026-06-01", "filed_on": "2026-06-02"}, FilingState.UNKNOWN),
    ):
        (change,) = compare([BUREAU], [BUREAU, POST | more])
        assert (change.kind, change.filing.state) == (ChangeKind.OPENED, state)


def test_an_account_that_only_changed_its_remark_has_nothing_to_file(compare: Any) -> None:
    header = HEADER + ",note"
    (change,) = compare([POST], [POST | {"note": "主账号"}], old=header, new=header)
    assert change.fields == {"note": ("", "主账号")} and change.filing is None


def test_days_are_read_as_people_write_them() -> None:
    texts = ("2026-3-1", "2026/03/01", "2026.3.1", "2026年3月1日", "20260301", "2026-03-01 00:00:00", "２０２６-３-１")
    assert {str(day_of(text)) for text in texts} == {"2026-03-01"}
    assert [day_of(text) for text in ("2026-13-01", "3月1日", "0202-03-01", "不详", "")] == [None] * 5


def test_a_day_that_is_none_is_named_and_the_row_is_kept(tmp_path: Path) -> None:
    inventory = load_inventory(write(tmp_path / "a.csv", POST | {"changed_on": "三月初", "filed_on": "2026-03-09"}))
    assert [(problem.column, problem.dropped) for problem in inventory.problems if problem.column != "feed"] == [
        ("changed_on", False)
    ]
    (life,) = inventory.registrations.values()
    assert life.changed_on is None and str(life.filed_on) == "2026-03-09"


def test_of_several_days_of_change_the_latest_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = "账号名称,平台,主办单位,变更日期,注销日期,状态\n云川发布,微信,云川市政府办,2023-05-01,2026-03-02,注销\n"
    path.write_text(text, encoding="utf-8")
    (life,) = load_inventory(path).registrations.values()
    assert (str(life.changed_on), str(life.ended_as)) == ("2026-03-02", "cancelled")


@pytest.mark.parametrize(
    ("header", "days", "ended_on"),
    [
        ("变更日期,注销日期", "2023-05-01,2026-03-02", "2026-03-02"),
        ("变更日期,注销日期", "2023-05-01,", "None"),  # the day of a new name is not that of the end
        ("变动日期,备案日期", "2026-03-02,2026-03-05", "2026-03-02"),
        ("关停日期,备案日期", "2026-03-02,", "2026-03-02"),
    ],
)
def test_the_day_of_the_end_is_that_of_its_own_column_where_there_is_one(
    tmp_path: Path, header: str, days: str, ended_on: str
) -> None:
    path = tmp_path / "a.csv"
    for status, expected in (("注销", ended_on), ("正常", "None"), ("停用", "None")):
        path.write_text(f"账号名称,平台,主办单位,状态,{header}\n云川发布,微信,云川市政府办,{status},{days}\n", "utf-8")
        (life,) = load_inventory(path).registrations.values()
        assert str(life.ended_on) == expected


def test_the_check_and_the_comparison_of_lists_go_by_the_same_days() -> None:
    assert load_catalogue().get("m-filing-late").limits["workdays"] == filing_days()


def test_registration_columns_leave_the_digest_of_a_list_alone(tmp_path: Path) -> None:
    """A run goes on with the same list though somebody noted a filing in it."""
    plain = load_inventory(write(tmp_path / "a.csv", POST)).digest
    assert load_inventory(write(tmp_path / "b.csv", POST | {"filed_on": "2026-03-09"})).digest == plain


def test_the_rule_of_five_working_days_is_data() -> None:
    assert filing_days() == 5
    assert str(after_workdays(date(2026, 2, 13), filing_days())) == "2026-02-27"  # 春节; 14 and 28 February work


def test_the_command_prints_groups_counts_and_json_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = POST | {"status": "注销", "changed_on": "2026-03-02", "filed_on": "2026-03-09"}
    old = str(write(tmp_path / "old.csv", POST))
    new = str(write(tmp_path / "new.csv", gone, BUREAU))
    assert spotcheck.run(["inventory", "diff", old, new]) == 0
    out = capsys.readouterr().out
    assert "注销（1）" in out and "新开 1，变更 0" in out and "备案及时" in out and "running" not in out
    assert spotcheck.run(["inventory", "diff", old, new, "--json"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["kind"], first["name"], first["platform"], first["owner"]) == (
        "cancelled", "云川发布", "微信", "云川市政府办",
    )  # fmt: skip
    assert first["fields"]["status"] == ["running", "closed"] and first["filing"]["state"] == "in-time"
    assert (second["kind"], second["fields"], "filing" in second) == ("opened", {}, False)


def test_lists_may_be_workbooks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.append(PLACES)
    book.active.append([(POST | {"status": "整合", "merged_into": "云川融媒"}).get(name) for name in PLACES])
    book.save(tmp_path / "new.xlsx")
    assert spotcheck.run(["inventory", "diff", str(write(tmp_path / "old.csv", POST)), str(tmp_path / "new.xlsx")]) == 0
    assert "整合（1）" in capsys.readouterr().out


def test_a_list_with_rows_left_out_is_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = write(tmp_path / "old.csv", POST), write(tmp_path / "new.csv", POST, BUREAU | {"address": "http://a b/"})
    assert spotcheck.run(["inventory", "diff", str(old), str(new)]) == 2
    assert spotcheck.run(["inventory", "diff", str(old), str(tmp_path / "none.csv")]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and "new.csv:3" in captured.err and "none.csv" in captured.err
