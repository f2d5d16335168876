"""Personal numbers are starred out however they are written; numbers of documents and bodies stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.publishing.masking import masked, safe


def luhn(body: str) -> str:
    """The number with its check digit."""
    total = sum(sum(divmod(int(d) * (2 - place % 2), 10)) for place, d in enumerate(reversed(body)))
    return f"{body}{-total % 10}"


def checked(body: str) -> str:
    """Seventeen digits with the check digit of GB 11643-1999."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


# Made up: the check digits are right, the persons are none.
IDENTITY, CARD, CREDIT = checked("41010219900307123"), luhn("622202123456789012"), luhn("622588123456789")
WITH_X = next(one for n in range(1000) if (one := checked(f"41010219900307{n:03}")).endswith("X"))
WIDE = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
STARRED = "4101" + "*" * 14


def grouped(number: str, gap: str, *lengths: int) -> str:
    parts, rest = [], number
    for length in lengths:
        parts.append(rest[:length])
        rest = rest[length:]
    return gap.join([*parts, rest] if rest else parts)


@pytest.mark.parametrize("number", [IDENTITY, WITH_X, WITH_X.lower(), WITH_X.replace("X", "×")])
@pytest.mark.parametrize("gap", [" ", "  ", "-", "—", "－", "\u3000", " - ", "\u2011"])
@pytest.mark.parametrize("lengths", [(6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (14, 4), (17, 1), (1,) * 18])
def test_an_identity_number_in_groups_is_starred_out(number: str, gap: str, lengths: tuple[int, ...]) -> None:
    shown = masked(f"申请人{grouped(number, gap, *lengths)}的材料")
    kept = grouped(number, gap, *lengths)
    head = next(kept[:end] for end in range(len(kept)) if sum(sign.isdigit() for sign in kept[:end]) == 4)
    assert shown == f"申请人{head}{'*' * 14}的材料"


@pytest.mark.parametrize("number", [IDENTITY, WITH_X, WITH_X.lower()])
def test_an_identity_number_in_wide_digits_is_starred_out(number: str) -> None:
    assert masked(f"张三{number.translate(WIDE)}。") == "张三４１０１" + "*" * 14 + "。"


@pytest.mark.parametrize("before", ["于2026-11-16 ", "第12 34 ", "电话0999-8200001 ", "共2026 "])
def test_numbers_before_hide_no_identity_number(before: str) -> None:
    assert masked(f"{before}{grouped(IDENTITY, ' ', 6, 8, 4)}") == f"{before}{STARRED}"
    assert masked(f"{before}{IDENTITY}") == f"{before}{STARRED}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证号：410102900307123", "身份证号：4101***********"),  # of fifteen digits, as before 1999
        ("身份证号码为410102199003071230，", f"身份证号码为{STARRED}，"),  # mistyped: still somebody's
        ("公民身份号码 4101 0219 9003 0712 30", "公民身份号码 4101" + "*" * 14),
    ],
)
def test_what_is_called_an_identity_number_is_starred_out(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (CARD, f"6222{'*' * 11}{CARD[-4:]}"),
        (grouped(CARD, " ", 4, 4, 4, 4), f"6222{'*' * 11}{CARD[-4]} {CARD[-3:]}"),
        (CREDIT, f"6225{'*' * 8}{CREDIT[-4:]}"),
        (grouped(CREDIT, "-", 4, 4, 4), f"6225{'*' * 8}{CREDIT[-4:]}"),
        (grouped(CREDIT, " ", 4, 4, 4).translate(WIDE), f"６２２５{'*' * 8}{CREDIT[-4:].translate(WIDE)}"),
    ],
)
def test_a_bank_card_is_starred_out(written: str, shown: str) -> None:
    assert masked(f"汇入{written}。") == f"汇入{shown}。"


def test_what_is_called_an_account_is_starred_out() -> None:
    assert masked("卡号 6222 0212 3456 7890 1") == "卡号 6222" + "*" * 9 + "890 1"


@pytest.mark.parametrize("lengths", [(3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 2, 2, 2, 2), (1,) * 11])
@pytest.mark.parametrize("gap", [" ", "-", "－", "\u3000", " - "])
def test_a_mobile_number_in_groups_is_starred_out(gap: str, lengths: tuple[int, ...]) -> None:
    shown = masked(f"联系人{grouped('13812345678', gap, *lengths)}。")
    digits = "".join(sign for sign in shown if sign.isdigit())
    assert digits == "1385678" and "****" in shown


@pytest.mark.parametrize(
    "text",
    [
        "临政办〔2026〕12号",
        "索引号：11410000005184616T/2026-00012",
        "统一社会信用代码11410102199003071X",
        "统一社会信用代码：91410100MA44ABCD1X",
        "统一社会信用代码12410000416048666X",
        "网站标识码4101000001",
        "豫ICP备13012345号-1，豫公网安备41010702002468号",
        "联系电话0999-8200001、0999-8200002-803",
        "2026年11月16日至2026-11-30，共15 16 17 18 19项",
        "文件编号：410100-20261116-0012",
        "受理号6201002026001234567",
        "第2026111612345678期",
        "得分0.13812345678",
        "1 000 000 000 000元",
        "http://www.linjiang.gov.test/art/2026/13812345678/6222021234567894.html",
    ],
)
def test_a_public_number_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("text", ["联系人张三，手机13812345678", f"公示{IDENTITY}", "电话：138 1234 5678"])
def test_a_cut_leaves_no_half_of_a_number(text: str) -> None:
    for limit in range(4, len(text) + 1):
        shown = safe(text, limit)
        assert len(shown) <= limit
        assert "13812" not in shown and "138 12" not in shown and IDENTITY[:6] not in shown


def test_a_number_that_a_finding_broke_off_within_is_starred_out() -> None:
    assert masked("联系人张三，手机1381234567…") == "联系人张三，手机138****…"
    assert masked("共2026…") == "共2026…"


@given(st.text(alphabet="0123456789 -Xx１８年号:.", max_size=40))
def test_masking_again_changes_nothing_and_stars_only_digits(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert [one for one in once if one in "年号"] == [one for one in text if one in "年号"]


@given(st.integers(0, 8), st.text(alphabet=" -", min_size=1, max_size=2))
def test_an_identity_number_is_found_however_it_is_split(place: int, gap: str) -> None:
    for end in range(place + 1, len(IDENTITY)):
        text = gap.join((IDENTITY[:place], IDENTITY[place:end], IDENTITY[end:])).strip(" -")
        assert IDENTITY[-4:] not in masked(text)
