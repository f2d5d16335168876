"""The house's own measures: small files and functions, Chinese as data, documents that name what exists."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("crawler", "spiders", "checks", "results")
CODE = [*(path for stage in STAGES for path in sorted((ROOT / stage).rglob("*.py"))), ROOT / "scheduler.py"]
CODE.append(ROOT / "spotcheck.py")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LEXICON = sorted((ROOT / "crawler" / "lexicon").glob("*.toml"))
FILE_LINES = 300
FUNCTION_LINES = 30
CHINESE = re.compile("[\u3400-\u9fff]")  # words; punctuation is form
NAMED_PATH = re.compile(r"`((?:crawler|spiders|checks|results|tests|docs)/[\w./-]*\w)`?")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """The nodes that are documentation: a string standing alone as a statement."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", CODE, ids=named)
def test_files_and_functions_are_small_enough_to_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FILE_LINES
    lengths = {each.name: (each.end_lineno or 0) - each.lineno + 1 for each in functions(ast.parse(text))}
    assert {name: length for name, length in lengths.items() if length > FUNCTION_LINES} == {}


@pytest.mark.parametrize("path", CODE, ids=named)
def test_chinese_is_data_and_not_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    words = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    spoken = [node for node in words if node not in docstrings(tree) and CHINESE.search(node.value)]
    assert [f"line {node.lineno}: {node.value}" for node in spoken] == []


def test_no_module_is_named_for_nothing() -> None:
    assert [named(path) for path in CODE if path.stem in {"utils", "util", "common", "helpers", "misc"}] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_a_document_names_only_what_exists(path: Path) -> None:
    paths = NAMED_PATH.findall(path.read_text(encoding="utf-8"))
    assert [each for each in paths if not (ROOT / each.partition(":")[0]).exists()] == []


@pytest.mark.parametrize("path", LEXICON, ids=named)
def test_every_list_of_words_says_where_it_was_seen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert text.lstrip().startswith("#")
