"""What a run says of its accounts' activity: the newest post seen, long silence, the platform's verification."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from crawler.captures.readings import Readings
from crawler.model import Evidence, Finding, IndicatorId, Outcome, TargetId
from crawler.reading.accounts.facts import AccountActivity
from results.accounts.main_account import Activity
from results.audit import Trail
from results.rows import RunRecord

SEEN = IndicatorId("m-stale-14d")
DORMANT = IndicatorId("m-zombie-close")
LEAVING = "on-clean-up-list"
TOLD = {Outcome.PASSED, Outcome.FAILED}


def activity_of(trail: Trail, data: Path, record: RunRecord, wanted: Iterable[TargetId]) -> dict[TargetId, Activity]:
    """Only what the findings of the run are sure of; a source that could not be believed tells nothing."""
    newest = {
        finding.target: date.fromisoformat(finding.data["newest_on"])
        for finding in trail.findings(record.id, indicator=SEEN)
        if finding.outcome in TOLD and finding.data.get("newest_on")
    }
    states = {one.target: _state(one) for one in trail.findings(record.id, indicator=DORMANT)}
    kept, manifests = Readings(data, record.id, record.on), trail.gathered(record.id)
    readings = trail.readings(record.id)
    found = {}
    for target in wanted:
        reading = kept.find(target, manifests.get(target, ""), readings.get(target, ""))
        verified = _verified(reading[0]) if reading else None
        found[target] = Activity(newest.get(target), verified, states.get(target, ""))
    return found


def _state(finding: Finding) -> str:
    if finding.outcome is Outcome.FAILED:
        return "dormant"
    return "leaving" if finding.reason == LEAVING else ""


def _verified(evidence: Iterable[Evidence[AccountActivity]]) -> bool | None:
    """What the account's own pages say; one that says yes is enough."""
    facts = [one.seen for one in evidence if isinstance(one.seen, AccountActivity)]
    told = [source.profile.verified for fact in facts for source in fact.sources if source.profile]
    return True if True in told else False if False in told else None
