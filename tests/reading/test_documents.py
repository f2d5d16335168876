"""The fields of document pages."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.documents.document import Document, ValidityState, read_document
from crawler.reading.pages.page import read_page

ON = date(2026, 11, 21)
URL = "http://www.linyuan.gov.test/zwgk/wj/202603/t20260318_7.html"
TITLE = "林苑市人民政府关于印发林苑市节水办法的通知"


def read(body: str, head: str = "", url: str = URL) -> Document:
    return read_document(read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url, on=ON))


TABLE = """<table><tr><td>索 引 号：</td><td>000014348/2026-35147</td><td>主题分类</td><td>水利</td></tr>
<tr><td>发文机关：</td><td>林苑市人民政府</td><td>成文日期：</td><td>2026年03月10日</td></tr>
<tr><td>标　　题：</td><td colspan=3>{title}</td></tr>
<tr><td>文      号：</td><td>林政发〔2026〕3号</td><td>发布日期：</td><td>2026年03月18日</td></tr>
<tr><td>有 效 性：</td><td>有效</td><td>主 题 词</td><td></td></tr></table><p>各县区人民政府：</p>"""
LIST = """<ul><li><b>索 引 号：</b>000014348/2026-35147</li><li><b>发布机构：</b>林苑市人民政府</li>
<li><b>成文日期：</b>2026-03-10</li><li><b>发文字号：</b>林政发〔2026〕3号</li><li><b>发布日期：</b>2026-03-18</li>
<li><b>是否有效：</b>有效</li></ul><h1>{title}</h1>"""
DEFINITIONS = """<dl><dt>信息索引：</dt><dd>000014348/2026-35147</dd><dt>发布机构</dt><dd>林苑市人民政府</dd>
<dt>印发日期</dt><dd>2026-03-10</dd><dt>文件编号</dt><dd>林政发〔2026〕3号</dd><dt>发文日期</dt><dd>2026-03-18</dd>
<dt>时效性</dt><dd>有效</dd></dl><h1>{title}</h1>"""
GLUED = """<div>索 引 号：000014348/2026-35147 发布机构：林苑市人民政府 公开目录：规范性文件</div>
<div>成文日期：2026-03-10 文号：林政发〔2026〕3号发布日期：2026-03-18 有效性：有效</div><h1>{title}</h1>"""


@pytest.mark.parametrize("form", [TABLE, LIST, DEFINITIONS, GLUED])
def test_fields_are_read_from_tables_lists_definitions_and_glued_lines(form: str) -> None:
    seen = read(form.format(title=TITLE), f"<title>{TITLE}_林苑市人民政府</title>")
    assert (seen.title, seen.url, seen.attachments) == (TITLE, URL, ())
    assert (seen.index_number, seen.document_number) == ("000014348/2026-35147", "林政发〔2026〕3号")
    assert (seen.issuer, seen.signed_on, seen.published_on) == (
        "林苑市人民政府",
        date(2026, 3, 10),
        date(2026, 3, 18),
    )
    assert (seen.validity, seen.validity_state) == ("有效", ValidityState.IN_FORCE)


@pytest.mark.parametrize("none", ["无", "—", "--", "空", "", "暂无", "&nbsp;", "　"])
def test_a_field_that_says_none_is_none(none: str) -> None:
    seen = read(
        f"<p>索引号：0147/2026-1</p><p>发布机构：林苑市财政局</p><p>文号：{none}</p><p>主题分类：财政</p><h1>{TITLE}</h1>"
    )
    assert seen.document_number is None
    assert seen.issuer == "林苑市财政局"


def test_signing_and_publishing_stay_separate_facts() -> None:
    seen = read(f"<p>成文日期：1981年05月20日</p><p>发布日期：2018年07月02日</p><h1>{TITLE}</h1>")
    assert (seen.signed_on, seen.published_on) == (date(1981, 5, 20), date(2018, 7, 2))


@pytest.mark.parametrize(
    ("field", "validity"),
    [
        ("有 效 性：废止", "废止"),
        ("有效性：现行有效", "现行有效"),
        ("是否有效：是", "是"),
        ("时效性：已失效", "已失效"),
        ("效力状态：历史版本", "历史版本"),
        ("状态：提交成功", None),
        ("有效性：", None),
    ],
)
def test_validity_is_the_pages_own_word(field: str, validity: str | None) -> None:
    assert (
        read(f"<p>索引号：0147/2026-1</p><p>{field}</p><p>文号：林政发〔2026〕3号</p><h1>{TITLE}</h1>").validity
        == validity
    )


def test_a_label_element_beside_its_value_is_a_field_without_a_colon() -> None:
    block = (
        "<ul><li><label>索引号</label><span>0147/2026-1</span></li><li><label>有效性</label><span>有效</span></li></ul>"
    )
    assert read(f"{block}<h1>{TITLE}</h1><p>有效性管理是重点工作。</p>").validity == "有效"


def test_labels_in_square_brackets_are_fields() -> None:
    seen = read(f"<div>【文号】林政发〔2026〕3号</div><div>【有效性】失效</div><h1>{TITLE}</h1>")
    assert (seen.document_number, seen.validity) == ("林政发〔2026〕3号", "失效")


def test_validity_is_never_guessed_from_the_title_or_the_text() -> None:
    seen = read(
        "<h1>关于废止部分规范性文件的决定</h1><p>索引号：0147/2026-1</p><p>发布日期：2026-03-01</p><p>下列文件废止。</p>"
    )
    assert seen.validity is None


def test_a_stamp_beside_the_title_counts_and_a_filter_of_the_list_does_not() -> None:
    stamped = f"<h1>{TITLE}</h1><span>全文废止</span><br><p>成文日期：2019-03-10</p><p>发布日期：2019-03-18</p>"
    assert read(stamped).validity == "全文废止"
    tabs = f"<a>现行有效</a><br><a>已废止</a><h1>{TITLE}</h1><p>发布日期：2019-03-18</p>"
    assert read(tabs).validity is None


def test_attachments_are_the_articles_files_each_once() -> None:
    seen = read(
        f"<div class=header><a href='/app.zip'>客户端</a></div><h1>{TITLE}</h1><p>发布日期：2026-03-18</p>"
        "<a href='./P020260318.pdf'>附件1：实施方案</a><a href='./P020260318.pdf'>下载</a>"
        "<a href='/down.jsp?file=2.DOCX'>附件2.docx</a><a href='/xw/a.html'>下载中心</a>"
        "<div class=footer><a href='/help.doc'>帮助</a></div>"
    )
    assert [(file.name, file.url, file.format) for file in seen.attachments] == [
        ("附件1：实施方案", "http://www.linyuan.gov.test/zwgk/wj/202603/P020260318.pdf", "pdf"),
        ("附件2.docx", "http://www.linyuan.gov.test/down.jsp?file=2.DOCX", "docx"),
    ]


def test_a_home_page_gives_a_title_only() -> None:
    body = "<h1><img src=logo.png></h1><ul><li><a href=/a.pdf>公告</a> 2026-03-18</li></ul>"
    seen = read(body, "<title>林苑市人民政府门户网站</title>", "http://www.linyuan.gov.test/")
    assert seen == Document(
        "林苑市人民政府门户网站", None, None, None, None, None, None, url="http://www.linyuan.gov.test/"
    )


def test_a_list_of_documents_has_no_fields_of_its_own() -> None:
    rows = "".join(
        f"<li>通知{n}<p>索引号：0147/2026-{n}</p><p>文号：林政发〔2026〕{n}号</p><p>发布日期：2026-03-1{n}</p></li>"
        for n in range(1, 6)
    )
    seen = read(
        f"<h1>规范性文件</h1>{rows}", "<title>规范性文件-林苑市人民政府</title>", "http://www.linyuan.gov.test/gfxwj/"
    )
    assert (seen.index_number, seen.document_number, seen.published_on) == (None, None, None)


def test_the_head_row_of_a_table_is_no_field() -> None:
    head = "<tr><th>名称<th>索引号<th>发布机构<th>发布日期"
    row = "<tr><td>关于甲的通知<td>0147/2026-1<td>林苑市教育局<td>2026-08-05"
    body = f"<table>{head}{row}</table>"
    seen = read(body, "<title>公开目录</title>")
    assert (seen.index_number, seen.issuer, seen.published_on) == (None, None, None)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (f"<title>{TITLE} - 林苑市人民政府门户网站</title>", "", TITLE),
        (f"<title>{TITLE}_中国林苑</title>", "", TITLE),
        (f"<title>林苑市人民政府 | {TITLE}</title>", "", TITLE),
        (f"<title>{TITLE}__2007年第23号国务院公报_中国政府网</title>", "", TITLE),
        ("<title>1-10月全市投资结构趋稳</title>", "", "1-10月全市投资结构趋稳"),
        ("<title>林苑市人民政府</title><meta name=SiteName content=林苑市人民政府>", f"<h1>{TITLE}</h1>", TITLE),
        ("<title>林苑市节...</title>", "<h1>林苑市节水办法</h1>", "林苑市节水办法"),
        (f'<meta name="ArticleTitle" content="{TITLE}"><title>首页</title>', "<h1>林苑市人民政府</h1>", TITLE),
        ("<title>林苑市政府信息公开</title>", "<h1>近期信息公开</h1>", "林苑市政府信息公开"),
    ],
)
def test_the_title_is_the_documents_without_the_sites_name(head: str, body: str, title: str) -> None:
    assert read(body, head).title == title
