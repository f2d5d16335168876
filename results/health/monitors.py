"""The monitors, in the manner of Spidermon: each looks at one figure of a run and says whether it is well. Pure.

What cannot be compared is well: a first run has no past, and three pages are no sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from crawler.model import TargetId
from crawler.service_sections import Health
from results.health.figures import Past, RunFigures, SiteFigures, usual
from results.health.rows import SETTINGS, Reading
from results.health.words import say

FEW_SITES = 3  # below this, one website is no sign of anything
FEW_PAGES = 20  # below this, a share of pages is none
FEW_RENDERS = 5
LEAST = {"pages": 5, "lists": 3, "columns": 3}  # what a website must usually yield to be compared
SILENT = 0.5
FULL = 0.98  # of the time a visit may take: it was ended, or would have been


@dataclass(frozen=True, slots=True)
class Seen:
    """What monitors look at. ``sites`` are the running websites, ``visited`` all targets that are visited."""

    figures: RunFigures
    past: Past
    sites: Sequence[TargetId]
    visited: Sequence[TargetId]
    limits: Health = field(default_factory=Health)
    target_minutes: float = 30.0
    mute: frozenset[TargetId] = frozenset()  # websites that did not answer at all
    crashed: int = 0  # checks of ours
    given_up: int = 0  # targets on which our own process died again and again
    walled: frozenset[TargetId] = frozenset()  # websites that showed us a wall in the place of their home page
    settings: str = ""  # what the yield depends on; empty where nothing is compared

    def site(self, target: TargetId) -> SiteFigures:
        return self.figures.sites.get(target, SiteFigures())


def look(seen: Seen) -> tuple[Reading, ...]:
    """Every monitor of the run as a whole, and those of single targets that are not well."""
    own = [*_too_little(seen), *_drifting(seen), *_cut(seen)]
    whole = [
        _counted("crashed", seen.crashed),
        _counted("given-up", seen.given_up),
        _silent(seen),
        _control(seen),
        _refused(seen),
        _share("walled", len(seen.walled.intersection(seen.sites)), len(seen.sites), SILENT, FEW_SITES, FEW_SITES),
        _names(seen),
        _share("cut", len(_of(own, "cut")), len(seen.visited), seen.limits.cut, FEW_SITES, FEW_SITES),
        _browser(seen),
        _share("yield", len(_of(own, *LEAST)), len(_compared(seen)), seen.limits.yield_sites, FEW_SITES, FEW_SITES),
        _share("drift", len(_of(own, "unread")), len(_compared(seen)), seen.limits.drift_sites, FEW_SITES, FEW_SITES),
    ]
    noted = [Reading(SETTINGS, True, seen.settings, "")] if seen.settings else []
    return (*whole, *noted, *own)


def is_healthy(readings: Sequence[Reading]) -> bool:
    """What is wrong with single targets alone makes no run ill."""
    return all(reading.is_well for reading in readings if not reading.target)


def _of(readings: Sequence[Reading], *monitors: str) -> set[TargetId]:
    return {reading.target for reading in readings if reading.monitor in monitors}


def _counted(monitor: str, count: int) -> Reading:
    advice = say(f"advice.{monitor}", seen=count) if count else ""
    return Reading(monitor, not count, str(count), "0", advice)


def _share(monitor: str, ill: int, of: int, limit: float, few: int, least: int = 1) -> Reading:
    """Well up to the limit, and where there are too few to tell; ``least``: so many ill ones it takes in any case."""
    share = ill / of if of else 0.0
    is_well = of < few or ill < least or share <= limit
    figures = {"ill": ill, "of": of, "share": f"{share:.0%}", "limit": f"{limit:.0%}"}
    advice = "" if is_well else say(f"advice.{monitor}", **figures)
    return Reading(monitor, is_well, f"{ill}/{of}", f"<= {limit:g}", advice)


def _silent(seen: Seen) -> Reading:
    return _share("silent", len(seen.mute.intersection(seen.sites)), len(seen.sites), SILENT, FEW_SITES)


def _control(seen: Seen) -> Reading:
    """Hosts that are known to work, over IPv4: where most attempts fail, our own line did."""
    answered, asked = seen.figures.controls
    return _share("control", asked - answered, asked, SILENT, FEW_SITES)


def _refused(seen: Seen) -> Reading:
    every = [seen.site(target) for target in seen.visited]
    refused = sum(one.refused for one in every)
    return _share("refused", refused, refused + sum(one.pages for one in every), seen.limits.blocked, FEW_PAGES)


def _names(seen: Seen) -> Reading:
    ill = [target for target in seen.sites if seen.site(target).no_name]
    return _share("names", len(ill), len(seen.sites), seen.limits.names, FEW_SITES, FEW_SITES)


def _browser(seen: Seen) -> Reading:
    every = [seen.site(target) for target in seen.visited]
    failed, asked = sum(one.failed_renders for one in every), sum(one.renders for one in every)
    return _share("browser", failed, asked, seen.limits.browser, FEW_RENDERS)


def _compared(seen: Seen) -> list[TargetId]:
    """Websites with a past, which were there: one that did not answer is not said to yield too little."""
    few = seen.limits.past_least
    return [one for one in seen.sites if len(seen.past.get(one, ())) >= few and one not in seen.mute]


def _too_little(seen: Seen) -> Iterator[Reading]:
    for target in _compared(seen):
        now = seen.site(target)
        for name, least in LEAST.items():
            before = usual(_figure(one, name) for one in seen.past[target])
            bound = before * seen.limits.yield_least
            if before >= least and _figure(now, name) < bound:
                advice = say(f"advice.{name}", seen=_figure(now, name), usual=f"{before:g}")
                yield Reading(name, False, str(_figure(now, name)), f">= {bound:g}", advice, target)


def _figure(site: SiteFigures, name: str) -> int:
    figures: Mapping[str, int] = {"pages": site.pages, "lists": site.lists, "columns": site.columns}
    return figures[name]


def _drifting(seen: Seen) -> Iterator[Reading]:
    for target in _compared(seen):
        now = seen.site(target).drift
        before = [one.drift for one in seen.past[target] if one.drift is not None]
        if now is None or len(before) < seen.limits.past_least:
            continue
        bound = usual(before) + seen.limits.drift
        if now > bound:
            advice = say("advice.unread", share=f"{now:.0%}", usual=f"{usual(before):.0%}")
            yield Reading("unread", False, f"{now:.2f}", f"<= {bound:.2f}", advice, target)


def _cut(seen: Seen) -> Iterator[Reading]:
    limit = timedelta(minutes=seen.target_minutes * FULL)
    for target in seen.visited:
        took = seen.site(target).took
        if took >= limit:
            minutes = f"{took / timedelta(minutes=1):.0f}"
            advice = say("advice.cut-one", minutes=minutes)
            yield Reading("cut", False, minutes, f"< {seen.target_minutes:g}", advice, target)
