"""From matters to messages: one message a kind, so that ten due notices are no ten mails. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from results.alerts.words import say
from results.text import plain

LINES = 20  # of one message; the others are counted
LINE = 300  # characters


class Kind(StrEnum):
    """What a matter is, the most pressing first."""

    SETTINGS = "settings"
    JOB = "job"
    RUN = "run"
    DISK = "disk"
    CAMPAIGN = "campaign"
    VETO = "veto"
    DUE = "due"
    TEST = "test"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Alert:
    """One matter. ``key`` tells it from others; ``again``: it may be told again after a while, as long as it lasts."""

    kind: Kind
    key: str
    line: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out, without any sign that drives something."""

    kind: Kind
    title: str
    text: str
    keys: tuple[str, ...] = ()


def messages_of(alerts: Iterable[Alert], office: str) -> list[Message]:
    """One message a kind, in the order of the kinds."""
    by_kind: dict[Kind, list[Alert]] = {}
    for alert in alerts:
        by_kind.setdefault(alert.kind, []).append(alert)
    return [_message(kind, by_kind[kind], office) for kind in Kind if kind in by_kind]


def summed(messages: Sequence[Message], office: str) -> Message:
    """Several messages in one, by their titles."""
    keys = tuple(key for message in messages for key in message.keys)
    lines = [message.title for message in messages]
    return Message(Kind.SUM, _title(Kind.SUM, len(lines), office), _text(lines), keys)


def trial(office: str) -> Message:
    return Message(Kind.TEST, _title(Kind.TEST, 1, office), say("text.test"))


def _message(kind: Kind, alerts: Sequence[Alert], office: str) -> Message:
    keys = tuple(alert.key for alert in alerts)
    return Message(kind, _title(kind, len(alerts), office), _text([alert.line for alert in alerts]), keys)


def _title(kind: Kind, count: int, office: str) -> str:
    signed = say("title.signed", title=say(f"title.{kind}", count=count), office=office) if office else ""
    return plain(signed or say(f"title.{kind}", count=count))


def _text(lines: Sequence[str]) -> str:
    shown = [plain(line, LINE) for line in lines[:LINES]]
    more = [say("text.more", count=len(lines) - LINES)] if len(lines) > LINES else []
    return "\n".join([*shown, *more])
