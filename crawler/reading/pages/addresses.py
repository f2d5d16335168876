"""Addresses compared: the same page, and a page below another."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.reading.pages.references import without_session

# What scripts put into a query that names no page: the numbers of sessions, and numbers against caches
PASSING = re.compile(
    r"(?:session_?id|sess_?id)=.*|(?:_|t|v|ts|time|timestamp|_t)=1[5-9]\d{8,11}"
    r"|(?:rnd|rand|random|r|_|t|math\.random)=0?\.\d+",
    re.I,
)
INDEX = re.compile(r"/(?:index|default|main|home)[^/]*$", re.I)


def address_key(url: str) -> str:
    """One address however it is linked: scheme, fragment, a trailing slash, letter case, a session and what only keeps
    caches away do not tell pages apart."""
    parts = urlsplit(without_session(url.strip()))
    path, query = parts.path, parts.query
    if "=" in query:
        query = "&".join(pair for pair in query.split("&") if not PASSING.fullmatch(pair))
    return f"{parts.netloc}{path.rstrip('/')}?{query}".lower()


def is_below(url: str, head: str) -> bool:
    """The address stands below another one: in its folder, or in the folder that its file is named for."""
    low, high = urlsplit(url), urlsplit(head)
    folder = INDEX.sub("/", high.path)
    if not folder.endswith("/"):
        folder = re.sub(r"\.[a-zA-Z]{2,5}$", "", folder) + "/"
    return low.netloc == high.netloc and len(folder) > 1 and low.path.startswith(folder)


def usable_address(url: str) -> str:
    """The address, or an empty one where it is none: every reader may split and join it without a thought."""
    try:
        urlsplit(url).port  # noqa: B018 - the port is only checked when it is asked for
    except ValueError:
        return ""
    return url
