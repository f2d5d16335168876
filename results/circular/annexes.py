"""The annexes: results of websites and of accounts, the list of problems, the ranking where the office wants one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crawler.model import Target
from results.circular.wording import Wording
from results.letters.blocks import Annex, Block, Role, Small, Table, Upright
from results.publishing.figures import Dimension, Field, Group, field_of
from results.publishing.lines import shown
from results.publishing.quarter import Entry, Problem
from results.publishing.rows import Standing
from results.text import chinese_day, plain

ROWS = 500  # targets listed in full, where the edition does not say
PLACES_SHOWN = 3
PROBLEMS, RANKING = "problems", "ranking"
KEPT = frozenset(("number", "name", "standing", "message", "place"))  # columns that stay though nothing is in them


@dataclass(frozen=True)
class Annexes:
    """The annexes that one circular has, in their order."""

    wording: Wording

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """A field's results, ``problems``, ``ranking``: what there is something to tell of."""
        result, fields = self.wording.result, self.wording.fields
        keys = [str(field) for field in fields if any(field_of(one.target) is field for one in result.entries)]
        if any(entry.problems for entry in result.entries):
            keys.append(PROBLEMS)
        if any(self._ranked(field) for field in fields):
            keys.append(RANKING)
        return tuple(keys)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self.wording.own("annexes", key) for key in self.keys)

    def mark(self, key: str) -> str:
        """Such as 附件1; without a number where there is no other."""
        place = self.keys.index(key) + 1 if len(self.keys) > 1 else ""
        return self.wording.own("annexes", "mark", place=place)

    def mark_of(self, field: Field) -> str:
        return self.mark(str(field)) if str(field) in self.keys else ""

    def blocks(self) -> Iterator[Block]:
        for key, title in zip(self.keys, self.titles, strict=True):
            yield Annex(self.mark(key), title, sideways=key == PROBLEMS)
            if key == PROBLEMS:
                yield from self._problems()
            elif key == RANKING:
                yield from self._rankings()
            else:
                yield from self._results(Field(key))
        seq, digest = self.wording.result.edition.head
        if seq and self.keys and not self.wording.result.is_draft:
            yield Upright()
            yield Small(self.wording.own("annexes", "kept"), Role.FIRST_LEVEL)
            yield Small(self.wording.own("annexes", "proof", rows=self.wording.figures.rows(), digest=digest))

    # results

    def _results(self, field: Field) -> Iterator[Block]:
        entries = [one for one in self.wording.result.entries if field_of(one.target) is field]
        listed, note = entries, ""
        if len(entries) > self._most:
            listed = [one for one in entries if one.standing in {Standing.UNQUALIFIED, Standing.SET_ASIDE}]
            note = "only_bad" if listed else "none_bad"
        if note:
            yield Small(self.wording.own("annexes", note, what=self.wording.what(field)))
        rows = [self._result(number, one) for number, one in enumerate(listed, 1)]
        yield from _table(self.wording.template.own[str(field)]["columns"], rows, large=True)

    def _result(self, number: int, entry: Entry) -> Mapping[str, str]:
        standing = self.wording.own("standings", str(entry.standing))
        return {
            **_target(number, entry.target),
            "standing": standing,
            "points": entry.points,
            "reason": shown(entry.reason),
        }

    # problems

    def _problems(self) -> Iterator[Block]:
        faulty = [one for one in self.wording.result.entries if one.problems]
        listed, note = faulty, ""
        if len(faulty) > self._most:
            listed = [one for one in faulty if one.standing is Standing.UNQUALIFIED]
            note = "only_vetoed" if listed else "none_listed"
        if note:
            yield Small(self.wording.own("annexes", note))
        pairs = [(entry.target, problem) for entry in listed for problem in entry.problems]
        rows = [self._problem(number, target, problem) for number, (target, problem) in enumerate(pairs, 1)]
        yield from _table(self.wording.template.own["problems_list"]["columns"], rows)

    def _problem(self, number: int, target: Target, problem: Problem) -> Mapping[str, str]:
        own, level = self.wording.own, self.wording.own("consequences", str(problem.consequence))
        places = self.wording.joined(problem.places[:PLACES_SHOWN])
        more = len(problem.places)
        return {
            **_target(number, target),
            "code": shown(target.site_code if target.is_site else target.platform),
            "indicator": own("annexes", "level", consequence=level, title=plain(problem.title)),
            "place": places + (own("annexes", "more_places", amount=more) if more > PLACES_SHOWN else ""),
            "message": problem.message,
            "address": problem.address,
            "monitored_on": chinese_day(problem.monitored_on),
        }

    # ranking

    def _ranked(self, field: Field) -> Sequence[tuple[int, Group]]:
        """Regions, or departments where there are none; nothing where nobody is compared."""
        if not self.wording.result.edition.words.get("settings", {}).get("ranking"):
            return ()
        regions = self.wording.figures.ranked(field, Dimension.REGION)
        found = regions or self.wording.figures.ranked(field, Dimension.OWNER)
        return found if len(found) > 1 else ()

    def _rankings(self) -> Iterator[Block]:
        yield Small(self.wording.own("annexes", "rank_note"))
        for field in self.wording.fields:
            ranked = self._ranked(field)
            if ranked:
                yield Small(self.wording.own("annexes", f"rank_{field}"), Role.FIRST_LEVEL)
                rows = [self._rank(place, one) for place, one in ranked]
                yield from _table(self.wording.template.own["ranking"]["columns"], rows, large=True)

    def _rank(self, place: int, group: Group) -> Mapping[str, str]:
        figures = self.wording.figures
        counts = {name: figures.count(name, group) for name in ("running", "checked", "rated", "qualified")}
        named = {"place": figures.place(group, place), "name": shown(group.name)}
        return {**named, **counts, "pass_rate": figures.pass_rate(group)}

    @property
    def _most(self) -> int:
        return int(self.wording.result.edition.words.get("settings", {}).get("annex_rows", ROWS))


def _target(number: int, target: Target) -> dict[str, str]:
    names: Sequence[str] = ("region", "name", "platform", "owner", "site_code")
    return {"number": str(number), **{name: shown(getattr(target, name)) for name in names}}


def _table(
    columns: Mapping[str, Sequence[Any]], rows: Sequence[Mapping[str, str]], *, large: bool = False
) -> Iterator[Table]:
    """Without the columns that nobody has anything in; none without rows."""
    if not rows:
        return
    filled = {name: one for name, one in columns.items() if name in KEPT or any(row[name] for row in rows)}
    headings = tuple(str(heading) for heading, _ in filled.values())
    cells = tuple(tuple(row[name] for name in filled) for row in rows)
    yield Table(headings, cells, tuple(float(share) for _, share in filled.values()), large)
