"""An office whose accounts, home pages and columns were read: a run with findings and the readings behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from checks.catalogue import load_catalogue
from checks.judge import judge
from crawler.captures.readings import Readings
from crawler.model import Digest, Evidence, Fault, FaultKind, Finding, Registry, RunId, Target, TargetId, TargetKind
from crawler.reading.accounts.account import AccountActivity, AccountSource
from crawler.reading.columns.column import ColumnKind, ColumnLink, ColumnState
from crawler.reading.footer.footer import Footer
from crawler.reading.listings.listing import Item
from crawler.reading.sites.site import ColumnListing, HomePage
from results import text
from results.audit import RunRecord, Trail
from results.verify import NOTHING
from tests.results.office import ACCOUNT, NOON, PORTAL

SEEN_ON = date(2026, 11, 21)
RECORD = RunRecord(RunId("2026Q4-1"), "2026Q4", SEEN_ON, "sha256:i", "sha256:c", "sha256:k", "0.1.0", "key-1", NOON)
WATCHED = (
    "m-stale-14d",
    "m-zombie-close",
    "home-stale-14d",
    "columns-stale-5",
    "columns-overdue-10",
    "m-one-per-platform",
)
OTHER_ACCOUNT = replace(ACCOUNT, id=TargetId("m2"), name="临江水利", owner="临江市水利局", platform="微博")
BARE = Footer(None, None, None, None, None, None, None, None)
PHONE = "0795-1234567"
TIMEOUT = Fault(FaultKind.TIMEOUT, "", "http://www.linjiang.gov.test/")
Seen = Mapping[type, Any]


def ago(days: int, title: str = "工作动态一则") -> Item:
    """An item so many days old on the day of the run."""
    return Item(title, "http://www.linjiang.gov.test/1.html", SEEN_ON - timedelta(days=days))


def posted(days: int, *others: AccountSource) -> AccountActivity:
    newest = ago(days, "便民提示")
    return AccountActivity(newest, (AccountSource("feed", "http://feed.gov.test/1", newest, 10), *others))


def home(days: int, **other: Any) -> HomePage:
    values: dict[str, Any] = {"dated": 9, "undated": 0, "navigation_only": False, "newest_below": None}
    page = {"url": PORTAL.address, "title": "", "newest": ago(days), "below_complete": False}
    return HomePage(**{**values, **page, **other})


def column(name: str, days: int | None, kind: ColumnKind = ColumnKind.NEWS, **other: Any) -> ColumnListing:
    link = ColumnLink(name, f"http://www.linjiang.gov.test/{name}/", (name,), kind)
    newest = None if days is None else replace(ago(days), url=f"{link.url}1.html")
    return replace(ColumnListing(link, ColumnState.LISTED, newest, 20), **other)


def footer(contact: Any = PHONE) -> Footer:
    return replace(BARE, contact=contact)


def watched(data: Path, office: Mapping[Target, Seen], *, kept: bool = True) -> Path:
    """A data folder with one complete run over these targets: fact type → what was seen (or a Fault)."""
    targets = tuple(office)
    with Trail.open(data) as trail:
        trail.begin_run(RECORD, targets)
        for target in targets:
            trail.record_gathered(RECORD.id, target.id, NOTHING, 0, NOON)
        number = trail.begin_judgement(RECORD.id, "sha256:k", "0.1.0", NOON)
        for target, seen in office.items():
            evidence = tuple(Evidence(target.id, kind, fact) for kind, fact in seen.items())
            findings = _findings(target, evidence, targets)
            made = Readings(data, RECORD.id, SEEN_ON)
            reading = made.keep(target.id, NOTHING, evidence, {}) if kept else ""
            trail.record_findings(RECORD.id, number, target.id, findings, NOON, reading)
        trail.finish_run(RECORD.id, True, {}, NOON)
    return data


def _findings(target: Target, evidence: Sequence[Evidence[Any]], targets: tuple[Target, ...]) -> list[Finding]:
    judged = judge(target, evidence, Registry(targets), load_catalogue(), SEEN_ON)
    return [
        Finding(
            run=RECORD.id, target=target.id, indicator=one.indicator.id, indicator_version=one.indicator.version,
            outcome=one.verdict.outcome, reason=one.verdict.reason, data=one.verdict.data,
            subjects=one.verdict.subjects, message=text.render(one.indicator, one.verdict),
            captures=(Digest("sha256:" + "ab" * 32),), observed_at=NOON, monitored_on=SEEN_ON,
            catalogue_digest="sha256:k", program_version="0.1.0",
        )
        for one in judged
        if one.indicator.id in WATCHED
    ]  # fmt: skip


def site(target: Target = PORTAL, *columns: ColumnListing, days: int = 1, contact: Any = None) -> dict[Target, Seen]:
    return {target: {HomePage: home(days), ColumnListing: columns, Footer: footer(contact)}}


def account(days: int, target: Target = ACCOUNT) -> dict[Target, Seen]:
    return {target: {AccountActivity: posted(days)}}


__all__ = [
    "ACCOUNT", "OTHER_ACCOUNT", "PHONE", "PORTAL", "RECORD", "SEEN_ON", "TIMEOUT", "TargetKind", "account", "ago",
    "column", "footer", "home", "posted", "site", "watched",
]  # fmt: skip
