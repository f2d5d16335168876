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
GIVEN = re.compile(r"""[=:]\s*(?:(?:parseInt|Number)\(\s*)?["']?(\d{1,8})\b""")
NAME = re.compile(r"""([A-Za-z_$][\w$]{0,40})["']?\s*$""")
PREFIX = re.compile(r"^(?:m_)?_?(?:n|i|int|str)?(?=[a-z])")
PAGES = frozenset({
    *("countpage", "pagecount", "totalpage", "totalpages", "total_page", "total_pages", "page_count", "maxpage", "zys"),
    *("allpage", "allpages", "pagetotal", "pageall", "lastpage", "pagenum_all", "pagecounts", "sumpage"),
})  # fmt: skip
RECORDS = frozenset({
    *("totalrecord", "totalrecords", "total_record", "total_records", "recordcount", "recordcounts", "totalcount"),
    *("total_count", "countnum", "totalnum", "totalnumber", "rowcount", "totalrow", "totalrows", "recordtotal"),
    *("datatotal", "datacount", "totaldata", "totalsize", "totalitem", "totalitems", "itemcount", "allcount"),
})  # fmt: skip
SIZES = frozenset({
    *("perpage", "per_page", "pagesize", "page_size", "pagerows", "limit", "rows", "prepage", "numperpage"),
    *("items_per_page", "showcount", "pagelistnum", "everypage"),
})  # fmt: skip
# var purl = "../n3/index_958"; maxPageNum = 199: the oldest page is number 1 (tax offices and cities, 2012 to 2026)
FALLING = re.compile(r"""\bpurl\s*=\s*["']([^"'\s]{1,200})["']""")
HIGHEST = re.compile(r"\bmaxPageNum\s*=\s*([1-9]\d{0,5})\b")
# Words that mean something else in most scripts: counted only beside other settings of a pager.
VAGUE = {"total": "records", "count": "records", "pages": "pages"}
BESIDE = re.compile(
    r"pageSize|page_size|limit|perPage|pageNo|pageIndex|curr|laypage|pagination|pager|groups|cont\s*:", re.I
)
ENTRIES = re.compile(r"\.pagination\(\s*(\d{1,7})\s*,\s*\{")
JOINED = re.compile(r"""["']([\w/-]+?)["']?\s*\+?\s*["']?_["']\s*\+\s*\w+\s*\+\s*["']\.["']\s*\+\s*["'](\w+)\\?["']""")
# "%3C" and the beginnings of div, a, ul, span and table, in base64
PACKED = re.compile(r"(?:JTND|JTNj|PGRpd|PGEg|PHVs|PHNw|PHRh)[A-Za-z0-9+/]{30,20000}={0,2}")
LONGEST_NAME = 48  # characters before a number in which its name stands
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
    step: int = 1  # -1 where the oldest page is number 1


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
    falling, highest = FALLING.search(scripts), HIGHEST.search(scripts)
    if falling and highest:
        stem = sibling(page, f"{falling[1]}_{{}}.html")
        return Called(int(highest[1]), None, stem, int(highest[1]) - 1, -1)
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


@dataclass(frozen=True, slots=True)
class Settings:
    """Numbers that scripts give to names of pagers, the first of each kind."""

    pages: int | None = None
    records: int | None = None
    size: int | None = None


def settings(scripts: str) -> Settings:
    """The counts given to variables or in the settings of pager libraries."""
    found: dict[str, int] = {}
    vague: dict[str, int] = {}
    for match in GIVEN.finditer(scripts):
        name = NAME.search(scripts, max(0, match.start() - LONGEST_NAME), match.start())
        number = int(match[1])
        if name is None:
            continue
        word = name[1].lower()
        kind = kind_of(word) or kind_of(PREFIX.sub("", word))
        if kind == "size" or (kind == "pages" and number >= MOST):
            found.setdefault("size", number) if kind == "size" and number else None
        elif kind:
            found.setdefault(kind, number)
        elif word in VAGUE and is_beside(match, scripts):
            vague.setdefault("pages" if word == "total" and "kkpager" in scripts else VAGUE[word], number)
    entries = ENTRIES.search(scripts)
    counts = {**vague, **({"records": int(entries[1])} if entries else {}), **found}
    return Settings(counts.get("pages") or None, counts.get("records"), counts.get("size"))


def kind_of(word: str) -> str | None:
    """What a name counts."""
    return "pages" if word in PAGES else "records" if word in RECORDS else "size" if word in SIZES else None


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
