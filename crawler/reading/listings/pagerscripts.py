"""What a page's scripts say of its pages: calls that draw a pager, variables, settings of pager libraries."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from crawler.reading.listings.anchors import absolute, base_url
from crawler.reading.pages.page import Page

CALL = re.compile(r"(?<!function )\bcreatePage(?:HTML|Html)?\w*\s*\(([^()]{1,300})\)")
COMMENTED = re.compile(r"(?<![:\"'])//[^\n]*$")
PREFIX = r"""["']?(?<![A-Za-z0-9$])(?:m_)?_?(?:n|i|int|str)?"""
VALUE = r"""["']?\s*[=:]\s*(?:parseInt\(\s*|Number\(\s*)?["']?"""
VARIABLE = re.compile(
    PREFIX + r"(?:countPage|pageCount|totalPages?|total_pages?|page_count|maxPage|allPages?|pageTotal|pageAll|lastPage"
    r"|pageNum_all|pageCounts|sumPage|zys)" + VALUE + r"(\d{1,6})\b",
    re.I,
)
RECORDS = re.compile(
    PREFIX + r"(?:totalRecords?|total_?records?|recordCounts?|totalCount|total_count|countnum|totalNum(?:ber)?|rowCount"
    r"|totalRows?|recordTotal|dataTotal|dataCount|totalData|totalSize|totalItems?|itemCount|allCount)"
    + VALUE + r"(\d{1,8})\b",
    re.I,
)  # fmt: skip
# Words that mean something else in most scripts: counted only beside other settings of a pager.
VAGUE_RECORDS = re.compile(PREFIX + r"(?:total|count)" + VALUE + r"(\d{1,8})\b", re.I)
VAGUE_PAGES = re.compile(PREFIX + r"pages" + VALUE + r"(\d{1,6})\b", re.I)
BESIDE = re.compile(
    r"pageSize|page_size|limit|perPage|pageNo|pageIndex|curr|laypage|pagination|pager|groups|cont\s*:", re.I
)
SIZE = re.compile(
    PREFIX + r"(?:perPage|per_page|pageSize|page_size|pageRows|limit|rows|prePage|numPerPage|items_per_page|showCount"
    r"|pageListNum|everyPage)" + VALUE + r"(\d{1,4})\b",
    re.I,
)
ENTRIES = re.compile(r"\.pagination\(\s*(\d{1,7})\s*,\s*\{")
KKPAGER = re.compile(r"kkpager|\bpno\s*:", re.I)
JOINED = re.compile(r"""["']([\w/-]+?)["']?\s*\+?\s*["']?_["']\s*\+\s*\w+\s*\+\s*["']\.["']\s*\+\s*["'](\w+)\\?["']""")
# "%3C" and the beginnings of div, a, ul, span and table, in base64
PACKED = re.compile(r"(?:JTND|JTNj|PGRpd|PGEg|PHVs|PHNw|PHRh)[A-Za-z0-9+/]{30,20000}={0,2}")
WINDOW = 250  # characters around a vague word
MOST = 100_000  # more pages than any list has: the number means something else
LIKELY = 200  # records a page at most


@dataclass(frozen=True, slots=True)
class Called:
    """What a call that draws a pager says."""

    pages: int | None = None
    total: int | None = None
    stem: str | None = None  # address with {} for the number
    first_number: int = 1  # the number page 2 carries


def script_texts(page: Page) -> Iterator[str]:
    """The inline scripts of a page, long libraries left out."""
    for script in page.root.iter("script"):
        text = script.text
        if text and len(text) < 60_000:
            yield text


def called(page: Page, scripts: str) -> Called:
    """``createPageHTML`` of TRS (0-based) and of its younger relative with an element id first (1-based)."""
    for match in CALL.finditer(scripts):
        if COMMENTED.search(scripts[max(0, match.start() - 80) : match.start()]):
            continue
        parts = [part.strip() for part in match[1].split(",")]
        by_id = parts[0][:1] in "\"'" and not parts[0].strip("\"'").isdigit()
        parts = parts[1:] if by_id else parts
        count = number_of(parts[0] if parts else "", scripts)
        if count is None or count > MOST:
            continue
        name, ext = (parts[2].strip("\"'"), parts[3].strip("\"'")) if len(parts) >= 4 else ("", "")
        stem = sibling(page, f"{name}_{{}}.{ext}") if re.fullmatch(r"[\w/-]+", name) and ext.isalnum() else None
        total = number_of(parts[4], scripts) if len(parts) >= 5 else None
        fits = total is not None and count - 1 < total <= max(1, count) * LIKELY and total > count
        return Called(max(1, count), total if fits else None, stem, 2 if by_id else 1)
    joined = JOINED.search(scripts) if "countPage" in scripts else None
    stem = sibling(page, f"{joined[1].strip('_')}_{{}}.{joined[2]}") if joined else None
    return Called(stem=stem)


def number_of(text: str, scripts: str) -> int | None:
    """A literal, or the value a script gives to a variable."""
    text = text.strip("\"' ")
    if text.isdigit() and text.isascii():
        return int(text[:9])
    match = re.search(rf"\b{re.escape(text)}\s*=\s*[\"']?(\d{{1,9}})", scripts) if text.isidentifier() else None
    return int(match[1]) if match else None


def sibling(page: Page, name: str) -> str | None:
    """The absolute address of a page beside this one, with its placeholder."""
    url = absolute(base_url(page), name.replace("{}", "0000000"))
    return url.replace("{", "{{").replace("}", "}}").replace("0000000", "{}") if url else None


def declared(scripts: str) -> int | None:
    """A count of pages given to a variable or to a pager's settings."""
    if KKPAGER.search(scripts):
        match = VAGUE_RECORDS.search(scripts)
        if match:
            return int(match[1]) or None
    counts = [int(match[1]) for match in VARIABLE.finditer(scripts)]
    counts += [int(match[1]) for match in VAGUE_PAGES.finditer(scripts) if is_beside(match, scripts)]
    return next((count for count in counts if 0 < count < MOST), None)


def scripted_records(scripts: str) -> tuple[int | None, int | None]:
    """(records, records a page)"""
    match = RECORDS.search(scripts) or ENTRIES.search(scripts)
    if match is None and not KKPAGER.search(scripts):
        match = next((one for one in VAGUE_RECORDS.finditer(scripts) if is_beside(one, scripts)), None)
    size = next((int(one[1]) for one in SIZE.finditer(scripts) if int(one[1]) > 0), None)
    return int(match[1]) if match else None, size


def is_beside(match: re.Match[str], scripts: str) -> bool:
    """Other settings of a pager stand near a word that alone says little."""
    around = scripts[max(0, match.start() - WINDOW) : match.start()] + scripts[match.end() : match.end() + WINDOW]
    return BESIDE.search(around) is not None


def packed_markup(page: Page, scripts: str) -> str:
    """Markup of a pager that a page keeps as base64 of percent codes, in an element or a script."""
    if not any(sign in page.html for sign in ("JTND", "JTNj", "PGRpd", "PGEg", "PHVs", "PHNw", "PHRh")):
        return ""
    found = []
    for match in PACKED.finditer(page.html):
        try:
            text = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue
        found.append(unquote(text))
    return "\n".join(found)
