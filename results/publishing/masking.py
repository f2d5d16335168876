"""Hides personal data in texts that anybody may read. What is kept in the trail stays as it was seen.

A number may be written in wide digits, and in groups with blanks or dashes between. What names a document or a body
(文号, 索引号, 统一社会信用代码) and a landline are public, and stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate

from results.text import plain, words

_ADDRESS = re.compile(r"https?://[^\s\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]+")
_GAP = r"[\s_\-\u2010-\u2015\u2212\ufe63\uff0d]"  # blanks and dashes
_GROUPS = re.compile(rf"\d+(?:{_GAP}{{1,3}}\d+)*")
_LAST = re.compile(rf"{_GAP}{{0,3}}[Xx\uff38\uff58\u00d7](?![A-Za-z\d])")  # of an identity number
_SOLID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK = "10X98765432"
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_COUNTRY = re.compile(r"(?:00)?86(?=1[3-9])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_GROUPS = re.compile("11|344|38|74|434|443|335|3332|353|56|32222|1{11}")  # how many digits stand together
_CARD_GROUPS = re.compile("4{4}[123]?|6(?:10|12|13)")
_CUT = re.compile(r"(?<!\d)(\d{3})\d{4,}(?=\u2026)")  # what a sentence of a finding broke off within
_SHORTEST, _LONGEST = 11, 19  # digits of a mobile number and of a card
Piece = tuple[int, int, str]  # from, to, what stands there instead


def masked(text: str) -> str:
    """The text with mobile, identity card and bank card numbers starred out.

    In an address, where long numbers name pages, only an identity number whose check digit is right.
    """
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [_without_numbers(text[end : found.start()]), _SOLID.sub(_solid, found[0])]
        end = found.end()
    return "".join([*parts, _without_numbers(text[end:])])


def safe(text: str, limit: int) -> str:
    """Text from outside as one safe line, starred out before it is cut: half a number would be known by nothing."""
    return plain(masked(plain(text, len(text) + 1)), limit)


def _solid(found: re.Match[str]) -> str:
    return _stars(found[0], 4, 0) if _is_identity(found[0].upper()) else found[0]


def _without_numbers(text: str) -> str:
    parts, end = [], 0
    for start, stop, shown in _personal(text):
        parts += [text[end:start], shown]
        end = stop
    return _CUT.sub(r"\1****", "".join([*parts, text[end:]]))


def _personal(text: str) -> Iterator[Piece]:
    """Every personal number, in order; none overlaps another."""
    for run in _GROUPS.finditer(text):
        groups = [(one.start() + run.start(), one.end() + run.start()) for one in re.finditer(r"\d+", run[0])]
        first = 0
        while first < len(groups):
            count, piece = _from(text, groups[first:])
            if piece:
                yield piece
            first += count


def _from(text: str, groups: Sequence[tuple[int, int]]) -> tuple[int, Piece | None]:
    """How many groups are done with, and the number that the first of them make, if it is a personal one."""
    start, lengths = groups[0][0], [end - begin for begin, end in groups]
    last = sum(total <= _LONGEST for total in accumulate(lengths))
    while sum(lengths[:last]) >= _SHORTEST:
        for test in (_identity, _card, _mobile):
            if piece := test(text, start, groups[last - 1][1], lengths[:last]):
                return last, piece
        last -= 1
    return 1, None


def _identity(text: str, start: int, end: int, lengths: Sequence[int]) -> Piece | None:
    """A day of birth and the right check digit, or any number that the words before it call so."""
    if sum(lengths) == 17 and (found := _LAST.match(text, end)):
        end = found.end()
    number = _digits(text[start:end])
    count, is_split = len(number), len(lengths) > 1
    called = count in {15, 18} and _is_after("identity", text, start)
    proven = count == 18 and _is_identity(number) and not (is_split and _is_after("public", text, start))
    if not (called or proven) or _is_after("code", text, start):
        return None
    return start, end, _stars(text[start:end], 4, 0, count)


def _card(text: str, start: int, end: int, lengths: Sequence[int]) -> Piece | None:
    number = _digits(text[start:end])
    called = 12 <= len(number) <= _LONGEST and _is_after("card", text, start)
    solid = len(lengths) == 1 and len(number) in {16, 19} and number.startswith("62")
    grouped = _CARD_GROUPS.fullmatch("".join(map(str, lengths))) is not None and number[0] in "3456"
    proven = (solid or grouped) and _has_luhn(number) and not _is_after("public", text, start)
    return (start, end, _stars(text[start:end], 4, 4, len(number))) if called or proven else None


def _mobile(text: str, start: int, end: int, lengths: Sequence[int]) -> Piece | None:
    number = _digits(text[start:end])
    country = _COUNTRY.match(number)
    before = country.end() if country else 0
    groups = [length for length in (lengths[0] - before, *lengths[1:]) if length]
    if not _MOBILE.fullmatch(number[before:]) or not _MOBILE_GROUPS.fullmatch("".join(map(str, groups))):
        return None
    if text[start - 1 : start] == "." or _is_after("public", text, start):
        return None
    return start, end, _stars(text[start:end], before + 3, 4, before + 11)


def _digits(written: str) -> str:
    """What was written, in plain digits without gaps."""
    return re.sub(_GAP, "", unicodedata.normalize("NFKC", written)).upper().replace("\u00d7", "X")


def _stars(written: str, head: int, tail: int, count: int = 18) -> str:
    """Its first and last digits as written, and stars for the others of them."""
    places = [place for place, sign in enumerate(written) if not re.match(_GAP, sign)]
    return written[: places[head - 1] + 1] + "*" * (count - head - tail) + written[places[-tail] :] * bool(tail)


def _is_identity(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    plausible = born.year in range(1900, 2100) and _PROVINCE.match(number) is not None
    return plausible and _CHECK[weighed % 11] == number[17]


def _has_luhn(number: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(sum(divmod(one, 10)) for one in doubled) % 10 == 0


def _is_after(kind: str, text: str, start: int) -> bool:
    """Whether the words just before a number say of which kind it is."""
    return _before()[kind].search(text[max(0, start - 24) : start]) is not None


@cache
def _before() -> Mapping[str, re.Pattern[str]]:
    kinds: Mapping[str, Sequence[str]] = words("publishing")["masking"]
    return {kind: re.compile(f"(?:{'|'.join(map(re.escape, own))})[^\\d]{{0,8}}$") for kind, own in kinds.items()}
