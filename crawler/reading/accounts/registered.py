"""What the office's list says of an account's registration, as a run keeps it beside the account's captures."""

from __future__ import annotations

import json
from typing import Any

from crawler.model import Capture, Evidence, Target
from crawler.reading.guard import attempt
from crawler.registration import Registration, registration_json, registration_of


def registration_to_json(life: Registration) -> bytes:
    """The same registration gives the same bytes; what the list does not say is left out."""
    return json.dumps(registration_json(life), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def registered(capture: Capture, body: bytes, target: Target) -> tuple[Evidence[Any], ...]:
    """The list's word as evidence; one that is none of ours carries a fault."""
    seen = attempt(lambda: registration_of(json.loads(body)), capture.url, (capture.digest,))
    return (Evidence(target.id, Registration, seen, (capture.digest,)),)
