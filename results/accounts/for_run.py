"""Which of the things people handed in a run looks at: of each account and kind the newest, if it is not too old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from crawler.clock import china_day
from crawler.config import Newmedia
from crawler.model import Digest, Role, TargetId
from results.audit import Trail


@dataclass(frozen=True, slots=True)
class Given:
    """One capture that joins an account's own captures of a run."""

    role: Role
    digest: Digest
    by: str


def given_for(trail: Trail, on: date, settings: Newmedia) -> Mapping[TargetId, Sequence[dict[str, Any]]]:
    """Account → what joins its captures, as JSON values, in the order the office sets."""
    found: dict[TargetId, list[dict[str, Any]]] = {}
    for kind in settings.sources:
        chosen: dict[TargetId, Given] = {}
        if kind == "import":
            chosen = _imports(trail, on, settings.given_days)
        elif kind == "attest":
            chosen = _attestations(trail, on, settings.given_days)
        for target, given in chosen.items():
            found.setdefault(target, []).append(asdict(given))
    return found


def _imports(trail: Trail, on: date, days: int) -> dict[TargetId, Given]:
    """The import that reaches furthest; of several that reach as far, the last one handed in."""
    young = [one for one in trail.imports() if (on - (one.until_on or _day(one.at))).days <= days]
    newest = {one.target: one for one in sorted(young, key=lambda one: (one.until_on or one.newest_on, one.id))}
    return {target: Given(Role.IMPORT, one.capture, one.by) for target, one in newest.items()}


def _attestations(trail: Trail, on: date, days: int) -> dict[TargetId, Given]:
    """The last look at the account by the monitoring day; only where there is none, a later one."""
    young = [one for one in trail.attestations() if (on - china_day(one.seen_at)).days <= days]
    in_order = sorted(young, key=lambda one: (china_day(one.seen_at) <= on, one.seen_at, one.id))
    return {one.target: Given(Role.ATTEST, one.capture, one.by) for one in in_order}


def _day(at: datetime | None) -> date:
    return china_day(at) if at else date.min
