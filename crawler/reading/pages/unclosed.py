"""Links that nobody closed: a browser ends each where the next begins, the parser nests the rest of the page in it."""

from __future__ import annotations

import re

PIECES = re.compile(
    r"<(?P<kept>script|style|textarea)\b|<(?P<end>/?)a(?=[\s>/])"
    r"|<(?P<edge>/?(?:li|tr|td|th|dd|dt|p|ul|ol|dl|table|div|h[1-6]))\b",
    re.I,
)
OPENS = re.compile(r"<a(?=[\s>/])", re.I)
CLOSES = re.compile(r"</a(?=[\s>])", re.I)
CLOSERS = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "textarea")}


def with_links_closed(source: str) -> str:
    """The source with an end for every link that another one follows, at the first edge of a block in between."""
    if len(OPENS.findall(source)) <= len(CLOSES.findall(source)):
        return source
    pieces: list[str] = []
    taken = place = 0
    edge: int | None = None
    is_open = False
    while found := PIECES.search(source, place):
        place = found.end()
        if found["kept"]:
            closer = CLOSERS[found["kept"].lower()].search(source, place)
            place = closer.end() if closer else place
        elif found["edge"]:
            edge = found.start() if is_open and edge is None else edge
        elif found["end"]:
            is_open, edge = False, None
        else:
            if is_open:
                at = found.start() if edge is None else edge
                pieces += [source[taken:at], "</a>"]
                taken = at
            is_open, edge = True, None
    return "".join([*pieces, source[taken:]])
