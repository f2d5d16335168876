"""The small office with its notices out: one to the portal's owner, one to the bureau."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from checks.catalogue import load_catalogue
from crawler.config import Office
from crawler.errors import InputError
from results.audit import Trail
from results.notices.issue import Order, issue
from spotcheck import app
from tests.results.office import NOON, RECORD, RUN, filled, uphold

OFFICE = Office(name="临江市人民政府办公室", city="临江市", telephone="0377-12345678")
ISSUED = date(2026, 11, 21)
BUREAU, PORTAL = "2026-1", "2026-2"


def noticed(data: Path) -> Path:
    """Two notices of 21 November 2026, due on 4 December: 2026-1 to the bureau, 2026-2 to the portal's owner."""
    filled(data)
    with Trail.open(data) as trail:
        for target in ("d1", "p1", "m1"):
            for finding in trail.findings(RUN):
                if finding.target == target and finding.outcome.value == "failed":
                    uphold(trail, finding.id)
            if target != "p1":
                issue(trail, Order(data, data / "notices", RECORD, ISSUED, NOON), OFFICE, load_catalogue())
    return data


def call(data: Path, *arguments: str, catch: bool = True) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)], catch_exceptions=catch)


def printed(data: Path, *arguments: str) -> str:
    result = call(data, *arguments)
    assert result.exit_code == 0, result.exception
    return result.stdout


def refused(data: Path, *arguments: str) -> str:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return str(error)


def rows(data: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed(data, *arguments, "--json").splitlines()]


def shown(data: Path, number: str) -> dict[str, Any]:
    return rows(data, "notice", "show", number)[0]
