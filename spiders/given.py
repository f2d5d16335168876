"""What people handed in for an account, beside what was seen of it: its captures join those of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.captures.writer import Asked
from crawler.model import CaptureKind, Digest, Role
from spiders.line import Line


def bring(line: Line, given: Sequence[Mapping[str, Any]]) -> None:
    """Each once in a run. Raises KeyError where the capture store lost it."""
    gatherer, target = line.gatherer, line.target
    for one in given:
        capture, body = gatherer.store.read(Digest(one["digest"]))
        asked = Asked(target.id, capture.url, Role(one["role"]), str(one["by"]))
        if gatherer.store.find(gatherer.run, target.id, asked.url, asked.role) is None:
            gatherer.keep.write_resource(asked, CaptureKind.GIVEN, body, capture.content_type)
