"""Reading the catalogue: what is wrong in a file is named with file, line and the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.catalogue import INDICATORS, load_catalogue
from checks.check import check
from checks.wording import enumerated
from crawler.errors import InputError
from crawler.model import Verdict, passed

GOOD = (INDICATORS / "home-stale-14d.toml").read_text(encoding="utf-8")


def spoiled(folder: Path, old: str, new: str, name: str = "home-stale-14d.toml") -> InputError:
    assert old in GOOD
    (folder / name).write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_catalogue(folder)
    assert caught.value.file.endswith(name)
    return caught.value


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    error = spoiled(tmp_path, "remedy =", 'colour = "red"\nremedy =')
    assert "colour" in error.problem
    assert error.line == 7


def test_an_unknown_status_is_named_with_its_line(tmp_path: Path) -> None:
    error = spoiled(tmp_path, 'status = "in-force"', 'status = "maybe"')
    assert error.value == "maybe"
    assert error.line == 3


def test_a_missing_remedy_is_an_error(tmp_path: Path) -> None:
    error = spoiled(tmp_path, 'mark = "CONF"\n', "")
    assert "mark" in error.problem


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert spoiled(tmp_path, 'title = "', "title = ").line == 2


def test_a_sentence_with_a_broken_placeholder_is_an_error(tmp_path: Path) -> None:
    assert "messages" in spoiled(tmp_path, "截至{on}，首页最新", "截至{on，首页最新").problem


def test_an_id_that_is_not_the_files_name_is_an_error(tmp_path: Path) -> None:
    assert spoiled(tmp_path, "id =", "id =", "other.toml").value == "home-stale-14d"


def test_a_reason_that_belongs_to_the_judge_is_an_error(tmp_path: Path) -> None:
    assert spoiled(tmp_path, "recent =", "timeout =").value == "timeout"


def test_an_indicator_with_a_check_cannot_be_manual(tmp_path: Path) -> None:
    assert spoiled(tmp_path, 'automation = "full"', 'automation = "manual"').value == "manual"


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no indicator"):
        load_catalogue(tmp_path)


def test_an_unknown_id_names_the_next_step() -> None:
    with pytest.raises(InputError, match="spotcheck catalogue"):
        load_catalogue().get("no-such-thing")


def test_two_checks_cannot_bear_one_name() -> None:
    def another() -> Verdict:
        return passed("recent")

    with pytest.raises(ValueError, match="home-stale-14d"):
        check("home-stale-14d", version=1)(another)


def test_a_check_cannot_ask_for_what_is_no_type() -> None:
    def odd(number: int | str) -> Verdict:
        return passed("recent")

    with pytest.raises(TypeError, match="cannot ask"):
        check("odd", version=1)(odd)


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert enumerated(["甲", "乙"]) == "甲、乙"
    assert enumerated(list("甲乙丙丁戊己庚")) == "甲、乙、丙、丁、戊、己等"
