"""The benchmark's accounts: thousands with feeds on some forty hosts, one of which has a third of them.

A watched world notes when each host was asked and when its answer had gone out, so that it can say whether a guest
kept its pace: docs/benchmark.md.
"""

# ruff: noqa: E501 - markup stays unbroken

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from itertools import pairwise
from time import monotonic

from tests.world import answers, good, words
from tests.world.accounts import PLATFORMS, Account
from tests.world.model import TODAY, Answer, Names
from tests.world.paperwork import Row, account_row
from tests.world.server import Served, World

ACCOUNTS = 5000
HUB = "rsshub.bench.gov.test"  # the office's own; it has every third account, and the control accounts
DEPARTMENTS = 39
ITEMS = 15
LATENCY_S = 0.01  # else no two requests could ever meet
MORNING = time(8, 30, tzinfo=timezone(timedelta(hours=8)))
ROBOTS = Answer(b"User-agent: *\nAllow: /\n", content_type="text/plain")
# Which account of every hundred is no ordinary one.
ODD = {11: "empty", 37: "html", 53: "gone", 71: "undated", 89: "future"}
STALE = frozenset({5, 23, 41, 67, 83})


@dataclass(frozen=True, slots=True)
class BenchAccount:
    account: Account
    number: int
    shape: str

    @property
    def newest(self) -> date:
        place = self.number % 100
        return TODAY - timedelta(days=20 + place if place in STALE else self.number % 15)

    def answer(self) -> Answer:
        odd = ODD.get(self.number % 100, "")
        if odd == "empty":
            return Answer(b"", content_type="application/rss+xml")
        if odd == "html":
            return answers.html(
                "<html><head><title>系统维护</title></head><body><p>系统维护中，请稍后访问。</p></body></html>"
            )
        if odd == "gone":
            return answers.html(answers.ERROR_404, 404)
        made = SHAPES[self.shape](self.account, TODAY + timedelta(days=400) if odd == "future" else self.newest)
        if odd == "undated":
            return Answer(made.body.replace(b"2026", b"****"), content_type=made.content_type)
        return made


@dataclass(slots=True)
class BenchAccounts:
    """Served like the city. A feed's address ends in its account's number."""

    count: int = ACCOUNTS
    names: dict[str, Names] = field(default_factory=dict)
    known: dict[tuple[str, str], BenchAccount] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hosts = [HUB, *(f"feeds{number:02d}.bench.gov.test" for number in range(DEPARTMENTS))]
        self.names = {host: good.names(number) for number, host in enumerate(hosts)}
        labels = [(key, label) for key, label, share in PLATFORMS for _ in range(share)]
        for number in range(self.count):
            key, label = labels[number * 7 % len(labels)]
            host = HUB if number % 3 == 0 else hosts[1 + (number - number // 3) % DEPARTMENTS]
            self._add(number, key, label, host)
        for number, (_, url) in enumerate(controls().items()):
            control = Account("control", "人民日报", "人民日报社", "", f"control{number:04d}")
            self.known[HUB, url.removeprefix(f"http://{HUB}")] = BenchAccount(control, 0, "rss")

    def _add(self, number: int, key: str, label: str, host: str) -> None:
        owner = f"云川市第{number // 4 + 1}服务中心"
        shape = ("rss", "rss", "atom", "json")[number % 4]
        path = f"/{key}/user/{number}.{shape}"
        made = Account(
            f"a{number:05d}", f"云川第{number}号发布", owner, label, f"{key}{number:05d}", feed=f"http://{host}{path}"
        )
        self.known[host, path] = BenchAccount(made, number, shape)

    def answer(self, host: str, path: str) -> Answer | None:
        if host not in self.names:
            return None
        if path == "/robots.txt":
            return ROBOTS
        known = self.known.get((host, path))
        return known.answer() if known else answers.html(answers.ERROR_404, 404)

    def rows(self) -> list[Row]:
        """The inventory of the benchmark."""
        return [account_row(one.account) for one in self.known.values() if one.account.id != "control"]


def controls() -> dict[str, str]:
    """Platform to the feed of an account that is known to post."""
    return {label: f"http://{HUB}/control/{key}.rss" for key, label, _ in PLATFORMS}


class WatchedWorld(World):
    """Says in the end how each host was asked."""

    def __init__(self, served: Served) -> None:
        super().__init__(served)
        self.starts: dict[str, list[float]] = {}
        self.most: dict[str, int] = {}
        self._now: dict[str, int] = {}

    @asynccontextmanager
    async def asked(self, host: str, path: str) -> AsyncIterator[None]:
        """From the request's last byte to the answer's."""
        self.starts.setdefault(host, []).append(monotonic())
        self._now[host] = self._now.get(host, 0) + 1
        self.most[host] = max(self.most.get(host, 0), self._now[host])
        try:
            async with super().asked(host, path):
                await asyncio.sleep(LATENCY_S)
                yield
        finally:
            self._now[host] -= 1

    def told(self) -> dict[str, float]:
        """Requests, hosts, the most requests one host had at once, and the least milliseconds between two of them."""
        gaps = [later - sooner for starts in self.starts.values() for sooner, later in pairwise(sorted(starts))]
        return {
            "requests": sum(map(len, self.starts.values())),
            "hosts": len(self.starts),
            "at_once": max(self.most.values(), default=0),
            "gap_ms": 1000 * min(gaps, default=0.0),
        }


def _posts(account: Account, newest: date) -> list[tuple[str, str, date]]:
    titles = words.titles("hint", account.owner, account.id, ITEMS)
    return [
        (title, f"http://media.bench.test/p/{account.account_id}{place:02d}", newest - timedelta(days=2 * place))
        for place, title in enumerate(titles)
    ]


TEXT = "<p>" + "为方便群众办事，现将有关事项说明如下，请按时间安排前往办理，并携带有效证件。" * 8 + "</p>"


def _rss(account: Account, newest: date) -> Answer:
    items = "".join(
        f"<item><title>{title}</title><description><![CDATA[{TEXT}]]></description><link>{link}</link>"
        f"<guid>{link}</guid><pubDate>{format_datetime(datetime.combine(on, MORNING))}</pubDate></item>"
        for title, link, on in _posts(account, newest)
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{account.name}</title><link>http://media.bench.test/</link><description>{account.name} - RSSHub</description><generator>RSSHub</generator>{items}</channel></rss>'
    return Answer(text.encode(), content_type="application/xml; charset=utf-8")


def _atom(account: Account, newest: date) -> Answer:
    entries = "".join(
        f'<entry><title>{title}</title><link href="{link}"/><id>{link}</id><updated>{on}T08:30:00+08:00</updated><content type="html"><![CDATA[{TEXT}]]></content></entry>'
        for title, link, on in _posts(account, newest)
    )
    text = f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{account.name}</title><id>urn:{account.account_id}</id><updated>{newest}T08:30:00+08:00</updated>{entries}</feed>'
    return Answer(text.encode(), content_type="application/atom+xml")


def _json(account: Account, newest: date) -> Answer:
    items = ",".join(
        f'{{"id":"{link}","url":"{link}","title":"{title}","content_html":"{TEXT}","date_published":"{on}T08:30:00+08:00"}}'
        for title, link, on in _posts(account, newest)
    )
    text = f'{{"version":"https://jsonfeed.org/version/1.1","title":"{account.name}","items":[{items}]}}'
    return Answer(text.encode(), content_type="application/feed+json")


SHAPES = {"rss": _rss, "atom": _atom, "json": _json}
