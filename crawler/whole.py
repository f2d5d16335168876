"""A file whole or not at all, also where a disk is full or the power goes in the middle."""

from __future__ import annotations

import os
from pathlib import Path


def put_whole(path: Path, content: bytes) -> None:
    """On the disk before this returns, in the place of what was there. Raises OSError, and leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
