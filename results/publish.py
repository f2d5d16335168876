"""The published list: a page and a CSV table. A draft as long as anything in it is pending."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checks.catalogue import Catalogue
from crawler.clock import now
from crawler.config import Office
from crawler.errors import InputError
from results.audit import PublicationRecord, Trail
from results.html import render
from results.page import Basis, Line, Page, Row, compose
from results.rating.rated import rated
from results.rating.scoring import PassRate
from results.rows import RunRecord
from results.tables import csv_text
from results.text import say, words

PAGE, TABLE = "index.html", "list.csv"


@dataclass(frozen=True, slots=True)
class Published:
    """What was written where."""

    page: Path
    table: Path
    is_draft: bool
    is_healthy: bool
    groups: tuple[Row, ...]
    pending: int


def publish(
    trail: Trail, run: RunRecord, out: Path, office: Office, catalogue: Catalogue, at: datetime | None = None
) -> Published:
    """Writes page and table, and a row in the trail where they differ from the last ones.

    The same database gives the same bytes: the page names the newest row it rests on, not the hour it was made.
    """
    found, healthy = rated(trail, run, catalogue), trail.is_healthy(run.id) is True
    targets = tuple(found.targets.values())
    page = compose(Basis(run, targets, found.findings, found.ratings, catalogue, office, healthy, trail.basis()))
    contents = {PAGE: _html(page), TABLE: csv_text(_table(page))}
    for name, content in contents.items():
        _store(out / name, content)
    _record(trail, run, page, contents, at or now())
    return Published(out / PAGE, out / TABLE, page.is_draft, healthy, page.groups, page.total.pending)


def _html(page: Page) -> str:
    return render("page.html.j2", page=page, words=words("page"))


def _table(page: Page) -> list[list[str]]:
    kinds, names, columns = (words("page")[key] for key in ("kinds", "ratings", "csv"))
    rows = [list(columns["columns"])]
    rows += [_cells(number, line, kinds[line.kind], names[line.rating]) for number, line in enumerate(page.lines, 1)]
    return rows


def _cells(number: int, line: Line, kind: str, result: str) -> list[str]:
    numbers = " ".join(str(one) for one in line.findings)
    place = [line.site_code, line.platform, line.address]
    return [str(number), line.target, line.name, kind, line.owner, *place, result, line.problems, line.open, numbers]


def _record(trail: Trail, run: RunRecord, page: Page, contents: dict[str, str], at: datetime) -> None:
    digests = {name: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for name, text in contents.items()}
    total: PassRate = page.total
    counts = (total.qualified, total.unqualified, total.pending)
    form = "draft" if page.is_draft else "final"
    record = PublicationRecord(run.id, form, *counts, digests[PAGE], digests[TABLE])
    if trail.latest_publication(run.id) != record:
        trail.record_publication(record, at)


def _store(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.new")
        draft.write_bytes(content.encode())
        draft.replace(path)
    except OSError as error:
        problem, step = say("notices.unwritable", detail=error.strerror), say("notices.unwritable-next")
        raise InputError(problem, file=str(path), next_step=step) from error
