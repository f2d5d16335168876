"""What was told, and when: a small file beside the trail. Lost, it costs messages that come twice, and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

NAME = "alerts.json"
REMEMBERED = timedelta(days=400)
HOUR = timedelta(hours=1)
ROOM = 16 * 1024  # the file's size is a multiple of it, with a quarter of it free, so that it may grow on a full disk


@dataclass(slots=True)
class State:
    """``seen``: number of the newest row of the trail that was looked at; ``told``: key → when; ``sent``: instants."""

    seen: int | None = None  # None: nothing was ever sent
    told: dict[str, datetime] = field(default_factory=dict)
    sent: list[datetime] = field(default_factory=list)

    def left(self, now: datetime, per_hour: int) -> int:
        """Messages that may still go out this hour. An instant to come, after the clock stepped back, counts."""
        return per_hour - sum(at > now - HOUR for at in self.sent)

    def may_tell(self, key: str, now: datetime, pause: timedelta | None) -> bool:
        """``pause`` None: once and never again."""
        at = self.told.get(key)
        return at is None or (pause is not None and not now - pause < at <= now)

    def note(self, keys: Iterable[str], now: datetime, messages: int) -> None:
        self.told |= dict.fromkeys(keys, now)
        self.told = {key: at for key, at in self.told.items() if at > now - REMEMBERED}
        self.sent = [*(at for at in self.sent if now - HOUR < at <= now), *[now] * messages]


def read_state(data: Path) -> State:
    """An empty one where there is none, or none that can be read."""
    try:
        found = json.loads((data / NAME).read_text(encoding="utf-8"))
        told = {str(key): _instant(at) for key, at in found["told"].items()}
        seen = None if found["seen"] is None else int(found["seen"])
        return State(seen, told, [_instant(at) for at in found["sent"]])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def _instant(text: str) -> datetime:
    """Raises ValueError for one without a zone, which none of ours is."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def write_state(data: Path, state: State) -> None:
    """Whole or not at all; on a full disk in the room that it has, lest the full disk be told every few minutes.

    Raises OSError where even that cannot be written.
    """
    body = {
        "seen": state.seen,
        "told": {key: at.isoformat() for key, at in state.told.items()},
        "sent": [at.isoformat() for at in state.sent],
    }
    raw = json.dumps(body, ensure_ascii=False).encode()
    raw += b" " * (ROOM // 4 + -(len(raw) + ROOM // 4) % ROOM)
    draft = data / f"{NAME}.new"
    try:
        _write(draft, raw, "wb")
        draft.replace(data / NAME)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        _write(data / NAME, raw, "r+b")


def _write(path: Path, raw: bytes, mode: str) -> None:
    with path.open(mode) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
