"""Whoever asks a host waits for the others."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from crawler import clock
from crawler.turns import Turns

PAUSE_S = 0.02


def ask(
    count: int, at_once: int, *, hosts: tuple[str, ...] = ("a.gov.test",), takes_s: float = 0.01
) -> list[tuple[str, float, float]]:
    """(host, begun, ended) of so many requests that all want to leave now."""

    async def all_of_them() -> list[tuple[str, float, float]]:
        turns, made = Turns(at_once), list[tuple[str, float, float]]()

        async def one(host: str) -> None:
            async with turns.at(host, PAUSE_S):
                begun = clock.ticks()
                await asyncio.sleep(takes_s)
                made.append((host, begun, clock.ticks()))

        await asyncio.gather(*(one(hosts[place % len(hosts)]) for place in range(count)))
        return sorted(made, key=lambda each: each[1])

    return asyncio.run(all_of_them())


def test_one_request_is_under_way_and_the_next_leaves_after_the_pause() -> None:
    made = ask(4, 1, takes_s=PAUSE_S * 1.5)
    assert all(before[2] <= after[1] for before, after in pairwise(made))
    assert all(after[1] - before[1] >= PAUSE_S for before, after in pairwise(made))


def test_two_at_once_keep_the_pause_too() -> None:
    made = ask(4, 2, takes_s=PAUSE_S * 3)
    assert any(before[2] > after[1] for before, after in pairwise(made))
    assert all(after[1] - before[1] >= PAUSE_S * 0.9 for before, after in pairwise(made))


def test_hosts_do_not_wait_for_each_other() -> None:
    made = ask(2, 1, hosts=("a.gov.test", "b.gov.test"), takes_s=PAUSE_S * 3)
    assert made[1][1] < made[0][2]
