"""The words of letters as versioned templates. An office's own copies take the place of the shipped ones.

The shipped file says what a template holds: an own copy has the same keys and no placeholder that is not filled.
"""

from __future__ import annotations

import hashlib
import string
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from checks.places import line_of
from crawler.disk import in_words
from crawler.errors import InputError, toml_line
from crawler.refusals import toml_problem
from results.letters.blocks import Form
from results.notices.rows import NoticeKind
from results.text import say

ANNEX, CIRCULAR = "annex", "circular"
LAYOUT = "letter.typ"
NAMES = (*(str(kind) for kind in NoticeKind), CIRCULAR, ANNEX)
# What every sentence of a notice may be filled with, and of a circular.
EVERYWHERE = frozenset(
    ("city", "office", "owner", "quarter", "on", "issued_on", "due", "telephone", "count", "targets", "basis", "number")
)
IN_CIRCULARS = frozenset(
    ("city", "office", "whole", "subject", "quarter", "year", "on", "published_on", "due", "telephone", "basis")
)
COLUMNS = "columns"  # an office may leave out columns, and order them as it likes
OPEN = ("classes", "scopes")  # tables whose keys are the office's own
LARGEST = 1_000_000  # bytes of one template

Place = tuple[str, ...]
Mistake = tuple[Place, str, str]  # path of the key, what is wrong, the value


@dataclass(frozen=True, slots=True)
class Template:
    """A kind's words together with those all letters share, and the files' texts.

    ``digest`` is over both files and the layout.
    """

    kind: str
    own: Mapping[str, Any]
    annex: Mapping[str, Any]
    digest: str
    texts: tuple[str, str] = field(repr=False)

    @property
    def form(self) -> Form:
        return Form(self.own["form"])

    @property
    def name(self) -> str:
        """Name and version, as the trail keeps them."""
        return f"{self.kind} {self.own['version']}, {ANNEX} {self.annex['version']}"


def load_template(kind: str, folder: Path | None = None) -> Template:
    """Raises InputError with file, line, value and the next step for an own copy that is not right."""
    texts = [_text(name, folder) for name in (str(kind), ANNEX)]
    own, annex = (_checked(name, *text) for name, text in zip((str(kind), ANNEX), texts, strict=True))
    return Template(kind, own, annex, *_told((texts[0][0], texts[1][0])))


def kept_template(kind: str, texts: tuple[str, str]) -> Template:
    """A template whose texts were kept, of any version: a key that it did not know has the shipped words."""
    own, annex = (
        _completed(tomllib.loads(text), tomllib.loads(shipped_text(f"{name}.toml")))
        for name, text in zip((kind, ANNEX), texts, strict=True)
    )
    return Template(kind, own, annex, *_told(texts))


def _told(texts: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    whole = "\0".join([*texts, shipped_text(LAYOUT)])
    return f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}", texts


def _completed(own: Mapping[str, Any], usual: Mapping[str, Any]) -> Mapping[str, Any]:
    """With the usual values of keys that are missing, but in tables whose keys are the office's own."""
    found = {**own}
    for key, value in usual.items():
        if key not in own:
            found[key] = value
        elif isinstance(value, Mapping) and key not in {COLUMNS, *OPEN}:
            found[key] = _completed(own[key], value)
    return found


def export(folder: Path) -> tuple[Path, ...]:
    """Copies of the shipped templates to edit. Raises InputError rather than write over one that is there."""
    paths = tuple(folder / f"{name}.toml" for name in NAMES)
    for path in paths:
        if path.exists():
            raise InputError(say("templates.exists"), file=str(path), next_step=say("templates.exists-next"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            path.write_text(shipped_text(path.name), encoding="utf-8")
    except OSError as error:
        problem, step = say("templates.unwritable", detail=in_words(error)), say("templates.unwritable-next")
        raise InputError(problem, file=str(folder), next_step=step) from error
    return paths


def shipped_text(name: str) -> str:
    return files("results").joinpath(f"templates/{name}").read_text(encoding="utf-8")


def _text(name: str, folder: Path | None) -> tuple[str, Path | None]:
    """A template's text, and its path where it is the office's own."""
    if folder is None:
        return shipped_text(f"{name}.toml"), None
    if not folder.is_dir():
        raise InputError(say("templates.no-folder"), file=str(folder), next_step=say("templates.no-folder-next"))
    path = folder / f"{name}.toml"
    if not path.exists():
        return shipped_text(f"{name}.toml"), None
    try:
        with path.open("rb") as file:
            return file.read(LARGEST).decode("utf-8-sig"), path
    except (OSError, UnicodeDecodeError) as error:
        problem, step = say("templates.unreadable", detail=in_words(error)), say("templates.unreadable-next")
        raise InputError(problem, file=str(path), next_step=step) from error


def _checked(name: str, text: str, path: Path | None) -> Mapping[str, Any]:
    shipped = tomllib.loads(shipped_text(f"{name}.toml"))
    if path is None:
        return shipped
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem, step = say("templates.not-toml", detail=toml_problem(error)), say("templates.not-toml-next")
        raise InputError(problem, file=str(path), line=toml_line(error), next_step=step) from error
    words = IN_CIRCULARS if name == CIRCULAR else EVERYWHERE
    for place, problem, value in _mistakes(own, shipped, words):
        line = line_of(text, place)
        step = say("templates.wrong-next", name=name)
        raise InputError(problem, file=str(path), line=line, value=value, next_step=step)
    return own


def _mistakes(
    own: Mapping[str, Any], shipped: Mapping[str, Any], words: Set[str], place: Place = ()
) -> Iterator[Mistake]:
    """The unknown keys first: a misspelt key is also a missing one. ``words`` may stand in every sentence."""
    if place[-1:] and place[-1] in OPEN:
        shipped = {key: shipped.get(key, next(iter(shipped.values()))) for key in own}
    for key in own:
        if key not in shipped:
            yield (*place, key), say("templates.unknown-key", known="、".join(shipped)), ".".join((*place, key))
    for key, model in shipped.items():
        where = (*place, key)
        if key not in own:
            if place[-1:] != (COLUMNS,) or not own:
                yield where, say("templates.missing-key"), ".".join(where)
        elif isinstance(model, Mapping) and isinstance(own[key], Mapping):
            yield from _mistakes(own[key], model, words, where)
        else:
            yield from _value_mistakes(own[key], model, words, where)


def _value_mistakes(own: Any, shipped: Any, words: Set[str], place: Place) -> Iterator[Mistake]:
    if place[-2:-1] == (COLUMNS,):
        problem = "" if _is_column(own) else say("templates.column")
    elif place == ("form",):
        problem = "" if own in set(Form) else say("templates.form", known="、".join(Form))
    else:
        problem = "" if _is_like(own, shipped) else say("templates.type")
    if problem:
        yield place, problem, str(own)
        return
    known = words | {name for one in _texts(shipped) for name in _placeholders(one)}
    for text in _texts(own):
        yield from _placeholder_mistakes(text, known, place)


def _is_like(own: Any, shipped: Any) -> bool:
    """Text where there is text, a list of texts where there is one."""
    if isinstance(own, list) and isinstance(shipped, list):
        return bool(own) and all(isinstance(one, str) for one in own)
    return isinstance(own, str) and isinstance(shipped, str)


def _is_column(value: Any) -> bool:
    """A heading and a share of the width."""
    if not isinstance(value, list) or [type(one) for one in value] not in ([str, int], [str, float]):
        return False
    return bool(value[0].strip()) and 0 < value[1] <= 1000


def _placeholder_mistakes(text: str, known: Set[str], place: Place) -> Iterator[Mistake]:
    try:
        unknown = [name for name in _placeholders(text) if name not in known]
    except ValueError:
        yield place, say("templates.braces"), text
        return
    for name in unknown:
        yield place, say("templates.placeholder", known=" ".join(f"{{{one}}}" for one in sorted(known))), f"{{{name}}}"


def _placeholders(text: str) -> list[str]:
    """Names in braces, with whatever follows them: a name alone is allowed, no attribute, index or format."""
    parts = string.Formatter().parse(text)
    return [
        name + (f"!{turned}" if turned else "") + (f":{form}" if form else "")
        for _, name, form, turned in parts
        if name is not None
    ]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
