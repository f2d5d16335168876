"""What letters say, word by word, and that an office's own templates are checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.config import Office, load_config
from crawler.errors import InputError
from results.letters.blocks import Form, Table
from results.letters.templates import NAMES, export, load_template, shipped_text
from results.letters.titles import broken
from results.notices.letter import compose
from results.notices.rows import NoticeKind
from tests.results.letter_words import FOLDER, OFFICE, matter, words_of

KINDS = list(NoticeKind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_was_read_and_agreed(kind: NoticeKind) -> None:
    kept = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")
    assert words_of(kind) == kept, "read the change aloud, then: python -m tests.results.letter_words"


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_filled_and_ends(kind: NoticeKind) -> None:
    text = words_of(kind)
    assert not re.search(r"[{}]|None|。。|，，|，。|　　$", text, re.MULTILINE)
    for line in text.splitlines():
        if line.startswith("　　") and len(line) > 40 and "　　　" not in line:
            assert line[-1] in "。：）", line


@pytest.mark.parametrize("kind", KINDS)
def test_an_office_without_name_city_and_telephone_still_gets_whole_sentences(kind: NoticeKind) -> None:
    letter = compose(matter(kind), Office(), load_template(kind))
    text = str(letter.blocks)
    assert letter.mark == "（发文机关名称）"
    assert "联系电话" not in text
    assert "制发机关联系核实" in text
    assert letter.number.startswith("网改〔2026〕")


def test_the_list_has_every_column_of_real_notices() -> None:
    letter = compose(matter(NoticeKind.RECTIFICATION), OFFICE, load_template(NoticeKind.RECTIFICATION))
    (table, *_) = [block for block in letter.blocks if isinstance(block, Table)]
    assert table.headings == (
        "序号", "主办单位", "网站/账号名称", "网站标识码/平台", "指标（一级/二级）", "栏目名称/页面位置", "问题描述",
        "页面地址", "最后更新日期", "监测时间点", "截图编号", "整改要求", "整改时限", "整改情况", "复查结果",
    )  # fmt: skip
    assert {row[-2:] for row in table.rows} == {("", "")}, "left for the owner to fill"


@pytest.mark.parametrize(
    "parts",
    [
        ["临江市", "政府网站与政务新媒体", "问题整改通知书"],
        ["新疆维吾尔自治区伊犁哈萨克自治州", "政府网站与政务新媒体", "问题整改通知书"],
        ["", "政府网站与政务新媒体", "监管工作提示单"],
        ["市" * 70, "通知"],
        ["一"],
        [],
        ["甲"] * 40,
    ],
)
def test_titles_break_between_their_parts_into_lines_that_fit(parts: list[str]) -> None:
    lines = broken(parts)
    assert "".join(lines) == "".join(parts)
    assert all(len(line) <= 19 for line in lines)


def test_titles_have_the_shape_of_a_trapezoid_or_diamond() -> None:
    def is_even(one: str, other: str) -> bool:
        return abs(len(one) - len(other)) < 1

    for city in ("临江市", "新疆维吾尔自治区", "黔西南布依族苗族自治州"):
        lines = broken([city, "政府网站与政务新媒体", "问题整改通知书"])
        assert len(lines) == 2
        assert not is_even(*lines)


# templates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    export(tmp_path / "own")
    return tmp_path / "own"


def edit(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_exported_templates_are_the_shipped_ones_and_are_not_written_over(folder: Path) -> None:
    assert {path.stem for path in folder.iterdir()} == set(NAMES)
    for kind in KINDS:
        assert load_template(kind, folder).own == load_template(kind).own
        assert load_template(kind, folder).digest == load_template(kind).digest
    with pytest.raises(InputError):
        export(folder)


def test_an_offices_own_words_form_and_columns_take_the_place_of_the_shipped(folder: Path) -> None:
    edit(folder, "rectification", lambda s: s.replace('version = "1"', 'version = "临江2026"'))
    edit(folder, "rectification", lambda s: s.replace('form = "letter"', 'form = "document"'))
    edit(folder, "rectification", lambda s: s.replace("请认真整改。", "请{owner}认真整改，{city}将复查。"))
    edit(folder, "annex", lambda s: re.sub(r"\nowner = \[.*\]", "", s).replace('"问题描述"', '"存在问题"'))
    template = load_template(NoticeKind.RECTIFICATION, folder)
    letter = compose(matter(NoticeKind.RECTIFICATION), OFFICE, template)
    assert template.form is Form.DOCUMENT
    assert template.name == "rectification 临江2026, annex 1"
    assert template.digest != load_template(NoticeKind.RECTIFICATION).digest
    assert "请临江市水利局认真整改，临江市将复查。" in str(letter.blocks)
    (table, *_) = [block for block in letter.blocks if isinstance(block, Table)]
    assert "存在问题" in table.headings
    assert "主办单位" not in table.headings


def test_a_folder_without_one_of_them_uses_the_shipped_one(folder: Path) -> None:
    (folder / "prompt.toml").unlink()
    assert load_template(NoticeKind.PROMPT, folder) == load_template(NoticeKind.PROMPT)


WRONG: list[tuple[str, Callable[[str], str], str]] = [
    ("rectification", lambda s: s.replace("{basis}", "{basic}"), "opening"),
    ("rectification", lambda s: s.replace("{owner}：", "{owner.name}："), "to"),
    ("rectification", lambda s: s.replace("{owner}：", "{owner[0]}："), "to"),
    ("rectification", lambda s: s.replace("{owner}：", "{owner:>99999999}："), "to"),
    ("rectification", lambda s: s.replace("{owner}：", "{owner!r}："), "to"),
    ("rectification", lambda s: s.replace("{owner}：", "{}："), "to"),
    ("rectification", lambda s: s.replace("{owner}：", "{owner："), "to"),
    ("rectification", lambda s: s.replace('form = "letter"', 'form = "fax"'), "form"),
    ("rectification", lambda s: s.replace('form = "letter"', "form = 3"), "form"),
    ("rectification", lambda s: s.replace("recheck = ", "rechek = "), "rechek"),
    ("rectification", lambda s: re.sub(r'\nreview = ".*"', "", s), "demands"),
    ("rectification", lambda s: re.sub(r"\ntitle = \[.*?\]", '\ntitle = "通知"', s), "title"),
    ("rectification", lambda s: re.sub(r"\ntitle = \[.*?\]", "\ntitle = []", s), "title"),
    ("rectification", lambda s: re.sub(r'\nversion = ".*"', "\nversion = 2", s), "version"),
    ("annex", lambda s: s.replace('number = ["序号", 8]', 'number = ["序号", -8]'), "number"),
    ("annex", lambda s: s.replace('number = ["序号", 8]', 'number = "序号"'), "number"),
    ("annex", lambda s: s.replace('number = ["序号", 8]', 'nomber = ["序号", 8]'), "nomber"),
    ("annex", lambda s: s.replace('stop = "。"', 'stop = "。'), "stop"),
]


@pytest.mark.parametrize(
    ("name", "change", "key"), WRONG, ids=[f"{place}-{case[2]}" for place, case in enumerate(WRONG)]
)
def test_a_wrong_template_is_named_with_file_line_and_next_step(
    folder: Path, name: str, change: Callable[[str], str], key: str
) -> None:
    edit(folder, name, change)
    with pytest.raises(InputError) as raised:
        load_template(NoticeKind.RECTIFICATION, folder)
    error = raised.value
    assert error.file == str(folder / f"{name}.toml")
    assert error.next_step
    line = (folder / f"{name}.toml").read_text(encoding="utf-8").splitlines()[(error.line or 0) - 1]
    assert key in line


def test_a_missing_folder_and_a_file_in_another_encoding_are_named(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(InputError, match="none"):
        load_template(NoticeKind.PROMPT, tmp_path / "none")
    (folder / "prompt.toml").write_bytes(shipped_text("prompt.toml").encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8"):
        load_template(NoticeKind.PROMPT, folder)


def test_the_settings_say_where_templates_are_from_their_own_place(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text('[office]\ntemplates = "own"\n', encoding="utf-8")
    assert load_config(tmp_path / "office.toml").office.templates == str(tmp_path / "own")


def test_words_of_a_page_are_no_placeholders() -> None:
    nasty = replace(matter(NoticeKind.RECTIFICATION), owner="{city}{0}{owner}")
    letter = compose(nasty, OFFICE, load_template(NoticeKind.RECTIFICATION))
    assert "{city}{0}{owner}：" in str(letter.blocks)
