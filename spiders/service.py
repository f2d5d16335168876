"""The service level of one target: its home page by every address of both families, several times."""

from __future__ import annotations

import asyncio
from datetime import date
from urllib.parse import urlsplit

from crawler import clock
from crawler.addresses import plain_host
from crawler.model import FaultKind, Role
from crawler.reading.pages.access import read_redirect
from crawler.reading.pages.page import Page
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose
from spiders.control import Control
from spiders.families import Families, Place
from spiders.grounds import onward_from, stays_inside
from spiders.links import visit_links
from spiders.tools import AFTER, BEFORE, Desk

PAGE_HOPS = 2  # redirects that a small page makes by meta refresh or script
SMALL = 16 * 1024  # bytes of a page that only sends visitors on


async def visit_service(desk: Desk, control: Control, on: date) -> None:
    """Control hosts, home page, links, control hosts again. Behind a proxy no connection of ours goes out."""
    if desk.is_done:
        return
    if desk.config.network.proxy:
        desk.miss(FaultKind.NO_IPV6_VANTAGE, "proxy")
        return
    (await control.before()).keep(desk.keep, desk.target.id, BEFORE)
    families = Families(desk, on)
    pages = await _home(desk, families)
    home = pages.get(Family.V4) or pages.get(Family.V6)
    if home is not None and not desk.over:
        await visit_links(desk, families, home)
    (await control.after()).keep(desk.keep, desk.target.id, AFTER)


async def _home(desk: Desk, families: Families) -> dict[Family, Page]:
    """The page that came first by each family. Over IPv4 it is kept twice: a page also differs from itself; over IPv6
    of each address."""
    url, pages = desk.target.address, dict[Family, Page]()
    places = await families.places(plain_host(url), Role.NAME)
    if not places or not await families.allowed(url, places):
        for place in places:
            _deny(desk, url, place)
        return {}
    for attempt in range(1, desk.config.ipv6.attempts + 1):
        if attempt > 1:
            await asyncio.sleep(desk.config.ipv6.attempt_pause_s)
        for place in places:
            if desk.over:
                return pages
            read = place[0] not in pages or attempt == (2 if place[0] is Family.V4 else 1)
            page = await _attempt(families, url, place, attempt, read=read)
            if page is not None:
                pages.setdefault(place[0], page)
    return pages


async def _attempt(families: Families, url: str, place: Place, attempt: int, *, read: bool) -> Page | None:
    """One attempt, through what small pages themselves redirect to."""
    for _ in range(PAGE_HOPS + 1):
        probe, page = await families.open(url, place, Role.SERVICE, attempt=attempt, read=read)
        onward = (read_redirect(page) or "") if page is not None and probe.length < SMALL else ""
        if page is None or not onward:
            return page
        there = onward_from(page.url, onward)
        if not stays_inside(there, families.desk.target):
            return page
        same = plain_host(there) == plain_host(url)
        found = [place[1]] if same else await families.addresses(plain_host(there), place[0], Role.LINK)
        if there == url or not found:
            return page
        url, place = there, (place[0], found[0])
    return None


def _deny(desk: Desk, url: str, place: Place) -> None:
    """robots.txt keeps us out: written down, and nothing is concluded from it."""
    hop = Hop(url, place[1], urlsplit(url).port or 80, End.ROBOTS_DENIED)
    probe = Probe(url, place[0], Purpose.HOME, 1, clock.now().isoformat(), (hop,))
    desk.keep.write_probe(desk.target.id, probe, Role.SERVICE)
