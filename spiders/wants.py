"""What a page tells by itself before its visit goes on: a fault it speaks of, a column it shows, a browser it needs."""

from __future__ import annotations

from dataclasses import replace

from crawler.model import FaultKind, Role, Target
from crawler.reading.accounts.platform import read_public_page
from crawler.reading.accounts.platforms import platform_of
from crawler.reading.columns.column import (
    ColumnLink,
    ColumnPage,
    ColumnState,
    kind_of,
    navigation_is_complete,
    read_column,
)
from crawler.reading.listings.listing import data_calls
from crawler.reading.pages.access import needs_script
from crawler.reading.pages.framed import frame_addresses, is_frameset
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import page_fault
from spiders.steps import Seen, Step

RENDERED_ROLES = frozenset({Role.HOME, Role.COLUMN, Role.DISCLOSURE, Role.PART, Role.REPORT_LIST})
FEEDS = frozenset({(Role.FEED, ""), (Role.CONTROL, "feed")})
SCRIPT_WALL = "script-wall"  # a page that says it needs a script
ACCOUNT = "account"
LISTED_ROLES = frozenset({Role.COLUMN, Role.PART, Role.REPORT_LIST})


def told(seen: Seen) -> Seen:
    """What was seen, with the fault a page itself tells of: a wall, an error, a missing page."""
    known = seen.fault is not None or seen.page is None
    return seen if known or seen.page is None else replace(seen, fault=page_fault(seen.page))


def wants_browser(step: Step, seen: Seen) -> str:
    """Why a browser should open this page too, or an empty string. Walls are not climbed with a browser."""
    page = seen.page
    if page is None or seen.fault or seen.truncated or step.role not in RENDERED_ROLES:
        return ""
    if step.role in LISTED_ROLES and data_calls(page):
        return ""
    reason = needs_script(page)
    if reason == "frame-only" and is_frameset(page) and frame_addresses(page):
        return ""  # its frames are pages of their own
    if reason is None and step.role is Role.HOME and not navigation_is_complete(page):
        return "navigation"
    if reason is None and step.role in LISTED_ROLES:
        # A list that is empty until a script fills it, or that is empty for good: only a browser can tell.
        return "scripted-column" if column_of(page, step).state is ColumnState.SCRIPTED else ""
    return reason or ""


def account_wants_browser(target: Target, step: Step, seen: Seen) -> str:
    """Why a browser should open an account's page too: as it is served it shows no posts, and is no wall or notice."""
    page = seen.page
    if page is None or seen.fault or seen.truncated or (step.role, step.label) in FEEDS:
        return ""
    source = read_public_page(page, target)
    fault, noticed = source.fault, source.profile is not None and bool(source.profile.notice)
    if fault is None or noticed or not (fault.kind is FaultKind.SOURCE_UNHEALTHY or fault.detail == SCRIPT_WALL):
        return ""
    platform = platform_of(target.platform)
    return ACCOUNT if (platform is not None and platform.browser) or needs_script(page) else ""


def column_of(page: Page, step: Step) -> ColumnPage:
    """A column's page, read once for the question of the browser, for what follows from it, and for the judge."""
    return read_column(page, ColumnLink(step.path[-1], step.url, step.path, kind_of(step.path)))
