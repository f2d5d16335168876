"""The published pages in a real browser: accessible by axe, narrow screens, keyboard, no script, print."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pdfminer.high_level import extract_text
from playwright.sync_api import Browser, Page, sync_playwright

from crawler.model import DecisionKind, Outcome
from results.audit import Trail
from results.circular.compose import html_of
from results.publishing.quarter import published
from results.publishing.site import pages
from results.publishing.write import write
from spiders.chromium import find_browser
from tests.results.published import DAYS, Fate, four_quarters, inspected, noon, released, settings, site, usual

logging.getLogger("pdfminer").setLevel(logging.ERROR)
CHROMIUM = find_browser("")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("site-browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PAGES = (
    "index.html",
    "latest/index.html",
    *(f"2026Q4/{name}" for name in (
        "index.html", "sites-1.html", "accounts-1.html", "problems-1.html", "owners-1.html", "unchecked-1.html",
        "method.html", "dictionary.html", "corrections.html", "circular.html", "edition-1/index.html",
    )),
)  # fmt: skip
RADICALS = str.maketrans("⻚⻔⻘⻅⻓⺠", "页门青见长民")  # as a PDF from a browser may spell them
NARROW = {"width": 375, "height": 812}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three quarters of the usual city with longer names, the last one ranked and corrected."""
    data = tmp_path_factory.mktemp("browser")
    four_quarters(data, [quarter for quarter in DAYS if quarter not in {"2026Q3", "2026Q4"}])
    fates = usual()
    fates |= {
        site(20 + n, "青石县", name=f"青石县名称繁复的第{n}个网站" * 3): Fate(upheld=("home-stale-14d",))
        for n in range(24)
    }
    record, config = inspected(data, fates, "2026Q4"), settings(ranking=True)
    released(data, record, config)
    with Trail.open(data) as trail:
        (veto,) = trail.findings(record.id, outcome=Outcome.FAILED, target=site(2).id)
        trail.record_decision(veto.id, DecisionKind.DISMISSED, "王芳", "复核后撤销", noon(record.on))
    released(data, record, config, "复核后撤销一项问题")
    with Trail.read(data) as trail:
        write(data / "site", pages(trail.editions(), lambda one: published(trail, one), html_of))
    return data / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def opened(page: Page, folder: Path, name: str) -> Page:
    page.goto((folder / name).as_uri())
    return page


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing(browser: Browser, folder: Path, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page, axe = context.new_page(), Axe()
    found = {name: axe.run(opened(page, folder, name)) for name in PAGES}
    assert {name: one.generate_report() for name, one in found.items() if one.violations_count} == {}
    context.close()


def test_no_page_is_wider_than_a_telephone(page: Page, folder: Path) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    widths = {
        name: opened(page, folder, name).evaluate("document.documentElement.scrollWidth")
        for name in sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))
    }
    assert {name: width for name, width in widths.items() if width > NARROW["width"]} == {}


def test_what_is_wide_scrolls_in_a_region_of_its_own_by_keyboard(page: Page, folder: Path) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    regions = opened(page, folder, "2026Q4/index.html").evaluate(
        """[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)
           .map(one => [one.tabIndex, one.getAttribute('role'), one.getAttribute('aria-labelledby')])"""
    )
    assert regions
    assert all(tab == 0 and role == "region" and label for tab, role, label in regions)


def test_the_keyboard_reaches_every_link_and_shows_where_it_is(page: Page, folder: Path) -> None:
    opened(page, folder, "2026Q4/index.html")
    page.keyboard.press("Tab")
    first = page.evaluate(
        "[document.activeElement.className, document.activeElement.getBoundingClientRect().left >= 0]"
    )
    assert first == ["skip", True]
    reached, unseen = set[str](), list[str]()
    for _ in range(page.locator("a, [tabindex='0']").count() + 5):
        href, style = page.evaluate(
            "[document.activeElement.getAttribute('href'), getComputedStyle(document.activeElement).outlineStyle]"
        )
        if href and style == "none":
            unseen.append(href)
        reached.add(href)
        page.keyboard.press("Tab")
    assert set(page.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")) <= reached
    assert unseen == []


def test_the_skip_link_leads_to_the_text(page: Page, folder: Path) -> None:
    opened(page, folder, "2026Q4/index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_are_whole_without_any_script(browser: Browser, folder: Path) -> None:
    with_script, without = (browser.new_context(java_script_enabled=on) for on in (True, False))
    for name in ("index.html", "2026Q4/index.html", "2026Q4/problems-1.html"):
        texts = [opened(one.new_page(), folder, name).inner_text("body") for one in (with_script, without)]
        assert texts[0] == texts[1]
    with_script.close()
    without.close()


def _sheets(printed: bytes) -> list[str]:
    """The words of each sheet."""
    text = unicodedata.normalize("NFKC", extract_text(io.BytesIO(printed))).translate(RADICALS)
    return [re.sub(r"\s", "", one) for one in text.split("\f") if one.strip()]


def test_what_is_printed_is_whole_and_repeats_the_heads_of_tables(page: Page, folder: Path) -> None:
    printed = opened(page, folder, "2026Q4/problems-1.html").pdf(prefer_css_page_size=True)
    sheets = _sheets(printed)
    assert len(sheets) > 1
    assert all("检查所见" in one and "发现编号" in one for one in sheets if "linjiang.gov.test" in one)
    whole = "".join(sheets)
    assert all(number in whole for number in re.findall(r'id="f(\d+)"', page.content()))
    assert "http://www.linjiang.gov.test/yw/" in whole
    assert "跳到正文" not in whole


def test_the_first_page_is_printed_with_its_charts_and_no_menu(page: Page, folder: Path) -> None:
    printed = opened(page, folder, "2026Q4/index.html").pdf(prefer_css_page_size=True)
    text = "".join(_sheets(printed))
    assert "政府网站合格率" in text
    assert "首页不更新(单项否决)" in text  # from the chart
    assert "数据字典" not in text
