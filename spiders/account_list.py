"""A page that lists accounts, with its frames, the data behind it and the pictures to scan; one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.addresses import plain_host
from crawler.gathered_list import FRAME, NEXT, GatheredList, read_gathered
from crawler.model import FaultKind, Role, Target
from crawler.reading.listings.listing import data_calls, next_pages
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.framed import frame_addresses
from crawler.reading.pages.page import Page
from spiders.base import VisitSpider
from spiders.grounds import is_visitable
from spiders.line import Line
from spiders.steps import Seen, Step
from spiders.views import view

FRAMES = 8
CALLS = 4
DEEPEST = 3  # frames within frames
REASON = "no-accounts"


class AccountListSpider(VisitSpider):
    """Its targets are lists. A page that somebody saved stands in the store before it begins, and is not asked for."""

    name = "account-list"

    def _prepare(self, job: dict[str, Any]) -> None:
        self.codes = bool(job.get("codes", True))
        super()._prepare(job)

    def visits(self, target: Target) -> bool:
        return True

    async def visit(self, line: Line) -> None:
        """The page first; each picture that cannot be had is a fault of its own and holds up no other."""
        step = Step(line.target.address, Role.ACCOUNT_LIST)
        seen = None if read_list(line).page else await line.see(step)
        await _see_frames(line)
        gathered = read_list(line)
        if seen is not None and gathered.page and not gathered.accounts():
            await _see_behind(line, step, seen, gathered.page)
        further = next_pages(gathered.page, self.config.gather.list_pages - 1) if gathered.page else ()
        for url in further:
            await _see(line, Step(url, Role.ACCOUNT_LIST, NEXT, line.target.address))
        accounts = read_list(line).accounts() if self.codes else ()
        for picture in dict.fromkeys(account.picture for account in accounts if account.picture):
            await _see(line, Step(picture, Role.ACCOUNT_CODE, picture, line.target.address))


def read_list(line: Line) -> GatheredList:
    gatherer = line.gatherer
    return read_gathered(gatherer.store, gatherer.run, line.target.id, gatherer.on)


async def _see(line: Line, step: Step) -> None:
    if line.over:
        line.fault(step, FaultKind.NOT_VISITED)
    else:
        await line.see(step)


async def _see_frames(line: Line) -> None:
    """The frames of the list's own host, and theirs."""
    asked: set[str] = set()
    for _ in range(DEEPEST):
        gathered = read_list(line)
        pages = [*gathered.pages, *gathered.frames.values()]
        wanted = [(url, page.url) for page in pages for url in _own_frames(page) if address_key(url) not in asked]
        for url, via in wanted[: FRAMES - len(asked)]:
            asked.add(address_key(url))
            await _see(line, Step(url, Role.ACCOUNT_LIST, FRAME, via))
        if not wanted:
            return


def _own_frames(page: Page) -> Iterator[str]:
    return (url for url in frame_addresses(page) if is_visitable(url) and plain_host(url) == plain_host(page.url))


async def _see_behind(line: Line, step: Step, seen: Seen, page: Page) -> None:
    """What the page's scripts would show: the data they ask for, else the page in a browser."""
    calls = [call.url for call in data_calls(page) if plain_host(call.url) == plain_host(page.url)]
    for url in calls[:CALLS]:
        await _see(line, Step(url, Role.DATA, via=page.url))
    if not read_list(line).accounts() and line.may_view and not line.over:
        await view(line, step, seen, REASON)
