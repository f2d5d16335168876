"""By when: an ISO day where the words are certain, the words themselves for what is done without an end."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from results.ledger.words import name, pattern, table

FORMS = ("day", "dotted", "month", "quarter", "half", "year")


@dataclass(frozen=True, slots=True)
class Deadline:
    """``value``: an ISO day, standing words such as 每季度, or None; ``notes``: why it is not certain."""

    value: str | None = None
    notes: tuple[str, ...] = ()


@cache
def _form(key: str, with_tail: bool) -> re.Pattern[str]:
    words = table("deadlines")
    return re.compile(words[key] + (f"(?P<tail>{words['tail']}|{words['no_tail']})" if with_tail else "(?P<tail>)"))


def read(labelled: list[str], prose: str, year: int | None) -> Deadline:
    """The deadline of a task: what stands under a label or in a column counts before what the text says."""
    words = [text for text in labelled if text.strip()]
    if words:
        return _labelled("；".join(words).replace(" ", "").replace("\n", ""), year)
    found = _dated(prose, year, with_tail=True)
    if found.value or found.notes:
        return found
    standing = pattern("deadlines", "standing_prose").search(prose)
    return Deadline(standing["said"]) if standing else Deadline()


def is_time(clause: str) -> bool:
    """Whether a part of a statement says by when, and names nobody."""
    clause = clause.strip("。；;，, ")
    ended = pattern("deadlines", "ended").sub("", clause)
    if pattern("deadlines", "standing").fullmatch(ended):
        return True
    return any(each and each.end() == len(ended) for each in (_form(key, True).match(ended) for key in FORMS))


def _labelled(text: str, year: int | None) -> Deadline:
    text = text.strip("。；;，,")
    if pattern("deadlines", "standing").fullmatch(text):
        return Deadline(text)
    for with_tail in (True, False):
        found = _dated(text, year, with_tail=with_tail)
        if found.value or found.notes:
            return found
    return Deadline(None, (name("notes", "unread-deadline", said=text),))


def _dated(text: str, year: int | None, *, with_tail: bool) -> Deadline:
    days: list[date] = []
    yearless: list[str] = []
    unread: list[str] = []
    for found in _matches(text, with_tail):
        own = _year(found, year)
        if own is None:
            yearless.append(found[0])
        elif (day := _day(found, own)) is None:
            unread.append(found[0])
        elif year is None or own >= year:
            days.append(day)
    if days:
        said = "、".join(day.isoformat() for day in sorted(set(days)))
        notes = (name("notes", "several-deadlines", said=said),) if len(set(days)) > 1 else ()
        return Deadline(max(days).isoformat(), notes)
    told = [name("notes", "yearless", said=said) for said in yearless[:1]]
    told += [name("notes", "unread-deadline", said=said) for said in unread[:1]]
    return Deadline(None, tuple(told))


def _matches(text: str, with_tail: bool) -> Iterator[re.Match[str]]:
    """What reads like a day, a month, a quarter, a half or the end of a year; places that overlap count once."""
    place = 0
    while place < len(text):
        fits = (_form(key, with_tail).match(text, place) for key in FORMS)
        found = next((each for each in fits if each and _is_meant(each, text)), None)
        if found is not None:
            yield found
            place = found.end()
        else:
            place += 1


def _is_meant(found: re.Match[str], text: str) -> bool:
    before, groups = text[: found.start()], found.groupdict()
    if pattern("deadlines", "not_before").search(before) or before[-1:].isdigit():
        return False
    ending = groups.get("all")
    named = groups.get("y") or groups.get("this") or groups.get("next")
    return ending is None or bool(named) or len(ending) > 1


def _year(found: re.Match[str], year: int | None) -> int | None:
    groups = found.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    return year + 1 if year is not None and groups.get("next") else year


def _day(found: re.Match[str], year: int) -> date | None:
    """None where the words leave more than one day open: 6月前 may mean its first day or its last."""
    groups, tail = found.groupdict(), found["tail"]
    if groups.get("d"):
        return _valid(year, int(groups["m"]), int(groups["d"]))
    if groups.get("m"):
        part = groups.get("part")
        day = table("deadlines")["part_days"].get(part) or monthrange(year, int(groups["m"]))[1]
        is_open = tail and not part and not _is_end(tail)
        return None if is_open else _valid(year, int(groups["m"]), day)
    if groups.get("q"):
        is_open = tail and not _is_end(found[0])
        month = 3 * int(table("digits").get(groups["q"]) or groups["q"])
        return None if is_open else _valid(year, month, monthrange(year, month)[1])
    return _valid(year, 6, 30) if groups.get("half") else _valid(year, 12, 31)


def _is_end(words: str) -> bool:
    return pattern("deadlines", "ends").search(words) is not None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
