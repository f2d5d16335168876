"""Where a visit may go: government names, and the target's own registered host."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.addresses import plain_host, registered
from crawler.model import Target
from crawler.net.guard import literal

GOVERNMENT = ("gov.cn", "xn--zfr164b", "gov.test")  # .gov.cn, .政务 as DNS writes it, and a test's own
MAX_URL = 2000


def is_another_bodys(url: str, home: str) -> bool:
    """A host with a name that is neither a government's nor the home page's own; of a bare address nobody can tell."""
    host = plain_host(url)
    if literal(host) is not None or any(host == suffix or host.endswith(f".{suffix}") for suffix in GOVERNMENT):
        return False
    return registered(host) != registered(plain_host(home))


def stays_inside(url: str, target: Target, begun: str = "") -> bool:
    """A visit stays on government names and on the target's own registered host.

    The sources of an account are others' hosts: there it stays on the host where it began.
    """
    if not is_visitable(url):
        return False
    host = plain_host(url)
    if any(host == suffix or host.endswith(f".{suffix}") for suffix in GOVERNMENT):
        return True
    home = target.address if target.is_site or not begun else begun
    return registered(host) == registered(plain_host(home))


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
