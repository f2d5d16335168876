"""Pages of old and odd portals: what they show in a way nobody reads is untold, never absent."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.reading.facts import read_facts
from crawler.reading.pages.page import read_page

PORTALS = Path(__file__).parent / "fixtures" / "facts" / "portals"
FOOTER = ("footer.site_code", "footer.icp_filing", "footer.police_filing", "footer.owner")
REACH = ("footer.sitemap", "footer.contact")
MARKS = ("footer.organ_badge", "footer.error_report")
UNTOLD = {
    "footer-of-several-tenants-in-one-script": FOOTER,
    "footer-as-one-picture": (*FOOTER, *REACH),
    "footer-as-one-picture-without-a-map": (*FOOTER, *REACH, *MARKS),
    "footer-map-without-words": REACH,
    "footer-map-with-a-wordless-part": ("footer.contact",),
    "edition-in-traditional-characters": ("footer.owner", *REACH, *MARKS, "disclosure.entry"),
    "edition-in-uyghur": ("footer.site_code", "footer.owner", *REACH, *MARKS, "disclosure.entry"),
    "edition-in-korean": ("footer.site_code", "footer.owner", *REACH, *MARKS, "disclosure.entry"),
    "entry-in-an-embedded-film": ("disclosure.entry",),
    "entry-in-a-menu-script-below-the-logo": ("disclosure.entry",),
}


def value(facts: dict[str, Any], path: str) -> Any:
    for name in path.split("."):
        facts = facts[name]
    return facts


@pytest.mark.parametrize("name", sorted(UNTOLD))
def test_what_nobody_could_read_is_untold_and_not_absent(name: str) -> None:
    case = json.loads((PORTALS / f"{name}.json").read_text(encoding="utf-8"))
    body = (PORTALS / f"{name}.html").read_bytes()
    facts = read_facts(read_page(body, case["url"], on=date.fromisoformat(case["on"])), case["as"])
    assert {path: value(facts, path) for path in UNTOLD[name]} == dict.fromkeys(UNTOLD[name])


PARTS = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("guide", "公开指引"),
        ("guide", "信息公开服务指南"),
        ("system", "公开法规"),
        ("system", "信息公开实施细则"),
        ("statutory_content", "公开清单"),
    ],
)
def test_a_part_in_words_nobody_listed_is_not_missing(part: str, name: str) -> None:
    places = {"guide": 0, "system": 1, "statutory_content": 2}
    names = [name if place == places[part] else one for place, one in enumerate(PARTS)]
    assert parts_of(names)[part] is not False


@pytest.mark.parametrize("name", ["指 南", "指&nbsp;&nbsp;南", "指　南"])
def test_a_short_name_with_blanks_inside_is_a_part(name: str) -> None:
    assert parts_of([name, *PARTS[1:]])["guide"] == {"label": "指南", "url": "http://www.yunxi.gov.test/zfxxgk/0/"}


def parts_of(names: list[str]) -> dict[str, Any]:
    lines = "".join(f"<li><a href=/zfxxgk/{place}/>{name}</a></li>" for place, name in enumerate(names))
    html = (
        "<html><head><meta charset=utf-8><title>政府信息公开</title></head><body>"
        f"<div>您的位置：<a href=/>首页</a> &gt; 政府信息公开</div><ul class=left>{lines}</ul></body></html>"
    )
    page = read_page(html.encode(), "http://www.yunxi.gov.test/zfxxgk/index.html", on=date(2026, 11, 21))
    facts: dict[str, Any] = read_facts(page, "column")["disclosure"]["parts"]
    return facts


def test_the_column_s_own_name_is_no_hint_at_a_part() -> None:
    assert parts_of([PARTS[0], PARTS[1], "政府信息公开", *PARTS[3:]])["statutory_content"] is False
