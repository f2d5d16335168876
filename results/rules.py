"""The rules of a run: the pack it recorded, whatever became of the office's file since, and the catalogue under it."""

from __future__ import annotations

from checks.catalogue import Catalogue, load_catalogue
from checks.pack import Pack
from checks.packs import load_pack
from crawler.intervals import load_intervals
from crawler.model import IndicatorId, RunId, TargetId
from results.audit import Trail
from results.calendars import calendar_of
from results.intervals import intervals_of


def pack_of(trail: Trail, run: RunId) -> Pack:
    """The pack a run went by; the default one where the run is of a program that knew no packs."""
    order = trail.order(run)
    return Pack.model_validate(order.pack_content) if order else load_pack()


def catalogue_of(trail: Trail, run: RunId, pack: Pack | None = None) -> Catalogue:
    """The catalogue a run is judged by: under its own pack, or under the one given.

    Columns go by the pack's table of intervals, and by the office's of that time where the pack has none;
    working days by the calendar of that time.
    """
    data = trail.path.parent
    table, workdays = load_intervals(intervals_of(data, run)), calendar_of(data, run)
    return load_catalogue(pack=pack or pack_of(trail, run), intervals=table, workdays=workdays)


def matters_of(trail: Trail, run: RunId) -> frozenset[tuple[TargetId, IndicatorId]]:
    """What alone a run judges; empty where it judges everything."""
    findings = (trail.finding(matter.finding)[0] for matter in trail.matters(run))
    return frozenset((finding.target, finding.indicator) for finding in findings)
