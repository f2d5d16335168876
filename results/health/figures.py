"""The figures of a run that monitors look at, out of the index of its captures and the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from crawler.captures.index import Tally
from crawler.captures.store import CaptureStore
from crawler.config import Config
from crawler.model import CaptureKind, FaultKind, IndicatorId, Outcome, Role, RunId, TargetId
from crawler.reading.service.probe import End, Family, read_probe
from results.audit import Trail
from results.gathering import CAPTURES
from results.health.rows import SETTINGS, TABLE

APART = {Role.CONTROL, Role.NAME, Role.ZONE, Role.SERVICE, Role.LINK, Role.PAST, Role.REGISTRATION, Role.ROBOTS}
LISTS = {Role.COLUMN, Role.LIST, Role.NODE, Role.PART, Role.DISCLOSURE, Role.REPORT_LIST}
REFUSED = {403, 412, 429}
BROWSER = {FaultKind.BROWSER_FAILED}  # an office without one, by choice or by need, gathers well all the same
FAULTS = frozenset(FaultKind)
COLUMNS = IndicatorId("columns-stale-5")  # its finding says how many columns were seen
YIELD = ("columns", "details", "list_pages", "reports", "report_files", "report_lists", "max_body_mb", "target_minutes")
CONTROLS = 60  # attempts at control hosts that are opened at most


@dataclass(slots=True)
class SiteFigures:
    """One target in one run. ``told``: findings on what was read; ``untold``: those of them nobody could tell."""

    pages: int = 0
    lists: int = 0
    columns: int = 0
    refused: int = 0
    renders: int = 0
    failed_renders: int = 0
    no_name: int = 0  # faults of the name service
    told: int = 0
    untold: int = 0
    first_at: str = ""
    last_at: str = ""

    @property
    def drift(self) -> float | None:
        """The share that could not be told; None where nothing was read."""
        return self.untold / self.told if self.told else None

    @property
    def took(self) -> timedelta:
        if not self.first_at:
            return timedelta(0)
        return datetime.fromisoformat(self.last_at) - datetime.fromisoformat(self.first_at)


@dataclass(slots=True)
class RunFigures:
    """One run. ``controls``: (attempts at control hosts over IPv4 that were answered, all of them)."""

    sites: dict[TargetId, SiteFigures] = field(default_factory=dict)
    controls: tuple[int, int] = (0, 0)

    def of(self, target: TargetId) -> SiteFigures:
        return self.sites.setdefault(target, SiteFigures())


def figures_of(trail: Trail, data: Path, run: RunId, *, controls: bool = False) -> RunFigures:
    """``controls``: whether the control hosts are looked at too."""
    found = RunFigures()
    if (data / CAPTURES / "index.sqlite").exists():
        with closing(CaptureStore(data / CAPTURES)) as store:
            for tally in store.index.tallies(run):
                _count(found.of(TargetId(tally.target)), tally)
            found.controls = _controls(store, run) if controls else (0, 0)
    for target, outcome, reason, count in trail.outcomes_by_target(run):
        _weigh(found.of(target), outcome, reason, count)
    for finding in trail.findings(run, indicator=COLUMNS):
        seen = finding.data.get("seen")
        found.of(finding.target).columns = seen if isinstance(seen, int) else 0
    return found


def _count(site: SiteFigures, tally: Tally) -> None:
    kind, is_fault = tally.kind, tally.kind == CaptureKind.FAULT
    if tally.role in APART:
        return
    site.first_at = min(filter(None, (site.first_at, tally.first_at)))
    site.last_at = max(site.last_at, tally.last_at)
    if kind == CaptureKind.RESPONSE and tally.status < 400:
        site.pages += tally.count
        site.lists += tally.count if tally.role in LISTS else 0
    site.refused += tally.count if tally.status in REFUSED or (is_fault and tally.note == FaultKind.BLOCKED) else 0
    site.no_name += tally.count if is_fault and tally.note == FaultKind.DNS_FAILURE else 0
    broken = is_fault and tally.note in BROWSER
    site.failed_renders += tally.count if broken else 0
    site.renders += tally.count if broken or kind == CaptureKind.RENDERED else 0


def _weigh(site: SiteFigures, outcome: Outcome, reason: str, count: int) -> None:
    """Only what was read counts: what the line or the far end kept from us says nothing about the readers."""
    is_fault = reason in FAULTS and reason != FaultKind.READER_FAILED
    if outcome in {Outcome.INAPPLICABLE, Outcome.UNTESTED} or (outcome is Outcome.CANT_TELL and is_fault):
        return
    site.told += count
    site.untold += count if outcome is Outcome.CANT_TELL else 0


def _controls(store: CaptureStore, run: RunId) -> tuple[int, int]:
    answered = asked = 0
    for row in store.index.of_role(run, Role.CONTROL, CaptureKind.PROBE, CONTROLS):
        probe = read_probe(store.open_row(row)[1])
        if probe is not None and probe.family is Family.V4:
            asked += 1
            answered += probe.end is End.ANSWERED
    return answered, asked


def usual(figures: Iterable[float]) -> float:
    """The median: one odd run among the earlier ones changes nothing."""
    ordered = sorted(figures)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _earlier(trail: Trail, run: RunId) -> list[RunId]:
    """Checks that began before a run, the newest first."""
    known = [one.id for one in trail.runs()]
    before = set(known[: known.index(run)]) if run in known else set(known)
    return [one.id for one in reversed(trail.checks()) if one.id in before]


def _is_alike(trail: Trail, run: RunId, settings: str) -> bool:
    """Whether a run went by the same settings; of one of an older program nobody knows."""
    noted = {row["seen"] for row in trail.known_rows(TABLE, run=run, monitor=SETTINGS)}
    return not noted or settings in noted


Past = Mapping[TargetId, list[SiteFigures]]


def settings_of(config: Config) -> str:
    """What decides how much of a website is visited. Runs in which it differs are not compared."""
    gather, browser = config.gather, config.browser
    chosen = {name: getattr(gather, name) for name in YIELD}
    chosen["renders"] = browser.renders if browser.enabled else 0
    return " ".join(f"{name}={value:g}" for name, value in chosen.items())


def past_of(trail: Trail, data: Path, run: RunId, sites: Collection[TargetId], most: int, settings: str = "") -> Past:
    """The latest healthy checks before this run that visited each website, by the same settings, the newest first."""
    found: dict[TargetId, list[SiteFigures]] = {}
    opened, wanted = 0, set(sites)
    for one in _earlier(trail, run):
        if opened == most * 4 or all(len(found.get(target, ())) == most for target in wanted):
            break
        if not trail.is_healthy(one) or trail.removal(one) or not _is_alike(trail, one, settings):
            continue
        if wanted.isdisjoint(target.id for target in trail.targets(one)):
            continue  # a daily pass over accounts alone
        opened += 1
        for target, figures in figures_of(trail, data, one).sites.items():
            own = found.setdefault(target, [])
            if figures.pages and len(own) < most:
                own.append(figures)
    return found
