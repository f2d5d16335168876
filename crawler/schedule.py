"""``[schedule]``: when each job of the timetable comes, and what all jobs go by."""

from __future__ import annotations

from typing import Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from crawler.crontab import Line
from crawler.lexicon import say
from crawler.section import Section

SETTINGS = frozenset({
    "inventory", "seed", "sample_percent", "warn_days", "attempts", "pause_minutes", "max_hours", "memory_mb",
    "keep_logs", "free_mb", "metrics",
})  # fmt: skip


class Schedule(Section):
    """A job's line is a crontab line (minute hour day month weekday) in China time and one word more: ``any`` (the day
    does not matter), ``next-workday`` (from a day off it moves to the next working day) or ``workdays`` (days off are
    left out); make-up working days are working days. An empty line switches a job off. See ``docs/operations.md``."""

    inventory: str = Field("inventory.csv", description="Inventory of the timetable's runs; relative to the settings.")
    quarterly_spot_check: str = Field(
        "0 1 10 3,6,9,12 * next-workday", description="Quarterly spot check: draw, gather, judge."
    )
    weekly_retrieval: str = Field(
        "0 1 * * mon next-workday", description="Weekly retrieval: all websites and accounts visited."
    )
    weekly_check: str = Field(
        "0 9 * * thu next-workday", description="Weekly check: the retrieval judged again, and listed."
    )
    newmedia_pass: str = Field("0 5 * * * any", description="Daily pass over the accounts alone.")
    campaign_begin: str = Field(
        "0 9 1 3,6,9,12 * next-workday", description="Availability campaign: its plan is drawn and begun."
    )
    campaign_run: str = Field(
        "0 0 * * * any", description="Availability campaign: its visits are made, by an engine that goes on by itself."
    )
    early_warning: str = Field("0 8 * * * workdays", description="Early warning of what will be overdue.")
    due_list: str = Field("30 8 * * * workdays", description="The day's work list of notices.")
    rechecks: str = Field("0 3 * * * workdays", description="Re-checks of what was answered or is due.")
    annual_departments: str = Field(
        "0 2 1 2 * next-workday", description="Run over all websites for what was due on 31 January."
    )
    annual_governments: str = Field(
        "0 2 1 4 * next-workday", description="Run over the portals for what was due on 31 March."
    )
    log_head: str = Field("0 7 * * * workdays", description="The head of the trail, written down to be published.")
    verification: str = Field("0 4 1 * * any", description="Verification of the trail and all captures.")
    backup: str = Field("0 22 * * * any", description="Back-up of the data folder.")
    retention: str = Field("0 23 1 * * any", description="Deleting captures whose time of keeping is over.")

    seed: str = Field(
        "", max_length=150, description="Public text from which, with the quarter, the spot check's targets are drawn."
    )
    sample_percent: float = Field(
        100, gt=0, le=100, description="Per cent of each stratum drawn for a quarter; below 100 a seed must be given."
    )
    warn_days: int = Field(3, ge=1, le=60, description="Days ahead that early warning looks.")
    attempts: int = Field(3, ge=1, le=20, description="Attempts at one occurrence of a job until it is given up.")
    pause_minutes: float = Field(10, ge=0, le=1440, description="Minutes between two attempts.")
    max_hours: float = Field(20, gt=0, le=240, description="Hours after which an attempt is ended; a campaign: 192.")
    memory_mb: int = Field(6144, ge=64, description="Memory in MiB above which an attempt is ended, all processes.")
    keep_logs: int = Field(20, ge=1, le=1000, description="Logs kept of each job.")
    free_mb: int = Field(500, ge=0, description="MiB that must be free on the disk before an attempt begins.")
    metrics: str = Field(
        "",
        description="File for the figures that the service writes, relative to the settings; empty: none.",
    )

    @field_validator("*")
    @classmethod
    def _lines(cls, value: object, info: ValidationInfo) -> object:
        name = info.field_name or ""
        # The defaults are known to be right, and every gathering process reads the settings.
        if (
            name not in SETTINGS
            and isinstance(value, str)
            and value.strip()
            and value != cls.model_fields[name].default
        ):
            Line.parse(value)
        return value

    @model_validator(mode="after")
    def _seed_is_given(self) -> Self:
        if self.sample_percent < 100 and not self.seed.strip():
            raise ValueError(say("schedule.no-seed"))
        return self

    @property
    def lines(self) -> dict[str, str]:
        """Job → its line as written, in the order of the table; empty: switched off."""
        names = (name for name in type(self).model_fields if name not in SETTINGS)
        return {name.replace("_", "-"): str(getattr(self, name)).strip() for name in names}
