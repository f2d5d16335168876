"""An evidence sheet as words: the same sections for the console and for the page. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checks.indicator import Status
from crawler.clock import CHINA
from crawler.model import Decision
from results.review.conclusions import Conclusion
from results.review.sheet import Proof, Sheet, moment
from results.review.words import say
from results.text import plain, words

FIRST = ("path", "name", "title", "label")  # columns that say what a row is about
LONGEST = 600  # characters of one cell
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """One capture as shown."""

    digest: str
    about: str
    url: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The sections in the order of reading; ``subjects`` is a table with its headings as first row, or empty."""

    title: str
    notes: tuple[str, ...]
    what: Pairs
    machine: Pairs
    figures: Pairs
    limits: Pairs
    subjects: tuple[tuple[str, ...], ...]
    rule: Pairs
    people: tuple[tuple[str, ...], ...]
    missing: str
    proofs: tuple[Seen, ...]
    picture: str


def view(sheet: Sheet) -> View:
    """Every text in it is one safe line."""
    return View(
        title=say("sheet.title", number=sheet.finding.id, name=plain(sheet.target.name), what=plain(sheet.title)),
        notes=tuple(_notes(sheet)),
        what=_pairs("what", _what(sheet)),
        machine=_pairs("machine", _machine(sheet)),
        figures=_figures(sheet.finding.data),
        limits=_figures(sheet.indicator.limits if sheet.indicator else {}),
        subjects=tuple(_subjects(sheet.finding.subjects)),
        rule=_pairs("rule", _rule(sheet)),
        people=tuple(_word(word) for word in sheet.standing.words),
        missing=_missing(sheet),
        proofs=tuple(map(_seen, sheet.proofs)),
        picture=_picture(sheet),
    )


def _notes(sheet: Sheet) -> Iterable[str]:
    """What must not be overlooked, above everything else."""
    if not sheet.is_current:
        yield say("sheet.replaced")
    if sheet.standing.is_withdrawn:
        yield say("sheet.withdrawn")
    if sheet.outdated:
        kind = words("review")["kinds"][sheet.outdated.kind.value]
        yield say(
            "sheet.outdated", by=plain(sheet.outdated.by), kind=kind, reason=plain(sheet.outdated.reason, LONGEST)
        )
    if one := sheet.exemption:
        yield say(
            "sheet.excused", number=one.id, until=one.until_on, by=plain(one.by), reason=plain(one.reason, LONGEST)
        )
    if sheet.notice:
        yield say("sheet.noticed", number=sheet.notice)


def _what(sheet: Sheet) -> dict[str, str]:
    target = sheet.target
    kind = words("site")["kinds"][target.kind.value]
    return {
        "name": f"{target.name} ({target.id})",
        "kind": " ".join(part for part in (kind, target.platform, target.account_id) if part),
        "owner": target.owner,
        "address": target.address,
        "site_code": target.site_code,
        "region": target.region,
    }


def _machine(sheet: Sheet) -> dict[str, str]:
    finding = sheet.finding
    return {
        "outcome": f"{words('review')['outcomes'][finding.outcome.value]} ({finding.outcome.value} / {finding.reason})",
        "message": finding.message,
        "monitored_on": finding.monitored_on.isoformat(),
        "observed_at": _time(finding.observed_at),
        "run": finding.run,
        "version": say("sheet.version", check=finding.indicator_version, program=finding.program_version),
        "catalogue": finding.catalogue_digest,
        "pack": sheet.pack,
    }


def _rule(sheet: Sheet) -> dict[str, str]:
    one = sheet.indicator
    if one is None:
        return {"id": sheet.finding.indicator}
    trial = say("sheet.trial") if one.status is Status.TRIAL else ""
    return {
        "id": f"{one.title} ({one.id})",
        "consequence": words("review")["consequences"][one.consequence.value] + trial,
        "document": one.source.document,
        "clause": one.source.clause,
        "remedy": one.remedy,
        "statement": one.statement,
    }


def _pairs(section: str, values: Mapping[str, str]) -> Pairs:
    names = words("review")["sheet"][section]
    return tuple((str(names[key]), plain(value, LONGEST)) for key, value in values.items() if value)


def _figures(values: Mapping[str, Any]) -> Pairs:
    return tuple((label(key), cell(value)) for key, value in values.items() if value not in (None, "", [], ()))


def _subjects(subjects: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, ...]]:
    rows = list(subjects)
    names = sorted(dict.fromkeys(name for row in rows for name in row), key=_place)
    if rows:
        yield (say("sheet.row"), *map(label, names))
    for number, row in enumerate(rows, 1):
        yield (str(number), *(cell(row.get(name)) for name in names))


def _place(name: str) -> int:
    """What a row is about comes first, addresses last; else as the check has it."""
    if name in FIRST:
        return FIRST.index(name) - len(FIRST)
    return int(name == "url" or name.endswith("_url"))


def label(key: str) -> str:
    """The Chinese name of a figure, where it has one."""
    return str(words("review")["labels"].get(key, plain(key)))


def cell(value: Any) -> str:
    """One figure as a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("sheet.yes") if value else say("sheet.no")
    if isinstance(value, list | tuple) and all(isinstance(one, str | int) for one in value):
        return plain(str(words("letter")["and"]).join(map(str, value)), LONGEST)
    return plain(
        json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple | dict) else str(value), LONGEST
    )


def _word(word: Decision) -> tuple[str, ...]:
    kind = words("review")["kinds"][word.kind.value]
    return _time(word.at), plain(word.by), str(kind), plain(word.reason, LONGEST)


def _missing(sheet: Sheet) -> str:
    """What the office still has to say."""
    conclusion = sheet.standing.conclusion
    if conclusion is Conclusion.AWAITING_SECOND:
        return say("sheet.second")
    if conclusion in {Conclusion.UPHELD, Conclusion.DISMISSED}:
        return say("sheet.concluded", conclusion=words("review")["conclusions"][conclusion.value])
    return say("sheet.open")


def _seen(proof: Proof) -> Seen:
    if proof.capture is None:
        return Seen(proof.digest, say("sheet.not-kept"), "", ())
    one = proof.capture
    kind = words("review")["captures"][one.kind.value]
    parts = {"kind": kind, "at": moment(one), "type": plain(one.content_type), "status": one.status or ""}
    cut = say("sheet.truncated") if one.truncated else ""
    return Seen(proof.digest, plain(say("sheet.capture", **parts)) + cut, plain(one.url, LONGEST), proof.commands)


def _picture(sheet: Sheet) -> str:
    if sheet.picture is None:
        return say("sheet.no-picture")
    one = sheet.picture.capture
    return say("sheet.picture", url=plain(one.url, LONGEST), at=moment(one), digest=one.digest)


def _time(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
