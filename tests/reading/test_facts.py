"""The JSON object of ``spotcheck read``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.reading.facts import read_facts
from crawler.reading.pages.page import Page, read_page
from tests.accuracy import REAL_PAGES, compared_fixture, compared_label, labelled_pages

ON = date(2026, 11, 21)
FOOT = (
    "<div class=foot><a href=/map.html>网站地图</a> 主办：林苑市人民政府 网站标识码：4101000001 "
    "林ICP备12345678号-1</div>"
)
ROWS = "".join(
    f"<li><a href=/tz/2026/{n}.html>关于某项工作的通知{n}</a><span>2026-09-{n:02}</span></li>" for n in range(1, 9)
)
ARTICLE = (
    '<html><head><meta charset=utf-8><meta name="SiteIDCode" content="4101000001">'
    "<title>节水办法-林苑市人民政府</title></head>"
    "<body><p>索引号：0147/2026-35</p><p>文号：林政发〔2026〕3号</p><p>发布机构：林苑市人民政府</p><p>成文日期：2026-03-10</p>"
    "<p>有效性：有效</p><h1>林苑市节水办法</h1><p>发布日期：2026-03-18</p><p>第一条</p><a href=/1.pdf>附件</a>"
    + FOOT
    + "</body></html>"
)
LIST = (
    "<html><head><title>通知公告</title></head><body><ul class=nav><li><a href=/>首页</a></li></ul>"
    "<div class=list><h2>通知公告</h2><ul>"
    f"{ROWS}</ul></div>{FOOT}</body></html>"
)
DOCUMENT = {
    "title": "林苑市节水办法",
    "index_number": "0147/2026-35",
    "document_number": "林政发〔2026〕3号",
    "issuer": "林苑市人民政府",
    "signed_on": "2026-03-10",
    "published_on": "2026-03-18",
    "validity": "有效",
    "attachments": [{"name": "附件", "url": "http://www.linyuan.gov.test/1.pdf", "format": "pdf"}],
}


def facts(html: str, kind: str | None, **page: Any) -> dict[str, Any]:
    read = read_page(html.encode(), "http://www.linyuan.gov.test/tz/index.html", on=ON, **page)
    return read_facts(read, kind)


def falses(value: Any) -> int:
    if isinstance(value, dict):
        return sum(falses(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(falses(inner) for inner in value)
    return int(value is False)


@pytest.mark.parametrize("kind", ["home", "column", "list", "article", "annual-report", None])
def test_the_object_has_every_key_and_holds_json_values_only(kind: str | None) -> None:
    for html in (ARTICLE, LIST, ""):
        seen = facts(html, kind)
        assert json.loads(json.dumps(seen)) == seen
        assert {
            "charset",
            "metas",
            "published_on",
            "footer",
            "listings",
            "disclosure",
            "document",
            "blocked",
        } <= seen.keys()
        assert set(seen["disclosure"]["parts"]) == {
            "guide",
            "system",
            "statutory_content",
            "annual_report",
            "on_request",
        }


def test_an_article_tells_its_document_and_its_day() -> None:
    seen = facts(ARTICLE, "article")
    assert seen["charset"] == "utf-8"
    assert seen["metas"]["SiteIDCode"] == "4101000001"
    assert seen["published_on"] == "2026-03-18"
    assert {name: seen["document"][name] for name in DOCUMENT} == DOCUMENT
    assert (seen["blocked"], seen["soft_404"]) == (False, False)


def test_a_list_tells_its_items_and_no_publishing_day_of_its_own() -> None:
    seen = facts(LIST, "list")
    first = seen["listings"][0]
    assert len(first["items"]) == 8
    assert first["newest_on"] == "2026-09-08"
    assert first["items"][0]["date"] == "2026-09-01"
    assert seen["published_on"] is None
    assert seen["document"]["title"] == "通知公告"


def test_on_a_wall_nothing_is_false_but_the_soft_404() -> None:
    seen = facts("<p>请开启JavaScript并刷新该页</p>", "home")
    assert (seen["blocked"], seen["soft_404"]) == ("script-challenge", False)
    assert falses(seen) == 1


def test_on_a_page_cut_short_nothing_is_false_but_the_two_that_were_told() -> None:
    assert falses(facts(LIST, "home", truncated=True)) == 2


def test_on_a_page_that_is_gone_nothing_is_false_but_the_wall() -> None:
    seen = facts("<p>您访问的页面不存在或已删除</p>", "column")
    assert (seen["blocked"], seen["soft_404"]) == (False, True)
    assert falses(seen) == 1


def test_an_article_without_a_menu_proves_no_entry_and_no_part_missing() -> None:
    seen = facts(ARTICLE, "article")
    assert seen["disclosure"]["entry"] is None
    assert set(seen["disclosure"]["parts"].values()) == {None}


FACTS = Path(__file__).parent / "fixtures" / "facts"


@pytest.mark.parametrize(
    "file", sorted(FACTS.rglob("*.json")), ids=lambda file: str(file.relative_to(FACTS).with_suffix(""))
)
def test_a_fixture_is_read_as_its_key_says(file: Path) -> None:
    comparisons = list(compared_fixture(file))
    assert comparisons
    assert [pair for pair in comparisons if pair.result != "right"] == []


@pytest.mark.skipif(not REAL_PAGES.is_dir(), reason="the saved real pages are not beside the repository")
def test_no_labelled_real_page_is_read_as_a_wall_or_as_missing() -> None:
    comparisons = [pair for label in labelled_pages() for pair in compared_label(label)]
    wrong = [
        pair for pair in comparisons if pair.field in {"blocked", "soft_404", "charset"} and pair.result != "right"
    ]
    assert wrong == []


@pytest.mark.skipif(not REAL_PAGES.is_dir(), reason="the saved real pages are not beside the repository")
def test_every_labelled_publishing_day_is_read() -> None:
    comparisons = [pair for label in labelled_pages() for pair in compared_label(label)]
    days = [pair for pair in comparisons if pair.field in {"published_on", "document.index_number", "document.issuer"}]
    assert [pair for pair in days if pair.result != "right"] == []


def test_one_broken_reader_is_named_and_hides_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(page: Page) -> None:
        raise KeyError("rows")

    monkeypatch.setattr("crawler.reading.facts.read_listings", broken)
    seen = facts(LIST, "home")
    assert seen["listings"] is None
    assert seen["faults"] == ["listings: KeyError"]
    assert seen["footer"]["site_code"] == "4101000001"
