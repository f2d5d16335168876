"""Sentences are filled with what was seen, and with nothing that could do harm."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.model import Outcome, Verdict
from results.text import legible, plain, render
from tests.results.test_scoring import indicator


def sentence(message: str, **data: Any) -> str:
    return render(indicator("x", messages={"seen": message}), Verdict(Outcome.FAILED, "seen", data))


def test_days_are_written_as_letters_write_them() -> None:
    assert sentence("截至{on}，最新为{newest_on}。", on="2026-11-21", newest_on="2026-01-05") == (
        "截至2026年11月21日，最新为2026年1月5日。"
    )


def test_a_day_that_does_not_exist_stays_as_it_was_read() -> None:
    assert sentence("{on}", on="2026-13-45") == "2026-13-45"


def test_several_names_become_a_chinese_list() -> None:
    assert sentence("栏目：{names}。", names=["要闻", "公告"]) == "栏目：要闻、公告。"


def test_what_is_missing_is_said_to_be_missing() -> None:
    assert sentence("最新为{newest_on}，共{count}条。", newest_on=None) == "最新为（未记录），共（未记录）条。"


def test_zero_is_a_figure_and_not_missing() -> None:
    assert sentence("共{count}条。", count=0) == "共0条。"


def test_words_from_a_page_cannot_fill_in_or_reach_into_anything() -> None:
    assert sentence("《{title}》", title="{on} {0.__class__}", on="2026-11-21") == "《{on} {0.__class__}》"


def test_words_from_a_page_lose_their_invisible_marks_and_their_length() -> None:
    assert sentence("《{title}》", title="公\u202e告\x07\n\t二") == "《公告 二》"
    assert len(sentence("{title}", title="长" * 5000)) == 120


def test_an_address_is_kept_whole() -> None:
    address = "http://www.linjiang.gov.test/" + "a" * 200
    assert sentence("{url}", url=address) == address


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\u200b", "\u2028"])
def test_what_nobody_can_read_is_dropped(text: str) -> None:
    assert plain(f"甲{text}乙") == "甲乙"
    assert legible(f"甲{text}乙") == "甲乙"
