"""Does a document end where its source ends? Lines break and servers stop writing without anybody being told."""

from __future__ import annotations

import re

OUTER = re.compile(r"<(/?)(html|body)(?=[\s>])", re.I)
LAST_TAG = re.compile(r"<(?:[a-z!/][^<>]*)?\Z", re.I)
SCRIPT = re.compile(r"<(/?)script\b", re.I)
TAIL = 20_000  # characters at the end in which a script may be left open


def looks_cut(html: str) -> bool:
    """The source stops inside a tag or a script, or opens a document that it never closes.

    HTML lets a page leave out both closing tags; hardly any does, and no absence is proven on it.
    """
    if LAST_TAG.search(html, max(0, len(html) - TAIL)):
        return True
    scripts = SCRIPT.findall(html, max(0, len(html) - TAIL))
    if scripts and not scripts[-1]:
        return True
    balance = {"html": 0, "body": 0}
    closed = set()
    for tag in OUTER.finditer(html):
        name = tag[2].lower()
        balance[name] += -1 if tag[1] else 1
        closed |= {name} if tag[1] else set()
    opened = {name for name, count in balance.items() if count > 0}
    # Written without one of the two is a habit; where every tag that was opened waits for its end, the end is missing.
    return bool(opened) and not any(balance[name] <= 0 for name in closed)
