"""Where a visit may go: government names, and the target's own registered host."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.model import Target

GOVERNMENT = ("gov.cn", "xn--zfr164b", "gov.test")  # .gov.cn, .政务 as DNS writes it, and a test's own
SECOND_LEVEL = frozenset({"com", "net", "org", "edu", "ac", "gov"})  # below which China registers names (com.cn)
MAX_URL = 2000


def stays_inside(url: str, target: Target) -> bool:
    """A visit stays on government names and on the target's own registered host."""
    if not is_visitable(url):
        return False
    host = plain_host(url)
    if any(host == suffix or host.endswith(f".{suffix}") for suffix in GOVERNMENT):
        return True
    return registered(host) == registered(plain_host(target.address))


def is_visitable(url: str) -> bool:
    """An address a request can be made of; pages hold many that are none."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.port != 0 and len(url) <= MAX_URL and bool(plain_host(url))
    except ValueError:
        return False


def onward_from(url: str, reference: str) -> str:
    """Where a redirect leads, without its fragment; what cannot be joined is given back as it is."""
    try:
        return urldefrag(urljoin(url, reference))[0]
    except ValueError:
        return reference


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
    deep = len(labels) > 2 and len(labels[-1]) == 2 and (labels[-2] in SECOND_LEVEL or len(labels[-2]) == 2)
    return ".".join(labels[-3:] if deep else labels[-2:])
