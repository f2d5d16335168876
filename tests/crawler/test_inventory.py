"""The inventory: good rows in, bad rows named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.errors import InputError
from crawler.inventory import load_inventory
from crawler.model import TargetKind, TargetStatus

HEADER = "id,kind,name,address,owner,level,region,site_code,platform,account_id,feed,status,note\n"


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "sites.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_columns_of_the_product_are_read(tmp_path: Path) -> None:
    row = "p1,portal,云川市人民政府,http://www.yunchuan.gov.test/,云川市人民政府办公室,city,云川市,1234567890,,,,running,首批\n"
    inventory = load_inventory(write(tmp_path, HEADER + row))
    assert inventory.problems == ()
    (target,) = inventory.targets
    assert (target.id, target.kind, target.level) == ("p1", TargetKind.PORTAL, "city")
    assert (target.host, target.site_code, target.note) == ("www.yunchuan.gov.test", "1234567890", "首批")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_headers_are_accepted_in_the_encodings_offices_save(tmp_path: Path, encoding: str) -> None:
    row = "云川市人民政府,www.yunchuan.gov.test,1234567890,云川市政府办,门户网站,市级\n"
    text = "网站名称,首页网址,网站标识码,主办单位,类型,层级\n" + row
    (target,) = load_inventory(write(tmp_path, text, encoding)).targets
    assert target.address == "http://www.yunchuan.gov.test/"
    assert (target.id, target.kind, target.level) == ("1234567890", TargetKind.PORTAL, "city")


def test_a_joint_list_of_sites_and_accounts_is_read(tmp_path: Path) -> None:
    rows = "云川市政府,www.yunchuan.gov.test,市政府办,,\n,,市政府办,微信,云川发布\n"
    text = "网站名称,首页网址,主办单位,平台,账号名称\n" + rows
    site, account = load_inventory(write(tmp_path, text)).targets
    assert (site.kind, account.kind) == (TargetKind.PORTAL, TargetKind.ACCOUNT)
    assert (account.name, account.platform) == ("云川发布", "微信")


def test_bad_rows_are_named_and_good_rows_kept(tmp_path: Path) -> None:
    text = HEADER + (
        "a,portal,甲,http://www.a.gov.test/,甲办,,,,,,,,\n"
        "b,portal,乙,http://a b/,乙办,,,,,,,,\n"
        "a,portal,丙,http://www.c.gov.test/,丙办,,,,,,,,\n"
        "d,portal,丁,http://www.A.gov.test,丁办,,,,,,,,\n"
        "e,something,戊,http://www.e.gov.test/,戊办,,,,,,,,\n"
        "f,portal,,http://www.f.gov.test/,己办,,,,,,,,\n"
        "g,department_site,庚,http：//geng．a．gov．test,庚局,,,12345,,,,已关停,\n"
    )
    inventory = load_inventory(write(tmp_path, text))
    assert [target.id for target in inventory.targets] == ["a", "g"]
    assert inventory.targets[1].address == "http://geng.a.gov.test/"
    assert inventory.targets[1].status is TargetStatus.CLOSED
    named = [(problem.line, problem.column, problem.dropped) for problem in inventory.problems]
    assert named == [
        (3, "address", True), (4, "id", True), (5, "address", True), (6, "kind", True), (7, "name", True),
        (8, "site_code", False),
    ]  # fmt: skip
    assert all(problem.next_step for problem in inventory.problems)
    assert "sites.csv:3 [address]" in inventory.problems[0].sentence("sites.csv")


def test_an_unknown_column_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    inventory = load_inventory(write(tmp_path, "名称,网址,天气\n甲,http://www.a.gov.test/,晴\n"))
    assert len(inventory.targets) == 1
    assert (inventory.problems[0].line, inventory.problems[0].column) == (1, "天气")


def test_xlsx_codes_kept_as_numbers_are_read_as_codes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["网站名称", "首页网址", "网站标识码", "主办单位"])
    book.active.append(["甲", "http://www.a.gov.test/", 1234567890.0, "甲办"])
    path = tmp_path / "sites.xlsx"
    book.save(path)
    inventory = load_inventory(path)
    assert inventory.targets[0].site_code == "1234567890"
    assert inventory.problems == ()


@pytest.mark.parametrize("name", ["missing.csv", "list.docx", "broken.xlsx", "empty.csv"])
def test_a_file_that_is_no_list_is_an_input_error_with_a_next_step(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "missing.csv":
        path.write_bytes(b"" if name == "empty.csv" else b"PK\x03\x04 not a workbook")
    with pytest.raises(InputError) as caught:
        load_inventory(path)
    assert name in str(caught.value)
    assert caught.value.next_step


def test_the_digest_depends_on_the_targets_and_not_on_the_file(tmp_path: Path) -> None:
    plain = load_inventory(write(tmp_path, "name,address\n甲,http://www.a.gov.test/\n")).digest
    aliased = load_inventory(write(tmp_path, "网址,名称\nwww.a.gov.test,甲\n")).digest
    other = load_inventory(write(tmp_path, "网址,名称\nwww.b.gov.test,甲\n")).digest
    assert plain == aliased != other


@given(st.binary(max_size=400))
@example(b",[")  # an address that is none, of a kind that the row does not tell
def test_any_bytes_give_targets_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(b"name,address,owner\n" + body)
    try:
        inventory = load_inventory(path)
    except InputError as error:
        assert error.next_step
    else:
        assert all(target.name and target.address for target in inventory.targets)


def test_the_address_of_a_feed_gets_a_scheme_and_one_that_can_be_none_is_named(tmp_path: Path) -> None:
    rows = "w1,account,甲,,甲局,,,,微博,,hub.gov.test/weibo/1,,\nw2,account,乙,,乙局,,,,微博,,ftp://hub.gov.test/2,,\n"
    inventory = load_inventory(write(tmp_path, HEADER + rows))
    assert [one.feed for one in inventory.targets] == ["http://hub.gov.test/weibo/1", ""]
    assert (inventory.problems[0].line, inventory.problems[0].value) == (3, "ftp://hub.gov.test/2")
