"""不予评定: a named person leaves a target unrated that nobody could conclude on, or takes that back."""

from __future__ import annotations

from datetime import datetime

from checks.catalogue import Catalogue
from crawler import nearby
from crawler.errors import InputError
from crawler.model import RatingKind, TargetId
from results.audit import Trail
from results.publishing.lines import site_words
from results.publishing.rows import SetAside
from results.publishing.words import say
from results.rating.rated import rated
from results.review.decide import filled
from results.rows import RunRecord


def set_aside(trail: Trail, run: RunRecord, word: SetAside, catalogue: Catalogue, at: datetime) -> SetAside:
    """The word as recorded. Raises InputError for a target that the run does not rate, or that is concluded on."""
    by, reason = filled(word.by, "publish.no-name"), filled(word.reason, "publish.no-reason")
    if word.holds:
        _require_pending(trail, run, word.target, catalogue)
    elif word.target not in trail.set_asides(run.id):
        raise InputError(say("not-aside"), value=word.target, next_step=say("not-aside-next"))
    kept = SetAside(run.id, word.target, by, reason, word.holds)
    trail.record_set_aside(kept, at)
    return kept


def _require_pending(trail: Trail, run: RunRecord, target: TargetId, catalogue: Catalogue) -> None:
    found = rated(trail, run, catalogue).ratings.get(target)
    if found is None:
        step = nearby.step(say("unknown-next", run=run.id), target, {one.id: one.name for one in trail.targets(run.id)})
        raise InputError(say("unknown"), value=target, next_step=step)
    if found.kind is not RatingKind.PENDING:
        rating = site_words()["ratings"][found.kind.value]
        step = say("concluded-next", run=run.id, target=target)
        raise InputError(say("concluded", rating=rating), value=target, next_step=step)
