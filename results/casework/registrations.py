"""What a run's inventory said of registrations, out of its captures: a look again goes by it where no list is given."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from crawler.captures.store import CaptureStore
from crawler.model import Role, RunId, Target, TargetId
from crawler.registration import Registration, registration_of

CAPTURES = "captures"


def registrations_of(data: Path, run: RunId, targets: Iterable[Target]) -> dict[TargetId, Registration]:
    """Of the accounts among the targets that the run's list told anything about."""
    found = {}
    with CaptureStore(data / CAPTURES) as store:
        for target in targets:
            address = target.address or target.feed
            kept = None if target.is_site else store.find(run, target.id, address, Role.REGISTRATION)
            if kept is not None:
                found[target.id] = registration_of(json.loads(store.read(kept.digest)[1]))
    return found
