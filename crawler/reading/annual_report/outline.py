"""The six sections of a report, told by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.reading.annual_report.blocks import Block, Cells, Line
from crawler.reading.annual_report.form import Section, Topic
from crawler.reading.annual_report.words import LEXICON, squeeze

OUTLINE = LEXICON["outline"]
NAMES = ("overview", "proactive", "requests", "disputes", "problems", "other")
HEADINGS = tuple(re.compile(OUTLINE[name]) for name in NAMES)
PLAIN = re.compile(OUTLINE["plain_number"])
BRACKETED = re.compile(OUTLINE["bracketed_number"])
HEADING_END = re.compile(OUTLINE["heading_end"])
INLINE = re.compile(OUTLINE["inline_number"])
NUMBERED = re.compile(OUTLINE["numbered_heading"])
NUMERALS: list[str] = OUTLINE["numerals"]
TOPICS: dict[str, list[str]] = LEXICON["topics"]
BRACKETED_RANK = 3
LONGEST_HEADING = 60  # characters with blanks taken out


@dataclass(frozen=True, slots=True)
class Heading:
    """``rank``: 0 numbered 一、 and alone on its line, 1 with text behind it, 2 not numbered, 3 numbered （一）."""

    section: int  # 0 to 5
    place: int  # of its block
    rank: int
    title: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks a report consists of, and where its sections begin."""

    blocks: tuple[Block, ...]
    headings: dict[int, Heading]

    def part(self, first: int, last: int) -> Sequence[Block]:
        """The blocks from section ``first`` on (0 to 5) to where section ``last`` begins, as far as that is known."""
        start = self.headings[first].place if first in self.headings else 0
        later = [self.headings[number].place for number in range(last, 6) if number in self.headings]
        end = min((place for place in later if place > start), default=len(self.blocks))
        return self.blocks[start:end]

    def prose(self, *numbers: int) -> str:
        """The lines of the named sections, tables left out."""
        blocks = (block for number in numbers if number in self.headings for block in self.part(number, number + 1))
        return "\n".join(block.text for block in blocks if isinstance(block, Line))


def read_outline(blocks: Sequence[Block]) -> Outline:
    parted = tuple(piece for block in blocks for piece in parted_at_headings(block))
    found = [heading for place in range(len(parted)) for heading in headings_at(parted, place)]
    return Outline(parted, {heading.section: heading for heading in chosen(without_contents(found))})


def parted_at_headings(block: Block) -> Iterator[Block]:
    """A text that came without lines, as one line for each section."""
    if isinstance(block, Cells) or len(block.text) <= LONGEST_HEADING * 2:
        yield block
        return
    start = 0
    for match in INLINE.finditer(block.text):
        behind = squeeze(block.text[match.end() : match.end() + LONGEST_HEADING])
        if match.start() > start and any(heading.match(behind) for heading in HEADINGS):
            yield Line(block.text[start : match.start()])
            start = match.start()
    yield Line(block.text[start:])


def headings_at(blocks: Sequence[Block], place: int) -> Iterator[Heading]:
    """What heading a block may be, or it and the line below where a long one is broken."""
    text = lone_text(blocks[place])
    if text is None:
        return
    heading = heading_of(text, place)
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    if heading is None and isinstance(below, Line) and len(text) + len(below.text) <= LONGEST_HEADING:
        heading = heading_of(text + squeeze(below.text), place)
        if heading is not None and heading.rank != 0:
            return
    if heading is not None:
        yield heading


def lone_text(block: Block) -> str | None:
    """A line, or the one text of a row, as far as a heading may go; without blanks."""
    texts = [text for text in block.texts if text] if isinstance(block, Cells) else [block.text]
    return squeeze(texts[0][: LONGEST_HEADING * 2]) if len(texts) == 1 else None


def heading_of(text: str, place: int) -> Heading | None:
    plain = PLAIN.match(text)
    bracketed = None if plain else BRACKETED.match(text)
    number = plain or bracketed
    words = text[number.end() :] if number else text
    for section, pattern in enumerate(HEADINGS):
        match = pattern.match(words)
        if match is None:
            continue
        alone = HEADING_END.match(words, match.end()) is not None
        rank = (0 if alone else 1) if plain else BRACKETED_RANK if bracketed else 2
        if alone or plain:
            return Heading(section, place, rank, text[: len(text) - len(words) + match.end()])
    return None


def without_contents(found: Sequence[Heading]) -> Sequence[Heading]:
    """The headings without those of a table of contents: the whole outline, before its first section comes again."""
    first: dict[int, int] = {}
    for heading in found:
        first.setdefault(heading.section, heading.place)
    end = max(first.values(), default=-1)
    again = {heading.section for heading in found if heading.place > end}
    return [heading for heading in found if heading.place > end] if len(again) >= len(first) - 1 > 1 else found


def chosen(found: Sequence[Heading]) -> Iterator[Heading]:
    """One heading a section: of the best rank, the first one that keeps the order."""
    end = -1
    for section in range(6):
        own = [heading for heading in found if heading.section == section]
        best = min((heading.rank for heading in own), default=0)
        places = [heading for heading in own if heading.rank == best]
        heading = next(
            (heading for heading in places if end < heading.place < start_of_next(section, end, found)), None
        )
        # A section out of its place is found all the same; what is numbered （一） is a topic of another one there.
        if heading is None and best < BRACKETED_RANK:
            heading = next(iter(places), None)
        if heading is not None:
            end = max(end, heading.place)
            yield heading


def start_of_next(section: int, after: int, found: Sequence[Heading]) -> float:
    """Where the first later section with an undoubted heading begins."""
    later = (h.place for h in found if h.section > section and h.rank == 0 and h.place > after)
    return min(later, default=float("inf"))


def sections(outline: Outline, complete: bool) -> tuple[Section, ...]:
    """All six. A report that was cut does not prove that one is missing, nor does one that has a heading with its
    number and other words in its place."""
    return tuple(
        Section(number + 1, name, outline.headings[number].title, True)
        if number in outline.headings
        else Section(number + 1, name, None, False if complete and not is_called_otherwise(outline, number) else None)
        for number, name in enumerate(NAMES)
    )


def is_called_otherwise(outline: Outline, number: int) -> bool:
    """Between the sections before and behind, a line with the section's number is none of the known headings."""
    places = {heading.place for heading in outline.headings.values()}
    start = max((outline.headings[one].place for one in range(number) if one in outline.headings), default=-1)
    later = (outline.headings[one].place for one in range(number + 1, 6) if one in outline.headings)
    end = min(later, default=len(outline.blocks))
    for place in range(start + 1, end):
        text = lone_text(outline.blocks[place]) if place not in places else None
        numbered = NUMBERED.match(text) if text and isinstance(outline.blocks[place], Line) else None
        if numbered and numbered[1] in NUMERALS[number]:
            return True
    return False


def topics(outline: Outline, complete: bool) -> tuple[Topic, ...]:
    """The five topics, looked for in the text of 总体情况 alone."""
    text = squeeze(outline.prose(0))
    if not text:
        return tuple(Topic(name, None) for name in TOPICS)
    absent = False if complete else None
    return tuple(Topic(name, True if any(word in text for word in TOPICS[name]) else absent) for name in TOPICS)
