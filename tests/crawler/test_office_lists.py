"""Lists as offices really hand them in: titles above the header, merged cells, sheets, totals, odd addresses."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from crawler.addresses import tidy
from crawler.inventory import Inventory, load_inventory
from crawler.model import TargetKind

HEADER = ["序号", "网站类别", "网站名称", "首页网址", "主办单位", "网站标识码"]
PORTAL = [1, "政府门户网站", "临汐市人民政府", "www.linxi.gov.test", "临汐市人民政府办公室", 5799000001]
BUREAU = [2, "部门网站", "临汐市水务局", "http://swj.linxi.gov.test/", "临汐市水务局", 5799000002]


def book(tmp_path: Path, *sheets: tuple[str, list[list[object]]], merged: str = "") -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if merged:
        made.worksheets[0].merge_cells(merged)
    made.save(tmp_path / "台账.xlsx")
    return tmp_path / "台账.xlsx"


def hosts(inventory: Inventory) -> list[str]:
    return [target.host for target in inventory.targets]


def test_a_title_and_a_remark_may_stand_above_the_header(tmp_path: Path) -> None:
    title: list[list[object]] = [["临汐市政府网站台账"], ["填报单位：临汐市政府办", None, "填报日期：2026-11-02"]]
    listed = load_inventory(book(tmp_path, ("网站", [*title, HEADER, PORTAL, BUREAU])))
    assert hosts(listed) == ["www.linxi.gov.test", "swj.linxi.gov.test"]
    assert listed.problems == ()


@pytest.mark.parametrize("title", ["临汐市政府网站台账,,,\n", '"台账，共2个",,,\n\n', "\n临汐市政府网站台账\n"])
def test_a_title_above_the_header_of_a_csv_is_skipped(tmp_path: Path, title: str) -> None:
    path = tmp_path / "台账.csv"
    rows = "网站名称;首页网址;主办单位;天气\n甲;www.a.gov.test;甲办;晴\n乙;乙\n"
    path.write_text(title + rows, encoding="gb18030")
    listed = load_inventory(path)
    assert hosts(listed) == ["www.a.gov.test"]
    header = title.count("\n") + 1
    assert {problem.line for problem in listed.problems} == {header, header + 2}


def test_a_cell_merged_over_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    second = [3, "部门网站", "临汐市河长制网", "http://hzz.linxi.gov.test/", None, 5799000003]
    third = [4, "部门网站", "临汐市节水网", "http://js.linxi.gov.test/", None, 5799000004]
    listed = load_inventory(book(tmp_path, ("网站", [HEADER, BUREAU, second, third]), merged="E2:E3"))
    assert [target.owner for target in listed.targets] == ["临汐市水务局", "临汐市水务局", ""]
    assert [problem.line for problem in listed.problems] == [4]


def test_every_sheet_with_a_header_is_read_and_row_numbers_may_begin_again(tmp_path: Path) -> None:
    accounts: list[list[object]] = [
        ["序号", "类型", "账号名称", "平台", "账号", "主办单位", "订阅地址"],
        [1, "微信", "临汐发布", "微信公众号", "lxfb", "临汐市人民政府办公室", "feed.gov.test/1"],
        [2, "新浪微博", "临汐水务", "", "lxsw", "临汐市水务局", "feed.gov.test/2"],
    ]
    notes: list[list[object]] = [["填表说明"], ["请逐栏填写。"]]
    listed = load_inventory(book(tmp_path, ("说明", notes), ("网站", [HEADER, PORTAL, BUREAU]), ("新媒体", accounts)))
    assert listed.problems == ()
    assert [target.kind for target in listed.targets][2:] == [TargetKind.ACCOUNT] * 2
    assert len({target.id for target in listed.targets}) == 4
    assert listed.targets[3].platform == "新浪微博"


def test_a_bad_row_of_a_later_sheet_is_named_with_its_sheet(tmp_path: Path) -> None:
    bad = [1, "部门网站", "临汐市林业局", "没有网站", "临汐市林业局", ""]
    listed = load_inventory(book(tmp_path, ("门户", [HEADER, PORTAL]), ("部门", [HEADER, bad, PORTAL])))
    sentences = [problem.sentence("台账.xlsx") for problem in listed.problems]
    assert sentences[0].startswith("台账.xlsx:部门:2 [首页网址]")
    assert "门户:2" in sentences[1]
    assert hosts(listed) == ["www.linxi.gov.test"]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = book(tmp_path, ("网站", [HEADER, PORTAL]), ("旧", [HEADER, BUREAU]))
    made = openpyxl.load_workbook(path)
    made["旧"].sheet_state = "hidden"
    made.save(path)
    assert hosts(load_inventory(path)) == ["www.linxi.gov.test"]


def test_totals_remarks_bare_numbers_and_a_repeated_header_are_no_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEADER, PORTAL, HEADER, BUREAU, [3], ["合计", "2个"], ["注：截至2026年11月。"]]
    listed = load_inventory(book(tmp_path, ("网站", rows)))
    assert hosts(listed) == ["www.linxi.gov.test", "swj.linxi.gov.test"]
    assert listed.problems == ()


def test_a_row_that_says_anything_of_a_target_is_still_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEADER, [1, "部门网站", "临汐市林业局"], [2, "", "", "x.linxi.gov.test"]]
    listed = load_inventory(book(tmp_path, ("网站", rows)))
    assert listed.targets == ()
    assert [problem.line for problem in listed.problems if problem.dropped] == [2, 3]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("市级部门网站", "department_site"), ("县级政府门户网站", "portal"), ("政府门户网站（县级）", "portal"),
        ("非门户网站", "department_site"), ("微信", "account"), ("政务微博", "account"), ("抖音号", "account"),
        ("移动客户端", "account"),
    ],
)  # fmt: skip
def test_the_words_for_kinds_are_read_by_what_they_say(tmp_path: Path, word: str, kind: str) -> None:
    row = [1, word, "临汐", "http://x.linxi.gov.test/", "临汐市水务局", ""]
    (target,) = load_inventory(book(tmp_path, ("网站", [HEADER, row]))).targets
    assert target.kind == kind


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http:\\\\swj.linxi.gov.test\\", "http://swj.linxi.gov.test/"),
        ("HTTP://SWJ.linxi.gov.test:80/Index.html", "http://swj.linxi.gov.test/Index.html"),
        ("https://swj.linxi.gov.test:443", "https://swj.linxi.gov.test/"),
        ("swj.linxi.gov.test:8080/zjj", "http://swj.linxi.gov.test:8080/zjj"),
        ("http://localhost:8080/", "http://localhost:8080/"),
        ("127.0.0.1:8081", "http://127.0.0.1:8081/"),
        ("没有网站", None),
        ("无", None),
    ],
)
def test_addresses_as_people_type_them(text: str, address: str | None) -> None:
    assert tidy(text) == address


def test_row_numbers_name_nobody_so_that_a_row_put_in_above_shifts_no_target(tmp_path: Path) -> None:
    office = [3, "部门网站", "临汐市林业局", "http://lyj.linxi.gov.test/", "临汐市林业局", ""]
    before = load_inventory(book(tmp_path, ("网站", [HEADER, PORTAL, BUREAU, office])))
    moved = [[1, *office[1:]], [2, *BUREAU[1:]], [3, *PORTAL[1:]]]
    after = load_inventory(book(tmp_path, ("网站", [HEADER, *moved])))
    assert [target.id for target in before.targets] == ["5799000001", "5799000002", "lyj.linxi.gov.test"]
    assert {target.id: target.name for target in after.targets} == {one.id: one.name for one in before.targets}


def test_rows_of_one_site_code_that_their_numbers_tell_apart_stay_two(tmp_path: Path) -> None:
    second = [3, "部门网站", "临汐市节水网", "http://js.linxi.gov.test/", "临汐市水务局", BUREAU[-1]]
    again = [4, *second[1:]]
    listed = load_inventory(book(tmp_path, ("网站", [HEADER, BUREAU, second, again])))
    assert [target.id for target in listed.targets] == ["5799000002", "js.linxi.gov.test"]
    assert [problem.line for problem in listed.problems] == [4]
