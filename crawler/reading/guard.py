"""The guard around the readers: one of the two places in this house that catch every exception."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from crawler.model import Digest, Fault, FaultKind

T = TypeVar("T")


def attempt(read: Callable[[], T], url: str, digests: Sequence[Digest]) -> T | Fault:
    """What a reader returns, or a ``reader-failed`` fault that names the exception and the capture.

    A page that breaks a reader is a defect of ours: the run goes on, nobody is accused, and the digest leads to the
    bytes a fixture is made from.
    """
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - hostile pages find every gap
        return Fault(FaultKind.READER_FAILED, f"{type(error).__name__} {digests[-1] if digests else ''}".strip(), url)
