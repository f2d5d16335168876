"""A rule pack as a value: what one office's rules make of the catalogue. Packs inherit; this is one with all of it.

The sources are 国办秘函〔2019〕19号 for vetoes, gates and caps, and the rules of provinces and cities for the rest. A
figure that no document was read for is not in a pack that ships: points that no pack defines are not scored.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import Field

from checks.indicator import Consequence, Status, Table
from crawler.model import IndicatorId, TargetKind


class Basis(StrEnum):
    """What a kind of target is rated by."""

    VETOES = "vetoes"  # any upheld veto: unqualified; else qualified
    POINTS = "points"  # vetoes first, then points


class Points(Table):
    """What an upheld fault costs, or a bonus earns. ``each``: a counted subject; None: the whole value at once."""

    value: Decimal = Field(gt=0, le=100)  # never more than this for one indicator
    each: Decimal | None = Field(None, gt=0, le=100)


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


class Pack(Table):
    """One rule pack with all it inherits. ``lineage``: ids from the national one to this."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=2)
    issued_by: str = ""
    documents: tuple[str, ...] = ()  # numbers and titles of what it rests on
    lineage: tuple[str, ...] = ()
    intervals: str = ""  # table of update intervals; empty: the office's setting
    filing_workdays: int | None = Field(None, ge=1, le=250)  # to file an account's opening, change or end
    scoring: Scoring = Scoring()
    deadlines: Deadlines = Deadlines()
    review: Review = Review()
    indicators: Mapping[IndicatorId, Rule] = {}

    def rule(self, identifier: IndicatorId) -> Rule:
        return self.indicators.get(identifier, Rule())

    def basis(self, kind: TargetKind) -> Basis:
        found: Basis = getattr(self.scoring, kind.value)
        return found
