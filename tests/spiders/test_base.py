from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from crawler.config import Config
from crawler.model import Target, TargetId, TargetKind
from spiders.base import AT_ONE_HOST, VisitSpider
from spiders.line import Line


class Waiting(VisitSpider):
    """Visits that begin, and end when they may."""

    name = "waiting"

    def __init__(self, targets: list[Target]) -> None:
        super().__init__()
        self.targets, self.config = targets, Config()
        self.keep = SimpleNamespace(finish_all=self.finish_all)  # type: ignore[assignment]
        self.begun: list[str] = []
        self.went_together: list[int] = []
        self.may_end = asyncio.Event()

    def finish_all(self, targets: Iterable[TargetId]) -> dict[TargetId, tuple[str, int]]:
        self.went_together.append(len(list(targets)))
        return dict.fromkeys(targets, ("manifest", 0))

    def visits(self, target: Target) -> bool:
        return True

    async def visit(self, line: Line) -> None:
        self.begun.append(line.target.id)
        await self.may_end.wait()


def account(id: str, feed: str, address: str = "") -> Target:
    return Target(TargetId(id), TargetKind.ACCOUNT, id, address, "", feed=feed)


def test_a_host_with_many_accounts_does_not_hold_up_the_others() -> None:
    async def go() -> tuple[list[str], list[dict[str, Any]]]:
        spider = Waiting([*many, account("other", "http://other.test/f"), account("both", *BOTH)])
        told = asyncio.ensure_future(_all(spider))
        for _ in range(10):  # rounds of the loop: everybody has come as far as may be
            await asyncio.sleep(0)
        begun = list(spider.begun)
        spider.may_end.set()
        return begun, await told

    many = [account(f"hub{number}", f"http://hub.test/{number}") for number in range(AT_ONE_HOST + 30)]
    begun, items = asyncio.run(go())
    assert {"other", "both"} <= set(begun)
    assert sum(name.startswith("hub") for name in begun) == AT_ONE_HOST
    assert sorted(item["target"] for item in items) == sorted(["other", "both", *(one.id for one in many)])


def test_targets_that_end_in_one_moment_go_to_the_disk_together() -> None:
    async def go() -> tuple[list[int], int]:
        spider = Waiting([account(str(number), f"http://h{number}.test/") for number in range(30)])
        spider.may_end.set()
        return spider.went_together, len(await _all(spider))

    assert asyncio.run(go()) == ([30], 30)


async def _all(spider: Waiting) -> list[dict[str, Any]]:
    return [item async for item in spider.start()]


BOTH = ("http://hub.test/both", "http://page.test/both")  # its page's host has time for it
