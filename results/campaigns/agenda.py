"""What a campaign still has to do: every planned visit once, in the order of their times. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crawler.addresses import plain_host
from crawler.model import TargetId
from crawler.reading.service.probe import Family
from results.campaigns.plan import Slot, draw
from results.campaigns.rows import Campaign, Site

Key = tuple[TargetId, Family, int]


@dataclass(slots=True)
class Agenda:
    """One campaign's visits without a row. ``done``: the keys of those that have theirs."""

    campaign: Campaign
    sites: Sequence[Site]
    done: Iterable[Key] = ()
    urls: dict[TargetId, str] = field(init=False)
    hosts: dict[TargetId, str] = field(init=False)
    left: int = field(init=False)  # visits without a row
    _rows: dict[tuple[TargetId, Family], bytearray] = field(init=False)
    _slots: Iterator[Slot] = field(init=False)
    _next: Slot | None = field(init=False)

    def __post_init__(self) -> None:
        plan = self.campaign.plan
        self.urls = {site.target: site.url for site in self.sites}
        self.hosts = {target: plain_host(url) for target, url in self.urls.items()}
        self._rows = {(target, family): bytearray(plan.slots) for target in self.urls for family in plan.families}
        self.left = len(self._rows) * plan.slots
        for key in self.done:
            self.settle(key)
        self.done = ()
        self._slots = draw(plan, tuple(self.urls))
        self._next = next(self._slots, None)

    def settle(self, key: Key) -> None:
        """The visit has its row. A second one is our mistake and raises ValueError."""
        target, family, number = key
        if self._rows[target, family][number]:
            raise ValueError(f"a second row for visit {number} of {target} over {family}")
        self._rows[target, family][number] = 1
        self.left -= 1

    def is_settled(self, key: Key) -> bool:
        target, family, number = key
        return bool(self._rows[target, family][number])

    @property
    def next(self) -> Slot | None:
        """The next visit to come; those that were taken do not come again."""
        while self._next is not None and self.is_settled(self._next.key):
            self._next = next(self._slots, None)
        return self._next

    def take(self) -> Slot | None:
        """The next visit, which is the caller's from now on."""
        taken = self.next
        self._next = next(self._slots, None)
        return taken
