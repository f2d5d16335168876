"""One indicator of the catalogue as a value: what its TOML file says, and what its check adds."""

from __future__ import annotations

import string
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawler.model import IndicatorId, Outcome, Target, TargetKind, TargetStatus


class Status(StrEnum):
    TRIAL = "trial"  # judged and shown, never counted
    IN_FORCE = "in-force"
    RETIRED = "retired"  # kept for old findings, no longer judged


class Consequence(StrEnum):
    VETO = "veto"
    DEDUCT = "deduct"  # a fault that calls for rectification and vetoes nothing
    BONUS = "bonus"
    ADVISORY = "advisory"


class Automation(StrEnum):
    """How far a machine can see it."""

    FULL = "full"
    REVIEW = "review"
    MANUAL = "manual"


class Table(BaseModel):
    """A table of an indicator's file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitForm(StrEnum):
    """What a text among the limits must look like, where its type alone does not say."""

    MONTH_DAY = "month-day"  # MM-DD; empty where the catalogue's own is
    DAY = "day"  # YYYY-MM-DD
    PATTERN = "pattern"  # a regular expression


class Points(Table):
    """What an upheld fault costs, or a bonus earns. ``each``: a counted subject; None: the whole value at once."""

    value: Decimal = Field(gt=0, le=100)  # never more than this for one indicator
    each: Decimal | None = Field(None, gt=0, le=100)


class Source(Table):
    document: str = Field(min_length=4)  # number and title of the document
    clause: str = Field(min_length=2)


class AppliesTo(Table):
    kinds: tuple[TargetKind, ...] = Field(min_length=1)
    levels: tuple[str, ...] = ()  # empty: every level
    statuses: tuple[TargetStatus, ...] = (TargetStatus.RUNNING,)


class Example(Table):
    """A worked example: a target, a day and what was seen there, and the verdict that follows."""

    name: str = Field(min_length=2)
    outcome: Outcome
    reason: str
    on: str = "2026-11-21"
    target: Mapping[str, Any] = {}
    peers: tuple[Mapping[str, Any], ...] = ()  # the other rows of the inventory
    evidence: Mapping[str, Any] = {}  # fact type → its fields, or a list of such tables
    faults: Mapping[str, Any] = {}  # fact type → why it could not be seen
    limits: Mapping[str, Any] = {}  # what the office has set otherwise here


class Entry(Table):
    """The contents of ``checks/indicators/<id>.toml``."""

    id: IndicatorId = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=2)
    status: Status
    mark: str = Field(pattern="^(CONF|PRAC|PART|UNCONFIRMED)$")  # how sure standards research is of the rule
    consequence: Consequence
    effect: str = ""  # the consequence in the source's own words, where the closed list is too coarse
    automation: Automation
    source: Source
    applies_to: AppliesTo
    limits: Mapping[str, Any] = {}
    limit_forms: Mapping[str, LimitForm] = {}  # limit → form
    messages: Mapping[str, str] = {}  # reason → sentence
    remedy: str = Field(min_length=4)
    examples: tuple[Example, ...] = ()

    @field_validator("messages")
    @classmethod
    def _sentences(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for text in value.values():
            list(string.Formatter().parse(text))
        return value


class Indicator(Entry):
    """An entry joined with its check. ``messages`` also holds the judge's own reasons, such as ``not-gathered``."""

    version: int  # of the check; 1 where there is none
    manual: bool  # no check: a person looks
    statement: str  # how far a machine can see it, in Chinese
    own_reasons: tuple[str, ...]
    points: Points | None = None  # of the rule pack; None: not scored

    def concerns(self, target: Target) -> bool:
        """Whether this target gets a verdict at all."""
        return self.status is not Status.RETIRED and target.kind in self.applies_to.kinds
