"""A rule pack as a value: what one office's rules make of the catalogue. Packs inherit; this is one with all of it.

The sources are 国办秘函〔2019〕19号 for vetoes, gates and caps, and the rules of provinces and cities for the rest. A
figure that no document was read for is not in a pack that ships: points that no pack defines are not scored.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator

from checks.indicator import Consequence, Points, Status, Table
from crawler.model import IndicatorId, TargetKind

__all__ = ["Basis", "Deadlines", "Pack", "Points", "Review", "Rule", "Scoring"]


class Basis(StrEnum):
    """What a kind of target is rated by."""

    VETOES = "vetoes"  # any upheld veto: unqualified; else qualified
    POINTS = "points"  # vetoes first, then points


class Rule(Table):
    """What a pack says of one indicator; what it does not say stays as the catalogue has it."""

    status: Status | None = None
    consequence: Consequence | None = None
    limits: Mapping[str, Any] = {}  # only those named; wording lists among them
    points: Points | None = None
    due_workdays: int | None = Field(None, ge=1, le=250)  # to rectify this fault


class Scoring(Table):
    """How targets are rated. Lines and gates are in points."""

    portal: Basis = Basis.VETOES
    department_site: Basis = Basis.VETOES
    account: Basis = Basis.VETOES
    full: Decimal = Field(Decimal(100), gt=0)
    pass_line: Decimal = Field(Decimal(60), ge=0)  # below it: unqualified
    bonus_gate: Decimal = Field(Decimal(80), ge=0)  # above it: the bonus counts
    bonus_full: Decimal = Field(Decimal(30), ge=0)
    without_services: Decimal | None = Field(None, gt=0, le=2)  # factor for targets without public services, e.g. 4/3
    service_indicators: tuple[IndicatorId, ...] = ()  # left out where that factor applies
    once: tuple[tuple[IndicatorId, ...], ...] = ()  # a subject costs points under the first of each group only

    @field_validator("without_services", mode="before")
    @classmethod
    def _fraction(cls, value: object) -> object:
        """``4/3`` as well as a decimal."""
        found = re.fullmatch(r"([1-9]\d{0,3})\s*/\s*([1-9]\d{0,3})", value) if isinstance(value, str) else None
        return Decimal(found[1]) / Decimal(found[2]) if found else value


class Deadlines(Table):
    """Working days an owner has to rectify, by what the fault amounts to."""

    veto: int = Field(10, ge=1, le=250)
    deduct: int = Field(10, ge=1, le=250)
    advisory: int = Field(10, ge=1, le=250)


class Review(Table):
    """How findings are concluded and counted."""

    second_person: tuple[Consequence, ...] = (Consequence.VETO,)  # upholding these takes two different persons
    rectified_counts: bool = True  # False: a fault put right before the re-check no longer counts in the quarter
    reconsideration: bool = False  # whether owners may ask for one; no national rule has it


NO_RULE = Rule()


class Pack(Table):
    """One rule pack with all it inherits. ``lineage``: ids from the national one to this."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=2)
    issued_by: str = ""
    documents: tuple[str, ...] = ()  # numbers and titles of what it rests on
    lineage: tuple[str, ...] = ()
    intervals: str = ""  # table of update intervals; empty: the office's setting
    interval_table: Mapping[str, Any] = {}  # what that table says, so that the pack stands alone
    filing_workdays: int | None = Field(None, ge=1, le=250)  # to file an account's opening, change or end
    scoring: Scoring = Scoring()
    deadlines: Deadlines = Deadlines()
    review: Review = Review()
    indicators: Mapping[IndicatorId, Rule] = {}

    @property
    def content(self) -> dict[str, Any]:
        """JSON values that ``Pack.model_validate`` makes this pack of again."""
        found: dict[str, Any] = json.loads(json.dumps(self.model_dump(), default=_plain))
        return found

    @property
    def digest(self) -> str:
        """SHA-256 over everything the pack says: the same digest, the same rules."""
        text = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def rule(self, identifier: IndicatorId) -> Rule:
        return self.indicators.get(identifier) or NO_RULE

    def basis(self, kind: TargetKind) -> Basis:
        found: Basis = getattr(self.scoring, kind.value)
        return found


def _plain(value: object) -> str:
    """A decimal in one form only: 5, 5.0 and 5.00 are the same points."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"a pack cannot hold {value!r}")
