"""Addresses compared: the same page, and a page below another."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

INDEX = re.compile(r"/(?:index|default|main|home)[^/]*$", re.I)


def address_key(url: str) -> str:
    """One address however it is linked: scheme, fragment and a trailing slash do not tell pages apart."""
    parts = urlsplit(url.strip())
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}"


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
