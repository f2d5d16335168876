"""Websites: home page, footer scripts, disclosure column and its parts, columns and their lists, a few documents."""

from __future__ import annotations

from crawler.model import Target
from spiders.base import VisitSpider
from spiders.line import Line
from spiders.views import view
from spiders.visit import SiteVisit, wants_browser


class PortalSpider(VisitSpider):
    """``scrapy crawl portal -a inventory=FILE -a data=DIR``"""

    name = "portal"

    def visits(self, target: Target) -> bool:
        return target.is_site

    async def visit(self, line: Line) -> None:
        await visit_site(line)


async def visit_site(line: Line) -> None:
    """Follow the plan until it has no more steps, or the target's time is over."""
    plan = SiteVisit(line.target, line.gatherer.config.gather, line.gatherer.on)
    while not line.over and (step := plan.next()) is not None:
        seen = await line.see(step)
        reason = wants_browser(step, seen)
        if reason:
            seen = await view(line, step, seen, reason)
        plan.learn(step, seen)
