"""A campaign's visits as sentences and tables tell them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from checks.wording import named
from crawler.reading.availability.log import AccessVisit, State
from crawler.reading.availability.tally import Tally

SHOWN = frozenset({State.FAILED, State.UNCLEAR, State.VOID})


def figures(tally: Tally) -> Mapping[str, Any]:
    """Every count by its state, and what the campaign was."""
    log, counts = tally.log, {state.value: tally.states[state] for state in State}
    days = {"days": log.days, "visits": log.visits, "full_days": tally.full_days}
    times = {"seconds": f"{log.limit_ms / 1000:g}", "hours": f"{tally.outage / timedelta(hours=1):.1f}"}
    names = {"campaign": log.campaign, "begins_at": log.begins_at[:10], "url": log.url}
    return {**names, **days, **times, **counts, "counted": tally.counted, "rate": tally.rate}


def table(tally: Tally) -> tuple[dict[str, Any], ...]:
    """Every visit that was not simply open, or missed, as a subject."""
    return tuple(_row(one) for one in tally.visits if one.state in SHOWN)


def _row(one: AccessVisit) -> dict[str, Any]:
    return {
        "visited_at": (one.began_at or one.due_at)[:19].replace("T", " "),
        "state": named("access_states", one.state.value),
        "step": named("access_stages", one.stage.value) if one.stage else "",
        "connected": one.address,
        "ms": str(one.took_ms),
        "why": one.detail,
    }
