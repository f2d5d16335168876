"""What a process of its own says: it loads the trail and little else, so that several are soon at the door."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Barrier

from crawler.model import DecisionKind
from results.audit import Trail
from results.review.decide import decide


def say_word(data: Path, number: int, by: str, at: datetime, at_once: Barrier) -> None:
    at_once.wait()
    with Trail.open(data) as trail:
        decide(trail, [number], DecisionKind.UPHELD, by, f"{by}认定", at)
