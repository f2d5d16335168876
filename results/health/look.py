"""Looks at a run when it has come to its end: gathers the figures, asks the monitors, writes down what they say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.config import Config
from crawler.model import FaultKind, TargetStatus
from results.audit import Trail
from results.health.figures import figures_of, past_of, settings_of
from results.health.monitors import Seen, is_healthy, look
from results.health.rows import Reading
from results.rows import RunRecord

LINE_FAULTS = {FaultKind.TIMEOUT, FaultKind.CONNECTION_FAILED, FaultKind.CONNECTION_REFUSED, FaultKind.DNS_FAILURE}


@dataclass(frozen=True, slots=True)
class Health:
    """What the monitors said of a run."""

    readings: Sequence[Reading]

    @property
    def is_well(self) -> bool:
        return is_healthy(self.readings)

    def is_ill_of(self, monitor: str) -> bool:
        return any(one.monitor == monitor and not one.is_well for one in self.readings if not one.target)

    def of(self, *monitors: str) -> Health:
        """What these monitors alone said."""
        return Health([one for one in self.readings if one.monitor in monitors])

    @property
    def advice(self) -> list[str]:
        """What to do about the run as a whole."""
        return [one.advice for one in self.readings if not one.target and not one.is_well]


def health_of(trail: Trail, data: Path, record: RunRecord, config: Config | None, crashed: Collection[str]) -> Health:
    """``config`` None: judged again from its captures; nothing is compared with other runs. Nothing is written."""
    settings, alike = config or Config(), settings_of(config) if config else ""
    targets = trail.targets(record.id)
    running = [target for target in targets if target.status is TargetStatus.RUNNING]
    visited = [target.id for target in running if target.is_visited]
    sites = [target.id for target in running if target.is_site]
    return Health(
        look(
            Seen(
                figures_of(trail, data, record.id, controls=True),
                past_of(trail, data, record.id, sites, config.health.past_runs, alike) if config else {},
                sites,
                visited,
                settings.health,
                settings.gather.target_minutes,
                frozenset(trail.targets_with(record.id, LINE_FAULTS, "home-stale-14d")),
                len(crashed),
                len(trail.targets_with(record.id, {FaultKind.GATHER_FAILED})),
                frozenset(trail.targets_with(record.id, {FaultKind.BLOCKED}, "home-stale-14d")),
                alike,
            )
        )
    )
