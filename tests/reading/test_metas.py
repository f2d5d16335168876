"""The standard page marks, as badly as portals write them."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.facts import read_facts
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import read_page


def metas(head: str, body: str = "") -> dict[str, str]:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return dict(read_metas(read_page(html.encode(), "http://www.linyuan.gov.test/", on=date(2026, 11, 21))))


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="SiteIDCode" content="4101000001">',
        '<META NAME="siteidcode" CONTENT="4101000001"/>',
        '<meta content="4101000001" name="SiteIDCode">',
        "<meta name='SiteIDCode' content='4101000001'>",
        '<meta name="SiteIDCode"content="4101000001">',
        '<meta name="SiteIDCode" content="4101000001\n">',
        "<meta name=SiteIDCode content=4101000001>",
        '<meta name=" SiteIDCode " content=" 4101000001 ">',
        '<meta name="SiteIDCode" content=""><meta name="SiteIDCode" content="4101000001">',
        "<meta name=“SiteIDCode” content=“4101000001”>",
        '<meta http-equiv="SiteIDCode" content="4101000001">',
        '<meta name="SiteIDCode" content="４１０１０００００１">',
        '<meta name="SiteIDCode" content="4101000001" /><meta name="SiteIDCode" content="4101000002" />',
        '<meta name="SiteIDCode" content="&amp;nbsp;4101000001">',
    ],
)
def test_a_mark_is_read_however_it_is_written(tag: str) -> None:
    assert metas(tag)["SiteIDCode"] == "4101000001"


def test_misspelled_names_are_known() -> None:
    read = metas('<meta name="Sitename" content="林苑"><meta name="ColumnKeywods" content="林业">')
    assert read == {"SiteName": "林苑", "ColumnKeywords": "林业"}


def test_the_first_value_wins_over_a_second_document_inside_the_body() -> None:
    inner = '<html><head><meta name="ColumnName" content="页脚"><title>别的</title></head><body>内容</body></html>'
    read = metas('<title>林苑市</title><meta name="ColumnName" content="通知公告">', inner)
    assert (read["ColumnName"], read["title"]) == ("通知公告", "林苑市")


def test_marks_of_the_second_document_count_where_the_first_has_none() -> None:
    assert metas("", '<meta name="SiteName" content="林苑市">')["SiteName"] == "林苑市"


def test_an_empty_mark_is_told_from_a_missing_one() -> None:
    read = metas('<meta name="SiteIDCode" content="">')
    assert read["SiteIDCode"] == ""
    assert "SiteName" not in read


def test_a_mark_in_a_comment_or_a_script_is_none() -> None:
    read = metas(
        '<!-- <meta name="SiteName" content="旧"> --><script>var a=\'<meta name="PubDate" content="1">\'</script>'
    )
    assert read == {}


def test_an_empty_title_is_passed_over_and_markup_is_taken_out() -> None:
    read = metas("<title></title><title><span>林苑市</span>人民政府</title>")
    assert read["title"] == "林苑市人民政府"


def test_the_title_of_a_picture_is_not_the_pages() -> None:
    assert metas("", "<svg><title>图标</title></svg>").get("title") is None


def test_markup_left_in_a_mark_is_taken_out() -> None:
    read = metas(
        '<meta name="ArticleTitle" content="关于某事的&lt;br/&gt;通知"><meta name="SiteDomain" content="a.test,b.test">'
    )
    assert read == {"ArticleTitle": "关于某事的通知", "SiteDomain": "a.test,b.test"}


def test_the_two_codes_of_a_page_are_both_told() -> None:
    html = '<meta name="SiteIDCode" content="4500000001"><p>主办：安城市人民政府 网站标识码：4100000001</p>'
    page = read_page(html.encode(), "http://www.linyuan.gov.test/", on=date(2026, 11, 21))
    facts = read_facts(page, "home")
    assert (facts["metas"]["SiteIDCode"], facts["footer"]["site_code"]) == ("4500000001", "4100000001")
