"""The words of a rectification notice: what was found, on what basis, with which proof, and what is due when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from checks import wording
from checks.indicator import Consequence, Indicator, Status
from crawler.clock import CHINA, Quarter, china_day
from crawler.config import Office
from crawler.model import Decision, Finding, Outcome, Target
from results.letter import Letter
from results.rows import RunRecord
from results.text import chinese_day, plain, words

ROWS_SHOWN = 300  # subjects of one finding listed in the annex
LANDSCAPE_MM = 241.0


@dataclass(frozen=True, slots=True)
class Subject:
    """One upheld finding and all that a notice says of it."""

    target: Target
    finding: Finding
    decision: Decision
    indicator: Indicator

    @property
    def counts(self) -> bool:
        """Whether it is a fault to rectify; trial and advisory indicators only remind."""
        grave = self.indicator.consequence in {Consequence.VETO, Consequence.DEDUCT}
        return grave and self.indicator.status is Status.IN_FORCE

    @property
    def message(self) -> str:
        """What was seen: by the machine, or by the person who looked where the machine could not."""
        if self.finding.outcome is Outcome.FAILED:
            return self.finding.message
        forms = _words()["finding"]
        return str(forms["by_person"]).format(reason=self.decision.reason.rstrip(forms["stop"])) + str(forms["stop"])


@dataclass(frozen=True, slots=True)
class Matter:
    """What one owner is to put right."""

    owner: str
    subjects: tuple[Subject, ...]
    run: RunRecord
    issued_on: date
    due_on: date


def compose(matter: Matter, office: Office, number: int, head: tuple[int, str], at: datetime) -> bytes:
    """The notice as a .docx file."""
    heads = _words()["head"]
    name = office.name or heads["no_office"]
    title = [line.format(city=office.city) for line in heads["title"]]
    letter = Letter("".join(title), name, at)
    letter.mark(name)
    letter.number(notice_number(matter.issued_on.year, number))
    letter.title(title)
    letter.line(heads["to"].format(owner=matter.owner))
    letter.text(_opening(matter, office))
    _body(letter, matter, office, head)
    annex = _words()["annex"]
    notes = [letter.text(annex["note"]), letter.text(annex["note_next"])]
    notes[0].paragraph_format.space_before = letter.pitch
    notes[1].paragraph_format.left_indent = letter.character * 3
    for note in notes:  # so that the signature never stands alone on a page
        note.paragraph_format.keep_with_next = True
    letter.signature(name, chinese_day(matter.issued_on))
    _problem_list(letter, matter)
    _details(letter, matter)
    return letter.content()


def notice_number(year: int, number: int) -> str:
    """The number as the letter bears it."""
    return str(_words()["head"]["number"]).format(year=year, number=number)


def _words() -> Mapping[str, Any]:
    return words("notice")


def _opening(matter: Matter, office: Office) -> str:
    body = _words()["body"]
    faults = sum(subject.counts for subject in matter.subjects)
    hints = len(matter.subjects) - faults
    quarter = Quarter.parse(matter.run.quarter)
    values = {
        "basis": str(body["and"]).join(_documents(matter.subjects)),
        "quarter": body["quarter"].format(year=quarter.year, number=body["quarter_numbers"][quarter.number - 1]),
        "city": office.city,
        "on": chinese_day(matter.run.on),
        "targets": _targets(matter.subjects),
        "faults": faults,
    }
    if not faults:
        return str(body["opening_hints_only"]).format(**values, hints=body["hints"].format(count=hints))
    return str(body["opening"]).format(**values, hints=body["and_hints"].format(count=hints) if hints else "")


def _documents(subjects: Sequence[Subject]) -> list[str]:
    """Every document that a finding rests on, once."""
    separator = words("letter")["documents"]
    named = (one.strip() for s in subjects for one in s.indicator.source.document.split(separator))
    return list(dict.fromkeys(named))


def _targets(subjects: Sequence[Subject]) -> str:
    body = _words()["body"]
    targets = {subject.target.id: subject.target for subject in subjects}.values()
    sites = sum(target.is_site for target in targets)
    counts = {"sites": sites, "accounts": len(targets) - sites}
    return str(body["and"]).join(body[name].format(count=count) for name, count in counts.items() if count)


def _body(letter: Letter, matter: Matter, office: Office, head: tuple[int, str]) -> None:
    levels, demands, proof = (_words()[name] for name in ("levels", "demands", "proof"))
    ranks = iter(levels["first"])
    for counted, heading in ((True, "faults"), (False, "hints")):
        subjects = [subject for subject in matter.subjects if subject.counts is counted]
        if subjects:
            letter.text(next(ranks) + levels[heading], "first_level")
            _found(letter, subjects)
    letter.text(next(ranks) + levels["demands"], "first_level")
    letter.text(demands["by"].format(due=chinese_day(matter.due_on)))
    letter.text(demands["recheck"])
    contact = "contact" if office.telephone else "no_contact"
    letter.text(demands[contact].format(telephone=office.telephone))
    letter.text(next(ranks) + levels["proof"], "first_level")
    letter.text(proof["text"].format(seq=head[0]))
    letter.code(head[1])


def _found(letter: Letter, subjects: Sequence[Subject]) -> None:
    levels = _words()["levels"]
    numerals: Sequence[str] = levels["numerals"]
    for number, (_, group) in enumerate(groupby(subjects, key=lambda s: s.target.id)):
        own = list(group)
        numeral = numerals[number] if number < len(numerals) else str(number + 1)
        letter.text(levels["second"].format(number=numeral, text=_target(own[0].target)), "second_level")
        for place, subject in enumerate(own, 1):
            letter.text(levels["third"].format(number=place, text=_fault(subject)))
            letter.text(_basis(subject))


def _target(target: Target) -> str:
    forms = _words()["target"]
    form = "account" if not target.is_site else "site" if target.site_code else "site_without_code"
    shown = {name: plain(getattr(target, name)) for name in ("name", "site_code", "platform")}
    return str(forms[form]).format(**shown, address=plain(target.address, 200))


def _fault(subject: Subject) -> str:
    form = "veto" if subject.counts and subject.indicator.consequence is Consequence.VETO else "other"
    return str(_words()["finding"][form]).format(title=subject.indicator.title, message=subject.message)


def _basis(subject: Subject) -> str:
    """Basis, demand and proof, in one paragraph."""
    forms, finding, indicator = _words()["finding"], subject.finding, subject.indicator
    moment = finding.observed_at.astimezone(CHINA)
    day = chinese_day(china_day(moment))
    captures = forms["captures" if finding.captures else "no_captures"].format(count=len(finding.captures))
    parts = (
        forms["source"].format(document=indicator.source.document, clause=indicator.source.clause),
        forms["remedy"].format(remedy=indicator.remedy.rstrip(forms["stop"]) + forms["stop"]),
        forms["proof"].format(
            id=finding.id,
            at=forms["moment"].format(day=day, hour=moment.hour, minute=moment.minute),
            on=chinese_day(finding.monitored_on),
            captures=captures,
        ),
    )
    return "".join(parts)


def _problem_list(letter: Letter, matter: Matter) -> None:
    annex = _words()["annex"]
    letter.landscape()
    letter.line(annex["first"], "first_level")
    letter.title([annex["first_title"]], size=18)
    columns: Mapping[str, tuple[str, float]] = annex["columns"]
    rows = [
        [str(_cells(number, subject)[name]) for name in columns] for number, subject in enumerate(matter.subjects, 1)
    ]
    letter.table([heading for heading, _ in columns.values()], rows, [width for _, width in columns.values()])


def _cells(number: int, subject: Subject) -> dict[str, object]:
    target, finding = subject.target, subject.finding
    return {
        "number": number,
        "target": plain(target.name),
        "code": plain(target.site_code if target.is_site else target.platform),
        "indicator": subject.indicator.title,
        "message": subject.message,
        "address": plain(str(finding.data.get("url") or target.address), 300),
        "newest_on": finding.data.get("newest_on") or "",
        "id": finding.id,
        "remedy": subject.indicator.remedy,
    }


def _details(letter: Letter, matter: Matter) -> None:
    annex = _words()["annex"]
    letter.line(annex["second"], "first_level").paragraph_format.page_break_before = True
    letter.title([annex["second_title"]], size=18)
    for subject in matter.subjects:
        finding = subject.finding
        text = annex["finding"].format(id=finding.id, target=plain(subject.target.name), title=subject.indicator.title)
        letter.line(text, "second_level").paragraph_format.keep_with_next = True
        _subjects(letter, finding.subjects)
        if finding.captures:
            letter.code(annex["captures"])
            for digest in finding.captures:
                letter.code(digest.removeprefix("sha256:"))


def _subjects(letter: Letter, subjects: Sequence[Mapping[str, Any]]) -> None:
    """The counted things as a table, so that a count can be added up again by hand."""
    headings = wording.subject_headings()
    order = [*_words()["annex"]["first_columns"], *headings]
    keys = [key for key in dict.fromkeys(order) if any(subject.get(key) not in (None, "") for subject in subjects)]
    if not keys:
        return
    rows = [[plain(str(subject.get(key) or ""), 300) for key in keys] for subject in subjects[:ROWS_SHOWN]]
    letter.table([headings[key] for key in keys], rows, [LANDSCAPE_MM / len(keys)] * len(keys))
    if len(subjects) > ROWS_SHOWN:
        letter.line(_words()["annex"]["more"].format(count=len(subjects) - ROWS_SHOWN))
