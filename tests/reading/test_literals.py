"""Values in scripts, with code around and inside them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crawler.reading.pages import literals
from crawler.reading.pages.literals import read_literals


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ("var a = [1, 'x', \"y\"];", [[1, "x", "y"]]),
        ('var t={"a":{"b":[true,null,2.5]}};', [{"a": {"b": [True, None, 2.5]}}]),
        ("f({id:1, name:'甲'}, [3]);", [{"id": 1, "name": "甲"}, [3]]),
        ("var u={url: root + '/a.html', name: 'a' + 'b'};", [{"url": None, "name": "ab"}]),
        ("var t=[{n:'甲', click:function(o){ return [7]; }}, {n:'乙'}];", [[7], {"n": "乙"}]),
        ("// [1]\n/* [2] */ var s='\\u516c\\x41\\'';x=[s,'\\u516c']", [[None, "公"]]),
        ("x = [1, 2", []),
        ("]})(", []),
        ("", []),
    ],
)
def test_whole_lists_and_objects_are_read_and_code_is_passed_over(script: str, values: list[Any]) -> None:
    assert read_literals(script) == values


@given(some.text(alphabet="[]{}(),:+'\"\\/*`ab1-.$ \n公", max_size=200))
def test_no_script_is_too_broken(script: str) -> None:
    assert all(isinstance(value, list | dict) for value in read_literals(script))


class Counting:
    """An expression that counts the characters it looks at."""

    passed = 0

    def __init__(self, expression: re.Pattern[str]) -> None:
        self.expression = expression

    def match(self, script: str, place: int) -> re.Match[str] | None:
        found = self.expression.match(script, place)
        Counting.passed += found.end() - place + 1 if found else 1
        return found


@pytest.mark.parametrize("piece", ['\\"', "\\'", "/*", "'\\\\\"", "`a$", "a'\n", '"\\'])
def test_openers_without_an_end_take_no_more_work_than_the_script_is_long(
    monkeypatch: pytest.MonkeyPatch, piece: str
) -> None:
    monkeypatch.setattr(literals, "ENDS", {opener: Counting(end) for opener, end in literals.ENDS.items()})
    monkeypatch.setattr(Counting, "passed", 0)
    script = piece * 5_000
    read_literals("[1]" + script)
    assert Counting.passed <= 8 * len(script)


@pytest.mark.parametrize("script", ["/* [1]", "x = '\\' + [1]", '"\\"[1]', "`${a}[1]`"])
def test_what_stands_behind_an_opener_without_an_end_is_read_all_the_same(script: str) -> None:
    assert read_literals(script) == [[1]]
