"""Hides personal data in texts that anybody may read. What is kept in the trail stays as it was seen."""

from __future__ import annotations

import re
from datetime import date

_ADDRESS = re.compile(r"https?://[^\s\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]+")
_MOBILE = re.compile(r"(?<![\d.])((?:\+?86[ -]?)?[1\uff11][3-9\uff13-\uff19]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})(\d{8})(\d{3}[\dXx])(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK = "10X98765432"


def masked(text: str) -> str:
    """The text with mobile numbers and identity card numbers starred out.

    In an address, where long numbers name pages, only an identity number whose check digit is right.
    """
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [_without_numbers(text[end : found.start()]), _IDENTITY.sub(_identity, found[0])]
        end = found.end()
    return "".join([*parts, _without_numbers(text[end:])])


def _without_numbers(text: str) -> str:
    return _MOBILE.sub(lambda found: f"{found[1]}****{found[3]}", _IDENTITY.sub(_identity, text))


def _identity(found: re.Match[str]) -> str:
    """Starred but for the first digits, if it is one: a day of birth and the right check digit."""
    number, born = found[0], found[2]
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return number
    weighed = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return found[1][:4] + "*" * 14 if _CHECK[weighed % 11] == number[17].upper() else number
