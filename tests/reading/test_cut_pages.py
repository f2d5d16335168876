"""Good pages cut short, walled in or riddled with zeros: what is not seen there is never called missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.reading.columns.column import navigation_is_complete
from crawler.reading.disclosure.column import parts_are_complete
from crawler.reading.facts import read_facts
from crawler.reading.footer.footer import read_footer
from crawler.reading.pages.page import Page, read_page

ON = date(2026, 11, 21)
FIXTURES = Path(__file__).parent / "fixtures" / "facts"
EVERY = 131  # bytes from one cut to the next
KINDS = ["home", "column", "list", "article", None]
ENDS = (b"</body", b"</html")


def answers(value: Any, wanted: object) -> int:
    if isinstance(value, dict):
        return sum(answers(inner, wanted) for inner in value.values())
    if isinstance(value, list):
        return sum(answers(inner, wanted) for inner in value)
    return int(value is wanted)


def whole_documents() -> Iterator[Path]:
    """Fixtures that end as documents do: only of them can be said where they were cut."""
    for file in sorted(FIXTURES.rglob("*.html")):
        body = file.read_bytes().lower()
        if all(end in body[-200:] for end in ENDS) and all(body.count(end) == 1 for end in ENDS):
            yield file


def denying() -> list[Path]:
    """The pages on which most is found missing, for these could be misread worst."""
    seen = {file: answers({**facts(file.read_bytes(), "home"), "listings": None}, False) for file in whole_documents()}
    return sorted(seen, key=lambda file: (-seen[file], file.name))[:8]


def facts(body: bytes, kind: str | None, **more: Any) -> dict[str, Any]:
    return read_facts(page(body, **more), kind)


def page(body: bytes, **more: Any) -> Page:
    return read_page(body, "http://www.qinghe.gov.test/", on=ON, **more)


DENYING = denying()


def test_the_pages_to_be_cut_deny_something_while_they_are_whole() -> None:
    assert len(DENYING) == 8
    assert all(answers(facts(file.read_bytes(), "home"), False) > 8 for file in DENYING)


@pytest.mark.parametrize("file", DENYING, ids=lambda file: file.stem)
def test_a_page_cut_anywhere_denies_nothing(file: Path) -> None:
    body = file.read_bytes()
    end = min(body.lower().rindex(end) for end in ENDS)
    for length in range(1, end + 2, EVERY):
        for kind in ("home", "column"):
            seen = facts(body[:length], kind)
            told = {name: seen.pop(name) for name in ("blocked", "soft_404")}
            assert (length, kind, answers(seen, False)) == (length, kind, 0)
            assert told["blocked"] is False


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(DENYING), st.floats(0, 1), st.sampled_from(KINDS), st.booleans())
def test_every_reader_by_itself_keeps_from_denying_on_a_cut_page(
    file: Path, share: float, kind: str | None, declared: bool
) -> None:
    body = file.read_bytes()
    end = min(body.lower().rindex(end) for end in ENDS)
    seen = page(body[: int(share * end)], truncated=declared)
    assert answers(vars_of(read_footer(seen)), False) == 0
    assert not navigation_is_complete(seen)
    assert not parts_are_complete(seen)
    assert answers({**read_facts(seen, kind), "blocked": None, "soft_404": None}, False) == 0


def vars_of(footer: Any) -> dict[str, Any]:
    return {name: getattr(footer, name) for name in footer.__slots__}


@pytest.mark.parametrize("status", [401, 403, 404, 410, 412, 429, 493, 500, 502, 503, 521])
def test_a_page_under_a_failing_status_denies_nothing(status: int) -> None:
    for file in DENYING[:3]:
        for kind in KINDS:
            seen = facts(file.read_bytes(), kind, status=status)
            assert answers({**seen, "blocked": None, "soft_404": None}, False) == 0


def walled() -> Iterator[Path]:
    for file in sorted((FIXTURES / "walls").glob("*.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))["expected"]
        if expected["blocked"] or expected["soft_404"]:
            yield file


@pytest.mark.parametrize("file", list(walled()), ids=lambda file: file.stem)
def test_a_wall_or_a_notice_denies_nothing_whatever_it_is_taken_for(file: Path) -> None:
    case = json.loads(file.read_text(encoding="utf-8"))
    for kind in KINDS:
        seen = facts(file.with_suffix(".html").read_bytes(), kind, status=case.get("status", 200))
        assert answers({**seen, "blocked": None, "soft_404": None}, False) == 0


@pytest.mark.parametrize("file", DENYING[:3], ids=lambda file: file.stem)
def test_zeros_between_the_letters_change_nothing(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    riddled = "".join(f"{letter}\0" if place % 9 == 0 else letter for place, letter in enumerate(text))
    assert facts(riddled.encode(), "home") == facts(text.encode(), "home")


def test_a_page_that_lacks_one_of_its_closing_tags_is_not_cut() -> None:
    text = (FIXTURES / "footers" / "no-map-anywhere.html").read_text(encoding="utf-8")
    for missing in ("</body>", "</html>"):
        assert read_footer(page(text.replace(missing, "").encode())).sitemap is False
    assert read_footer(page(text.replace("</body>", "").replace("</html>", "").encode())).sitemap is None
