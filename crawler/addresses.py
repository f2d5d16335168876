"""Web addresses as people type them, in their plain form."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from crawler.lexicon import load

HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))+")
SECOND_LEVEL = frozenset({"com", "net", "org", "edu", "ac", "gov", "mil"})  # below which China registers names (com.cn)
GOVERNMENT = ("gov.cn", "xn--zfr164b", "gov.test")  # .gov.cn, .政务 as DNS writes it, and a test's own
DEFAULT_PORTS = {"http": 80, "https": 443}
OWN_COUNTRY = "test"  # RFC 6761: invented cities live below .gov.test as real ones do below .gov.cn


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
    if not is_ip(host) and not HOST.fullmatch(host) and host != "localhost":
        return None
    own_port = port and port != DEFAULT_PORTS[parts.scheme.lower()]
    location = (f"[{host}]" if ":" in host else host) + (f":{port}" if own_port else "")
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


def plain_host(url: str) -> str:
    """The host as DNS writes it, or an empty string where the address has none that could be a name."""
    try:
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
        return host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return ""


def registered(host: str) -> str:
    """The registered name of a host: its last two labels, three below com.cn and the like; an address as it is."""
    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    country = len(labels[-1]) == 2 or labels[-1] == OWN_COUNTRY
    deep = len(labels) > 2 and country and (labels[-2] in SECOND_LEVEL or len(labels[-2]) == 2)
    return ".".join(labels[-3:] if deep else labels[-2:])


def may_lead(url: str, begun: str) -> bool:
    """Where a guest follows from an address: to government names, and to names below the same registered one."""
    host = plain_host(url)
    if any(host == suffix or host.endswith(f".{suffix}") for suffix in GOVERNMENT):
        return True
    return registered(host) == registered(plain_host(begun))
