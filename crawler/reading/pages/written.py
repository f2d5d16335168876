"""What scripts write into a page: ``document.write``, joined strings and percent codes as plain markup."""

from __future__ import annotations

import re
from urllib.parse import unquote

from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

WRITES = re.compile(
    r"document\.write|innerHTML|innerText|textContent|outerHTML|insertAdjacentHTML|\.text\(|\.html\(|\.append|\.prepend|\.after\(",
    re.I,
)
SPACE = re.compile(r"\s{2,}")
LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*$", re.M)
HIDING = re.compile(r"^\s*<!--")
WRITE_SEAM = re.compile(
    r"""["'`]\s*\)+\s*;?\s*(?:(?:window\.)?document\.write(?:ln)?\s*\(\s*(?:unescape\s*\(\s*)?)["'`]""", re.I
)
# str += '...' after '...'; a seam may part a label from its value. Attributes side by side are none: a="b" c="d".
APPEND_SEAM = re.compile(
    r"""["'`]\s*(?:;\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]{0,40}\s*\+?=|[A-Za-z_$][\w.$]{0,40}\s*\+=)\s*"""
    r"""(?:[A-Za-z_$][\w.$]{0,40}\s*\+\s*)?["'`]"""
)
JOIN = re.compile(r"""(["'`])\s*\+\s*\1|["'`]\s*\+=?\s*["'`]""")
CODE_POINT = re.compile(r"(?:\\|%)u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
ESCAPED = re.compile(r"\\([\"'/`<>\\])")
LINE_ESCAPE = re.compile(r"\\[rnt]|\\\r?\n")
SURROGATES = range(0xD800, 0xE000)
LONGEST = 400_000  # characters of one script


def written_markup(script: str) -> str:
    """The markup a script's strings come to: comments out, joins closed, escapes and percent codes decoded."""
    # Long blanks go first: every expression below is linear without them.
    text = SPACE.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", script[:LONGEST])
    text = LINE_COMMENT.sub("", without(HIDING.sub("", text), "/*", "*/"))
    text = LINE_ESCAPE.sub("\n", text)
    text = CODE_POINT.sub(_character, text)
    if "%3" in text or "%E" in text or "%e" in text:
        text = unquote(text, errors="replace")
    text = ESCAPED.sub(r"\1", text)
    return without(JOIN.sub("", APPEND_SEAM.sub("", WRITE_SEAM.sub("", text))), "<!--", "-->")


def without(text: str, start: str, end: str) -> str:
    """The text without what stands between two marks; an unclosed mark stays."""
    pieces: list[str] = []
    kept_from = 0
    while (at := text.find(start, kept_from)) >= 0 and (close := text.find(end, at + len(start))) >= 0:
        pieces.append(text[kept_from:at])
        kept_from = close + len(end)
    pieces.append(text[kept_from:])
    return "".join(pieces)


def _character(match: re.Match[str]) -> str:
    point = int(match[1] or match[2], 16)
    return "" if point in SURROGATES else chr(point)


@once
def inline_scripts(page: Page) -> list[str]:
    """The sources of the page's own scripts, in page order."""
    return [script.text for script in page.root.iter("script") if script.text and not script.get("src")]


@once
def inline_markup(page: Page) -> str:
    """The markup that the page's own scripts write."""
    return "\n".join(written_markup(script) for script in inline_scripts(page) if WRITES.search(script))
