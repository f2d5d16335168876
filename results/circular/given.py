"""What a circular says besides the results: the office's words and its day, kept with the edition they came out in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crawler.config import Office
from crawler.workdays import Workdays, shipped
from results.letters.templates import CIRCULAR, Template, kept_template, load_template
from results.publishing.rows import Edition
from results.text import plain

KEY = "circular"  # among the words of an edition


@dataclass(frozen=True, slots=True)
class Given:
    """``due_on`` is None where the calendar does not reach so far.

    Units whose day for the last notice's problems is past: ``failed`` a re-check, or ``silent``, without any answer.
    """

    template: Template
    due_on: date | None = None
    telephone: str = ""
    failed: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def kept(
    office: Office, published_on: date, calendar: Workdays | None = None, late: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """What an edition keeps for its circular, as JSON. Raises InputError for an own template that is not right.

    ``late``: the units that were late with what the last notices wanted, as ``late_of`` gives them.
    """
    template = load_template(CIRCULAR, Path(office.templates) if office.templates else None)
    due_on = (calendar or shipped()).due(published_on, office.due_workdays)
    return {
        "templates": list(template.texts),
        "due_on": due_on.isoformat() if due_on else "",
        "telephone": plain(office.telephone),
        "late": dict(late or {}),
    }


def late_of(edition: Edition) -> Mapping[str, Any]:
    """What an edition says of late units; nothing where it was made before circulars named any."""
    late: Mapping[str, Any] = edition.words.get(KEY, {}).get("late", {})
    return late


def given(edition: Edition) -> Given:
    """What an edition kept."""
    said = edition.words.get(KEY) or kept(Office(), edition.published_on)
    own, shared = said["templates"]
    due_on = date.fromisoformat(said["due_on"]) if said["due_on"] else None
    late = late_of(edition)
    units = (tuple(late.get("failed", ())), tuple(late.get("silent", ())))
    return Given(kept_template(CIRCULAR, (own, shared)), due_on, said["telephone"], *units)
