"""What the decisions on a finding amount to. One function decides it for notices, ratings and queues alike.

Upholding a fault that vetoes takes two different persons: the second one's word stands on an unbroken upheld word of
the first. The view ``second_words`` says the same to whoever browses the database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checks.indicator import Consequence, Status
from checks.pack import Review
from crawler.model import Decision, DecisionKind, IndicatorId, RunId
from results.audit import Trail


class Conclusion(StrEnum):
    OPEN = "open"  # nobody said anything
    AWAITING_SECOND = "awaiting-second"  # upheld by one person where it takes two: counts for nothing yet
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    UNDECIDABLE = "undecidable"  # looked at, and still open


@dataclass(frozen=True, slots=True)
class Standing:
    """Every word on one finding, oldest first, and whether upholding it takes two persons."""

    words: tuple[Decision, ...] = ()
    takes_two: bool = False

    @property
    def conclusion(self) -> Conclusion:
        return concluded(self.words, self.takes_two)

    @property
    def latest(self) -> Decision | None:
        return self.words[-1] if self.words else None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was upheld once and is no longer."""
        lengths = range(1, len(self.words))
        earlier = (concluded(self.words[:length], self.takes_two) for length in lengths)
        return self.conclusion is not Conclusion.UPHELD and Conclusion.UPHELD in earlier

    def lacks(self, by: str) -> bool:
        """Whether a word of this person is the one that is still missing."""
        return self.conclusion is Conclusion.AWAITING_SECOND and person(by) not in upholders(self.words)


UNTOUCHED = Standing()


def concluded(words: Sequence[Decision], takes_two: bool) -> Conclusion:
    """The latest word counts; an upheld one that takes two persons only with another person's before it."""
    if not words:
        return Conclusion.OPEN
    if words[-1].kind is DecisionKind.UPHELD and takes_two and len(upholders(words)) < 2:
        return Conclusion.AWAITING_SECOND
    return Conclusion(words[-1].kind.value)


def upholders(words: Sequence[Decision]) -> set[str]:
    """Who upheld it since anybody last said otherwise."""
    found = set()
    for word in reversed(words):
        if word.kind is not DecisionKind.UPHELD:
            break
        found.add(person(word.by))
    return found


def person(name: str) -> str:
    """A name as it is compared: width, spaces, case and invisible signs make nobody another person."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    kept = (char for char in unicodedata.normalize("NFKC", plain) if unicodedata.category(char)[0] not in "CZ")
    return "".join(kept)


def standings(trail: Trail, run: RunId, among: Collection[int] | None = None) -> dict[int, Standing]:
    """Of every finding of a run that anybody decided on, replaced findings included; or of those ``among`` these."""
    takes_two = second_person(trail, run)
    words: dict[int, list[Decision]] = {}
    rules: dict[int, bool] = {}
    for indicator, catalogue_digest, decision in trail.words(run, among):
        words.setdefault(decision.finding, []).append(decision)
        rules[decision.finding] = takes_two(catalogue_digest, indicator)
    return {number: Standing(tuple(own), rules[number]) for number, own in words.items()}


def conclusions(trail: Trail, run: RunId) -> dict[int, Conclusion]:
    """What counts, of every finding of a run that anybody decided on."""
    return {number: standing.conclusion for number, standing in standings(trail, run).items()}


def second_person(trail: Trail, run: RunId) -> Callable[[str, IndicatorId], bool]:
    """Whether upholding takes two persons, asked by the digest of the catalogue and the indicator.

    By the rule as it stood when the finding was made, and the pack of its run. What was judged before programs kept
    their rules takes one, as it did then.
    """
    counted = _consequences(trail, run)
    two = {
        (row["catalogue_digest"], row["indicator"])
        for row in trail.known_rows("rules")
        if row["status"] == Status.IN_FORCE and row["consequence"] in counted
    }
    return lambda catalogue_digest, indicator: (catalogue_digest, indicator) in two


def _consequences(trail: Trail, run: RunId) -> Iterable[Consequence]:
    order = trail.order(run)
    review: Mapping[str, Iterable[str]] = order.pack_content.get("review", {}) if order else {}
    named = review.get("second_person")
    return Review().second_person if named is None else {Consequence(one) for one in named}
