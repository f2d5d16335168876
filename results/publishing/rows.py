"""Editions as rows of the trail: a quarter's results as they were published, and targets left unrated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crawler.clock import Quarter
from crawler.model import RunId, TargetId
from results.migrations import Chain
from results.rating.percent import Rounding
from results.rows import Row, clean, to_json


class Standing(StrEnum):
    """How a target stands in a quarter. An edition knows the first three; what is pending is in drafts alone."""

    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    SET_ASIDE = "set-aside"  # 不予评定: nobody could conclude, and a named person says why
    PENDING = "pending"


class Weight(StrEnum):
    """What an upheld finding is in an edition."""

    COUNTED = "counted"  # published as a problem
    EXPLAINED = "explained"  # excused by an explanation that the office accepted
    RECTIFIED = "rectified"  # put right in time, where the pack says that such faults do not count


class Repair(StrEnum):
    """What came of a finding in a rectification notice until the next quarter's publication."""

    RECTIFIED = "rectified"
    OPEN = "open"
    VOID = "void"  # the finding was withdrawn, or its notice cancelled


@dataclass(frozen=True, slots=True)
class Edition:
    """One quarter's results as published. ``words`` holds what the pages say that no other row holds."""

    quarter: Quarter
    number: int
    run: RunId
    published_on: date
    by: str
    correction: str  # why the edition before was wrong; empty in the first
    office: str
    city: str
    decimals: int
    rounding: Rounding
    words: Mapping[str, Any] = field(default_factory=dict)
    catalogue_digest: str = ""
    head: tuple[int, str] = (0, "")  # of the trail it rests on
    at: datetime | None = None  # None before it is written
    id: int = 0

    @property
    def name(self) -> str:
        """Quarter and number, for example ``2026Q4-1``."""
        return f"{self.quarter}-{self.number}"


@dataclass(frozen=True, slots=True)
class EditionTarget:
    """One target's rating as published. ``points`` as a decimal, empty where not scored."""

    target: TargetId
    standing: Standing
    points: str = ""
    reason: str = ""  # why it was set aside


@dataclass(frozen=True, slots=True)
class EditionFinding:
    """What an upheld finding is in an edition, and the row of the decision that upheld it."""

    weight: Weight
    decision: int | None = None  # None: explained, and upheld by nobody


@dataclass(frozen=True, slots=True)
class Rectification:
    """One finding of the quarter before, in its notice, and what came of it."""

    notice: int
    finding: int
    state: Repair


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of one edition; ``findings`` by the finding's row."""

    targets: Sequence[EditionTarget]
    findings: Mapping[int, EditionFinding]
    rectifications: Sequence[Rectification] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A named person's word that a target is left unrated, or no longer is."""

    run: RunId
    target: TargetId
    by: str
    reason: str
    holds: bool = True


class PublishedChain(Chain):
    """The part of the trail that holds editions."""

    def record_set_aside(self, word: SetAside, at: datetime) -> None:
        row = {"run": word.run, "target": word.target, "holds": int(word.holds)}
        with self._transaction():
            self._append("set_asides", row | {"said_by": clean(word.by), "reason": clean(word.reason)}, at)

    def set_asides(self, run: RunId) -> dict[TargetId, SetAside]:
        """The latest word on each target of a run; one that no longer holds is none."""
        latest = {row["target"]: _set_aside(row) for row in self.known_rows("set_asides", run=run)}
        return {target: word for target, word in latest.items() if word.holds}

    def record_edition(self, make: Callable[[], tuple[Edition, Contents] | None], at: datetime) -> Edition | None:
        """Writes what ``make`` gives, all or nothing; it may refuse by raising, or give nothing to write.

        Nobody else writes in between, so that the edition holds what the trail's head says it rests on.
        """
        with self._transaction():
            made, head = make(), self._head
            if made is None:
                return None
            edition, contents = made
            place = _place(edition)
            self._append("editions", place | _row(edition, head), at)
            for one in contents.targets:
                self._append("edition_targets", place | _target_row(one), at)
            for number, found in contents.findings.items():
                said = {"standing": str(found.weight), "decision": found.decision}
                self._append("edition_findings", place | {"finding": number} | said, at)
            for mended in contents.rectifications:
                stood = {"notice": mended.notice, "finding": mended.finding}
                self._append("edition_rectifications", place | stood | {"state": str(mended.state)}, at)
        return self.editions(edition.quarter)[-1]

    def editions(self, quarter: Quarter | None = None) -> tuple[Edition, ...]:
        """Those of one quarter, or all, by quarter and number."""
        wanted = {"quarter": str(quarter)} if quarter else {}
        found = [_edition(row) for row in self.known_rows("editions", **wanted)]
        return tuple(sorted(found, key=lambda one: (one.quarter, one.number)))

    def latest_editions(self) -> tuple[Edition, ...]:
        """The one that counts of every quarter published, in the order of the quarters."""
        return tuple({one.quarter: one for one in self.editions()}.values())

    def edition_targets(self, edition: Edition) -> dict[TargetId, EditionTarget]:
        """The ratings of an edition, in the inventory's order."""
        return {row["target"]: _target(row) for row in self.known_rows("edition_targets", **_place(edition))}

    def edition_findings(self, edition: Edition) -> dict[int, EditionFinding]:
        found = self.known_rows("edition_findings", **_place(edition))
        return {row["finding"]: EditionFinding(Weight(row["standing"]), row["decision"]) for row in found}

    def edition_rectifications(self, edition: Edition) -> tuple[Rectification, ...]:
        found = self.known_rows("edition_rectifications", **_place(edition))
        return tuple(Rectification(row["notice"], row["finding"], Repair(row["state"])) for row in found)

    def edition_problems(self, edition: Edition) -> Iterable[Row]:
        """A row of ``edition_problems`` each upheld finding of an edition: the finding with the rule as it was."""
        return self.known_rows("edition_problems", **_place(edition))


def _place(edition: Edition) -> dict[str, object]:
    return {"quarter": str(edition.quarter), "edition": edition.number}


def _row(edition: Edition, head: tuple[int, str]) -> dict[str, Any]:
    return {
        "run": edition.run,
        "published_on": edition.published_on.isoformat(),
        "published_by": clean(edition.by),
        "correction": clean(edition.correction),
        "office": clean(edition.office),
        "city": clean(edition.city),
        "decimals": edition.decimals,
        "rounding": str(edition.rounding),
        "words": to_json(dict(edition.words)),
        "catalogue_digest": edition.catalogue_digest,
        "head_seq": head[0],
        "head_hash": head[1],
    }


def _edition(row: Row) -> Edition:
    return Edition(
        quarter=Quarter.parse(row["quarter"]),
        number=row["edition"],
        run=RunId(row["run"]),
        published_on=date.fromisoformat(row["published_on"]),
        by=row["published_by"],
        correction=row["correction"],
        office=row["office"],
        city=row["city"],
        decimals=row["decimals"],
        rounding=Rounding(row["rounding"]),
        words=json.loads(row["words"]),
        catalogue_digest=row["catalogue_digest"],
        head=(row["head_seq"], row["head_hash"]),
        at=datetime.fromisoformat(row["at"]),
        id=row["seq"],
    )


def _target_row(one: EditionTarget) -> dict[str, Any]:
    said = {"rating": str(one.standing), "points": one.points, "reason": clean(one.reason)}
    return {"target": one.target, **said}


def _target(row: Row) -> EditionTarget:
    return EditionTarget(TargetId(row["target"]), Standing(row["rating"]), row["points"], row["reason"])


def _set_aside(row: Row) -> SetAside:
    return SetAside(RunId(row["run"]), TargetId(row["target"]), row["said_by"], row["reason"], bool(row["holds"]))
