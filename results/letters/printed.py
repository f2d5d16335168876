"""The file to print: PDF/A by typst. Words go in as data and come out as words; the same letter gives the same bytes.

A character that no font of this machine has becomes a visible sign (〓) and is named: it never goes missing silently.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any, Final

import typst

from results.letters.blocks import Annex, Block, Letter, Picture, Table, Upright
from results.letters.fonts import Faces, faces, machine_fonts
from results.letters.pictures import size_mm
from results.text import legible

STANDARD: Final = "a-2b"  # for keeping: every font inside, nothing outside, and no character without a picture
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
INSTEAD = "\u3013"
TAGGED = 10_000  # cells up to which screen readers are told of every one: a tag is ten times as large as its words
ROUNDS = 500  # characters that no font has, at most


@dataclass(frozen=True, slots=True)
class Printed:
    """``missing``: characters that no font here has, printed as 〓."""

    content: bytes
    faces: Faces
    missing: tuple[str, ...]


def render(letter: Letter, with_faces: Faces | None = None) -> Printed:
    """The letter as a PDF file."""
    chosen = with_faces or faces()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "letter.typ").write_bytes(files("results").joinpath("templates/letter.typ").read_bytes())
        tagged = sum(len(b.rows) * len(b.headings) for b in letter.blocks if isinstance(b, Table)) <= TAGGED
        content, missing = _compile(folder, _data(letter, chosen, folder), int(letter.at.timestamp()), tagged=tagged)
    return Printed(content, chosen, missing)


def _compile(folder: Path, data: Mapping[str, Any], timestamp: int, *, tagged: bool) -> tuple[bytes, tuple[str, ...]]:
    text, missing = json.dumps(data, ensure_ascii=False), ""
    for number in count():
        (folder / "letter.json").write_text(text, encoding="utf-8")
        try:
            content = typst.compile(
                folder / "letter.typ",
                root=folder,
                format="pdf",
                font_paths=machine_fonts(),
                pdf_standards=STANDARD,
                pdf_tags=tagged,
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            found = MISSING.search(str(error))
            if found is None or number > ROUNDS:
                raise
            lost = [char for char in _unescaped(found[1]) if char in text and char != INSTEAD]
            missing += "".join(lost)
            text = text.translate({ord(char): INSTEAD for char in lost})
        else:
            return content, tuple(dict.fromkeys(missing))
    raise AssertionError("unreachable")


def _unescaped(text: str) -> str:
    """A string as Rust's debug form writes it."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


def _data(letter: Letter, chosen: Faces, folder: Path) -> dict[str, Any]:
    fonts: dict[str, Any] = {role: list(families) for role, families in chosen.families.items()}
    fonts["latin"] = chosen.families["latin"][0]
    return {
        "form": str(letter.form),
        "mark": legible(letter.mark),
        "number": legible(letter.number),
        "title": legible(letter.title),
        "author": legible(letter.author),
        "fonts": fonts,
        "weight": "bold" if chosen.bold_title else "regular",
        "sections": _sections(letter.blocks, folder),
    }


def _sections(blocks: Sequence[Block], folder: Path) -> list[dict[str, Any]]:
    """The blocks, cut where a page begins anew."""
    sections: list[dict[str, Any]] = [{"sideways": False, "fresh": False, "blocks": []}]
    for number, block in enumerate(blocks):
        if isinstance(block, Annex):
            sections.append({"sideways": block.sideways, "fresh": True, "blocks": []})
        if isinstance(block, Upright):
            sections += [{"sideways": False, "fresh": True, "blocks": []}] if sections[-1]["sideways"] else []
            continue
        sections[-1]["blocks"].append(_plain(block, number, folder))
    return sections


def _plain(block: Block, number: int, folder: Path) -> dict[str, Any]:
    values = {name: _legible(value) for name, value in asdict(block).items() if name != "content"}
    if isinstance(block, Picture):
        values["file"] = f"{number}.{block.suffix}"
        values["width_mm"], values["height_mm"] = size_mm(block)
        (folder / values["file"]).write_bytes(block.content)
    return {"type": type(block).__name__, **values}


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value)
    return [_legible(one) for one in value] if isinstance(value, tuple) else value
