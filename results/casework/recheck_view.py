"""Before and after of a finding, for people and machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.clock import CHINA
from crawler.model import Finding, Target
from results.casework.machine import NoticeEvent
from results.casework.recheck import Comparison
from results.casework.words import say, state_name
from results.rows import instant
from results.text import plain

LONGEST = 400  # characters of a message shown


def comparison_json(one: Comparison) -> dict[str, Any]:
    """One finding then and now; ``after`` is null where the run did not judge it, ``said`` where nobody spoke yet."""
    return {
        "finding": one.matter.finding,
        "notice": one.number or None,
        "target": one.before.target,
        "indicator": one.before.indicator,
        "before": side(one.before, one.then),
        "after": side(one.after, one.now) if one.after else None,
        "moved": one.has_moved,
        "proposal": one.proposal.value,
        "said": _said(one.said),
    }


def _said(event: NoticeEvent | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {"as": event.kind.value, "by": event.by, "note": event.note, "on": event.happened_on.isoformat()}


def side(finding: Finding, target: Target) -> dict[str, Any]:
    """What one run saw."""
    return {
        "id": finding.id,
        "run": finding.run,
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "message": finding.message,
        "newest_on": finding.data.get("newest_on"),
        "address": target.address or target.feed,
        "observed_at": instant(finding.observed_at),
        "version": finding.indicator_version,
        "captures": list(finding.captures),
    }


def comparison_lines(one: Comparison) -> Iterator[str]:
    words = {"finding": one.matter.finding, "target": one.now.name, "indicator": one.before.indicator}
    yield say("recheck.head", **words, number=one.number)
    yield say("recheck.before", **_shown(one.before))
    if one.after is None:
        yield say("recheck.not-judged")
    else:
        yield say("recheck.after", **_shown(one.after))
    if one.has_moved:
        yield say("recheck.moved", target=one.now.id, then=one.then.address, now=one.now.address)
    yield say("recheck.proposal", kind=state_name("proposals", one.proposal))
    if one.said:
        kind = state_name("events", one.said.kind)
        yield say("recheck.said", kind=kind, by=one.said.by, on=one.said.happened_on, note=plain(one.said.note))


def _shown(finding: Finding) -> dict[str, Any]:
    at = f"{finding.observed_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return {
        "outcome": state_name("outcomes", finding.outcome.value),
        "message": plain(finding.message, LONGEST),
        "at": at,
        "newest": finding.data.get("newest_on") or "—",
        "captures": len(finding.captures),
    }
