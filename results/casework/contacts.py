"""Whom to call: the telephone that a target's own footer gives."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crawler.captures.readings import Readings
from crawler.model import RunId, TargetId
from crawler.reading.footer.footer import Footer
from results.audit import Trail


def telephones(trail: Trail, data: Path, run: RunId, targets: Iterable[TargetId]) -> dict[TargetId, str]:
    """Of the targets whose footer has one, as the run's kept readings tell."""
    kept = Readings(data, run, trail.run(run).on)
    manifests, readings = trail.gathered(run), trail.readings(run)
    found: dict[TargetId, str] = {}
    for target in targets:
        reading = kept.find(target, manifests.get(target, ""), readings.get(target, ""))
        footers = [one.seen for one in reading[0] if isinstance(one.seen, Footer)] if reading else []
        told = next((footer.contact for footer in footers if isinstance(footer.contact, str)), "")
        if told:
            found[target] = told
    return found
