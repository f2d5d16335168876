"""How well the readers read: ``python -m tests.accuracy`` prints right, wrong and could-not-tell per field.

Measured on the hand-labelled pages beside the repository, where they are present, and on the repository's own
fixtures that carry a JSON file of the same name: ``{"url", "on", "as", "expected": {…}}``, a part of the facts.
The two stand in columns of their own: the fixtures were written for the readers, the pages were not.
``python -m tests.accuracy --write`` renews docs/accuracy.md.

What ``null`` in a label means: of a text (an organizer, a police number, a document number) that there is none on the
page; of a mark that is there or not (site map, contact, badge, error report) that nobody decided it, so it is not
counted. Four pages of one city show why: their error-report script is in the page, and the label is null.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.clock import today
from crawler.reading.dates.published import parse_date
from crawler.reading.facts import read_facts
from crawler.reading.pages.page import read_page
from tests.benchmarks import REAL_PAGES, TABLES

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "reading" / "fixtures"
DOCS = ROOT / "docs" / "accuracy.md"
INTRODUCTION = """# Accuracy

`make accuracy` measures the readers against hand labels of saved real pages (not in the repository) and against the
fixtures, which were written for them: the first column is the one to believe. `untold` counts "could not be told".
A null label of a text says that there is none; a null label of a mark that is there or not says nothing and is not
counted. The lines below compare with tables that two offices made themselves.
`python -m tests.accuracy --write` renews this page.
"""
UNKNOWN_DAY = date(2026, 11, 21)
KINDS = {"home": "home", "article": "article", "column": "column", "list": "list", "negative control": "article"}
FOOTER = {
    "site_code": "site_code",
    "icp": "icp_filing",
    "police": "police_filing",
    "organizer": "owner",
    "undertaker": "maintainer",
    "sitemap": "sitemap",
    "contact": "contact",
    "conac": "organ_badge",
    "jiucuo": "error_report",
    "ipv6_text": "claims_ipv6",
}
MARKS = frozenset({"sitemap", "contact", "conac", "jiucuo"})  # there or not: null in a label is "not decided"
PARTS = {
    "指南": "guide",
    "制度": "system",
    "法定主动公开内容": "statutory_content",
    "年报": "annual_report",
    "依申请公开": "on_request",
}


@dataclass(frozen=True)
class Comparison:
    path: str
    field: str
    expected: Any
    seen: Any

    @property
    def result(self) -> str:
        return judged(self.expected, self.seen)


def judged(expected: Any, seen: Any) -> str:
    """``null`` in a label means that no value is expected; ``None`` in the facts that none could be told."""
    if expected is None or expected == "":
        return "right" if seen in (None, False, "") else "wrong"
    if seen is None:
        return "could not tell"
    if expected is True:
        return "right" if seen else "wrong"
    if expected is False:
        return "right" if seen is False else "wrong"
    return "right" if bare(expected) == bare(seen) else "wrong"


def bare(value: Any) -> str:
    return "".join(str(value).split())


def labelled_pages() -> Iterator[dict[str, Any]]:
    file = REAL_PAGES / "labels.jsonl"
    if file.is_file():
        yield from (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


def compared_label(label: dict[str, Any]) -> Iterator[Comparison]:
    """Every labelled field of one page beside what was read."""
    expected = label["expected"]
    url = label["gov_url"] or f"http://www.unknown.gov.test/{label['path']}"
    body = (REAL_PAGES / label["path"]).read_bytes()
    kind = KINDS.get(label["kind"].split("(")[0])
    facts = read_facts(read_page(body, url, on=day_of(body, url)), kind)
    pairs = [("charset", label["charset"]["actual"], facts["charset"])]
    pairs += article_pairs(expected, facts) + listing_pairs(expected, facts, kind)
    footer = expected.get("footer", {})
    pairs += [
        (f"footer.{ours}", name == "ipv6_text" or footer_value(footer[name]), facts["footer"][ours])
        for name, ours in FOOTER.items()
        if name in footer and not (name in MARKS and footer[name] is None)
    ]
    pairs += disclosure_pairs(expected.get("disclosure", {}), facts, url)
    pairs += [("blocked", False, facts["blocked"]), ("soft_404", False, facts["soft_404"])]
    yield from (Comparison(label["path"], *pair) for pair in pairs)


def day_of(body: bytes, url: str) -> date:
    """The day the page was made stands for the day it was saved."""
    built = read_page(body, url, on=UNKNOWN_DAY).built
    return (parse_date(built, today=UNKNOWN_DAY) if built else None) or UNKNOWN_DAY


def footer_value(value: Any) -> Any:
    """The label says how the error report is made, or gives its address; the facts say whether it is there."""
    return True if isinstance(value, str) and (value == "hidden" or value.startswith("http")) else value


def article_pairs(expected: dict[str, Any], facts: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    document, metas = facts["document"], facts["metas"]
    pairs: list[tuple[str, Any, Any]] = []
    if "visible_pubdate" in expected:
        # The national portal shows no date; what its own mark says is the best there is.
        day = expected["visible_pubdate"] or expected.get("firstpublished_meta")
        pairs.append(("published_on", day and day[:10], facts["published_on"]))
    for field, name, value in (
        ("metas.SiteIDCode", "meta_site_code", metas.get("SiteIDCode")),
        ("metas.PubDate", "meta_pubdate", metas.get("PubDate")),
        ("document.index_number", "index_no", document["index_number"]),
        ("document.issuer", "publisher", document["issuer"]),
        ("document.document_number", "doc_number", document["document_number"]),
    ):
        if name in expected:
            pairs.append((field, expected[name], value))
    return pairs


def listing_pairs(expected: dict[str, Any], facts: dict[str, Any], kind: str | None) -> list[tuple[str, Any, Any]]:
    listings = facts["listings"]
    shown = listings[:1] if kind == "list" else listings
    days = sorted(item["date"] for listing in shown for item in listing["items"] if item["date"])
    first = listings[0] if listings else {"items": None, "pages": None}
    values = {
        "latest_item_date": days[-1] if days else None,
        "oldest_item_date": days[0] if days else None,
        "list_item_count": len(first["items"]) if first["items"] is not None else None,
        "page_count": first["pages"],
    }
    return [(name, expected[name], value) for name, value in values.items() if name in expected]


def disclosure_pairs(expected: dict[str, Any], facts: dict[str, Any], url: str) -> list[tuple[str, Any, Any]]:
    entry, parts = facts["disclosure"]["entry"] or {}, facts["disclosure"]["parts"]
    pairs: list[tuple[str, Any, Any]] = []
    if "entry_label" in expected:
        pairs.append(("disclosure.entry.label", expected["entry_label"], entry.get("label")))
        pairs.append(("disclosure.entry.url", urljoin(url, expected["entry_href"]), entry.get("url")))
    for name, ours in PARTS.items():
        if name not in expected:
            continue
        wanted, seen = expected[name], parts.get(ours)
        if isinstance(wanted, str) and isinstance(seen, dict):
            by_path = wanted.startswith("/")
            seen = urlsplit(seen["url"]).path if by_path else seen["label"]
        pairs.append((f"disclosure.parts.{ours}", wanted, seen))
    return pairs


def compared_fixture(file: Path) -> Iterator[Comparison]:
    case = json.loads(file.read_text(encoding="utf-8"))
    pages = [page for page in file.parent.glob(f"{file.stem}.*") if page.suffix in {".html", ".shtml", ".jsp"}]
    if not pages or not isinstance(case, dict) or "expected" not in case:
        return
    page = read_page(
        pages[0].read_bytes(), case["url"], on=date.fromisoformat(case["on"]), status=case.get("status", 200)
    )
    facts = read_facts(page, case.get("as"))
    for field, expected, seen in leaves(case["expected"], facts, ""):
        yield Comparison(file.stem, field, expected, seen)


def leaves(expected: Any, seen: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(expected, dict):
        inner = seen if isinstance(seen, dict) else {}
        for name, value in expected.items():
            yield from leaves(value, inner.get(name), f"{path}.{name}" if path else name)
    elif isinstance(expected, list) and any(isinstance(value, dict) for value in expected):
        rows = seen if isinstance(seen, list) else []
        yield f"{path}.length", len(expected), len(rows)
        for value, found in zip_longest(expected, rows[: len(expected)]):
            yield from leaves(value, found, path)
    else:
        yield path, expected, seen


Counts = dict[str, Counter[str]]
MOST_SHOWN = 60  # values that are not right
RESULTS = ("right", "wrong", "could not tell")


def counted(comparisons: list[Comparison]) -> Counts:
    counts: Counts = defaultdict(Counter)
    for pair in comparisons:
        counts[pair.field][pair.result] += 1
        counts["all"][pair.result] += 1
    return counts


def table(labelled: Counts, fixtures: Counts) -> Iterator[str]:
    """A line per field: the three counts on the saved real pages, then those on the fixtures; at last their shares."""
    yield f"{'':38}{'real pages':>24}{'fixtures':>27}"
    yield f"{'field':38}{'right':>7}{'wrong':>7}{'untold':>10}{'right':>10}{'wrong':>7}{'untold':>10}"
    for field in [*sorted({*labelled, *fixtures} - {"all"}), "all"]:
        yield f"{field:38}{numbers(labelled.get(field))}   {numbers(fixtures.get(field))}".rstrip()
    yield f"{'share':38}{shares(labelled['all'])}   {shares(fixtures['all'])}"


def numbers(count: Counter[str] | None) -> str:
    return "".join(f"{count[name] if count else '':>{width}}" for name, width in zip(RESULTS, (7, 7, 10), strict=True))


def shares(count: Counter[str]) -> str:
    every = sum(count.values()) or 1
    return "".join(f"{count[name] / every:>{width}.1%}" for name, width in zip(RESULTS, (7, 7, 10), strict=True))


def benchmark_lines() -> Iterator[str]:
    """What the product makes of the tables two offices made themselves."""
    for name, file, measured in TABLES:
        if not file.is_file():
            yield f"{name}: not beside the repository"
            continue
        seen = list(measured())
        missed = [row for row in seen if row.expected != row.seen]
        yield f"{name}: {len(seen) - len(missed)} of {len(seen)} agree"
        yield from (f"  {row.name}: expected {row.expected!r}, read {row.seen!r}" for row in missed[:10])


def report() -> Iterator[str]:
    labelled = [pair for label in labelled_pages() for pair in compared_label(label)]
    if not labelled:
        yield f"No labelled pages at {REAL_PAGES.name}: only the fixtures are measured."
    fixtures = [pair for file in sorted(FIXTURES.glob("**/*.json")) for pair in compared_fixture(file)]
    yield from table(counted(labelled), counted(fixtures))
    amiss = [pair for pair in [*labelled, *fixtures] if pair.result != "right"]
    for pair in amiss[:MOST_SHOWN]:
        yield f"{pair.result}: {pair.path} {pair.field}: expected {pair.expected!r}, read {pair.seen!r}"
    if len(amiss) > MOST_SHOWN:
        yield f"and {len(amiss) - MOST_SHOWN} more"
    yield ""
    yield from benchmark_lines()


def main() -> None:
    lines = list(report())
    print("\n".join(lines))
    if "--write" in sys.argv[1:]:
        machine = (
            f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        )
        shown = "\n".join(lines)
        DOCS.write_text(f"{INTRODUCTION}\nLast run: {today()} on {machine}.\n\n```text\n{shown}\n```\n", "utf-8")


if __name__ == "__main__":
    main()
