"""Columns compared by their addresses: which lies below, and which beside, another."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

INDEX = re.compile(r"/(?:(?:index|default|main|home)(?:[_-]\d+)?\.\w+)?$", re.I)
LIST_FILE = re.compile(
    r"/(?:(?:node|channel|column|col|more|redirect|jump)[_-]?\w*|\w*list\w*)\.\w+$|/(?P<folder>[^/]+)/(?P=folder)\.\w+$",
    re.I,
)
SUFFIX = re.compile(r"\.[a-zA-Z]{2,5}$")
NUMBER = re.compile(r"\d/?$")


@lru_cache(maxsize=8192)
def place(url: str) -> tuple[str, str, bool]:
    """(host without www, the column's own folder, its files are columns below it).

    The folder is "" where an address says nothing of levels: the first page, or one page with many numbers.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", "", False
    if parts.query:
        return host, "", False
    if LIST_FILE.search(parts.path):
        return host, parts.path.rpartition("/")[0] + "/", False
    if INDEX.search(parts.path):
        return host, INDEX.sub("/", parts.path), True
    return host, f"{SUFFIX.sub('', parts.path)}/", True


def is_below(url: str, head: str) -> bool:
    """The address stands in the folder of another column, or in the folder that its file is named for."""
    host, folder, files = place(head)
    if not folder or folder == "/" or place(url)[0] != host:
        return False
    path = urlsplit(url).path
    rest = path[len(folder) :]
    if not path.startswith(folder) or not rest or INDEX.fullmatch(f"/{rest}"):
        return False
    return files or "/" in rest


def is_beside(url: str, other: str) -> bool:
    """Both stand below one named folder, neither below the other; numbered columns tell nothing by their address."""
    host, folder, _ = place(other)
    if not folder or folder == "/" or NUMBER.search(folder) or place(url)[0] != host or is_below(url, other):
        return False
    shared = folder[:-1].rpartition("/")[0] + "/"
    return shared != "/" and urlsplit(url).path.startswith(shared)
