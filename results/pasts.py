"""What earlier runs knew of the accounts: the newest day on which each was seen to have posted."""

from __future__ import annotations

from datetime import date

from crawler.model import IndicatorId, Outcome, TargetId
from results.audit import Trail
from results.rows import RunRecord

INDICATOR = IndicatorId("m-stale-14d")
RUNS = 12  # the latest; an account that is looked at every week is known for a quarter
KNOWN = frozenset({Outcome.PASSED, Outcome.FAILED})  # what nobody could tell is no knowledge


def known_posts(trail: Trail, record: RunRecord) -> dict[TargetId, date]:
    """Account → the newest day on which runs before this one saw it post. Of no account a day after its run's own."""
    earlier = [run for run in trail.checks() if run.id != record.id and run.on <= record.on]
    found: dict[TargetId, date] = {}
    for run in sorted(earlier, key=lambda one: (one.on, one.started_at))[-RUNS:]:
        for finding in trail.findings(run.id, indicator=INDICATOR):
            newest = finding.data.get("newest_on")
            if finding.outcome in KNOWN and newest and (on := date.fromisoformat(newest)) <= run.on:
                found[finding.target] = max(on, found.get(finding.target, on))
    return found
