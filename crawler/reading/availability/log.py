"""A website's part of an availability campaign: each planned visit and what came of it, as a fact."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from crawler.model import Capture, Evidence, RunId, Target
from crawler.reading.guard import attempt
from crawler.reading.service.probe import Family


class State(StrEnum):
    """What a planned visit came to. Only kept and failed ones are counted."""

    KEPT = "kept"  # the home page was open in time
    FAILED = "failed"  # it was not, and control hosts were
    UNCLEAR = "unclear"  # only a person can say: a firewall's page, a refusal, robots.txt
    MISSED = "missed"  # we were down
    VOID = "void"  # control hosts failed too: our own line was to blame


class Stage(StrEnum):
    """Where a visit failed, or became unclear."""

    NONE = ""
    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    HTTP = "http"
    SLOW = "slow"
    PAGE = "page"  # something came in time, and it is not the website's page


@dataclass(frozen=True, slots=True)
class AccessVisit:
    """One planned visit. Instants are ISO texts in China time; ``began_at`` is empty where it was missed."""

    family: Family
    slot: int  # counts from 0 within the family
    due_at: str
    state: State
    stage: Stage = Stage.NONE
    began_at: str = ""
    took_ms: int = 0
    status: int = 0  # of the last HTTP answer; 0: there was none
    address: str = ""
    detail: str = ""
    capture: str = ""  # digest of the visit's log among the captures; empty where nothing had to be kept
    control: str = ""  # digest of the log of the control hosts beside it


@dataclass(frozen=True, slots=True)
class AccessLog:
    """All visits of a campaign to one website. ``visits`` are planned a day and family; ``day_s``: seconds of a day,
    fewer than 86,400 in a rehearsal; ``limit_ms``: a page that is not open by then is not open."""

    campaign: str
    url: str
    begins_at: str
    days: int
    visits: int
    day_s: int
    limit_ms: int
    made: tuple[AccessVisit, ...] = ()

    def of(self, family: Family) -> tuple[AccessVisit, ...]:
        """One family's visits, in the order they were planned."""
        return tuple(sorted((one for one in self.made if one.family is family), key=lambda one: one.slot))


def run_of(campaign: str) -> RunId:
    """The run that a campaign's captures belong to."""
    return RunId(f"campaign-{campaign}")


_ADAPTER: TypeAdapter[AccessLog] = TypeAdapter(AccessLog)


def access_log_to_json(log: AccessLog) -> bytes:
    """The stored form: the same log gives the same bytes. Of a visit what is empty is left out."""
    told = asdict(log)
    told["made"] = [{name: value for name, value in one.items() if value or name == "slot"} for one in told["made"]]
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def access_log_of(payload: bytes) -> AccessLog:
    """What :func:`access_log_to_json` made. Raises ValueError where it did not."""
    return _ADAPTER.validate_json(payload)


def accessed(capture: Capture, body: bytes, target: Target) -> tuple[Evidence[Any], ...]:
    """The log as evidence; one that is none of ours carries a fault."""
    seen = attempt(lambda: access_log_of(body), capture.url, (capture.digest,))
    return (Evidence(target.id, AccessLog, seen, (capture.digest,)),)
