"""``spotcheck read --as annual-report`` on pages and on files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crawler.commands import app
from tests.reading.annual_report.papers import as_docx, as_pdf
from tests.reading.annual_report.reports import Report, as_html, as_text, invented

FORMS: dict[str, Callable[[Report], bytes]] = {
    "html": lambda report: as_html(report).encode(),
    "txt": lambda report: as_text(report).encode(),
    "pdf": as_pdf,
    "docx": as_docx,
}


def printed(folder: Path, name: str, body: bytes, kind: str = "annual-report") -> dict[str, Any]:
    file = folder / name
    file.write_bytes(body)
    url = f"http://swj.linyuan.gov.test/nb/{name}"
    result = CliRunner().invoke(app, [str(file), "--url", url, "--on", "2026-11-21", "--as", kind])
    assert result.exit_code == 0, result.output
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_printed_from_whatever_file_it_came_in(tmp_path: Path, form: str) -> None:
    facts = printed(tmp_path, f"report.{form}", FORMS[form](invented()))
    report = facts["annual_report"]
    assert (report["year"], report["format"], report["organ"]) == (2022, "2021", "林苑市水务局")
    assert [section["number"] for section in report["sections"]] == [1, 2, 3, 4, 5, 6]
    assert all(section["found"] for section in report["sections"])
    assert report["tables"]["table3"]["new"] == {
        **{"natural_person": 37, "company": 4, "research": 0, "social_organisation": 0},
        **{"legal_service": 0, "other": 0, "total": 41},
    }
    balance = {"name": "t3-identity:total", "left": 46, "right": 46, "holds": True}
    assert balance in report["identities"]
    assert facts["faults"] == []


def test_a_report_that_does_not_add_up_is_printed_as_such(tmp_path: Path) -> None:
    body = as_pdf(invented().changed(0, 6, "44"))
    identities = printed(tmp_path, "report.pdf", body)["annual_report"]["identities"]
    wrong = [identity["name"] for identity in identities if identity["holds"] is False]
    assert wrong == ["t3-identity:total", "t3-cols:new"]


def test_a_file_that_could_not_be_told_is_null_with_its_reason(tmp_path: Path) -> None:
    facts = printed(tmp_path, "report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert facts["annual_report"] is None
    assert facts["faults"] == ["annual_report: old-word-format"]
    assert facts["footer"]["site_code"] is None


def test_a_page_that_is_no_report_is_null(tmp_path: Path) -> None:
    facts = printed(tmp_path, "list.html", b"<ul><li><a href=/1.html>2022</a></ul>")
    assert facts["annual_report"] is None
    assert facts["faults"] == []


def test_other_pages_print_no_report(tmp_path: Path) -> None:
    assert "annual_report" not in printed(tmp_path, "page.html", as_html(invented()).encode(), "article")
