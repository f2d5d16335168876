"""Addresses that are an account's own: on a platform's host, and neither a post nor a button to share."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.pages.elements import host_of

HOSTS: dict[str, str] = load("account_lists")["hosts"]
NOT_PROFILE = re.compile(load("account_lists")["reading"]["not_profile"])
OUTER = re.compile(r"https?(?::|%3A)(?://|%2F%2F)[^\s\"'<>()]+", re.I)  # addresses within others, encoded or not


def platform_at(address: str) -> str:
    """The platform an address belongs to, or ""."""
    labels = host_of(address).split(".")
    return next((HOSTS[host] for host in (".".join(labels[n:]) for n in range(len(labels))) if host in HOSTS), "")


def is_profile(address: str) -> bool:
    """An address on a platform that may be one account's."""
    try:
        parts = urlsplit(address)
    except ValueError:  # http://[ and the like
        return False
    return bool(platform_at(address) and (parts.path.strip("/") or parts.query) and not NOT_PROFILE.search(address))
