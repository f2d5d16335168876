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
