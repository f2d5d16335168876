"""The data a page brings along for its scripts: window.__INITIAL_STATE__, RENDER_DATA, JSON in a script of its own."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from crawler.reading.pages.literals import read_literals
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

ASSIGNED = re.compile(r"""[=(]\s*(?:JSON\.parse\s*\(\s*)?(?:decodeURIComponent\s*\(\s*)?(?=["'{\[])""")
QUOTED = re.compile(r"""(["'])((?:(?!\1)[^\\\n]|\\.)*+)\1""")
UNDEFINED = re.compile(r"(?<=[:,\[])\s*undefined\b")
PERCENT = re.compile(r"^\s*%(?:7B|5B)", re.I)
ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")
SMALLEST = 40  # characters: shorter values hold no posts
LONGEST = 4_000_000  # characters of one script
MOST_TRIES = 12  # values of one script that turn out to be none
MOST_VALUES = 2_000
MOST_STARTS = 20_000  # places of one script where a value may begin
MOST_NODES = 200_000
DECODER = json.JSONDecoder()


@once
def page_data(page: Page) -> tuple[Any, ...]:
    """The objects and lists in the page's own scripts, in page order. Never raises."""
    found: list[Any] = []
    for script in page.root.iter("script"):
        text = (script.text or "")[:LONGEST]
        if len(text) >= SMALLEST and not script.get("src"):
            found += _of_script(text)
    return tuple(found)


def walk(data: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, outermost first; of endless data the beginning."""
    waiting, left = [data], MOST_NODES
    while waiting and left:
        left -= 1
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(inner for inner in reversed(value.values()) if isinstance(inner, dict | list))
        elif isinstance(value, list):
            waiting.extend(inner for inner in reversed(value) if isinstance(inner, dict | list))


def at_path(record: Any, path: str) -> Any:
    """The value below dotted names, or None."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def first_text(record: Any, paths: tuple[str, ...]) -> str:
    """The first of the values that says something, as text."""
    values = (at_path(record, path) for path in paths)
    texts = (str(value) for value in values if isinstance(value, str | int) and not isinstance(value, bool))
    return next((" ".join(text.split()) for text in texts if text.strip()), "")


def _of_script(text: str) -> list[Any]:
    whole = _parsed(text.strip())
    return [whole] if whole is not None else _assigned(UNDEFINED.sub("null", text))


def _assigned(text: str) -> list[Any]:
    found: list[Any] = []
    place, tries, starts = 0, 0, 0
    while (
        tries < MOST_TRIES
        and len(found) < MOST_VALUES
        and starts < MOST_STARTS
        and (start := ASSIGNED.search(text, place))
    ):
        value, place = _value_at(text, start.end())
        starts += 1
        if isinstance(value, dict | list):
            found.append(value)
        elif place - start.end() > SMALLEST:
            tries += 1
    return found or [value for value in read_literals(text) if isinstance(value, dict | list)]


def _value_at(text: str, start: int) -> tuple[Any, int]:
    """The value that begins here and where it ends; None where it is none."""
    if text[start] in "{[":
        try:
            return DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            return None, start + 1 + SMALLEST
    quoted = QUOTED.match(text, start)
    if quoted is None:
        return None, start + 1
    inner = quoted[2]
    if len(inner) < SMALLEST:
        return None, start + 1
    return _parsed(html.unescape(ESCAPED.sub(_character, inner))), quoted.end()


def _parsed(text: str) -> Any:
    if PERCENT.match(text):
        text = unquote(text, errors="replace")
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return {"n": "\n", "t": "\t", "r": "\r"}.get(match[3], match[3])
    point = int(match[1] or match[2], 16)
    return chr(point) if not 0xD800 <= point < 0xE000 else ""
