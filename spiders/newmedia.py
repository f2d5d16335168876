"""New-media accounts: the feed and the public page, in the office's order, and the control accounts beside them."""

from __future__ import annotations

from datetime import date

from crawler.captures.writer import Asked
from crawler.model import CaptureKind, FaultKind, Role, Target
from crawler.reading.accounts.platforms import platform_of
from crawler.reading.accounts.sources import past_to_json
from spiders.base import VisitSpider
from spiders.line import Line
from spiders.posters import Posters
from spiders.steps import Step
from spiders.views import view
from spiders.wants import account_wants_browser, told

ROLES = {"feed": Role.FEED, "page": Role.ACCOUNT_PAGE}  # the other kinds of sources are handed in, not visited


class NewMediaSpider(VisitSpider):
    """``scrapy crawl newmedia -a inventory=FILE -a data=DIR``"""

    name = "newmedia"

    def visits(self, target: Target) -> bool:
        return not target.is_site

    async def visit(self, line: Line) -> None:
        await visit_account(line, self.posters, self.past.get(line.target.id))


async def visit_account(line: Line, posters: Posters, past: date | None = None) -> None:
    """See every source the inventory names; an account without one is a fault that accuses nobody.

    ``past``: the newest day on which earlier runs saw the account post; kept, so that the judge needs nothing else.
    """
    target = line.target
    if past is not None:
        asked = Asked(target.id, target.address or target.feed, Role.PAST)
        line.gatherer.keep.write_resource(asked, CaptureKind.RECORD, past_to_json(past), "application/json")
    addresses = {"feed": target.feed, "page": target.address}
    wanted = [kind for kind in line.gatherer.config.newmedia.sources if kind in ROLES]
    kinds = [kind for kind in wanted if addresses[kind].startswith(("http://", "https://"))]
    if not kinds:
        line.fault(Step(target.address, Role.ACCOUNT_PAGE), FaultKind.NO_SOURCE)
    for kind in kinds:
        if not line.over:
            await see_source(line, Step(addresses[kind], ROLES[kind]))
            await posters.keep(line, kind, see_source)


async def see_source(line: Line, step: Step) -> None:
    """A source as it is served, and in a browser where its markup alone holds nothing."""
    seen = told(await line.see(step))
    reason = account_wants_browser(line.target, step, seen)
    if reason and line.may_view:
        platform = platform_of(line.target.platform)
        await view(line, step, seen, reason, ready=platform.ready if platform else "")
