"""Evidence sheets for people: lines of a console, or a page that needs nothing beside it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from crawler.disk import in_words
from crawler.errors import InputError, printable
from results.html import render
from results.review.sheet import Picture, Sheet
from results.review.sheet_view import Pairs, View, view
from results.review.words import say
from results.text import words

SUBJECTS_SHOWN = 30  # rows on a console
PROOFS_SHOWN = 6  # captures on a console


def html(sheet: Sheet) -> str:
    """One page with its picture in it; nothing on it is loaded or run."""
    shown = {"sheet": view(sheet), "picture": _embedded(sheet.picture), "words": words("review")["sheet"]}
    return render("sheet.html.j2", **shown)


def _embedded(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return f"data:{picture.content_type};base64,{base64.b64encode(picture.content).decode()}"


def store(path: Path, content: str | bytes) -> None:
    """Writes a file whole or not at all. Raises InputError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.new")
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.replace(path)
    except OSError as error:
        problem, step = say("sheet.unwritable", detail=in_words(error)), say("sheet.unwritable-next")
        raise InputError(problem, file=str(path), next_step=step) from error


def console(sheet: Sheet) -> Group:
    """The same as tables of a console; what a page wrote drives no terminal."""
    return Group(*_blocks(view(sheet)))


def _blocks(shown: View) -> Iterator[RenderableType]:
    headings = words("review")["sheet"]["headings"]
    yield _line(shown.title)
    yield from (_line(say("sheet.mark", note=note)) for note in shown.notes)
    for name, pairs in (("what", shown.what), ("machine", shown.machine)):
        yield _line(headings[name])
        yield _table(pairs)
    if shown.figures or shown.limits:
        yield _line(headings["figures"])
        yield _table(_side_by_side(shown), (headings["seen"], "", headings["limits"], ""))
    if shown.subjects:
        yield _line(headings["subjects"])
        yield _table(shown.subjects[1 : SUBJECTS_SHOWN + 1], shown.subjects[0])
        if len(shown.subjects) > SUBJECTS_SHOWN + 1:
            yield _line(say("sheet.more", count=len(shown.subjects) - SUBJECTS_SHOWN - 1))
    yield _line(headings["rule"])
    yield _table(shown.rule)
    yield from _people(shown)
    yield from _proofs(shown)


def _side_by_side(shown: View) -> tuple[tuple[str, ...], ...]:
    pairs = zip_longest(shown.figures, shown.limits, fillvalue=("", ""))
    return tuple((*left, *right) for left, right in pairs)


def _people(shown: View) -> Iterator[RenderableType]:
    headings = words("review")["sheet"]["headings"]
    yield _line(headings["people"])
    if shown.people:
        yield _table(shown.people, tuple(words("review")["sheet"]["people"]))
    yield _line(shown.missing)


def _proofs(shown: View) -> Iterator[RenderableType]:
    yield _line(words("review")["sheet"]["headings"]["proofs"])
    yield _line(shown.picture)
    if not shown.proofs:
        yield _line(say("sheet.no_proof"))
    for proof in shown.proofs[:PROOFS_SHOWN]:
        yield _line(proof.digest)
        yield _line(f"  {proof.about}")
        if proof.url:
            yield _line(f"  {proof.url}")
        yield from (_line(f"  $ {command}") for command in proof.commands)
    if len(shown.proofs) > PROOFS_SHOWN:
        yield _line(say("sheet.more-proofs", count=len(shown.proofs) - PROOFS_SHOWN))


def _line(text: str) -> Text:
    return Text(printable(text), overflow="fold")


def _table(rows: Pairs | tuple[tuple[str, ...], ...], headings: tuple[str, ...] = ()) -> Table:
    table = Table(box=box.SIMPLE, show_header=bool(headings))
    for number in range(len(headings) or 2):
        table.add_column(Text(headings[number] if headings else ""), overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(value)) for value in row))
    return table
