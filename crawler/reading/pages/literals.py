"""The arrays and objects in a page's scripts, as plain values; the code around and inside them is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SIGN = re.compile(r"""//[^\n]*|/\*|-?\d+(?:\.\d+)?|[A-Za-z_$][\w$.]*|[{}\[\]():,+]|[^\s\w]""")
ENDS = {  # what follows an opener, up to its end where there is one
    '"': re.compile(r"""(?:[^"\\\n]|\\.)*+("?)""", re.DOTALL),
    "'": re.compile(r"""(?:[^'\\\n]|\\.)*+('?)""", re.DOTALL),
    "`": re.compile(r"[^`$]*+(`?)"),
    "/*": re.compile(r"(?:[^*]|\*(?!/))*+((?:\*/)?)"),
}
LONGEST = 400_000  # characters of one script
DEEPEST = 60
ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.)", re.DOTALL)
CLOSES = {"{": "}", "[": "]", "(": ")"}
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
SURROGATES = range(0xD800, 0xE000)
NOTHING = object()


@dataclass(slots=True)
class Frame:
    """A bracket that is still open. ``broken``: it holds code, so only what is whole inside it is of use."""

    opener: str
    values: list[Any] = field(default_factory=list)
    pairs: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    last: Any = NOTHING
    joined: bool = False
    broken: bool = False

    def take(self, value: Any) -> None:
        """A value, or one more piece of a joined string; with a piece that only code knows it is unknown."""
        if self.joined:
            known = isinstance(self.last, str | int) and isinstance(value, str | int)
            value, self.joined = f"{self.last}{value}" if known else None, False
        elif self.last is not NOTHING:
            self.broken = True
        self.last = value

    def mark(self, sign: str) -> None:
        """A sign between values."""
        if sign == ":" and self.opener == "{" and self.key is None and isinstance(self.last, str | int | float):
            self.key, self.last = str(self.last), NOTHING
        elif sign == "," and self.opener != "(":
            self.keep()
        elif sign == "+" and self.last is not NOTHING:
            self.joined = True
        else:
            self.broken = True

    def keep(self) -> None:
        """The end of an element."""
        if self.last is not NOTHING:
            if self.opener == "[":
                self.values.append(self.last)
            elif self.key is not None:
                self.pairs[self.key] = self.last
            else:
                self.broken = True
                self.values.append(self.last)
        self.key, self.last, self.joined = None, NOTHING, False

    def whole(self) -> Iterator[Any]:
        """The arrays and objects that are complete in a bracket that is not."""
        for value in (*self.values, *self.pairs.values(), self.last):
            if isinstance(value, list | dict) and value:
                yield value


def read_literals(script: str) -> list[Any]:
    """The outermost lists and dicts of a script, in order of their ends. One pass; never raises."""
    found: list[Any] = []
    stack: list[Frame] = [Frame("(")]
    for sign in signs(script[:LONGEST]):
        if sign in CLOSES:
            stack.append(Frame(sign))
            if len(stack) > DEEPEST:
                return found
        elif sign in "}])" and len(sign) == 1:
            close(stack, sign, found)
        elif sign in ":,+":
            stack[-1].mark(sign)
            if stack[-1].opener == "(" and sign == ",":
                found.extend(stack[-1].whole())
                stack[-1].last = NOTHING
        else:
            scalar(stack[-1], sign)
    for frame in stack:
        found.extend(frame.whole())
    return found


def signs(script: str) -> Iterator[str]:
    """The signs of a script, strings whole and comments left out; an opener without an end is a sign by itself.

    Where one has no end, none of its kind before the end of that search has: no character is passed again and again.
    """
    place, hopeless = 0, dict.fromkeys(ENDS, 0)
    while match := SIGN.search(script, place):
        sign, place = match[0], match.end()
        if sign in ENDS and match.start() >= hopeless[sign]:
            rest = ENDS[sign].match(script, place)
            if rest and rest[1]:
                sign, place = sign + rest[0], rest.end()
            elif rest:
                hopeless[sign] = rest.end()
        if sign == "/*":
            sign, place = "/", match.start() + 1
        if not sign.startswith(("//", "/*")):
            yield sign


def close(stack: list[Frame], sign: str, found: list[Any]) -> None:
    """End the innermost bracket: a whole one is a value of the bracket around it, a broken one gives up its parts."""
    frame = stack.pop() if len(stack) > 1 else stack[-1]
    frame.keep()
    if frame.broken or frame.opener == "(" or CLOSES[frame.opener] != sign:
        found.extend(frame.whole())
        frame.values, frame.pairs = [], {}
        stack[-1].broken = True
        return
    around = stack[-1]
    value = frame.values if frame.opener == "[" else frame.pairs
    if around.last is not NOTHING or around.broken or around.opener == "(":
        found.extend([value] if value else [])
        return
    around.take(value)


def scalar(frame: Frame, sign: str) -> None:
    """A string, a number or a known word; any other word is code, though it may be joined to a string."""
    if sign[0] in "\"'`":
        frame.take(unescaped(sign[1:-1]))
    elif sign[0].isdigit() or (sign[0] == "-" and len(sign) > 1):
        frame.take(float(sign) if "." in sign else int(sign))
    elif sign in WORDS:
        frame.take(WORDS[sign])
    elif sign[0].isalpha() or sign[0] in "_$":
        frame.take(sign if frame.opener == "{" and frame.key is None and frame.last is NOTHING else None)
    else:
        frame.broken = True


def unescaped(text: str) -> str:
    """A string's characters without its escapes."""
    return ESCAPES.sub(character, text)


def character(match: re.Match[str]) -> str:
    """The character an escape stands for; halves of a pair stand for none."""
    if match[3]:
        return match[3]
    point = int(match[1] or match[2], 16)
    return "" if point in SURROGATES else chr(point)
