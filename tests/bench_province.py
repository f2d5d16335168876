"""A trail as a province has it after a year: four quarters of 14,000 targets, concluded, for the bench of publishing.

900 websites (a portal in each of 130 areas, and departments) and 13,100 accounts on six platforms; of every indicator
that concerns a target a finding, one in twelve of them failed or not to be told; every such finding concluded on, by
two persons where it is upheld; some hundred vetoes a quarter, each in a notice; some hundred explanations.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from checks.catalogue import Catalogue, load_catalogue
from checks.indicator import Automation, Consequence, Indicator, Status
from checks.packs import load_pack
from crawler.clock import CHINA
from crawler.model import (
    Decision,
    DecisionKind,
    Digest,
    Finding,
    IndicatorId,
    Outcome,
    RunId,
    Target,
    TargetId,
    TargetKind,
)
from results.audit import NoticeRecord, RunRecord, Trail
from results.casework.machine import NoticeEvent
from results.casework.moves import EventKind
from results.order_rows import RunOrder
from results.review.exemption_rows import Exemption

QUARTERS = {
    "2026Q1": date(2026, 3, 16),
    "2026Q2": date(2026, 6, 15),
    "2026Q3": date(2026, 9, 14),
    "2026Q4": date(2026, 11, 16),
}
AREAS, SITES, ACCOUNTS = 130, 900, 13100
PLATFORMS = ("微信", "微博", "抖音", "今日头条", "快手", "移动客户端")
BUREAUS = ("教育局", "民政局", "财政局", "水利局", "农业农村局", "卫生健康局", "市场监管局", "城市管理局")
REVIEWERS = ("王芳", "李强")
COLUMNS = ("要闻动态", "通知公告", "政策文件", "政策解读", "规划计划", "统计信息", "人事信息", "财政预决算")
VETOED = 0.003  # of findings by a veto that a machine sees
FAILED, DOUBTED = 0.068, 0.012  # of the others
UPHELD = 0.7
EXPLAINED = 300  # explanations in force all year
TOGETHER = 250  # targets in one transaction


class QuickTrail(Trail):
    """A trail whose rows are the real ones, but that does not wait for the disk, and joins transactions into one."""

    _joined = False

    def hurry(self) -> None:
        self._connection.execute("PRAGMA synchronous = OFF")

    @contextmanager
    def together(self) -> Iterator[None]:
        with super()._transaction():
            self._joined = True
            try:
                yield
            finally:
                self._joined = False

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._joined:
            yield
            return
        with super()._transaction():
            yield


def province(data: Path, size: float = 1.0, quarters: Sequence[str] = tuple(QUARTERS)) -> None:
    """Writes the trail into ``data``; ``size`` is a share of the whole. The same arguments give the same rows."""
    pack = load_pack("example-city-points")
    catalogue, chance = load_catalogue(pack=pack), random.Random(7)
    inventory = targets(size)
    with QuickTrail.open(data) as trail:
        trail.hurry()
        for target in chance.sample(inventory, k=round(EXPLAINED * size)):
            trail.record_exemption(_exemption(target, catalogue, chance), _noon(date(2026, 1, 5)))
        for quarter in quarters:
            run = _record(quarter, catalogue)
            order = RunOrder(run.id, pack.id, pack.digest, pack.content)
            with trail.together():
                trail.begin_run(run, inventory, order=order)
                trail.record_rules(catalogue.digest, catalogue.indicators, run.started_at)
                trail.begin_judgement(run.id, catalogue.digest, run.program_version, run.started_at)
            for start in range(0, len(inventory), TOGETHER):
                with trail.together():
                    for target in inventory[start : start + TOGETHER]:
                        _inspect(trail, run, target, catalogue, chance)
            trail.finish_run(run.id, True, {"targets": len(inventory)}, run.started_at)
            _notices(trail, run, chance)


def targets(size: float) -> list[Target]:
    """Sites first, as inventories have them; accounts go round the areas, bureaus and platforms."""
    areas, sites, accounts = (max(2, round(count * size)) for count in (AREAS, SITES, ACCOUNTS))
    found = [_site(number, areas) for number in range(sites)]
    return found + [_account(number, areas) for number in range(accounts)]


def _area(number: int) -> tuple[str, str]:
    """(level, region)"""
    city = "甲乙丙丁戊己庚辛壬癸子丑寅"[number % 13]
    return ("city", f"{city}州市") if number < 13 else ("county", f"{city}州市第{number // 13}县")


def _site(number: int, areas: int) -> Target:
    level, region = _area(number % areas)
    is_portal = number < areas
    owner = f"{region}人民政府办公室" if is_portal else f"{region}{BUREAUS[number // areas % len(BUREAUS)]}"
    kind = TargetKind.PORTAL if is_portal else TargetKind.DEPARTMENT_SITE
    name = f"{region}人民政府门户网站" if is_portal else f"{owner}网站"
    address = f"http://www.s{number:04d}.gov.test/"
    return Target(TargetId(f"s{number:04d}"), kind, name, address, owner, level, region, f"{4200000000 + number}")


def _account(number: int, areas: int) -> Target:
    level, region = _area(number % areas)
    platform, owner = PLATFORMS[number % 6], f"{region}{BUREAUS[number // areas % len(BUREAUS)]}"
    address = f"https://example.test/{number:05d}"
    return Target(
        TargetId(f"a{number:05d}"), TargetKind.ACCOUNT, f"{owner}发布{number}", address, owner, level, region,
        platform=platform, account_id=f"id{number:05d}",
    )  # fmt: skip


def _record(quarter: str, catalogue: Catalogue) -> RunRecord:
    on = QUARTERS[quarter]
    inventory, config = (f"sha256:{letter * 64}" for letter in "ab")
    return RunRecord(
        RunId(f"{quarter}-1"), quarter, on, inventory, config, catalogue.digest, "0.7.0", f"key-{quarter}", _noon(on)
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CHINA)


def _exemption(target: Target, catalogue: Catalogue, chance: random.Random) -> Exemption:
    own = [one for one in catalogue.indicators if one.concerns(target) and one.consequence is Consequence.DEDUCT]
    indicator = chance.choice(own or [one for one in catalogue.indicators if one.concerns(target)])
    return Exemption(
        target.id, indicator.id, "机构改革，栏目正在合并", date(2026, 1, 1), date(2026, 12, 31), REVIEWERS[0]
    )


def _inspect(trail: Trail, run: RunRecord, target: Target, catalogue: Catalogue, chance: random.Random) -> None:
    known = [one for one in catalogue.indicators if one.concerns(target)]
    findings = [_finding(run, target, one, catalogue.digest, chance) for one in known]
    changes = trail.record_findings(run.id, 1, target.id, findings, run.started_at)
    rules, words = {one.id: one for one in known}, list[Decision]()
    for _, found in changes:
        assert found
        if found.outcome not in {Outcome.PASSED, Outcome.INAPPLICABLE}:
            words += _words(found, rules[found.indicator], run, chance)
    trail.record_words(words)


def _finding(run: RunRecord, target: Target, rule: Indicator, catalogue: str, chance: random.Random) -> Finding:
    outcome = _outcome(rule, chance)
    names = chance.sample(COLUMNS, chance.randint(1, 5)) if outcome is Outcome.FAILED and target.is_site else ()
    subjects = tuple(
        {"name": name, "url": f"{target.address}c{place}/", "newest_on": "2025-08-12", "days": 300 + place}
        for place, name in enumerate(names)
    )
    said = "、".join(names) or target.name
    return Finding(
        run=run.id,
        target=target.id,
        indicator=rule.id,
        indicator_version=rule.version,
        outcome=outcome,
        reason=next(iter(rule.messages), "looked-at"),
        data={"name": target.name, "count": len(names), "days": 300, "url": target.address, "newest_on": "2025-08-12"},
        subjects=subjects,
        message=f"{rule.title}：{said}，共{len(names)}处，最近一次更新为2025年8月12日，距监测日300天。",
        captures=tuple(Digest(f"sha256:{chance.getrandbits(256):064x}") for _ in range(3 if target.is_site else 1)),
        observed_at=run.started_at - timedelta(hours=1),
        monitored_on=run.on,
        catalogue_digest=catalogue,
        program_version=run.program_version,
    )


def _outcome(rule: Indicator, chance: random.Random) -> Outcome:
    if rule.automation is Automation.MANUAL:
        return Outcome.UNTESTED
    drawn = chance.random()
    if rule.consequence is Consequence.VETO:
        return Outcome.FAILED if drawn < VETOED else Outcome.PASSED
    if drawn < FAILED + DOUBTED:
        return Outcome.FAILED if drawn < FAILED else Outcome.CANT_TELL
    return Outcome.PASSED


def _words(found: Finding, rule: Indicator, run: RunRecord, chance: random.Random) -> Iterator[Decision]:
    """What a machine cannot see was looked at and is in order; of the rest most is upheld."""
    upheld = found.outcome is Outcome.FAILED and chance.random() < UPHELD
    kind, reason = (DecisionKind.UPHELD, "经复核属实") if upheld else (DecisionKind.DISMISSED, "经人工查看，未见问题")
    for number, by in enumerate(REVIEWERS if upheld else REVIEWERS[:1]):
        yield Decision(found.id, kind, by, reason, run.started_at + timedelta(days=1 + number))


def _notices(trail: QuickTrail, run: RunRecord, chance: random.Random) -> None:
    """A notice for every upheld veto; most were answered and put right before the quarter's end."""
    vetoes = {
        IndicatorId(row["indicator"])
        for row in trail.table_rows("rules")
        if row["consequence"] == Consequence.VETO and row["status"] == Status.IN_FORCE
    }
    said, first = trail.decisions(run.id), trail.next_notice_number(2026)
    failed = (one for one in trail.findings(run.id, outcome=Outcome.FAILED) if one.indicator in vetoes)
    upheld = [one for one in failed if said[one.id].kind is DecisionKind.UPHELD]
    owners = {one.id: one.owner for one in trail.targets(run.id)}
    issued, due, at = run.on + timedelta(days=3), run.on + timedelta(days=17), run.started_at + timedelta(days=3)
    with trail.together():
        for number, one in enumerate(upheld, first):
            record = NoticeRecord(run.id, 2026, number, owners[one.target], issued, due, f"{number}.docx", "sha256:d")
            notice = trail.record_notice(record, [said[one.id]], at).id
            events = [NoticeEvent(notice, EventKind.SERVED, issued, REVIEWERS[0])]
            if chance.random() < 0.9:
                events.append(NoticeEvent(notice, EventKind.RESPONDED, due, REVIEWERS[0]))
                right = NoticeEvent(notice, EventKind.RECTIFIED, due, REVIEWERS[0], finding=one.id, seen=one.id)
                events += [right, replace(events[0], kind=EventKind.CLOSED, happened_on=due)]
            trail.record_events(partial(tuple, events), at + timedelta(days=14))


if __name__ == "__main__":
    province(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
