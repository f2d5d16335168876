"""The head of the trail, written down to be published outside: from then on no row before it can change unseen."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from crawler import clock
from crawler.disk import in_words
from crawler.errors import InputError
from results.audit import Trail
from results.timetable.words import say

FOLDER = "heads"


def write_head(trail: Trail, folder: Path, now: datetime) -> tuple[Path, int, str]:
    """The file, and number and hash of the newest row. A head has one file, however often it is written.

    Raises InputError for an empty trail, and for a folder that cannot be written to.
    """
    seq, hash_ = trail.head()
    if not seq:
        raise InputError(say("head.empty"), file=str(trail.path), next_step=say("head.empty-next"))
    known = next(iter(sorted(folder.glob(f"*-{seq:09}-{hash_[:12]}.txt"))), None)
    if known:
        return known, seq, hash_
    try:
        return _written(folder, seq, hash_, now), seq, hash_
    except OSError as error:
        problem, step = say("head.unwritable", detail=in_words(error)), say("head.unwritable-next")
        raise InputError(problem, file=str(folder), next_step=step) from error


def _written(folder: Path, seq: int, hash_: str, now: datetime) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{clock.china_day(now):%Y%m%d}-{seq:09}-{hash_[:12]}.txt"
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        at = now.astimezone(clock.CHINA).isoformat(timespec="seconds")
        file.write(say("head.text", at=at, seq=seq, hash=hash_).lstrip())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path
