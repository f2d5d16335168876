"""Who is responsible: the statement of units in a task's text, and the units it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from results.ledger.deadlines import is_time
from results.ledger.words import label, pattern, table

OPENING, CLOSING = "（(〔[【［", "）)〕]】］"
_ALIKE = str.maketrans({"(": "（", ")": "）", "[": "〔", "]": "〕", "［": "〔", "］": "〕", "【": "〔", "】": "〕"})


@dataclass(slots=True)
class Said:
    """What statements say. ``unclear``: words that name units of which the part they have is not certain."""

    lead: list[str] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)
    deadline: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Split:
    """A paragraph: its own words, the statements cut out of it, and prose that states units and stays in the text."""

    body: str
    statements: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    is_open: bool = False  # a bracket of the last statement is not closed yet

    @property
    def states(self) -> bool:
        return bool(self.statements or self.prose)


def split(text: str) -> Split:
    """A paragraph's words and its statements; every sign of it is in one of them."""
    spans = list(_spans(text))
    if not spans:
        return Split(text, prose=tuple(_in_prose(text)))
    body, end = "", 0
    for start, stop in spans:
        body += text[end:start]
        end = stop
    is_open = spans[-1][1] == len(text) and _depth(text[spans[-1][0] :]) > 0
    return Split(body + text[end:], tuple(text[start:stop] for start, stop in spans), is_open=is_open)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for found in label().finditer(text):
        if found.start() < end:
            continue
        start = found.start() - 1
        if start >= end and text[start] in OPENING:
            yield start, (end := _closed(text, start))
        elif found.start() == 0 or _begins(text[: found.start()]):
            yield found.start(), (end := _ended(text, found.end()))
    if end == 0 and (span := _last_bracket(text)):
        yield span


def _in_prose(text: str) -> Iterator[str]:
    """The end of the last sentence, where it says who leads or does it: 由市司法局牵头，各部门配合."""
    last = pattern("lines", "sentence").split(text.rstrip("。.；; "))[-1]
    clauses = _clauses(last)
    found: list[str] = []
    while clauses and (is_time(clauses[-1]) or _names_doer(clauses[-1])):
        found.insert(0, clauses.pop())
    if any(_names_doer(clause) for clause in found):
        yield "，".join(found)


def _names_doer(clause: str) -> bool:
    """Whether a part of a sentence is a list of units and what part they have."""
    found = pattern("units", "lead_clause").search(clause) or pattern("units", "joint_clause").search(clause)
    if found is None or not found[0]:
        return False
    return _all_units(_divided(normal(clause[: found.start()])))


def _begins(before: str) -> bool:
    return before.rstrip()[-1:] in tuple("。.；;，,！!？?" + CLOSING)


def _ended(text: str, start: int) -> int:
    """Where a statement without brackets ends: behind its full stop, or with the paragraph."""
    depth = 0
    for place in range(start, len(text)):
        depth = max(0, depth + (text[place] in OPENING) - (text[place] in CLOSING))
        if depth == 0 and text[place] == "。":
            return place + 1
    return len(text)


def _closed(text: str, start: int) -> int:
    """Where the bracket at a place ends, whatever kind closes it; the end of the text where none does."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in OPENING) - (text[place] in CLOSING)
        if depth == 0:
            return place + 1
    return len(text)


def _depth(text: str) -> int:
    return sum((char in OPENING) - (char in CLOSING) for char in text)


def _last_bracket(text: str) -> tuple[int, int] | None:
    """A bracket at the end that names units without a label."""
    place = 0
    while place < len(text):
        if text[place] in OPENING:
            end = _closed(text, place)
            if not text[end:].strip("。.；; ") and _names_units(text[place + 1 : end].rstrip(CLOSING)):
                return place, end
            place = end
        else:
            place += 1
    return None


def _names_units(inner: str) -> bool:
    clauses = [clause for clause in _clauses(inner) if not is_time(clause)]
    if any(pattern("units", "not_unit").search(clause) for clause in clauses):
        return False
    if clauses and pattern("units", "led").fullmatch("，".join(clauses)):
        return True
    return _all_units([unit for clause in clauses for unit in _divided(_plain_clause(clause))])


def _all_units(parts: list[str]) -> bool:
    """Whether all parts could be units, and one of them surely is: places alone (乡镇、街道) name nobody."""
    known = any(pattern("units", "organ").search(part) for part in parts)
    return known and all(is_unit(part) for part in parts)


def _plain_clause(clause: str) -> str:
    return pattern("units", "joint_clause").sub("", clause)


def is_unit(text: str) -> bool:
    """Whether words could be the name of a body or of a group of them."""
    bare = pattern("units", "group").sub("", text.translate(_ALIKE))
    fits = 1 < len(bare) <= table("units")["longest"] and pattern("units", "unit").search(bare)
    return bool(fits) and not pattern("units", "not_unit").search(bare)


def parse(statement: str) -> Said:
    """The units and the words on time that one statement names."""
    said = Said()
    text = statement.strip("。.；; \u3000")
    if text[:1] in OPENING and text:
        text = text[1 : _closed(text, 0)].strip()
        text = text[:-1] if text[-1:] in CLOSING and _depth(text) < 0 else text
    labels = list(label().finditer(text))
    _tell_unlabelled(said, text[: labels[0].start()] if labels else text)
    for found, end in zip(labels, [*(each.start() for each in labels[1:]), len(text)], strict=False):
        words = text[found.end() : end].strip("。；;，, \u3000" + OPENING)
        if found.lastgroup == "lead":
            said.lead += _units(said, words)
        elif found.lastgroup == "deadline":
            said.deadline.append(words)
        else:
            _tell_unlabelled(said, words)
    return said


def _tell_unlabelled(said: Said, text: str) -> None:
    for clause in _clauses(text):
        if is_time(clause):
            said.deadline.append(clause)
        elif found := pattern("units", "lead_clause").search(clause):
            said.lead += _units(said, clause[: found.start()])
        else:
            for unit in _units(said, _plain_clause(clause)):
                led = pattern("units", "leads_too").search(unit)
                (said.lead if led else said.joint).append(unit[: led.start()] if led else unit)


def _clauses(text: str) -> list[str]:
    """Parts between commas and semicolons that stand in no bracket."""
    text = pattern("units", "led_by").sub("，", text)
    return [part for part in _outside(text, "，,；;。") if part.strip()]


def _units(said: Said, text: str) -> list[str]:
    units = [unit for part in _divided(text) for unit in pattern("units", "both").split(part)]
    named = [normal(unit) for unit in units]
    longest = table("units")["longest"]
    said.unclear += [unit for unit in named if len(unit) > longest or "。" in unit]
    return [unit for unit in named if unit and len(unit) <= longest and "。" not in unit]


def normal(unit: str) -> str:
    """A unit's name with one kind of bracket for each, so that it is the same wherever it stands."""
    text = unit.translate(_ALIKE).strip("。.：: 、，,\u3000")
    text = re.sub(r"\s+", "", text)
    return text[1:] if text.startswith(table("units")["by"]) else text


def _divided(text: str) -> list[str]:
    """The names in a text: between signs, and between blanks where what stands there is whole."""
    return [name for part in _outside(text, "、，,；;") for name in _whole(part.split())]


def _whole(parts: list[str]) -> list[str]:
    found: list[str] = []
    for part in parts:
        goes_on = found and (
            not is_unit(found[-1])
            or pattern("units", "open_end").search(found[-1])
            or len(part) <= table("units")["short_rest"]
            or part[0] in OPENING
        )
        if goes_on:
            found[-1] += part
        else:
            found.append(part)
    return found


def _outside(text: str, signs: str) -> list[str]:
    found, depth = [""], 0
    for char in text:
        depth = max(0, depth + (char in OPENING) - (char in CLOSING))
        if depth == 0 and char in signs:
            found.append("")
        else:
            found[-1] += char
    return [part.strip() for part in found if part.strip()]


def divided_by_blanks(tail: str) -> list[str]:
    """The units of a tail that only blanks divide; none where signs do, or where a part is no unit."""
    parts = tail.split()
    if len(parts) < 2 or len(_outside(tail, "、，,；;。")) > 1:
        return []
    return parts if all(is_unit(part.rstrip("。") if _depth(part) >= 0 else part[:-1]) for part in parts) else []


def reads_as_units(text: str) -> bool:
    """Whether a text holds nothing but units."""
    parts = _divided(text)
    return bool(parts) and all(is_unit(part) for part in parts)


def ends_whole(statement: str) -> bool:
    """Whether a statement's last name is whole, so that the next line is not its rest."""
    if statement.rstrip()[-1:] in tuple("、，,：:；;") or _depth(statement) > 0:
        return False
    parts = _divided(statement)
    last = label().sub("", parts[-1]) if parts else ""
    return is_unit(_plain_clause(last))
