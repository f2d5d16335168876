"""How wide words are: in characters of the body, of which a line has 28."""

from __future__ import annotations

import unicodedata


def width(text: str) -> float:
    """Digits and Latin letters are half as wide as a Chinese character."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
