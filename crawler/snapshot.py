"""A whole copy of a database that others may be writing to."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

PATIENCE_S = 60.0


def copy_database(source: Path, to: Path) -> None:
    """Copies the database as it is at one moment. Readers and writers go on meanwhile.

    Raises sqlite3.Error where the source is no database, or cannot be read; OSError where the copy has no room.
    """
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE_S)) as old, closing(sqlite3.connect(to)) as new:
        try:
            old.backup(new)  # in one step: a copy in several begins anew whenever another process writes
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname == "SQLITE_FULL":  # SQLite does not say of which of the two
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(to)) from error
            raise


def sqlite_version() -> str:
    """Of the library this program runs with."""
    return sqlite3.sqlite_version
