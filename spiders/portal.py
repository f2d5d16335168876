"""Websites: home page, footer scripts, disclosure column and its parts, columns and their lists, a few documents."""

from __future__ import annotations

from functools import partial

from crawler.model import Target
from spiders.base import VisitSpider
from spiders.line import Line
from spiders.steps import Seen, Step
from spiders.views import view
from spiders.visit import SiteVisit
from spiders.wants import told, wants_browser


class PortalSpider(VisitSpider):
    """``scrapy crawl portal -a inventory=FILE -a data=DIR``"""

    name = "portal"

    def visits(self, target: Target) -> bool:
        return target.is_site

    async def visit(self, line: Line) -> None:
        await visit_site(line)


async def visit_site(line: Line) -> None:
    """Follow the plan until it has no more steps, or the target's time is over."""
    gatherer = line.gatherer
    plan = SiteVisit(line.target, gatherer.config.gather, gatherer.on)
    while not line.over and (step := plan.next()) is not None:
        seen = await line.see(step)
        seen, reason = await gatherer.think(partial(_weigh, plan, line, step, seen))
        if reason:
            seen = await view(line, step, seen, reason)
            await gatherer.think(partial(plan.learn, step, seen))


def _weigh(plan: SiteVisit, line: Line, step: Step, seen: Seen) -> tuple[Seen, str]:
    """Learn from the page, unless a browser should see it first: then its reason."""
    seen = told(seen)
    reason = wants_browser(step, seen) if line.may_view else ""
    if not reason:
        plan.learn(step, seen)
    return seen, reason
