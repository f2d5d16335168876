"""The year and the organ of a report, from its title or from its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.reading.annual_report.blocks import Block, Cells, Line
from crawler.reading.annual_report.words import LEXICON, squeeze

TITLE = LEXICON["title"]
NAME = re.compile(TITLE["name"])
YEAR = re.compile(TITLE["year"])
DIGITS = {pair[0]: pair[1] for pair in TITLE["digits"]}
CUT_ORGAN = re.compile(TITLE["cut_organ"])
PARTING = re.compile(TITLE["parting"])
NOT_ORGAN = re.compile(TITLE["not_organ"])
NO_ORGAN = re.compile(TITLE["no_organ"])
ORGAN = re.compile(TITLE["organ"])
PERIOD = re.compile(TITLE["period"])
YEAR_IN_TEXT = re.compile(TITLE["year_in_text"])
LONGEST_TITLE = 90
LONGEST_SEEN = 400  # characters of a title element that are searched
HEAD = 80  # lines, among which a title may stand in pieces
SHORTEST_SIGNATURE = 4
LONGEST_ORGAN: int = TITLE["longest_organ"]


@dataclass(frozen=True, slots=True)
class Named:
    title: str | None = None
    year: int | None = None
    organ: str | None = None


def read_title(blocks: Sequence[Block], known: Iterable[str], text: str) -> Named:
    """``known`` are titles told from elsewhere (a title element), ``text`` is the prose. The year reported on."""
    named = [one for title in (*known, *titles(blocks)) if (one := parted(squeeze(title))) is not None]
    title = min(named, key=untold, default=Named()).title
    year = next((one.year for one in named if one.year is not None), None) or year_of_text(squeeze(text))
    return Named(title, year, next((one.organ for one in named if one.organ is not None), None))


def titles(blocks: Sequence[Block]) -> Iterator[str]:
    """Lines that read like the title, alone and with the lines around them: a long one is set in two or three."""
    lines = [squeeze(line) for block in blocks for line in lines_of(block)]
    yield from (line for line in lines if len(line) <= LONGEST_TITLE and NAME.search(line))
    short = [line if len(line) <= LONGEST_ORGAN else "" for line in lines[:HEAD]]
    for place, line in enumerate(short):
        above = short[place - 1] if place else ""
        below = short[place + 1] if place + 1 < len(short) else ""
        yield from (joined for joined in (line + below, above + line, above + line + below) if NAME.search(joined))


def lines_of(block: Block) -> tuple[str, ...]:
    return block.texts if isinstance(block, Cells) else (block.text,)


def parted(title: str) -> Named | None:
    """A title without blanks in its parts, or None for what is no title of a report."""
    found = [parted_at(title, name) for name in NAME.finditer(title[:LONGEST_SEEN])]
    return min(found, key=untold, default=None)


def parted_at(title: str, name: re.Match[str]) -> Named:
    before, after = title[: name.start()], title[name.end() :]
    if CUT_ORGAN.search(before):
        before += TITLE["whole_organ"][-2:]
    year = YEAR.search(before) or YEAR.match(PARTING.sub("", after[:12]))
    pieces = YEAR.split(before)[::2]
    organ = next((organ for piece in pieces for organ in organs(piece)), None)
    return Named(title[:LONGEST_TITLE], year_number(year[1]) if year else None, organ)


def untold(named: Named) -> int:
    return (named.year is None) + (named.organ is None)


def organs(words: str) -> Iterator[str]:
    """The name of an organ at the end of some words."""
    for piece in reversed(PARTING.split(words)):
        name = NOT_ORGAN.sub("", piece)
        if 2 <= len(name) <= LONGEST_ORGAN and ORGAN.search(name) and not NO_ORGAN.search(name):
            yield name


def year_number(words: str) -> int | None:
    digits = "".join(DIGITS.get(letter, letter) for letter in words)
    return int(digits) if len(digits) == 4 and digits.isascii() and digits.isdigit() else None


def year_of_text(text: str) -> int | None:
    """The year of the reported period, or the one the prose names most often, more than any other."""
    period = PERIOD.search(text)
    if period:
        return int(period[1])
    named = Counter(YEAR_IN_TEXT.findall(text)).most_common(2)
    if not named or (len(named) == 2 and named[0][1] == named[1][1]):
        return None
    return int(named[0][0])


def signature(blocks: Sequence[Block]) -> str | None:
    """The organ that signs at the end: a short line of its name, behind it at most a date."""
    tail = [squeeze(block.text) for block in blocks[-6:] if isinstance(block, Line)]
    return next((line for line in reversed(tail) if len(line) >= SHORTEST_SIGNATURE and line in organs(line)), None)
