"""One deployment's settings: a TOML file, read once, typed. Secrets are never in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from crawler.calendars import load_calendar
from crawler.errors import InputError, toml_line
from crawler.intervals import SHIPPED, load_intervals
from crawler.lexicon import load, say
from crawler.schedule import Schedule
from crawler.section import Section
from crawler.sections import (
    Browser,
    Columns,
    Config,
    Controls,
    Gather,
    Ipv6,
    Network,
    Newmedia,
    Office,
    Pacing,
    Publish,
    Rules,
    split_server,
)

__all__ = [
    "Browser", "Columns", "Config", "Controls", "Gather", "Ipv6", "Network", "Newmedia", "Office", "Pacing", "Publish",
    "Rules", "Schedule", "Section", "load_config", "split_server",
]  # fmt: skip


def load_config(path: Path | None) -> Config:
    """The settings of a file, or the defaults without one. Raises InputError with line, key and the next step."""
    if path is None:
        return Config()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = say("config.unreadable", detail=error)
        raise InputError(problem, file=str(path), next_step=say("config.unreadable-next")) from error
    if not text.strip():  # an editor on a full disk leaves this, and all defaults would be gone by
        raise InputError(say("config.empty"), file=str(path), next_step=say("config.empty-next"))
    try:
        return _with_paths(Config.model_validate(tomllib.loads(text)), path.parent)
    except tomllib.TOMLDecodeError as error:
        problem, line = say("config.not-toml", detail=error), toml_line(error)
        raise InputError(problem, file=str(path), line=line, next_step=say("config.not-toml-next")) from error
    except ValidationError as error:
        raise _explain(error, path, text) from error


def _with_paths(config: Config, folder: Path) -> Config:
    """The settings with whole paths of the office's own files. Raises InputError for a bad one.

    What a rule pack says is the business of those who judge: it is read when it is used.
    """
    wanted, pack = config.columns.intervals, config.rules.pack
    load_intervals(wanted, folder)
    place = wanted if wanted in SHIPPED else str((folder / wanted).resolve())
    calendar = config.rules.calendar
    load_calendar(calendar, folder)
    rules = Rules(
        pack=str((folder / pack).resolve()) if pack.endswith(".toml") else pack,
        calendar=str((folder / calendar).resolve()) if calendar else "",
    )
    templates = config.office.templates
    office = config.office.model_copy(update={"templates": str((folder / templates).resolve()) if templates else ""})
    to = config.backup.to
    backup = config.backup.model_copy(update={"to": str((folder / to).resolve()) if to else ""})
    return config.model_copy(
        update={"columns": Columns(intervals=place), "rules": rules, "office": office, "backup": backup}
    )


def _explain(error: ValidationError, path: Path, text: str) -> InputError:
    first = error.errors()[0]
    names = [str(name) for name in first["loc"] if isinstance(name, str)]
    key = names[-1] if names else ""
    if first["type"] == "extra_forbidden":
        problem, step = say("config.unknown-key", name=".".join(names)), say("config.unknown-key-next")
    else:
        problem = say("config.bad-value", name=".".join(names), detail=_detail(first, names))
        step = say("config.bad-value-next")
    return InputError(problem, file=str(path), line=_key_line(text, names), value=_shown(first, key), next_step=step)


def _detail(error: Any, names: list[str]) -> str:
    wrong: dict[str, str] = load("console")["config"]["wrong"]
    if error["type"] not in wrong:
        return str(error["msg"]).removeprefix("Value error, ")
    limits = {name: _plain(value) for name, value in error.get("ctx", {}).items()}
    return wrong[error["type"]].format(**{"key": ".".join(names), **limits})


def _plain(limit: object) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit).replace(" or ", ", ")


def _shown(error: Any, key: str) -> str:
    """What stands there; but not where somebody may have written down a secret, which has no place here."""
    value = error.get("input")
    is_secret = error["type"] == "extra_forbidden" or key.endswith("_env") or "webhooks" in error["loc"]
    return key if is_secret or isinstance(value, dict | BaseModel) else str(value)


def _key_line(text: str, names: list[str]) -> int:
    """The line of a key inside its table, or of the table, or 0."""
    table, found, depth = "", 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\]]+)\]", line)
        if header:
            table = header[1].strip().replace('"', "")
            parts = len(table.split("."))
            if parts > depth and table.split(".")[: len(names)] == names[:parts]:
                found, depth = number, parts
        key = re.match(r"\s*([\w-]+)\s*=", line)
        if key and names and key[1] == names[-1] and (len(names) == 1 or table == ".".join(names[:-1])):
            return number
    return found
