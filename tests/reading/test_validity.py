"""Whether a document is in force: by the page's own wording, never by its title."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.documents.document import Document, read_document
from crawler.reading.documents.validity import VALIDITY, ValidityState, validity_state
from crawler.reading.pages.page import read_page
from tests.benchmarks import DOCUMENTS, Row, number_rows, title_rows, validity_rows

ON = date(2026, 11, 21)


def read(body: str, title: str = "林苑市节水办法") -> Document:
    html = f"<html><head><title>{title}_林苑市人民政府</title></head><body>{body}</body></html>"
    return read_document(read_page(html.encode(), "http://www.linyuan.gov.test/zc/1.html", on=ON))


@pytest.mark.parametrize(
    ("wording", "state"),
    [
        ("有效", "in-force"),
        ("现行有效", "in-force"),
        ("全文有效", "in-force"),
        ("继续有效", "in-force"),
        ("有效期内", "in-force"),
        ("未失效", "in-force"),
        ("已修改", "amended"),
        ("已被修改", "amended"),
        ("已修订", "amended"),
        ("条款废止", "partly-in-force"),
        ("部分条款失效", "partly-in-force"),
        ("部分有效", "partly-in-force"),
        ("尚未生效", "not-yet-in-force"),
        ("未施行", "not-yet-in-force"),
        ("失效", "lapsed"),
        ("全文失效", "lapsed"),
        ("已失效", "lapsed"),
        ("无效", "lapsed"),
        ("停止执行", "lapsed"),
        ("废止", "repealed"),
        ("全文废止", "repealed"),
        ("已废止", "repealed"),
        ("作废", "repealed"),
        ("历史版本", "superseded"),
        ("已被代替", "superseded"),
        ("修订废止", "amended-or-repealed"),
        ("废止/修改", "amended-or-repealed"),
    ],
)
def test_every_wording_that_was_seen_has_a_meaning(wording: str, state: str) -> None:
    assert VALIDITY.match(wording)
    assert validity_state(wording, on=ON) == ValidityState(state)


@pytest.mark.parametrize("wording", ["是", "否", "提交成功", "正常", "有效期五年", ""])
def test_a_wording_that_does_not_tell_has_no_meaning(wording: str) -> None:
    assert validity_state(wording, on=ON) is None


@pytest.mark.parametrize(
    ("label", "answer", "state"),
    [
        ("是否有效", "是", "in-force"),
        ("是否有效", "否", "lapsed"),
        ("是否失效", "否", "in-force"),
        ("是否失效", "是", "lapsed"),
        ("是否废止", "是", "repealed"),
    ],
)
def test_yes_and_no_answer_their_labels_question(label: str, answer: str, state: str) -> None:
    seen = read(f"<p>索引号：0147/2026-1</p><p>{label}：{answer}</p><h1>林苑市节水办法</h1>")
    assert (seen.validity, seen.validity_state) == (answer, ValidityState(state))


def test_a_term_that_is_over_may_have_been_prolonged() -> None:
    assert validity_state("有效期至2028年12月31日", on=ON) is ValidityState.IN_FORCE
    assert validity_state("有效期至2025年12月31日", on=ON) is None


@pytest.mark.parametrize(
    "title",
    ["关于废止部分规章的决定", "林苑市节水办法（已废止）", "关于宣布失效一批文件的通知", "林苑市节水办法（有效）"],
)
def test_a_title_decides_nothing(title: str) -> None:
    seen = read(f"<p>索引号：0147/2026-1</p><p>发布机构：林苑市司法局</p><h1>{title}</h1><p>第一条</p>", title)
    assert (seen.validity, seen.validity_state) == (None, None)


def test_a_seal_that_is_a_link_or_hidden_says_nothing() -> None:
    head = "<p>索引号：0147/2026-1</p><h1>林苑市节水办法</h1>"
    assert read(f"{head}<img src=a.png alt=已废止>").validity == "已废止"
    assert read(f"{head}<a href=/fz/><img src=a.png alt=已废止></a>").validity is None
    assert read(f"{head}<div style='display:none'><img src=a.png alt=已废止></div>").validity is None
    assert read(f"{head}<img src=a.png alt=已废止><img src=b.png alt=现行有效>").validity is None


def missed(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.expected != row.seen]


@pytest.mark.skipif(not DOCUMENTS.is_file(), reason="the ministry's table is not beside the repository")
def test_every_validity_of_a_ministrys_documents_is_understood() -> None:
    rows = list(validity_rows())
    assert len(rows) > 2000
    assert missed(rows) == []


@pytest.mark.skipif(not DOCUMENTS.is_file(), reason="the ministry's table is not beside the repository")
def test_no_title_of_a_ministrys_documents_decides_their_validity() -> None:
    assert missed(list(title_rows())) == []


@pytest.mark.skipif(not DOCUMENTS.is_file(), reason="the ministry's table is not beside the repository")
def test_every_number_of_a_ministrys_documents_is_one() -> None:
    assert missed(list(number_rows())) == []
