"""One at a time: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.errors import InputError


@contextmanager
def only_one(path: Path, problem: str, next_step: str) -> Iterator[None]:
    """Hold a lock file. Raises InputError with the caller's words while another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(problem, file=str(path.parent), next_step=next_step) from error
        yield
