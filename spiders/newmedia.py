"""New-media accounts: the feed and the public page, in the office's order, and the control accounts beside them."""

from __future__ import annotations

from datetime import date

from crawler.captures.writer import Asked
from crawler.model import CaptureKind, FaultKind, Role, Target, TargetStatus
from crawler.reading.accounts.platforms import platform_of
from crawler.reading.accounts.registered import registration_to_json
from crawler.reading.accounts.sources import past_to_json
from crawler.registration import Registration
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
    """See every source the inventory names; a running account without one is a fault that accuses nobody.

    ``past``: the newest day on which earlier runs saw the account post; kept, so that the judge needs nothing else.
    """
    target = line.target
    if past is not None:
        keep_record(line, Role.PAST, past_to_json(past))
    addresses = {"feed": target.feed, "page": target.address}
    wanted = [kind for kind in line.gatherer.config.newmedia.sources if kind in ROLES]
    kinds = [kind for kind in wanted if addresses[kind].startswith(("http://", "https://"))]
    if not kinds and target.status is TargetStatus.RUNNING:
        line.fault(Step(target.address, Role.ACCOUNT_PAGE), FaultKind.NO_SOURCE)
    for kind in kinds:
        if not line.over:
            await see_source(line, Step(addresses[kind], ROLES[kind]))
            await posters.keep(line, kind, see_source)


def keep_registration(line: Line, life: Registration) -> None:
    """What the inventory says of the account's registration; kept once in a run, so that the judge needs no list."""
    target, gatherer = line.target, line.gatherer
    address = target.address or target.feed
    if gatherer.store.find(gatherer.run, target.id, address, Role.REGISTRATION) is None:
        keep_record(line, Role.REGISTRATION, registration_to_json(life))


def keep_access_log(line: Line, log: str) -> None:
    """What our own trail knows of a website's week of visits; kept once in a run. Empty: nothing."""
    target, gatherer = line.target, line.gatherer
    if log and gatherer.store.find(gatherer.run, target.id, target.address, Role.ACCESS_LOG) is None:
        keep_record(line, Role.ACCESS_LOG, log.encode())


def keep_record(line: Line, role: Role, record: bytes) -> None:
    """What we knew of the target before the visit, among its captures."""
    asked = Asked(line.target.id, line.target.address or line.target.feed, role)
    line.gatherer.keep.write_resource(asked, CaptureKind.RECORD, record, "application/json")


async def see_source(line: Line, step: Step) -> None:
    """A source as it is served, and in a browser where its markup alone holds nothing."""
    seen = told(await line.see(step))
    reason = account_wants_browser(line.target, step, seen)
    if reason and line.may_view:
        platform = platform_of(line.target.platform)
        await view(line, step, seen, reason, ready=platform.ready if platform else "")
