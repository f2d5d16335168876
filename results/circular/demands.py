"""三、工作要求: responsibilities, repair until a day, self-check, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from checks.indicator import Consequence
from results.circular.wording import Wording

Part = tuple[str, list[str]]  # heading, paragraphs


def demands(wording: Wording) -> Iterator[Part]:
    """What a template leaves empty is not asked; where nothing was found, nothing is to be put right."""
    found = [problem for entry in wording.result.entries for problem in entry.problems]
    parts = [("duty", wording.own("demands", "duty"))]
    if found:
        parts.append(("repair", _repair(wording, any(one.consequence is Consequence.VETO for one in found))))
    parts.append(("check", wording.own("demands", "check")))
    parts.append(("watch", wording.own("demands", "watch" if found else "watch_good")))
    for key, text in parts:
        if text:
            yield wording.own("demands", f"{key}_heading"), [text]


def _repair(wording: Wording, vetoed: bool) -> str:
    keys = ["repair" if wording.given.due_on and not wording.result.is_draft else "repair_no_due"]
    keys += ["repair_veto"] if vetoed else []
    keys += ["contact"] if wording.given.telephone else []
    return "".join(wording.own("demands", key) for key in keys)
