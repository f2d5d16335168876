"""The part of the import law that import-linter cannot see: the two modules beside the packages."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAGES = ("crawler", "spiders", "checks", "results")


def imported(path: Path) -> set[str]:
    """Top-level names of everything a file imports, wherever it does."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize(
    "path", sorted(p for stage in STAGES for p in (ROOT / stage).rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_no_stage_imports_the_door_or_the_timetable(path: Path) -> None:
    assert not {"spotcheck", "scheduler"} & imported(path)


def test_only_the_door_imports_the_timetable() -> None:
    assert "scheduler" in imported(ROOT / "spotcheck.py")
    assert "spotcheck" not in imported(ROOT / "scheduler.py")


@pytest.mark.parametrize(
    "name",
    ["bs4", "chinese_calendar", "docx", "dns.resolver", "feedparser", "openpyxl", "playwright.async_api", "scrapy"],
)
def test_every_dependency_can_be_imported(name: str) -> None:
    """An installer may leave a package half there and say nothing."""
    assert importlib.import_module(name)
