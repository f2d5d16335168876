"""Publishing as a whole: a quarter is frozen, the site is written anew, and the trail says what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from crawler.config import Config
from results.audit import PublicationRecord, Trail
from results.circular.compose import html_of
from results.publishing import data_files, site
from results.publishing.draft import draft, heading
from results.publishing.frame import HOME
from results.publishing.freeze import Order, freeze
from results.publishing.quarter import QuarterResult, published
from results.publishing.rows import Edition, Standing
from results.publishing.write import require_free, write
from results.rows import RunRecord
from results.rules import catalogue_of


@dataclass(frozen=True, slots=True)
class Released:
    """What was written: the page to open first, and the quarter as it stands on it."""

    page: Path
    quarter: Path  # its folder
    result: QuarterResult
    sums: Mapping[str, str]  # path in the site → SHA-256
    is_new: bool = True  # whether the edition was written now; a draft always is


def release(trail: Trail, order: Order, config: Config, out: Path) -> Released:
    """Publishes a run's quarter and writes the whole site. Raises InputError as ``freeze`` and ``write`` do.

    Nothing is frozen for a folder that the site could not be written to.
    """
    before = trail.editions()
    edition = freeze(trail, order, config, lambda: require_free(out, site.CHANGING))
    last: list[QuarterResult] = []

    def load(one: Edition) -> QuarterResult:
        found = published(trail, one)
        if one == edition:
            last.append(found)
        return found

    sums = write(out, site.pages(trail.editions(), load, html_of))
    folder = site.place(edition)
    _record(trail, last[0], sums, folder, order.at)
    return Released(out / HOME, out / folder, last[0], sums, edition not in before)


def release_draft(trail: Trail, run: RunRecord, config: Config, out: Path, at: datetime) -> Released:
    """The quarter's pages as they would be now, for the office alone."""
    found = draft(trail, run, catalogue_of(trail, run.id))
    seq, head, _ = trail.basis()
    made = heading(found.found, config.office, config.publish, "", run.on, late=found.late(run.on))
    edition = replace(made, head=(seq, head))
    result = found.result(edition, trail)
    sums = write(out, site.draft_pages(result, html_of))
    _record(trail, result, sums, "", at)
    return Released(out / HOME, out, result, sums)


def _record(trail: Trail, result: QuarterResult, sums: Mapping[str, str], folder: str, at: datetime) -> None:
    """A row in the trail, where the pages differ from the last ones of the run."""
    standings = [entry.standing for entry in result.entries]
    page, table = (f"sha256:{sums[folder + name]}" for name in (HOME, data_files.LIST))
    record = PublicationRecord(
        run=result.edition.run,
        form="draft" if result.is_draft else "final",
        qualified=standings.count(Standing.QUALIFIED),
        unqualified=standings.count(Standing.UNQUALIFIED),
        pending=standings.count(Standing.PENDING),
        page_digest=page,
        table_digest=table,
    )
    if trail.latest_publication(result.edition.run) != record:
        trail.record_publication(record, at)
