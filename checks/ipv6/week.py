"""How often a home page opened over IPv6: in a week of visits, or in the attempts of a run."""

from __future__ import annotations

from typing import Any

from checks.access.counting import figures, table
from checks.indicator import Indicator
from checks.ipv6.shares import Share
from crawler.model import Outcome, Verdict, cant_tell, failed, passed
from crawler.reading.availability.log import AccessLog, State
from crawler.reading.availability.tally import Tally
from crawler.reading.service.probe import Family


def week_success(log: AccessLog | None, indicator: Indicator) -> Verdict | None:
    """The verdict by an availability campaign; None where there is none, or too few visits were made over IPv6."""
    tally = Tally(log, Family.V6) if log is not None else None
    if tally is None or tally.made < indicator.limits["least_visits"]:
        return None
    states = tally.states
    share = Share(states[State.KEPT], states[State.FAILED], states[State.UNCLEAR], indicator.limits["least_percent"])
    data: dict[str, Any] = {**figures(tally), "success": share.data["rate"], "least": share.data["least"]}
    if share.outcome is Outcome.PASSED:
        return passed("week-success-rate", table(tally), **data)
    if share.outcome is Outcome.CANT_TELL:
        return cant_tell("week-success-unclear", table(tally), **data)
    return failed("low-week-success-rate", table(tally), **data)
