"""What of printed letters is not as the standard has it, in sentences for the console."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from results.letters.printed import Printed
from results.text import say


def differences(made: Sequence[Printed | None]) -> Iterator[str]:
    """None: a letter that could not be printed here."""
    prints = [one for one in made if one]
    if len(prints) < len(made):
        yield say("notices.no-fonts")
    replaced = dict.fromkeys(pair for one in prints for pair in one.faces.replaced)
    if replaced:
        pairs = (say("notices.font", official=official, chosen=chosen) for official, chosen in replaced)
        yield say("notices.fonts", fonts="、".join(pairs))
    missing = dict.fromkeys(char for one in prints for char in one.missing)
    if missing:
        chars = " ".join(f"{char} (U+{ord(char):04X})" for char in missing)
        yield say("notices.missing", chars=chars)
