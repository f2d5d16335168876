"""A letter's two files and its row. The files first: a crash between leaves files that the next call writes again."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crawler.config import Office
from crawler.errors import InputError
from crawler.lock import only_one
from crawler.whole import put_whole
from crawler.workdays import Workdays
from results.audit import Trail
from results.files import digest_of
from results.letters import printed, word
from results.letters.fonts import faces
from results.letters.printed import Printed
from results.letters.templates import load_template
from results.notices.letter import compose
from results.notices.matter import Matter
from results.notices.rows import NoticeForm, NoticeKind, NoticeRecord
from results.notices.wording import Wording
from results.rows import RunRecord
from results.text import say

FOLDER = "notices"
LONGEST_NAME = 60  # characters of an owner's name in a file name; file systems count bytes


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be issued: for which run, on which day, due when (None: by pack and office), and where."""

    data: Path
    out: Path
    run: RunRecord
    issued_on: date
    at: datetime
    due_on: date | None = None
    kinds: tuple[NoticeKind, ...] = (NoticeKind.RECTIFICATION, NoticeKind.PROMPT)
    calendar: Workdays | None = None  # None: the shipped one


@dataclass(frozen=True, slots=True)
class Made:
    """A letter that was written. ``printed`` is None where this machine has no Chinese font at all."""

    record: NoticeRecord
    printed: Printed | None = None


def write(trail: Trail, order: Order, office: Office, matter: Matter) -> Made:
    """Both files, then the row."""
    template = load_template(matter.kind, Path(office.templates) if office.templates else None)
    letter = compose(matter, office, template)
    content = word.render(letter)
    paper = printed.render(letter) if faces().can_print else None
    stem = f"{matter.issued_on.year}-{matter.serial:03d}-{safe_name(matter.owner)}"
    files = {f"{stem}.docx": content} | ({f"{stem}.pdf": paper.content} if paper else {})
    for folder in dict.fromkeys((order.data / FOLDER, order.out)):
        for name, file in files.items():
            store(folder / name, file)
    form = NoticeForm(
        kind=matter.kind,
        letter_mark=Wording(template, office, matter).letter_mark,
        template=template.name,
        template_digest=template.digest,
        head=matter.head,
        due_days={subject.finding.id: subject.due_on for subject in matter.subjects},
        printed=f"{stem}.pdf" if paper else "",
        printed_digest=digest_of(paper.content) if paper else "",
        follows=matter.followed.record.id if matter.followed else None,
    )
    record = _record(matter, f"{stem}.docx", content)
    decisions = [] if matter.followed else [subject.decision for subject in matter.subjects]
    return Made(trail.record_notice(record, decisions, order.at, form), paper)


def _record(matter: Matter, name: str, content: bytes) -> NoticeRecord:
    return NoticeRecord(
        run=matter.run.id,
        year=matter.issued_on.year,
        number=matter.serial,
        owner=matter.owner,
        issued_on=matter.issued_on,
        due_on=matter.due_on,
        file=name,
        document_digest=digest_of(content),
    )


def put_back(order: Order, record: NoticeRecord, form: NoticeForm | None) -> None:
    """A copy that is missing where it is wanted is put there again."""
    for name in (record.file, form.printed if form else ""):
        kept, wanted = order.data / FOLDER / name, order.out / name
        if name and kept.exists() and not wanted.exists():
            store(wanted, kept.read_bytes())


def issuing(data: Path) -> AbstractContextManager[None]:
    """One at a time gives out numbers. Raises InputError while another does."""
    return only_one(data / "notices.lock", say("notices.busy"), say("notices.busy-next"))


def store(path: Path, content: bytes) -> None:
    try:
        put_whole(path, content)
    except OSError as error:
        problem, step = say("notices.unwritable", detail=error.strerror), say("notices.unwritable-next")
        raise InputError(problem, file=str(path), next_step=step) from error


def safe_name(owner: str) -> str:
    """An owner's name as part of a file name: word characters alone, so that it leads into no other folder."""
    kept = re.sub(r"[^\w-]+", "_", owner).strip("_-")[:LONGEST_NAME]
    return kept or "owner"
