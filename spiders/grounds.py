"""Where a visit may go: government names, and the target's own registered host."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.addresses import may_lead, plain_host
from crawler.model import Target
from crawler.net.guard import literal
from crawler.reading.pages.references import escaped, forward

MAX_URL = 2000


def is_another_bodys(url: str, home: str) -> bool:
    """A host with a name that is neither a government's nor the home page's own; of a bare address nobody can tell."""
    return literal(plain_host(url)) is None and not may_lead(url, home)


def stays_inside(url: str, target: Target, begun: str = "") -> bool:
    """A visit stays on government names and on the target's own registered host.

    The sources of an account are others' hosts: there it stays on the host where it began.
    """
    return is_visitable(url) and may_lead(url, target.address if target.is_site or not begun else begun)


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
        return escaped(urldefrag(urljoin(url, forward(reference)))[0])
    except ValueError:
        return reference
