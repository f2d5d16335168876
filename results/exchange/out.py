"""A file a person asked for: on the disk whole, or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crawler.disk import in_words
from crawler.errors import InputError
from results.audit import DATABASE
from results.text import words

WRITTEN = {".csv", ".json", ".jsonl", ".jsonld", ".xlsx"}  # what an export may replace in the data folder itself


@contextmanager
def placed(path: Path, data: Path) -> Iterator[BinaryIO]:
    """A file to write that stands in its place when the block ends well; an existing one is replaced.

    Raises InputError where it cannot be written, or would lie among what ``data`` or another data folder keeps.
    """
    require_place(path, data)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise refusal("unwritable", path, detail=in_words(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def require_place(path: Path, data: Path) -> None:
    """The same refusals before anything is worked out."""
    if path.is_dir():
        raise refusal("folder", path)
    if not path.absolute().parent.is_dir():
        raise refusal("missing", path)
    real = path.resolve()
    homes = {data.resolve(), *(folder for folder in real.parents if (folder / DATABASE).exists())}
    for kept in homes:
        if kept in real.parents and (real.parent != kept or real.suffix.lower() not in WRITTEN):
            raise refusal("kept", path)


def refusal(name: str, path: Path | None = None, **data: object) -> InputError:
    """The words for what cannot be written."""
    said = words("exchange")["out"]
    return InputError(said[name].format(**data), file=str(path or ""), next_step=said[f"{name}-next"])
