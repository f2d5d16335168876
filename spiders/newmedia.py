"""New-media accounts: the feed, and the public page."""

from __future__ import annotations

from crawler.model import FaultKind, Role, Target
from spiders.base import VisitSpider
from spiders.line import Line
from spiders.steps import Step


class NewMediaSpider(VisitSpider):
    """``scrapy crawl newmedia -a inventory=FILE -a data=DIR``"""

    name = "newmedia"

    def visits(self, target: Target) -> bool:
        return not target.is_site

    async def visit(self, line: Line) -> None:
        await visit_account(line)


async def visit_account(line: Line) -> None:
    """See every source the inventory names; an account without one is a fault that accuses nobody."""
    target = line.target
    sources = ((target.feed, Role.FEED), (target.address, Role.ACCOUNT_PAGE))
    steps = [Step(url, role) for url, role in sources if url.startswith(("http://", "https://"))]
    if not steps:
        line.fault(Step(target.address, Role.ACCOUNT_PAGE), FaultKind.NO_SOURCE)
    for step in steps:
        if not line.over:
            await line.see(step)
