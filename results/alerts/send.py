"""Collects what is new, and sends it: the same matter once in a while, so many messages an hour, the rest in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from crawler.calendars import load_calendar
from crawler.config import Config
from crawler.errors import InputError
from crawler.lock import only_one
from crawler.workdays import Workdays, shipped
from results.alerts.collect import news, standing
from results.alerts.delivery import Destination
from results.alerts.message import Alert, Message, messages_of, summed
from results.alerts.state import State, read_state, write_state
from results.alerts.words import say
from results.audit import Trail


@dataclass(slots=True)
class Sent:
    """What went out. ``failures``: (destination, why); ``waiting``: matters that no message was left for."""

    messages: list[Message] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    waiting: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.failures


def send_news(
    data: Path,
    config: Config,
    ways: Sequence[Destination],
    now: datetime,
    *,
    dry: bool = False,
    more: Iterable[Alert] = (),
) -> Sent:
    """Raises InputError while another call sends. What could not go out anywhere is tried again the next time.

    ``more``: matters that stand in no table.
    """
    with only_one(data / "alerts.lock", say("send.locked"), say("send.locked-next")):
        state = read_state(data)
        with Trail.read(data) as trail:
            head = trail.head()[0]
            if state.seen is not None and state.seen > head:
                state.seen = None  # the trail was restored: what it holds anew stands at numbers that were seen
            found = [*more, *news(trail, state.seen, now), *standing(trail, data, config, _calendar(config), now)]
        messages, waiting = plan(found, state, config, now)
        sent = Sent(messages, [], waiting)
        if dry:
            return sent
        out = _deliver(sent, ways, now)
        if len(out) == len(messages) and not waiting:
            state.seen = head
        state.note((key for message in out for key in message.keys), now, len(out))
        write_state(data, state)
        return sent


def _calendar(config: Config) -> Workdays:
    """The office's, or the shipped one where the office's has become unreadable: that is told by whoever found it."""
    try:
        return load_calendar(config.rules.calendar)
    except InputError:
        return shipped()


def plan(found: Iterable[Alert], state: State, config: Config, now: datetime) -> tuple[list[Message], int]:
    """(the messages to send now, how many matters wait for the next hour)."""
    pause = timedelta(hours=config.alerts.again_hours)
    fresh = {one.key: one for one in found if state.may_tell(one.key, now, pause if one.again else None)}
    messages = messages_of(fresh.values(), config.office.name)
    left = state.left(now, config.alerts.per_hour)
    if len(messages) <= left:
        return messages, 0
    if left <= 0:
        return [], len(fresh)
    return [*messages[: left - 1], summed(messages[left - 1 :], config.office.name)], 0


def _deliver(sent: Sent, ways: Sequence[Destination], now: datetime) -> list[Message]:
    """The messages that went out somewhere. A way that failed once is not tried again in this call."""
    out, dead = [], set[str]()
    for message in sent.messages:
        arrived = False
        for way in ways:
            if way.name in dead:
                continue
            why = way.deliver(message, now)
            arrived = arrived or not why
            if why:
                dead.add(way.name)
                sent.failures.append((way.name, why))
        if arrived:
            out.append(message)
    return out
