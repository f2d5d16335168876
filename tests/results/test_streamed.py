"""A province has 14,000 targets with some sixty findings each: what looks at a run's findings never holds them all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from results.audit_findings import FoundChain
from tests.results.noticed import noticed, printed
from tests.results.office import filled
from tests.world.paperwork import write_inventory

BY = ("--by", "王芳")


def hold_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nobody asks for all findings of a run."""
    plain = FoundChain.findings

    def findings(chain: FoundChain, run: Any, **chosen: Any) -> Any:
        assert chosen, "all findings of a run at once"
        return plain(chain, run, **chosen)

    monkeypatch.setattr(FoundChain, "findings", findings)


@pytest.mark.parametrize(
    "words",
    [
        ("review",),
        ("findings",),
        ("decide", "--as", "dismissed", "--reason", "x", "--outcome", "failed", *BY),
        ("notices",),
        ("rating",),
        ("exemptions",),
        ("publish", "--draft"),
    ],
    ids=" ".join,
)
def test_a_command_over_a_run_reads_its_findings_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    data = filled(tmp_path / "office")
    until = ("exempt", "d1", "zl-name", "--reason", "x", "--until", "2999-12-31", *BY)
    printed(data, *until)
    hold_none(monkeypatch)
    printed(data, *words)


def test_a_draw_that_goes_by_the_last_quarter_reads_its_findings_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = noticed(tmp_path / "office")
    hold_none(monkeypatch)
    rows = [{"id": "d1", "kind": "department_site", "name": "教育局", "address": "http://d1.test/", "owner": "教育局"}]
    write_inventory(tmp_path / "inventory.csv", rows)
    words = ("--rate", "100%", "--seed", "x", "--quarter", "2027Q1", "--inventory", str(tmp_path / "inventory.csv"))
    assert "d1" in printed(data, "sample", *words, *BY)
