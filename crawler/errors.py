"""The exceptions of this house.

    Exception
    ├── InputError          a person gave us something wrong: exit 2, with file, line, value and the next step
    ├── VerificationError   the trail or a capture is not what was written: exit 4
    └── anything else       our own mistake: stops that one check or job, loudly, and is never a finding

What the world failed to answer is no exception at all but a :class:`crawler.model.Fault`, a value.
"""

from __future__ import annotations

import errno
import re

NO_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})  # it takes nothing more: nobody's mistake


class InputError(Exception):
    """Something a person typed or filed is wrong.

    Shown as one line: place, what is wrong with which value, and what to do next; never with a stack trace.
    """

    def __init__(self, problem: str, *, next_step: str, file: str = "", line: int = 0, value: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.next_step = next_step
        self.file = file
        self.line = line
        self.value = value

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line else "")
        shown = f" [{printable(self.value[:80])}]" if self.value else ""
        return " ".join(part for part in (place, self.problem + shown, "→", self.next_step) if part)


def toml_line(error: ValueError) -> int:
    """The line a TOML parser complains of; 0 where it names none."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 0


BLANKS = "\u3000\xa0"  # the wide blank of Chinese text and the one that does not break: Python prints neither


def printable(text: str) -> str:
    """Text from outside without control characters, so that it cannot forge a line or drive a terminal."""
    return "".join(sign if sign.isprintable() or sign in BLANKS else "\ufffd" for sign in text)


class VerificationError(Exception):
    """The audit trail or the capture store is not what was written."""
