"""Drives campaigns: each planned visit is made when its time comes, or written down as missed; none twice, none lost.

A visit is due by the wall clock. While that clock has just jumped nothing is begun and nothing given up, so that a
clock that is put right costs no more than the time it was wrong.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from crawler.errors import InputError
from crawler.reading.availability.log import AccessVisit, Stage, State
from crawler.reading.service.probe import Family
from results.audit import Trail
from results.campaigns.agenda import Agenda, Key
from results.campaigns.plan import Slot
from results.campaigns.rows import VisitRecord, counts_of
from results.campaigns.words import say
from results.rows import instant

LOT = 100  # rows in one transaction at most
FLUSH_S = 1.0  # a row waits no longer for others
PAUSE_S = 1.0  # so that a clock that jumps is noticed
JUMP_S = 5.0  # by which wall clock and running time may part in one pause
SETTLE_S = 60.0  # nothing is decided until so long after a jump
DEATHS = 4  # of the visiting process with a visit under way, until that is given up
RESTART_S, RESTART_MOST_S = 1.0, 60.0
UNWRITTEN_S = 900.0  # that rows wait in memory for a trail somebody else holds, or a disk that is full, before we stop
RETRY_S = 5.0
STUCK_S = 1800.0  # beyond which a visit under way means that the visiting process hangs

Event = Mapping[str, Any]


class Link(Protocol):
    """A visiting process. ``poll`` waits for what it tells; ``{}`` when nothing came, None when it has ended."""

    def send(self, visit: Event) -> None: ...

    def poll(self, seconds: float) -> Event | None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """``now`` may jump; ``ticks`` are seconds that never do."""

    now: Callable[[], datetime]
    ticks: Callable[[], float]
    sleep: Callable[[float], object]


@dataclass(slots=True)
class Open:
    """A visit that was taken from its plan and has no row yet."""

    agenda: Agenda
    slot: Slot
    sent_at: float = 0.0
    deaths: int = 0

    @property
    def key(self) -> tuple[str, Key]:
        return self.agenda.campaign.name, self.slot.key

    @property
    def host(self) -> str:
        return self.agenda.hosts[self.slot.target]


@dataclass(slots=True)
class Engine:
    """Works off the agendas. ``told`` hears of every visit that got its row."""

    trail: Trail
    agendas: list[Agenda]
    begin: Callable[[], Link]
    clock: Clock
    most: int  # visits under way
    told: Callable[[VisitRecord], None] = lambda one: None
    over: Callable[[], bool] = lambda: False  # whether somebody asked to end
    longest_pause_s: float = PAUSE_S
    flush_s: float = FLUSH_S
    _waiting: deque[Open] = field(default_factory=deque)
    _under_way: dict[tuple[str, Key], Open] = field(default_factory=dict)
    _rows: list[tuple[Agenda, VisitRecord]] = field(default_factory=list)
    _link: Link | None = None
    _room: int = 0
    _restart_at: float = 0.0
    _restart_s: float = RESTART_S
    _flush_at: float = 0.0
    _unwritten: tuple[float, float] | None = None  # since when no row can be written, and when it is tried again
    _settled_at: float = 0.0
    _last: tuple[datetime, float] | None = None

    def run(self) -> None:
        """Until every visit has its row. Raises KeyboardInterrupt when stopped, InputError where no row can be
        written; what has no row then is taken up by the next start."""
        self._room = self.most
        try:
            while self.agendas:
                if self.over():
                    raise KeyboardInterrupt
                self.step()
        finally:
            if self._link is not None:
                self._link.stop()
            self._flush()

    def step(self) -> None:
        """One round: begin what is due, give up what is late, and hear what came of the rest."""
        now, ticks = self.clock.now(), self.clock.ticks()
        if self._is_steady(now, ticks):
            self._collect(now)
            self._give_up(now)
            self._send(ticks)
        self._write_down(ticks)
        if self.agendas:
            self._hear(self._pause(now, ticks))

    def _is_steady(self, now: datetime, ticks: float) -> bool:
        last, self._last = self._last, (now, ticks)
        if last is not None and abs((now - last[0]).total_seconds() - (ticks - last[1])) > JUMP_S:
            self._settled_at = ticks + SETTLE_S
        return ticks >= self._settled_at

    def _collect(self, now: datetime) -> None:
        for agenda in self.agendas:
            while (slot := agenda.next) is not None and slot.due_at <= now:
                agenda.take()
                self._waiting.append(Open(agenda, slot))

    def _give_up(self, now: datetime) -> None:
        """What could not begin within the time of grace was missed."""
        still = deque[Open]()
        for one in self._waiting:
            if now > one.slot.due_at + timedelta(seconds=one.agenda.campaign.grace_s):
                self._settle(one, missed(one.slot, "not begun in time"))
            else:
                still.append(one)
        self._waiting = still

    def _send(self, ticks: float) -> None:
        if not self._waiting or ticks < self._restart_at:
            return
        if self._link is None:
            self._link = self.begin()
        busy, held = {one.host for one in self._under_way.values()}, list[Open]()
        while self._waiting and len(self._under_way) < self._room:
            one = self._waiting.popleft()
            if one.host in busy:  # many websites on one slow host must not take the room of all others
                held.append(one)
                continue
            busy.add(one.host)
            one.sent_at = ticks
            self._under_way[one.key] = one
            self._link.send(_errand(one))
        self._waiting.extendleft(reversed(held))

    def _pause(self, now: datetime, ticks: float) -> float:
        """Seconds until something is due."""
        coming = [agenda.next for agenda in self.agendas]
        waits = [(slot.due_at - now).total_seconds() for slot in coming if slot is not None]
        waits += [max(self._flush_at, self._unwritten[1] if self._unwritten else 0.0) - ticks] if self._rows else []
        return min(self.longest_pause_s, max(0.01, min(waits, default=self.longest_pause_s)))

    def _hear(self, seconds: float) -> None:
        if self._link is None:
            self.clock.sleep(seconds)
            return
        event = self._link.poll(seconds)
        if event is None:
            self._bury()
        elif "trouble" in event:
            raise InputError(say("run.no-space", detail=event["trouble"]), next_step=say("run.no-space-next"))
        elif event:
            self._take(event)
        elif self._is_stuck():
            self._bury()

    def _is_stuck(self) -> bool:
        oldest = min((one.sent_at for one in self._under_way.values()), default=self.clock.ticks())
        return self.clock.ticks() - oldest > STUCK_S

    def _take(self, event: Event) -> None:
        """What came of a visit. What was taken for lost, and is told after all, has its row already."""
        one = self._under_way.pop((event["campaign"], (event["target"], Family(event["family"]), event["slot"])), None)
        if one is None:
            return
        self._room, self._restart_s = min(self.most, self._room + 1), RESTART_S
        self._settle(one, _record(one.slot, event))

    def _bury(self) -> None:
        """The visiting process ended: what it had under way is taken up again by the next, in ever smaller parts, so
        that one page that kills it costs only its own visit."""
        if self._link is not None:
            self._link.stop()
        self._link, self._restart_at = None, self.clock.ticks() + self._restart_s
        self._restart_s = min(RESTART_MOST_S, self._restart_s * 2)
        self._room = max(1, len(self._under_way) // 4)
        for one in reversed(list(self._under_way.values())):
            one.deaths += 1
            if one.deaths >= DEATHS:
                self._settle(one, missed(one.slot, "the visiting process ended again and again"))
            else:
                self._waiting.appendleft(one)
        self._under_way.clear()

    def _settle(self, one: Open, record: VisitRecord) -> None:
        one.agenda.settle(one.slot.key)
        if not self._rows:
            self._flush_at = self.clock.ticks() + self.flush_s
        self._rows.append((one.agenda, record))

    def _write_down(self, ticks: float) -> None:
        """Rows that have waited long enough, and ends. Where the trail takes none, visits go on for a while: what is
        known of them stays in memory. Raises InputError when that has lasted too long."""
        if self._unwritten is not None and ticks < self._unwritten[1]:
            return
        try:
            if self._rows and (len(self._rows) >= LOT or ticks >= self._flush_at):
                self._flush()
            self._end()
        except InputError:
            since, again = self._unwritten[0] if self._unwritten else ticks, self.clock.ticks() + RETRY_S
            if again - since > UNWRITTEN_S:
                raise
            self._unwritten = since, again
        else:
            self._unwritten = None

    def _flush(self) -> None:
        """Rows to the disk, each campaign's in one transaction. Where that fails they stay, to be tried once more."""
        for name in dict.fromkeys(agenda.campaign.name for agenda, _ in self._rows):
            own = [record for agenda, record in self._rows if agenda.campaign.name == name]
            self.trail.record_visits(name, own, self.clock.now())
            self._rows = [one for one in self._rows if one[0].campaign.name != name]
            for record in own:
                self.told(record)

    def _end(self) -> None:
        """Campaigns of which every visit has its row on the disk come to their end."""
        for agenda in [one for one in self.agendas if not one.left and not self._rows]:
            counts = counts_of(self.trail.campaign_visits(agenda.campaign.name))
            self.trail.end_campaign(agenda.campaign.name, counts, self.clock.now())
            self.agendas.remove(agenda)


def missed(slot: Slot, why: str) -> VisitRecord:
    """A visit that was not made: we were down."""
    visit = AccessVisit(slot.family, slot.number, instant(slot.due_at), State.MISSED, detail=why)
    return VisitRecord(slot.target, visit)


def _record(slot: Slot, event: Event) -> VisitRecord:
    visit = AccessVisit(
        family=slot.family,
        slot=slot.number,
        due_at=instant(slot.due_at),
        state=State(event["state"]),
        stage=Stage(event["stage"]),
        began_at=event["began_at"],
        took_ms=event["took_ms"],
        status=event["status"],
        address=event["address"],
        detail=event["detail"],
    )
    return VisitRecord(slot.target, visit, event["capture"], event["control"])


def _errand(one: Open) -> Event:
    campaign, slot = one.agenda.campaign, one.slot
    return {
        "campaign": campaign.name,
        "target": slot.target,
        "url": one.agenda.urls[slot.target],
        "family": slot.family.value,
        "slot": slot.number,
        "limit_ms": campaign.limit_ms,
        "begin_by": (slot.due_at + timedelta(seconds=campaign.grace_s)).isoformat(),
    }
