"""The sentences of one circular: the template's words, filled with the edition's own and with figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from crawler.model import Target
from results.circular.figures import Figures
from results.circular.given import Given
from results.letters.templates import EVERYWHERE, IN_CIRCULARS
from results.publishing.figures import Field
from results.publishing.lines import shown
from results.publishing.quarter import Entry, QuarterResult
from results.text import chinese_day, plain

CITED = re.compile("([^《》；]+)(《[^《》]+》)")
NUMBER = re.compile(r"〔\d{4}〕\d+")
MOST_NAMED = 40  # names in one sentence


class Wording:
    """``own`` fills a sentence of the template, named by its table and key; ``shared`` one that all letters have."""

    def __init__(self, result: QuarterResult, given: Given, figures: Figures) -> None:
        self.result, self.given, self.figures = result, given, figures
        self.template = given.template
        self.values: dict[str, object] = dict.fromkeys(EVERYWHERE | IN_CIRCULARS, "")
        self.values.update(self._values())
        self.values["subject"] = self._filled(self.template.own["subject"][self._about])
        self.values["whole"] = self._filled(self._scope["whole"])
        self.values["basis"] = self._basis()

    def own(self, table: str, key: str, **data: object) -> str:
        return self._filled(self.template.own[table][key], **data)

    def shared(self, table: str, key: str, **data: object) -> str:
        return self._filled(self.template.annex[table][key], **data)

    def _filled(self, text: object, **data: object) -> str:
        return str(text).format(**{**self.values, **data})

    # head

    @property
    def office(self) -> str:
        return plain(self.result.edition.office) or str(self.template.own["head"]["no_office"])

    @property
    def title_parts(self) -> list[str]:
        parts = [self._filled(part) for part in self.template.own["head"]["title"]]
        later = self.result.edition.number > 1
        mark = "draft" if self.result.is_draft else "corrected" if later else ""
        return [*parts[:-1], parts[-1] + (self.own("head", mark) if mark else "")]

    @property
    def addressee(self) -> str:
        return self._filled(self._scope["to"])

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Those of which anything runs; both where nothing does."""
        found = tuple(one for one in Field if self.figures.group(one).count.running)
        return found or tuple(Field)

    # lists

    def numeral(self, place: int) -> str:
        """Chinese where there is one; places count from 0."""
        numerals: Sequence[str] = self.template.annex["levels"]["numerals"]
        return numerals[place] if place < len(numerals) else str(place + 1)

    def joined(self, texts: Sequence[str]) -> str:
        return self._and.join(texts)

    def name(self, target: Target) -> str:
        words = {"name": shown(target.name), "platform": shown(target.platform)}
        key = "account_name" if words["platform"] and not target.is_site else "site_name"
        return self.own("problems", key, **words)

    def names(self, entries: Sequence[Entry]) -> str:
        """In one sentence, the first of them where they are many."""
        text = self.joined([self.name(entry.target) for entry in entries[:MOST_NAMED]])
        return self.own("problems", "more", names=text) if len(entries) > MOST_NAMED else text

    def what(self, field: Field) -> str:
        """What is counted, as sentences name it."""
        return self.own("headings", "site" if field is Field.SITES else "account")

    def counted(self, field: Field, amount: str) -> str:
        """A number with its measure word."""
        return self.own("results", str(field), amount=amount)

    def targets(self, counts: Mapping[Field, str]) -> str:
        """Of both fields, each with its number."""
        return self.joined(
            [
                self.own("results", "targets", what=self.what(field), count=self.counted(field, amount))
                for field, amount in counts.items()
            ]
        )

    # values

    @property
    def _scope(self) -> Mapping[str, Any]:
        """The first that fits the office's area; the head's words where none does."""
        city = plain(self.result.edition.city)
        scopes: Mapping[str, Any] = self.template.own["scopes"]
        head: Mapping[str, Any] = self.template.own["head"]
        return next((one for one in scopes.values() if city.endswith(tuple(one["suffix"]))), head)

    def _values(self) -> Mapping[str, object]:
        edition, due_on = self.result.edition, self.given.due_on
        ordinals: Sequence[str] = self.template.annex["words"]["ordinals"]
        quarter = edition.quarter
        form = str(self.template.annex["words"]["quarter"])
        return {
            "city": plain(edition.city),
            "office": self.office,
            "telephone": self.given.telephone,
            "quarter": form.format(year=quarter.year, ordinal=ordinals[quarter.number - 1]),
            "year": edition.published_on.year,
            "on": chinese_day(self.result.run.on),
            "published_on": chinese_day(edition.published_on),
            "due": chinese_day(due_on) if due_on else "",
        }

    def _basis(self) -> str:
        """The template's documents and the rule pack's, each once by its number."""
        own = [self._filled(one) for one in self.template.own["basis"][self._about]]
        found: dict[str, str] = {}
        for document in (*own, *map(self._cited, self.result.edition.words.get("documents", ()))):
            number = NUMBER.search(document)
            found.setdefault(number[0] if number else document, document)
        return self.joined(list(found.values()))

    def _cited(self, document: str) -> str:
        """The catalogue's number and title as a letter cites them: the title first."""
        parts = CITED.fullmatch(plain(document))
        return self.own("basis", "document", number=parts[1], title=parts[2]) if parts else plain(document)

    @property
    def _about(self) -> str:
        return str(self.fields[0]) if len(self.fields) == 1 else "both"

    @property
    def _and(self) -> str:
        return str(self.template.annex["words"]["and"])
