"""Further sources of an account: an export that an operator hands in, and the word of a person who saw the account.

Bytes first, then the rows: what is killed in between is gone on with when the command is repeated, and nothing is
written twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crawler import clock, nearby
from crawler.captures.writer import Asked
from crawler.errors import InputError
from crawler.model import CaptureKind, Digest, Role, RunId, Target, TargetId
from crawler.reading.accounts.exports import Export, ExportRow, Problem, read_export
from crawler.reading.accounts.facts import Post
from crawler.reading.accounts.given import CONTENT_TYPE, Statement, newest_first, statement_of, statement_to_json
from crawler.reading.accounts.pictures import picture_type
from crawler.reading.accounts.sheets import MOST_BYTES, refusal
from results.accounts.match import Matcher, Share
from results.accounts.rows import AttestationRecord, ImportRecord
from results.accounts.store import Thing, folder_of, keep, left_behind, named, one_at_a_time, read_file
from results.accounts.words import say
from results.audit import Trail

MOST_PICTURE_BYTES = 10_000_000
WHOLE_FILE = TargetId("")  # whom the file itself belongs to: nobody alone
TABLE_TYPE = "application/octet-stream"
FIRST_DAY = date(2005, 1, 1)  # no platform is older


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """An export to take in. ``platform`` and ``account`` say what the file does not, ``until`` how far it reaches."""

    data: Path
    file: Path
    by: str
    targets: Sequence[Target]
    platform: str = ""
    account: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The accounts of an export; ``standing`` are those that were taken in before."""

    new: tuple[ImportRecord, ...]
    standing: tuple[ImportRecord, ...]
    problems: tuple[Problem, ...]
    rows: int

    @property
    def records(self) -> tuple[ImportRecord, ...]:
        return (*self.new, *self.standing)


@dataclass(frozen=True, slots=True)
class AttestOrder:
    """A word to take down. ``seen_at`` is None for now."""

    data: Path
    account: str
    last_post_on: date
    screenshot: Path
    by: str
    targets: Sequence[Target]
    title: str = ""
    seen_at: datetime | None = None


def account_of(targets: Sequence[Target], wanted: str) -> Target:
    """Raises InputError where the inventory has no such account."""
    found = next((target for target in targets if target.id == wanted and not target.is_site), None)
    if found is None:
        known = {target.id: target.name for target in targets if not target.is_site}
        step = nearby.step(say("given.unknown-next"), wanted, known)
        raise InputError(say("given.unknown"), value=wanted, next_step=step)
    return found


def import_file(order: ImportOrder) -> Imported:
    """Take in an export. Raises InputError for a file, name or day that cannot be; bad lines become problems."""
    by, body, name = named(order.by), read_file(order.file, MOST_BYTES), order.file.name
    account = account_of(order.targets, order.account) if order.account else None
    export = read_export(body, name)
    until = _until(export, order.until, name)
    matched = Matcher(order.targets, order.platform, account).match(export)
    if not matched.shares:
        return Imported((), (), matched.problems, len(export.rows))
    digest = _sha(body)
    statements = {share.target.id: statement_to_json(_statement(share, digest, until)) for share in matched.shares}
    folder = folder_of("import", digest, *(f"{one}={_sha(stated)}" for one, stated in sorted(statements.items())))
    records = [_record(share, folder, order, digest, statements, until, by) for share in matched.shares]
    with one_at_a_time(order.data), Trail.open(order.data) as trail:
        known = {(record.target, record.capture): record for record in trail.imports()}
        new = [record for record in records if (record.target, record.capture) not in known]
        if new:
            keep(order.data, folder, _things(new, body, name, statements))
            trail.record_imports(new, clock.now())
        written = {(record.target, record.capture): record for record in trail.imports()}
    kept = tuple(written[record.target, record.capture] for record in new)
    standing = tuple(known[key] for one in records if (key := (one.target, one.capture)) in known)
    return Imported(kept, standing, matched.problems, len(export.rows))


def _until(export: Export, said: date | None, file: str) -> date | None:
    """How far the export reaches: as a person said, else as the file does. A post to come spoils the whole file."""
    today, newest = clock.today(), export.newest
    if newest and newest.on and newest.on > today:
        raise refusal("future", file=file, line=newest.line, value=newest.on.isoformat(), today=today)
    if said and said > today:
        raise refusal("until-future", file=file, value=said.isoformat(), today=today)
    if said and export.until and said > export.until:
        raise refusal("until-period", file=file, value=said.isoformat(), period=export.until)
    until = said or (min(export.until, today) if export.until else None)
    if until and newest and newest.on and until < newest.on:
        raise refusal("until-early", file=file, value=until.isoformat(), line=newest.line, newest=newest.on)
    return until


def _statement(share: Share, digest: Digest, until: date | None) -> Statement:
    posts = newest_first([_post(row) for row in share.rows])
    return Statement(Role.IMPORT, digest, posts, len(posts), until, share.left_out)


def _post(row: ExportRow) -> Post:
    return Post(row.title, row.url, row.on)


def _record(
    share: Share, folder: RunId, order: ImportOrder, digest: Digest, statements: dict[TargetId, bytes],
    until: date | None, by: str,
) -> ImportRecord:  # fmt: skip
    newest = newest_first([_post(row) for row in share.rows])[0]
    return ImportRecord(
        share.target.id, folder, _sha(statements[share.target.id]), order.file.name, digest, len(share.rows),
        share.left_out, newest.on or FIRST_DAY, newest.title, until, by,
    )  # fmt: skip


def _things(new: Sequence[ImportRecord], body: bytes, name: str, statements: dict[TargetId, bytes]) -> list[Thing]:
    url = f"urn:import:{new[0].file_digest}"
    whole = Thing(Asked(WHOLE_FILE, url, Role.IMPORT, name), CaptureKind.GIVEN, body, TABLE_TYPE)
    return [whole, *(
        Thing(Asked(one.target, url, Role.IMPORT, one.by), CaptureKind.GIVEN, statements[one.target], CONTENT_TYPE)
        for one in new
    )]  # fmt: skip


def attest(order: AttestOrder) -> tuple[AttestationRecord, bool]:
    """Take down a person's word; (its row, whether it is new). Raises InputError for what cannot be."""
    by, target = named(order.by), account_of(order.targets, order.account)
    title = " ".join(order.title.split())
    body = read_file(order.screenshot, MOST_PICTURE_BYTES)
    kind = picture_type(body)
    if not kind:
        raise InputError(say("attest.no-picture"), file=str(order.screenshot), next_step=say("attest.no-picture-next"))
    _require_order(order)
    shot = _sha(body)
    said = order.seen_at.isoformat() if order.seen_at else ""
    folder = folder_of("attest", target.id, shot, order.last_post_on.isoformat(), title, by, said)
    with one_at_a_time(order.data), Trail.open(order.data) as trail:
        for record in trail.attestations():
            if record.folder == folder:
                return record, False
        stated = left_behind(order.data, folder, target.id, CONTENT_TYPE)
        stated = stated or statement_to_json(_word(order, shot, title, by))
        keep(order.data, folder, _shown(target, by, body, kind, stated, shot))
        seen_at = statement_of(stated).seen_at or clock.now()
        word = AttestationRecord(target.id, folder, _sha(stated), shot, order.last_post_on, title, seen_at, by)
        trail.record_attestation(word, clock.now())
        return trail.attestations()[-1], True


def _require_order(order: AttestOrder) -> None:
    """The post was there when it was seen, and it was seen by now."""
    seen_at = order.seen_at or clock.now()
    seen_on = clock.china_day(seen_at)
    if seen_at > clock.now():
        raise InputError(say("attest.later"), value=seen_at.isoformat(), next_step=say("attest.later-next"))
    if order.last_post_on > seen_on:
        problem = say("attest.after", seen=seen_on)
        raise InputError(problem, value=order.last_post_on.isoformat(), next_step=say("attest.after-next"))
    if order.last_post_on < FIRST_DAY:
        raise InputError(
            say("attest.ancient"), value=order.last_post_on.isoformat(), next_step=say("attest.after-next")
        )


def _word(order: AttestOrder, shot: Digest, title: str, by: str) -> Statement:
    seen_at = order.seen_at or clock.now()
    post = Post(title, "", order.last_post_on)
    return Statement(Role.ATTEST, shot, (post,), 1, clock.china_day(seen_at), seen_at=seen_at, by=by)


def _shown(target: Target, by: str, body: bytes, kind: str, stated: bytes, shot: Digest) -> list[Thing]:
    asked = Asked(target.id, f"urn:attest:{shot}", Role.ATTEST, by)
    return [
        Thing(asked, CaptureKind.SCREENSHOT, body, kind),
        Thing(asked, CaptureKind.GIVEN, stated, CONTENT_TYPE),
    ]


def _sha(body: bytes) -> Digest:
    return Digest(f"sha256:{hashlib.sha256(body).hexdigest()}")
