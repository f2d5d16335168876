"""A fault as stored: the payload of a FAULT capture; :func:`crawler.reading.sites.seen.read_fault` reads it back."""

from __future__ import annotations

import json

from crawler.model import Fault


def fault_to_json(fault: Fault) -> bytes:
    """The stored form of a fault."""
    told = {"kind": fault.kind.value, "detail": fault.detail, "url": fault.url}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
