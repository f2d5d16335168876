"""The site as files: every target on one page, no page too large, every link leads somewhere, and nothing runs."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from crawler.model import DecisionKind, IndicatorId, Outcome
from results.audit import DATABASE, Trail
from results.circular.compose import html_of
from results.publishing import site as site_pages
from results.publishing.quarter import Entry, Problem, QuarterResult, published
from results.publishing.rows import Standing
from results.publishing.write import SUMS
from results.schema.figures import FIGURES
from results.text import words
from tests.results.published import (
    CONFIG,
    DAYS,
    DEDUCTION,
    GOOD,
    SITE_VETO,
    Fate,
    account,
    four_quarters,
    inspected,
    noon,
    released,
    settings,
    site,
    usual,
)

KB = 1000
NASTY = "<script>alert(1)</script>\u202e\"'&=cmd|' /C calc'!A1"


def site_of(data: Path, circulars: site_pages.Circulars | None = None) -> dict[str, bytes]:
    with Trail.read(data) as trail:
        return dict(site_pages.pages(trail.editions(), lambda one: published(trail, one), circulars))


def text_of(files: dict[str, bytes], name: str) -> str:
    return files[name].decode()


def rows_of(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Three published quarters of the usual city; the third of the year was not published, the first corrected."""
    data = tmp_path_factory.mktemp("year")
    four_quarters(data, [quarter for quarter in DAYS if quarter != "2026Q3"])
    corrected(data, "2026Q1")
    return site_of(data, html_of)


def corrected(data: Path, quarter: str) -> None:
    """A fault of the quarter turns out to be none."""
    with Trail.open(data) as trail:
        record = next(one for one in trail.runs() if one.quarter == quarter)
        (veto,) = trail.findings(record.id, outcome=Outcome.FAILED, target=site(2).id)
        trail.record_decision(veto.id, DecisionKind.DISMISSED, "王芳", "复核后撤销", noon(record.on))
    released(data, record, correction="复核后撤销一项问题")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[QuarterResult, dict[str, bytes]]:
    """A quarter of 3,000 targets with the longest of names, each with faults."""
    data = tmp_path_factory.mktemp("large")
    edition = released(data, inspected(data, {site(1): Fate(upheld=(SITE_VETO,)), account(1): GOOD}))
    with Trail.read(data) as trail:
        result = published(trail, edition)
    (problem,) = result.problems
    entries = tuple(_entry(number, problem) for number in range(3000))
    result = replace(result, entries=entries)
    return result, dict(site_pages.pages([edition], lambda _: result))


def _entry(number: int, problem: Problem) -> Entry:
    long = {"name": f"第{number}号" + "很长的名称" * 20, "region": f"第{number}区" + "地" * 100, "owner": "单位" * 60}
    target = (site if number % 3 else account)(number, **long)
    faults = tuple(
        replace(
            problem, finding=10 * number + place, target=target.id, message="见" * 590, address="http://x.test/" * 20
        )
        for place in range(2)
    )
    standing = Standing.UNQUALIFIED if number % 2 else Standing.QUALIFIED
    return Entry(target, standing, "", "", faults)


class _Links(HTMLParser):
    """Links and anchors of a page, how many h1 it has, and the headings of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        if tag in {"a", "link"} and found.get("href"):
            self.links.append(str(found["href"]))
        if found.get("id"):
            self.ids.append(str(found["id"]))


def read(content: bytes) -> _Links:
    page = _Links()
    page.feed(content.decode())
    return page


def _leads_to(name: str, href: str) -> tuple[str, str]:
    path, _, anchor = href.partition("#")
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / path if path else PurePosixPath(name)).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts), anchor


def test_every_link_leads_to_a_file_and_its_anchor(year: dict[str, bytes]) -> None:
    pages = {name: read(content) for name, content in year.items() if name.endswith(".html")}
    assert len(pages) > 20
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name
        for href in page.links:
            where, anchor = _leads_to(name, href)
            assert where in year or where == SUMS, (name, href)
            assert not anchor or anchor in pages[where].ids, (name, href)


def test_every_page_has_its_landmarks_and_one_heading(year: dict[str, bytes]) -> None:
    for name, content in year.items():
        if name.endswith(".html"):
            page = read(content)
            assert (page.tags["h1"], page.tags["main"], page.tags["header"]) == (1, 1, 1), name
            assert page.tags["caption"] == page.tags["table"], name
            assert page.tags["svg"] == page.tags["desc"], name
            assert page.tags["script"] == 0
            assert page.links[1 if "style.css" in page.links[0] else 0] == "#main"


def test_a_quarter_that_was_not_published_is_a_gap_and_no_figure(year: dict[str, bytes]) -> None:
    html = text_of(year, "index.html")
    row = re.search(r"<tr><th scope=\"row\">2026年第三季度</th>.*?</tr>", html)
    assert row and "该季度未公布" in row[0]
    assert "%" not in row[0]
    for line in re.findall(r"<polyline points=\"([^\"]*)\"", html):
        assert len(line.split()) == 2  # the first two quarters; nothing leads to the last one
    missing = [row for row in rows_of(year, "trend.csv") if row["季度"] == "2026Q3"]
    assert [set(row.values()) - {"2026Q3", "该季度未公布"} for row in missing] == [{""}]
    assert json.loads(year["trend.json"])[2] == {"quarter": "2026Q3", "published": False}


def test_one_quarter_alone_has_a_table_and_no_chart(tmp_path: Path) -> None:
    four_quarters(tmp_path, ["2026Q4"])
    html = text_of(site_of(tmp_path), "index.html")
    assert "<svg" not in html
    assert "公布两个以上季度后，附趋势图" in html


def test_latest_is_the_newest_quarter_and_leads_into_its_permanent_folder(year: dict[str, bytes]) -> None:
    latest = read(year["latest/index.html"])
    assert "../2026Q4/method.html" in latest.links
    assert all(_leads_to("latest/index.html", href)[0] in year for href in latest.links if not href.startswith("#"))
    assert "<h1>临江市2026年第四季度" in text_of(year, "latest/index.html")


def test_a_newest_quarter_that_was_corrected_leads_to_its_corrections_from_everywhere(tmp_path: Path) -> None:
    four_quarters(tmp_path, ["2026Q4"])
    corrected(tmp_path, "2026Q4")
    files = site_of(tmp_path)
    for name in ("latest/index.html", "2026Q4/index.html"):
        assert "2026Q4/corrections.html" in {_leads_to(name, href)[0] for href in read(files[name]).links}
    assert "2026Q4/edition-1/index.html" in files
    assert "edition-1/index.html" in read(files["2026Q4/corrections.html"]).links
    assert "现行结果" in text_of(files, "2026Q4/corrections.html")
    kept = text_of(files, "2026Q4/edition-1/corrections.html")
    assert kept.count("现行结果") == 1  # the note above it, which leads to them
    assert "../index.html" in read(files["2026Q4/edition-1/corrections.html"]).links


def test_earlier_quarters_do_not_change_when_a_new_one_is_published(tmp_path: Path) -> None:
    released(tmp_path, inspected(tmp_path, usual(), "2026Q3"))
    before = site_of(tmp_path)
    released(tmp_path, inspected(tmp_path, usual(), "2026Q4"))
    after = site_of(tmp_path)
    assert {name: after[name] for name in before if name.startswith("2026Q3/")} == {
        name: content for name, content in before.items() if name.startswith("2026Q3/")
    }


def test_no_page_is_larger_than_300_kb(large: tuple[QuarterResult, dict[str, bytes]]) -> None:
    sizes = {name: len(content) for name, content in large[1].items() if name.endswith(".html")}
    assert len(sizes) > 40
    assert {name: size for name, size in sizes.items() if size > 300 * KB} == {}


def test_every_target_stands_on_exactly_one_page_of_its_list(large: tuple[QuarterResult, dict[str, bytes]]) -> None:
    result, files = large
    found: Counter[str] = Counter()
    for name, content in files.items():
        if re.search(r"/(sites|accounts)-\d+\.html$", name):
            found.update(re.findall(r"第\d+号", content.decode()))
    assert found == Counter({f"第{number}号": 1 for number in range(len(result.entries))})


def test_every_problem_stands_once_and_its_target_leads_to_it(large: tuple[QuarterResult, dict[str, bytes]]) -> None:
    result, files = large
    where = {
        anchor: name
        for name, content in files.items()
        if "/problems-" in name and name.endswith(".html")
        for anchor in re.findall(r"<tr id=\"(f\d+)\"", content.decode())
    }
    assert where.keys() == {f"f{one.finding}" for one in result.problems}
    linked = [
        (Path(href).name, anchor)
        for name, content in files.items()
        if re.search(r"/(sites|accounts)-\d+\.html$", name)
        for href, anchor in re.findall(r"href=\"([^\"#]*)#(f\d+)\"", content.decode())
    ]
    assert len(linked) == len(where)
    assert all(Path(where[anchor]).name == page for page, anchor in linked)


def test_long_tables_of_the_first_page_get_pages_of_their_own(
    large: tuple[QuarterResult, dict[str, bytes]],
) -> None:
    names = {name.partition("/")[2] for name in large[1]}
    assert {"unqualified-1.html", "regions-1.html"} <= names
    assert "unqualified-1.html" in read(large[1]["2026Q4/index.html"]).links


def test_names_of_any_kind_stay_words(tmp_path: Path) -> None:
    fields = dict.fromkeys(("name", "owner", "level", "region", "site_code", "address"), NASTY)
    bad = replace(site(1), **fields)  # type: ignore[arg-type]
    other = replace(account(1), **dict.fromkeys(("name", "owner", "region", "platform", "address"), NASTY))  # type: ignore[arg-type]
    aside = Fate(open=(SITE_VETO,), set_aside=NASTY)
    fates = {bad: Fate(upheld=(SITE_VETO, DEDUCTION)), other: GOOD, replace(site(2), **fields): aside}  # type: ignore[arg-type]
    fates[replace(site(3), **fields)] = Fate(chosen=False)  # type: ignore[arg-type]
    office = settings(ranking=True).model_copy(
        update={"office": CONFIG.office.model_copy(update={"name": NASTY, "city": NASTY})}
    )
    released(tmp_path, inspected(tmp_path, fates), office)
    files = site_of(tmp_path)
    for name, content in files.items():
        if name.endswith(".xlsx"):
            continue
        text = content.decode()
        assert "\u202e" not in text, name
        if name.endswith(".html"):
            assert "<script" not in text, name
            assert "alert(1)" in unescape(text) or name.endswith(("method.html", "dictionary.html"))
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))], name
    assert json.loads(files["2026Q4/quarter.json"])["targets"][0]["name"].startswith("<script>")


def test_words_inside_a_chart_are_escaped(large: tuple[QuarterResult, dict[str, bytes]]) -> None:
    result, _ = large
    edition = result.edition
    problem = replace(next(iter(result.problems)), title=NASTY, indicator=IndicatorId("x"))
    spoiled = replace(result, entries=(replace(result.entries[0], problems=(problem,)),))
    html = dict(site_pages.pages([edition], lambda _: spoiled))["2026Q4/index.html"].decode()
    chart = html[html.index("<svg") : html.index("</svg>")]
    assert "&lt;script&gt;" in chart
    assert "<script" not in chart


def test_a_name_that_begins_a_formula_is_disarmed_in_every_table(tmp_path: Path) -> None:
    names = [replace(site(number), name=f"{sign}1+1", owner=f"{sign}2") for number, sign in enumerate("=+-@")]
    released(tmp_path, inspected(tmp_path, {one: Fate(upheld=(SITE_VETO,)) for one in names}))
    files = site_of(tmp_path)
    assert [row["名称"] for row in rows_of(files, "2026Q4/list.csv")] == ["'=1+1", "'+1+1", "'-1+1", "'@1+1"]
    assert {row["主办单位"] for row in rows_of(files, "2026Q4/problems.csv")} == {"'=2", "'+2", "'-2", "'@2"}


def test_outside_addresses_are_words_and_no_links(year: dict[str, bytes]) -> None:
    for name, content in year.items():
        if name.endswith(".html"):
            assert [href for href in read(content).links if "://" in href] == []
    assert "http://s2.linjiang.gov.test/" in text_of(year, "2026Q4/sites-1.html")


def test_data_files_say_the_same_as_the_pages(year: dict[str, bytes]) -> None:
    data = json.loads(year["2026Q4/quarter.json"])
    assert [one["id"] for one in data["targets"]] == [row["对象编号"] for row in rows_of(year, "2026Q4/list.csv")]
    assert [one["finding"] for one in data["problems"]] == [
        int(row["检查发现编号"]) for row in rows_of(year, "2026Q4/problems.csv")
    ]
    (whole,) = [one for one in data["figures"] if (one["field"], one["dimension"]) == ("sites", "all")]
    assert (whole["qualified"], whole["rated"], whole["pass_rate"]) == (4, 5, "80.00%")
    rates = {(row["范围"], row["统计口径"], row["名称"]): row for row in rows_of(year, "2026Q4/figures.csv")}
    assert rates["政府网站", "合计", ""]["合格率"] == "80.00%"
    assert year["2026Q4/list.xlsx"].startswith(b"PK")


def test_the_dictionary_names_every_column_key_and_figure(year: dict[str, bytes]) -> None:
    html = unescape(text_of(year, "2026Q4/dictionary.html"))
    for name in ("list", "problems", "figures", "problem-counts", "corrections"):
        for column in next(csv.reader(io.StringIO(year[f"2026Q4/{name}.csv"].decode("utf-8-sig")))):
            assert f'<th scope="row">{column}</th>' in html, column
    keys = json.loads(year["2026Q4/quarter.json"]).keys()
    assert list(keys) == list(words("site_dictionary")["json"])
    for one in FIGURES.values():
        assert one.sql.replace(":quarter", "'2026Q4'") in html


def test_the_queries_of_the_dictionary_give_what_the_site_says(tmp_path: Path) -> None:
    released(tmp_path, inspected(tmp_path, usual()))
    files = site_of(tmp_path)
    data = json.loads(files["2026Q4/quarter.json"])
    lists = {one["name"]: one["sql"].replace("{quarter}", "2026Q4") for one in words("site_dictionary")["lists"]}
    database = sqlite3.connect(tmp_path / DATABASE)
    database.row_factory = sqlite3.Row
    found = {name: [dict(row) for row in database.execute(sql)] for name, sql in lists.items()}
    database.close()
    ratings = {row["target"]: row["rating"] for row in found["检查结果"]}
    assert ratings == {one["id"]: one["rating"] for one in data["targets"]}
    assert sorted(row["finding"] for row in found["问题清单"]) == sorted(one["finding"] for one in data["problems"])
    counts = [(one["field"], one["indicator"], one["targets"]) for one in data["problem_counts"]]
    asked = [(row["field"], row["indicator"], row["targets"]) for row in found["问题涉及的对象数"]]
    assert sorted(asked) == sorted(counts)
    grouped = {(one["field"], one["dimension"], one["name"]): one["pass_rate"] for one in data["figures"]}
    for row in found["分类别、层级、地区、主办单位、平台的数字"]:
        assert grouped[row["field"], row["dimension"], row["name"]] == row["pass_rate"]


def test_the_method_is_that_of_the_edition_and_names_its_limits(year: dict[str, bytes]) -> None:
    html = text_of(year, "2026Q4/method.html")
    for part in ("已知局限", "互动回应差（无咨询建言渠道）", "栏目应更新未更新", "2026Q4-1", "四舍五入"):
        assert part in html


def test_the_table_of_bases_is_not_called_like_its_page(year: dict[str, bytes]) -> None:
    html = text_of(year, "2026Q4/method.html")
    (caption,) = re.findall(r'<caption id="t-bases"[^>]*>(.*?)</caption>', html)
    assert caption == "所公布问题的依据"


def test_a_ranking_is_shown_only_where_the_office_wants_one(tmp_path: Path, year: dict[str, bytes]) -> None:
    assert "排名" not in text_of(year, "2026Q4/index.html")
    released(tmp_path, inspected(tmp_path, usual()), settings(ranking=True))
    assert "政府网站合格率排名" in text_of(site_of(tmp_path), "2026Q4/index.html")


def test_a_circular_stands_beside_the_results_where_there_is_one(tmp_path: Path) -> None:
    released(tmp_path, inspected(tmp_path, usual()))
    files = site_of(tmp_path, lambda result: f"<p>通报{result.edition.quarter}</p>")
    assert "<p>通报2026Q4</p>" in text_of(files, "2026Q4/circular.html")
    assert "circular.html" in read(files["2026Q4/index.html"]).links
    assert "2026Q4/circular.html" not in site_of(tmp_path)


def test_personal_numbers_are_starred_out_everywhere(tmp_path: Path) -> None:
    record = inspected(tmp_path, {site(1): Fate(open=(SITE_VETO,))})
    with Trail.open(tmp_path) as trail:
        (veto,) = trail.findings(record.id, outcome=Outcome.FAILED)
        for by in ("王芳", "李强"):
            trail.record_decision(veto.id, DecisionKind.UPHELD, by, "联系人13800138000", noon(record.on))
    named = {site(1, owner="办公室13912345678"): Fate(upheld=(SITE_VETO,))}
    other = tmp_path / "other"
    released(other, inspected(other, named))
    for data in (tmp_path, other):
        if data is tmp_path:
            released(data, record)
        for name, content in site_of(data).items():
            if not name.endswith(".xlsx"):
                assert b"13800138000" not in content, name
                assert b"13912345678" not in content, name
            assert "王芳".encode() not in content, name
