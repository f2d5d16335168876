"""The sentences of one letter: a template's words, filled with what all may name and what is its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from crawler.clock import CHINA, Quarter, china_day
from crawler.config import Office
from crawler.model import Outcome, Target
from results.letters.templates import EVERYWHERE, Template
from results.notices.matter import Matter, Subject
from results.text import chinese_day, plain, words

ADDRESS = 300  # characters of an address shown


class Wording:
    """The words of one letter. ``own`` and ``shared`` fill a sentence, named by its table and key."""

    def __init__(self, template: Template, office: Office, matter: Matter) -> None:
        self.template, self.office, self.matter = template, office, matter
        self.values: dict[str, object] = {**dict.fromkeys(EVERYWHERE, ""), **self._values()}
        self.values["number"] = self.number

    def own(self, table: str, key: str, **data: object) -> str:
        return str(self.template.own[table][key]).format(**{**self.values, **data})

    def shared(self, table: str, key: str, **data: object) -> str:
        return str(self.template.annex[table][key]).format(**{**self.values, **data})

    @property
    def office_name(self) -> str:
        return plain(self.office.name) or str(self.template.own["head"]["no_office"])

    @property
    def letter_mark(self) -> str:
        return plain(self.office.letter_mark) or str(self.template.own["head"]["letter_mark"])

    @property
    def number(self) -> str:
        """发文字号."""
        year, serial = self.matter.issued_on.year, self.matter.serial
        return letter_number(self.letter_mark, year, serial)

    @property
    def title_parts(self) -> list[str]:
        return [str(part).format(**self.values) for part in self.template.own["head"]["title"]]

    @property
    def mark(self) -> str:
        """发文机关标志."""
        return self.own("head", "mark")

    def numeral(self, place: int) -> str:
        """Chinese where there is one; places count from 0."""
        numerals: Sequence[str] = self.template.annex["levels"]["numerals"]
        return numerals[place] if place < len(numerals) else str(place + 1)

    def moment(self, at: datetime) -> str:
        local = at.astimezone(CHINA)
        return self.shared(
            "words", "moment", day=chinese_day(china_day(local)), hour=local.hour, minute=f"{local.minute:02d}"
        )

    def message(self, subject: Subject) -> str:
        """What was seen: by the machine, or by the person who looked where the machine could not."""
        if subject.finding.outcome is Outcome.FAILED:
            return subject.finding.message
        stop = self.shared("words", "stop")
        return self.shared("finding", "by_person", reason=subject.decision.reason.rstrip(stop)) + stop

    def target(self, target: Target) -> str:
        form = "account" if not target.is_site else "site" if target.site_code else "site_without_code"
        shown = {name: plain(getattr(target, name)) for name in ("name", "site_code", "platform")}
        return self.shared("target", form, **shown, address=plain(target.address, ADDRESS))

    def _values(self) -> Mapping[str, Any]:
        matter, quarter = self.matter, Quarter.parse(self.matter.run.quarter)
        ordinals: Sequence[str] = self.template.annex["words"]["ordinals"]
        form = str(self.template.annex["words"]["quarter"])
        return {
            "city": plain(self.office.city),
            "office": self.office_name,
            "owner": plain(matter.owner),
            "telephone": plain(self.office.telephone),
            "quarter": form.format(year=quarter.year, ordinal=ordinals[quarter.number - 1]),
            "on": chinese_day(matter.run.on),
            "issued_on": chinese_day(matter.issued_on),
            "due": chinese_day(matter.due_on),
            "count": len(matter.subjects),
            "targets": self._targets(),
            "basis": self._and().join(documents(matter.subjects)),
        }

    def _targets(self) -> str:
        targets = {subject.target.id: subject.target for subject in self.matter.subjects}.values()
        sites = sum(target.is_site for target in targets)
        counts = {"sites": sites, "accounts": len(targets) - sites}
        forms = self.template.annex["words"]
        return self._and().join(str(forms[name]).format(amount=count) for name, count in counts.items() if count)

    def _and(self) -> str:
        return str(self.template.annex["words"]["and"])


def letter_number(letter_mark: str, year: int, serial: int) -> str:
    """发文字号, in the one form that the standard has for it."""
    return str(words("letter")["number"]).format(letter_mark=letter_mark, year=year, serial=serial)


def documents(subjects: Sequence[Subject]) -> list[str]:
    """Every document that a finding rests on, once."""
    separator = words("letter")["documents"]
    named = (one.strip() for s in subjects for one in s.indicator.source.document.split(separator))
    return list(dict.fromkeys(named))
