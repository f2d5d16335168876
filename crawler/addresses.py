"""Web addresses as people type them, in their plain form."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from crawler.lexicon import load

HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))+")


def typed(text: str) -> str:
    """An address as typed with a Chinese input method, in plain characters and with a scheme."""
    widths: Mapping[str, str] = load("inventory")["widths"]
    text = "".join(widths.get(character, character) for character in text).strip()
    text = re.sub(r"^(https?):/*(?=[^/])", r"\1://", text, flags=re.I)
    return text if "://" in text else f"http://{text}"


def tidy(text: str) -> str | None:
    """The plain form of an address, or None where it cannot be one."""
    try:
        parts = urlsplit(typed(text))
        host = (parts.hostname or "").lower().rstrip(".")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or parts.username or re.search(r"\s", text.strip()):
        return None
    if not is_ip(host) and not HOST.fullmatch(host):
        return None
    location = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return urlunsplit((parts.scheme.lower(), location, parts.path or "/", parts.query, ""))


def is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_private(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return (
        host == "localhost" or host.endswith(".localhost") or (is_ip(host) and not ipaddress.ip_address(host).is_global)
    )


def same_site(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}".lower()
