"""How well the readers read: ``python -m tests.accuracy`` prints right, wrong and could-not-tell per field.

Measured on the hand-labelled pages beside the repository, where they are present, and on the repository's own
fixtures that carry a JSON file of the same name: ``{"url", "on", "as", "expected": {…}}``, a part of the facts.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.reading.dates.published import parse_date
from crawler.reading.facts import read_facts
from crawler.reading.pages.page import read_page

ROOT = Path(__file__).resolve().parent.parent
REAL_PAGES = ROOT.parent / "shared" / "realpages"
FIXTURES = ROOT / "tests" / "reading" / "fixtures"
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
}
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
        (f"footer.{name}", footer_value(footer[name]), facts["footer"][ours])
        for name, ours in FOOTER.items()
        if name in footer
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
    for name, value in (
        ("meta_site_code", metas.get("SiteIDCode")),
        ("meta_pubdate", metas.get("PubDate")),
        ("index_no", document["index_number"]),
        ("publisher", document["issuer"]),
        ("doc_number", document["document_number"]),
    ):
        if name in expected:
            pairs.append((name, expected[name], value))
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
        pairs.append((f"disclosure.{ours}", wanted, seen))
    return pairs


def compared_fixture(file: Path) -> Iterator[Comparison]:
    case = json.loads(file.read_text(encoding="utf-8"))
    pages = [page for page in file.parent.glob(f"{file.stem}.*") if page.suffix in {".html", ".shtml", ".jsp"}]
    if not pages or not isinstance(case, dict) or "expected" not in case:
        return
    page = read_page(pages[0].read_bytes(), case["url"], on=date.fromisoformat(case["on"]))
    facts = read_facts(page, case.get("as"))
    for field, expected, seen in leaves(case["expected"], facts, ""):
        yield Comparison(file.stem, field, expected, seen)


def leaves(expected: Any, seen: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(expected, dict):
        inner = seen if isinstance(seen, dict) else {}
        for name, value in expected.items():
            yield from leaves(value, inner.get(name), f"{path}.{name}" if path else name)
    elif isinstance(expected, list) and any(isinstance(value, dict) for value in expected):
        inner = seen if isinstance(seen, list) else []
        yield f"{path}.length", len(expected), len(inner)
        for value, found in zip_longest(expected, inner[: len(expected)]):
            yield from leaves(value, found, path)
    else:
        yield path, expected, seen


def main() -> None:
    comparisons = [pair for label in labelled_pages() for pair in compared_label(label)]
    if not comparisons:
        print(f"No labelled pages at {REAL_PAGES}: only the fixtures are measured.")
    comparisons += [pair for file in sorted(FIXTURES.glob("**/*.json")) for pair in compared_fixture(file)]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in comparisons:
        counts[pair.field][pair.result] += 1
    print(f"{'field':34}{'right':>7}{'wrong':>7}{'could not tell':>16}")
    for field in sorted(counts):
        count = counts[field]
        print(f"{field:34}{count['right']:>7}{count['wrong']:>7}{count['could not tell']:>16}")
    total = sum(counts.values(), Counter())
    print(f"{'all':34}{total['right']:>7}{total['wrong']:>7}{total['could not tell']:>16}")
    for pair in comparisons:
        if pair.result != "right":
            print(f"{pair.result}: {pair.path} {pair.field}: expected {pair.expected!r}, read {pair.seen!r}")


if __name__ == "__main__":
    main()
