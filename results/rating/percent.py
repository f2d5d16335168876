"""Percentages as offices print them, in whole numbers alone: the same on every machine."""

from __future__ import annotations

from enum import StrEnum


class Rounding(StrEnum):
    """How a percentage is cut to its decimals; circulars use both."""

    HALF_UP = "half-up"
    TRUNCATE = "truncate"


def percent(part: int, of: int, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> str:
    """Such as ``95.92%``; empty where there is nothing to divide by. Never up to 100 % where one is missing."""
    if not of:
        return ""
    unit = 10**decimals
    scaled = part * 100 * unit
    whole = scaled // of if rounding is Rounding.TRUNCATE else (2 * scaled + of) // (2 * of)
    if part < of:
        whole = min(whole, 100 * unit - 1)
    return f"{whole // unit}.{whole % unit:0{decimals}d}%" if decimals else f"{whole}%"
