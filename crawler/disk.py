"""What a disk, or the rights on it, did not allow: a person's matter, told in words like any other."""

from __future__ import annotations

import errno

from crawler.errors import InputError
from crawler.lexicon import load


def in_words(error: OSError) -> str:
    """Why, in the words of the lexicon; those of the system where it has none."""
    reasons: dict[str, str] = load("console")["disk"]["reasons"]
    return reasons.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))


def as_input_error(error: OSError) -> InputError | None:
    """With file, reason and next step; None where it is no matter of the disk."""
    words = load("console")["disk"]
    if errno.errorcode.get(error.errno or 0, "") not in words["reasons"]:
        return None
    problem = str(words["problem"]).format(reason=in_words(error))
    return InputError(problem, file=str(error.filename or ""), next_step=words["next"])
