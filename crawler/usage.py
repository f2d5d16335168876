"""A command line that means nothing, told in the words of officials: option, value, and what to write instead.

Errors of the library are told apart by the names of their types, so that its sentences may change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import typer

from crawler.errors import InputError
from crawler.nearby import near
from crawler.refusals import QUOTED, listed, say, value_problem

Told = tuple[str, str, Sequence[str]]  # what is wrong, with which value, what it may have meant


PATHS = frozenset(
    ("--config", "--csv", "--data", "--file", "--from", "--html", "--inventory", "--keep", "--manifest", "--out",
     "--screenshot", "--to")
)  # fmt: skip


def require_paths(arguments: Sequence[str]) -> None:
    """Raises InputError for a path of nothing: it would be read as the folder that one happens to stand in."""
    for word, following in pairwise((*arguments, "-")):
        name, has_value, value = word.partition("=")
        if name in PATHS and not (value if has_value else following).strip():
            raise InputError(say("usage", "empty-path", name=name), next_step=say("usage", "empty-path-next"))


def is_help(error: typer.TyperException) -> bool:
    """Whether a group was named and nothing else: that is a question, and its answer the help."""
    return type(error).__name__ == "NoArgsIsHelpError"


def refusal(error: typer.TyperException) -> InputError:
    """What the person at the console reads."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "spotcheck"
    problem, value, alike = _told(error, getattr(context, "command", None))
    step = say("usage", "near", names=listed(alike)) if alike else say("usage", "help", command=command)
    return InputError(problem, value=value, next_step=step)


def _told(error: typer.TyperException, command: Any) -> Told:
    kind, name = type(error).__name__, _name(error)
    if kind == "NoSuchOption":
        return say("usage", "no-such-option"), name, getattr(error, "possibilities", None) or ()
    if kind == "BadOptionUsage":
        key = "no-value" if " requires " in error.message else "needless-value"
        return say("usage", key, name=name), "", ()
    if kind == "MissingParameter":
        is_option = name.startswith("-")
        return say("usage", "missing-option" if is_option else "missing-argument", name=name), "", ()
    if kind == "BadParameter":
        return _bad_value(error, name)
    if kind == "BadArgumentUsage":
        return say("usage", "too-few", name=name), "", ()
    return _misplaced(error, command)


def _misplaced(error: typer.TyperException, command: Any) -> Told:
    """What names no option or argument of the command."""
    known: Mapping[str, Any] = getattr(command, "commands", {})
    if error.message.startswith("No such command"):
        wanted = "".join(QUOTED.findall(error.message)[:1])
        return say("usage", "no-such-command"), wanted, near(wanted, dict.fromkeys(known, ""))
    if error.message.startswith("Missing command"):
        return say("usage", "missing-command"), "", ()
    if "extra argument" in error.message:
        return say("usage", "too-many"), error.message.partition("(s) (")[2].removesuffix(")"), ()
    return say("usage", "other", detail=error.message), "", ()


def _bad_value(error: typer.TyperException, name: str) -> Told:
    cause: Any = error.__cause__
    if not hasattr(cause, "errors"):
        return say("usage", "bad-value", name=name, detail=error.message), "", ()
    first = cause.errors()[0]
    return say("usage", "bad-value", name=name, detail=value_problem(first)), str(first.get("input", "")), ()


def _name(error: typer.TyperException) -> str:
    """Of the option or argument that it is about, as it is written on the command line."""
    param: Any = getattr(error, "param", None)
    if param is None:
        return str(getattr(error, "option_name", ""))
    options = [one for one in param.opts if one.startswith("-")]
    return max(options, key=len) if options else str(param.metavar or param.name).upper()
