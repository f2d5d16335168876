"""Quarters of an invented office, concluded and ready to be published: what tests of lists and circulars start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from checks.catalogue import Catalogue, load_catalogue
from checks.indicator import Indicator
from crawler.clock import CHINA
from crawler.config import Config, Office, Publish
from crawler.model import (
    DecisionKind,
    Finding,
    IndicatorId,
    Outcome,
    RunId,
    Target,
    TargetId,
    TargetKind,
    TargetStatus,
)
from results.audit import RunRecord, Trail
from results.publishing.freeze import Order, freeze
from results.publishing.rows import Edition, SetAside
from results.review.exemption_rows import Exemption
from tests.results.office import REVIEWERS, finding

CATALOGUE = load_catalogue()
CONFIG = Config(office=Office(name="临江市人民政府办公室", city="临江市", telephone="0000-1234567"))
DAYS = {
    "2026Q1": date(2026, 3, 16), "2026Q2": date(2026, 6, 15), "2026Q3": date(2026, 9, 14), "2026Q4": date(2026, 11, 16)
}  # fmt: skip
SITE_VETO, ACCOUNT_VETO, DEDUCTION = "home-stale-14d", "m-stale-14d", "zl-name"
PLATFORMS = ("微信", "微博", "抖音")


@dataclass(frozen=True)
class Fate:
    """What becomes of one target. ``upheld`` and ``dismissed``: indicators; ``open``: nobody concludes on these."""

    upheld: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()  # those of them that are excused, whatever was said
    set_aside: str = ""  # the reason
    chosen: bool = True


GOOD = Fate()


def site(number: int, region: str = "临江市本级", *, portal: bool = False, **other: object) -> Target:
    name = f"{region}第{number}局"
    values: dict[str, object] = {
        "id": TargetId(f"s{number}"),
        "kind": TargetKind.PORTAL if portal else TargetKind.DEPARTMENT_SITE,
        "name": f"{region}人民政府" if portal else name,
        "address": f"http://s{number}.linjiang.gov.test/",
        "owner": f"{region}人民政府办公室" if portal else name,
        "level": "市级" if region == "临江市本级" else "县级",
        "region": region,
        "site_code": f"41990000{number:02d}",
    }
    return Target(**{**values, **other})  # type: ignore[arg-type]


def account(number: int, region: str = "临江市本级", **other: object) -> Target:
    values: dict[str, object] = {
        "id": TargetId(f"a{number}"),
        "kind": TargetKind.ACCOUNT,
        "name": f"{region}发布{number}",
        "address": "",
        "owner": f"{region}人民政府办公室",
        "level": "市级" if region == "临江市本级" else "县级",
        "region": region,
        "platform": PLATFORMS[number % len(PLATFORMS)],
        "account_id": f"account{number}",
    }
    return Target(**{**values, **other})  # type: ignore[arg-type]


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=CHINA)


def inspected(
    data: Path,
    fates: Mapping[Target, Fate],
    quarter: str = "2026Q4",
    catalogue: Catalogue = CATALOGUE,
    *,
    healthy: bool = True,
    serial: int = 1,
) -> RunRecord:
    """One quarter's run over these targets, judged and, but for what stays open, concluded by two persons."""
    on = DAYS[quarter]
    at = noon(on)
    name = RunId(f"{quarter}-{serial}")
    record = RunRecord(name, quarter, on, "sha256:i", "sha256:c", catalogue.digest, "0.1.0", f"key-{name}", at)
    with Trail.open(data) as trail:
        trail.begin_run(record, list(fates), {one.id for one, fate in fates.items() if fate.chosen})
        trail.record_rules(catalogue.digest, catalogue.indicators, at)
        judgement = trail.begin_judgement(name, catalogue.digest, "0.1.0", at)
        for target, fate in fates.items():
            if fate.chosen and target.status is TargetStatus.RUNNING:
                own = [i for i in catalogue.indicators if i.concerns(target)]
                made = [_finding(record, target, i, fate, catalogue) for i in own]
                trail.record_findings(name, judgement, target.id, made, at)
        trail.finish_run(name, healthy, {}, at)
        _conclude(trail, record, {one.id: fate for one, fate in fates.items()})
    return record


def _finding(record: RunRecord, target: Target, indicator: Indicator, fate: Fate, catalogue: Catalogue) -> Finding:
    fails = indicator.id in (*fate.upheld, *fate.dismissed, *fate.open)
    made = finding(target, indicator.id, Outcome.FAILED if fails else Outcome.PASSED)
    at = noon(record.on) - timedelta(hours=1)
    return replace(made, run=record.id, monitored_on=record.on, observed_at=at, catalogue_digest=catalogue.digest)


def _conclude(trail: Trail, record: RunRecord, fates: Mapping[TargetId, Fate]) -> None:
    at = noon(record.on) + timedelta(hours=2)
    for one in trail.findings(record.id, outcome=Outcome.FAILED):
        fate = fates[one.target]
        if one.indicator in fate.upheld:
            for by in REVIEWERS:
                trail.record_decision(one.id, DecisionKind.UPHELD, by, "复核属实", at)
        elif one.indicator in fate.dismissed:
            trail.record_decision(one.id, DecisionKind.DISMISSED, REVIEWERS[0], "经核实不属实", at)
    for target, fate in fates.items():
        for indicator in fate.explained:
            days = (record.on - timedelta(days=9), record.on + timedelta(days=9))
            exemption = Exemption(target, IndicatorId(indicator), "系统迁移，已报备13812345678", *days, REVIEWERS[0])
            trail.record_exemption(exemption, at)
        if fate.set_aside:
            trail.record_set_aside(SetAside(record.id, target, REVIEWERS[0], fate.set_aside), at)


def released(data: Path, record: RunRecord, config: Config = CONFIG, correction: str = "") -> Edition:
    """The run's quarter published five days later."""
    on = record.on + timedelta(days=5)
    with Trail.open(data) as trail:
        return freeze(trail, Order(record, "王芳", on, noon(on), correction), config)


def settings(**publish: object) -> Config:
    return CONFIG.model_copy(update={"publish": Publish(**publish)})  # type: ignore[arg-type]


def usual() -> dict[Target, Fate]:
    """A city in small: portals and bureaus of two regions, accounts on three platforms, a closed site."""
    return {
        site(1, portal=True): GOOD,
        site(2): Fate(upheld=(SITE_VETO,)),
        site(3): Fate(upheld=(DEDUCTION,)),
        site(4): Fate(dismissed=(SITE_VETO,)),
        site(5, "青石县", portal=True): GOOD,
        site(6, "青石县"): Fate(open=(SITE_VETO,), set_aside="网站整体改版，暂停服务"),
        site(7, "青石县"): Fate(chosen=False),
        site(8, status=TargetStatus.CLOSED): GOOD,
        account(1): GOOD,
        account(2): Fate(upheld=(ACCOUNT_VETO,)),
        account(3, "青石县"): GOOD,
        account(4, "青石县"): Fate(chosen=False),
    }


def four_quarters(data: Path, quarters: Sequence[str] = tuple(DAYS)) -> tuple[Edition, ...]:
    """The usual city, better from quarter to quarter, each published."""
    made = []
    for number, quarter in enumerate(quarters):
        fates = usual()
        if number < 2:
            fates[site(3)] = Fate(upheld=(SITE_VETO, DEDUCTION))
        made.append(released(data, inspected(data, fates, quarter)))
    return tuple(made)
