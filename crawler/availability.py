"""The settings of availability campaigns."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crawler.section import Section


class Availability(Section):
    """Campaigns that visit home pages for a week, as the national rule asks; see ``docs/operations.md``."""

    days: int = Field(7, ge=1, le=92, description="Days a campaign lasts.")
    visits: int = Field(20, ge=1, le=288, description="Visits a day of each website, by each family.")
    limit_s: float = Field(15, ge=0.5, le=120, description="Seconds; a home page not open by then is not open.")
    grace_s: int = Field(
        1200, ge=1, le=86400, description="Seconds after its time within which a visit may still begin; later: missed."
    )
    in_flight: int = Field(100, ge=1, le=1000, description="Websites visited at once.")
    families: tuple[Literal["ipv4", "ipv6"], ...] = Field(
        ("ipv4", "ipv6"), min_length=1, description="By which families each website is visited."
    )
    lost: float = Field(
        0.1, gt=0, le=1, description="Somebody is told where this share of a day's visits, or more, counts for nothing."
    )
