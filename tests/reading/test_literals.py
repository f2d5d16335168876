"""Values in scripts, with code around and inside them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

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
