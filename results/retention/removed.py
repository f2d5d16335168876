"""What was removed, for those that look for it: refused with the reason, and verified against the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from crawler.captures.store import CaptureStore
from crawler.clock import china_day
from crawler.errors import InputError
from crawler.model import RunId, TargetId
from results.retention.rows import Removal, RetainedChain
from results.retention.words import say


def refuse_removed(trail: RetainedChain, run: RunId) -> None:
    """Raises InputError where the run's captures were deleted: there is nothing left to judge."""
    removal = trail.removal(run)
    if removal is not None:
        raise InputError(told(removal), value=run, next_step=say("gone.next"))


def told(removal: Removal) -> str:
    """One sentence: what was deleted, when and by whom."""
    day = china_day(removal.at) if removal.at else ""
    return say("gone.told", run=removal.run, on=day, by=removal.by, captures=removal.captures, reason=removal.reason)


def problems(
    store: CaptureStore, removal: Removal, manifests: Mapping[TargetId, str], digests: Collection[str] = ()
) -> Iterator[tuple[bool, str]]:
    """(whether it is a problem, else a note; the line) for everything that is not as the removal says.

    ``digests``: of captures that the trail names one by one.
    """
    run, named = removal.run, {file.name for file in removal.files}
    present = {path.name for path in (store.root / run).glob("*.warc.gz")}
    for name in sorted(present):
        yield name not in named, say("gone.still-there" if name in named else "gone.strange", file=name)
    for name in sorted(set(store.index.files(run, removed=True)) - named):
        yield True, say("gone.missing", file=name)
    is_moved = not store.index.files(run)
    for target, expected in manifests.items():
        found, count = store.manifest(run, target, removed=is_moved)
        if found != expected:
            yield True, say("gone.manifest", target=target, count=count)
    if digests:
        for digest in sorted(set(digests) - store.digests(run, removed=is_moved)):
            yield True, say("gone.digest", digest=digest)
