"""Publishing a quarter: its results are written down as an edition, once, and every correction is the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crawler.calendars import load_calendar
from crawler.clock import Quarter
from crawler.config import Config
from crawler.errors import InputError
from crawler.model import TargetId
from results.audit import Trail
from results.circular import given
from results.publishing.draft import Draft, draft, heading
from results.publishing.rows import Contents, Edition, EditionFinding, EditionTarget
from results.publishing.words import say
from results.review.decide import filled
from results.rows import RunRecord
from results.rules import catalogue_of
from results.text import plain

SHOWN = 8  # targets named in a refusal
AHEAD = timedelta(days=92)  # a later day is mistyped, and would keep every correction before it out


@dataclass(frozen=True, slots=True)
class Order:
    """Who publishes a run's results on which day; ``correction`` says why the edition before was wrong."""

    run: RunRecord
    by: str
    on: date
    at: datetime
    correction: str = ""


def freeze(trail: Trail, order: Order, config: Config, ready: Callable[[], None] | None = None) -> Edition:
    """The edition of the run's quarter, written where it is new. ``ready`` may refuse one that is to be written.

    Raises InputError while anything is pending, for a run that was not healthy, and for results that differ from those
    published before unless the order says that it corrects them.
    """
    order = replace(order, correction=plain(order.correction, 400))

    def make() -> tuple[Edition, Contents] | None:
        made = _new(trail, order, config)
        if made and ready:
            ready()
        return made

    written = trail.record_edition(make, order.at)
    return written or trail.editions(Quarter.parse(order.run.quarter))[-1]


def _new(trail: Trail, order: Order, config: Config) -> tuple[Edition, Contents] | None:
    """What is to be written, if the quarter is not published just so already."""
    found = draft(trail, order.run, catalogue_of(trail, order.run.id))
    before = trail.editions(Quarter.parse(order.run.quarter))
    _require_publishable(found, order)
    changed = _differing(trail, before[-1], found) if before else ()
    if before and not changed:
        if order.correction:
            raise InputError(say("nothing-to-correct"), value=before[-1].name, next_step=say("nothing-to-correct-next"))
        return None
    _require_order(order, found, before, changed)
    by = filled(order.by, "publish.no-name")
    calendar = load_calendar(config.rules.calendar)
    # What came of the last notices is said once, by the first edition.
    late = given.late_of(before[0]) if before else found.late(order.on)
    made = heading(found.found, config.office, config.publish, by, order.on, calendar, late)
    edition = replace(made, number=len(before) + 1)
    if not before:
        return edition, found.contents
    contents = replace(found.contents, rectifications=trail.edition_rectifications(before[0]))
    return replace(edition, correction=order.correction), contents


def _require_publishable(found: Draft, order: Order) -> None:
    run = order.run.id
    if not found.found.ratings:
        raise InputError(say("nobody"), value=run, next_step=say("nobody-next"))
    if not found.healthy:
        raise InputError(say("unhealthy"), value=run, next_step=say("unhealthy-next", run=run))
    if found.pending:
        problem = say("pending", count=len(found.pending), names=_names(found, found.pending))
        raise InputError(problem, value=run, next_step=say("pending-next", run=run))
    if order.on < order.run.on:
        raise InputError(say("early"), value=order.on.isoformat(), next_step=say("early-next", on=order.run.on))
    if order.on > max(order.at.date(), order.run.on) + AHEAD:
        raise InputError(say("late"), value=order.on.isoformat(), next_step=say("late-next"))


def _require_order(order: Order, found: Draft, before: tuple[Edition, ...], changed: tuple[TargetId, ...]) -> None:
    if order.correction and not before:
        raise InputError(say("first"), value=order.run.quarter, next_step=say("first-next"))
    if before and not order.correction:
        last = before[-1]
        problem = say("published", name=last.name, count=len(changed), names=_names(found, changed))
        if last.run != order.run.id:
            problem = say("published-run", name=last.name, run=last.run)
        raise InputError(problem, value=order.run.id, next_step=say("published-next"))
    if before and order.on < before[-1].published_on:
        step = say("before-last-next", on=before[-1].published_on)
        raise InputError(say("before-last"), value=order.on.isoformat(), next_step=step)


def _differing(trail: Trail, edition: Edition, found: Draft) -> tuple[TargetId, ...]:
    """Targets of which an edition says something else than the run now; all of them for another run."""
    now, then = found.contents, trail.edition_targets(edition)
    if edition.run != found.found.run.id:
        return tuple(one.target for one in now.targets)
    changed = {one.target for one in now.targets if then.get(one.target) != one} | (then.keys() - _ids(now.targets))
    published = trail.edition_findings(edition)
    numbers = {n for n in now.findings.keys() | published if not _same(now, n, published)}
    changed |= {trail.finding(number)[0].target for number in numbers}
    return tuple(changed)


def _same(now: Contents, number: int, published: Mapping[int, EditionFinding]) -> bool:
    one, other = now.findings.get(number), published.get(number)
    return one is not None and other is not None and one.weight is other.weight


def _ids(targets: Iterable[EditionTarget]) -> set[TargetId]:
    return {one.target for one in targets}


def _names(found: Draft, targets: Iterable[TargetId]) -> str:
    known = found.found.targets
    names = [plain(known[one].name) if one in known else str(one) for one in targets]
    return say("and").join(names[:SHOWN]) + (say("more") if len(names) > SHOWN else "")
