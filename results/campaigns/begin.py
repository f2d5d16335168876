"""A campaign begun: from what was asked for to its row, its websites, and the digest of its plan."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crawler import clock
from crawler.availability import Availability
from crawler.clock import CHINA, Quarter
from crawler.errors import InputError, printable
from crawler.inventory import Inventory
from crawler.reading.service.probe import Family
from results.audit import Trail
from results.campaigns.plan import DAY_S, Plan, digest
from results.campaigns.rows import Campaign, Site
from results.campaigns.words import say

LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
PUNCTUAL = timedelta(minutes=1)  # so long ago is still now
FAR = timedelta(days=366)  # so far ahead is a slip of the hand
DAYS, VISITS, SHORT_DAY = range(1, 93), range(1, 289), range(1, DAY_S)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for; empty and 0: as the settings have it. ``day_s`` above 0: a rehearsal."""

    by: str
    at: str = ""
    on: str = ""
    days: int = 0
    visits: int = 0
    seed: str = ""
    families: tuple[str, ...] = ()
    day_s: int = 0
    name: str = ""


def begin(trail: Trail, inventory: Inventory, wish: Wish, settings: Availability) -> tuple[Campaign, tuple[Site, ...]]:
    """Draws the plan and writes the campaign. Raises InputError for what was asked wrongly."""
    sites = tuple(
        Site(target.id, target.name, target.address)
        for target in inventory.targets
        if target.is_site and target.is_visited and target.address.startswith(("http://", "https://"))
    )
    if not sites:
        raise InputError(say("begin.no-site"), next_step=say("begin.no-site-next"))
    plan = plan_of(wish, settings, clock.now())
    campaign = Campaign(
        name=_name(trail, wish, plan),
        plan=plan,
        limit_ms=round(settings.limit_s * 1000),
        grace_s=max(1, min(settings.grace_s, int(plan.span_s / 4))),  # never into the next visit's time
        plan_digest=digest(plan, [site.target for site in sites]),
        inventory_digest=inventory.digest,
        begun_by=wish.by.strip(),
    )
    trail.begin_campaign(campaign, sites, clock.now())
    return campaign, sites


def plan_of(wish: Wish, settings: Availability, now: datetime) -> Plan:
    if not any(char.isalnum() for char in wish.by):
        raise InputError(say("begin.no-name"), value=wish.by, next_step=say("begin.no-name-next"))
    days, visits, day_s = wish.days or settings.days, wish.visits or settings.visits, wish.day_s or DAY_S
    if days not in DAYS or visits not in VISITS or (wish.day_s and wish.day_s not in SHORT_DAY):
        raise InputError(say("begin.bad-number"), next_step=say("begin.bad-number-next"))
    families = _families(wish.families or settings.families)
    return Plan(_begins_at(wish, now), days, visits, families, _seed(wish), day_s)


def _seed(wish: Wish) -> str:
    """Anybody must be able to type it again."""
    seed = wish.seed.strip()
    if not seed.isprintable():
        raise InputError(say("begin.bad-seed"), value=printable(seed), next_step=say("begin.bad-seed-next"))
    return seed or secrets.token_hex(16)


def _families(named: Sequence[str]) -> tuple[Family, ...]:
    for name in named:
        if name not in set(Family):
            raise InputError(say("begin.bad-family"), value=name, next_step=say("begin.bad-family-next"))
    return tuple(family for family in Family if family in named)


def _begins_at(wish: Wish, now: datetime) -> datetime:
    """Whole seconds, in China time."""
    if wish.at and wish.on:
        raise InputError(say("begin.both"), value=wish.at, next_step=say("begin.both-next"))
    today = now.astimezone(CHINA).date()
    if wish.on or not wish.at:
        day = clock.parse_day(wish.on) if wish.on else today + timedelta(days=1)
        begins_at = datetime.combine(day, time(), CHINA)
        if not wish.on and wish.day_s:
            begins_at = now.astimezone(CHINA).replace(microsecond=0) + timedelta(seconds=1)
    else:
        begins_at = _instant(wish.at)
    if begins_at < now - PUNCTUAL:
        raise InputError(say("begin.past"), value=wish.at or wish.on, next_step=say("begin.past-next"))
    if begins_at > now + FAR:
        raise InputError(say("begin.far"), value=wish.at or wish.on, next_step=say("begin.far-next"))
    return begins_at


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(say("begin.bad-at"), value=text, next_step=say("begin.bad-at-next")) from error
    aware = found if found.tzinfo else found.replace(tzinfo=CHINA)
    return aware.astimezone(CHINA).replace(microsecond=0)


def _name(trail: Trail, wish: Wish, plan: Plan) -> str:
    name = wish.name.strip()
    if name and not LABEL.fullmatch(name):
        raise InputError(say("begin.bad-label"), value=name, next_step=say("begin.bad-label-next"))
    stem = f"{Quarter.of(clock.china_day(plan.begins_at))}-{'r' if wish.day_s else 'a'}"
    taken = {one.name for one in trail.campaigns()}
    numbered = (f"{stem}{number}" for number in range(1, len(taken) + 2))
    return name or next(one for one in numbered if one not in taken)
