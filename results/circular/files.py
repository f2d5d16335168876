"""The circular's two files beside the trail: made from the edition alone, so that the same one gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from results.circular.compose import compose
from results.letters import printed, word
from results.letters.fonts import faces
from results.letters.printed import Printed
from results.notices.files import store
from results.publishing.quarter import QuarterResult

FOLDER, DRAFTS = "circulars", "drafts"


@dataclass(frozen=True, slots=True)
class Written:
    """The file to edit and the one to print; without the latter where this machine has no Chinese font at all."""

    paths: tuple[Path, ...]
    printed: Printed | None = None


def write(result: QuarterResult, data: Path) -> Written:
    """An edition's files in the data folder's ``circulars``, a draft's among its run's drafts."""
    circular = compose(result)
    folder = data / DRAFTS / result.run.id if result.is_draft else data / FOLDER
    paper = printed.render(circular.letter) if faces().can_print else None
    made = {".docx": word.render(circular.letter)} | ({".pdf": paper.content} if paper else {})
    for ending, content in made.items():
        store(folder / f"{circular.name}{ending}", content)
    return Written(tuple(folder / f"{circular.name}{ending}" for ending in made), paper)
