"""Faults as stored: the payload of a FAULT capture."""

from __future__ import annotations

import json

from crawler.model import Fault, FaultKind


def fault_to_json(fault: Fault) -> bytes:
    """The stored form of a fault."""
    told = {"kind": fault.kind.value, "detail": fault.detail, "url": fault.url}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def read_fault(payload: bytes) -> Fault:
    """The fault of a FAULT capture's payload; UNKNOWN where the payload is not one of ours."""
    try:
        told = json.loads(payload)
        return Fault(FaultKind(told["kind"]), str(told["detail"]), str(told["url"]))
    except (ValueError, KeyError, TypeError):
        return Fault(FaultKind.UNKNOWN, "unreadable fault record")
