"""Where a page leads: links inside the site and to others, and the hosts of what the page is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urldefrag, urlsplit, urlunsplit

from crawler.addresses import HOST, is_ip, plain_host, registered
from crawler.reading.pages.elements import absolute
from crawler.reading.pages.page import Page

MAX_URL = 2000  # characters; longer ones are no addresses anybody can ask for
LINK_TAGS = ("a", "area", "frame")  # a frameset has no links of its own: its frames are the pages that it leads to
RESOURCE_TAGS = ("img", "script", "link", "iframe", "frame", "embed", "source", "video", "audio", "input", "object")
# Portals load pictures when they are scrolled to: then ``src`` holds a dummy and another attribute the picture.
SOURCES = ("src", "data-src", "data-original", "data")
STYLES = frozenset({"stylesheet", "icon", "shortcut", "preload", "apple-touch-icon"})
UNFILLED = frozenset({"http://", "https://", "//"})  # what editors leave in a link that they never filled in
GATEWAY = ".ipv6."  # www.other.gov.cn.ipv6.gateway.example: a foreign link as a translating gateway rewrites it


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Hosts are in the form that DNS knows them by; hosts of others and of resources with most first."""

    inside: Mapping[str, tuple[str, ...]]  # host → different addresses, in page order, without fragment
    resources: Mapping[str, int]  # host → different pictures, scripts, styles, frames
    outside: Mapping[str, int]  # host → different links to other sites


def links_of(page: Page, home: str) -> PageLinks:
    """What the page's own markup links to; ``home`` is the address (or the host) of the site's home page.

    A link is inside where its host is the site's own name (without www) or below it: to a portal the names of its
    departments belong, to a department neither the portal nor the others. Links that scripts make are not seen.
    """
    base = _base(page)
    own = own_name(plain_host(home if "://" in home else f"http://{home}"))
    hrefs = (element.get("src" if element.tag == "frame" else "href") for element in page.root.iter(*LINK_TAGS))
    inside: dict[str, list[str]] = {}
    outside: Counter[str] = Counter()
    for url, host in _addresses(base, hrefs):
        if own and (host == own or host.endswith(f".{own}")) and not is_rewritten(host):
            inside.setdefault(host, []).append(url)
        else:
            outside[host] += 1
    resources = Counter(host for _, host in _addresses(base, _sources(page)))
    return PageLinks(
        MappingProxyType({host: tuple(urls) for host, urls in inside.items()}),
        MappingProxyType(dict(resources.most_common())),
        MappingProxyType(dict(outside.most_common())),
    )


def own_name(host: str) -> str:
    """The name that a site's other names stand below: its host without www, but no name that many share."""
    short = host.removeprefix("www.")
    return short if registered(short) == registered(host) else host


def is_rewritten(host: str) -> bool:
    """Another site's host, as an IPv6 gateway writes it."""
    return "." in host.partition(GATEWAY)[0] and GATEWAY in host


def _base(page: Page) -> str:
    """What links are relative to: the first ``base`` element, else the page itself."""
    stated = next((href for element in page.root.iter("base") if (href := element.get("href"))), "")
    return absolute(page.url, stated) or page.url


def _addresses(base: str, references: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """(address, host) of each different web address, in order."""
    seen: set[str] = set()
    for reference in references:
        written = reference is not None and reference.strip().lower() not in UNFILLED
        url = _web_address(absolute(base, (reference or "").replace("\n", ""))) if written else ""
        if url and url not in seen:
            seen.add(url)
            yield url, plain_host(url)


def _web_address(url: str) -> str:
    """The address without its fragment, its host as DNS writes it; empty where no request can be made of it."""
    try:
        parts = urlsplit(urldefrag(url)[0])
        port = parts.port
    except ValueError:
        return ""
    host = plain_host(url)
    if parts.scheme not in {"http", "https"} or port == 0 or len(url) > MAX_URL:
        return ""
    if not HOST.fullmatch(host) and not is_ip(host):
        return ""
    where = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return urlunsplit((parts.scheme, where, parts.path or "/", parts.query, ""))


def _sources(page: Page) -> Iterator[str]:
    for element in page.root.iter(*RESOURCE_TAGS):
        if element.tag == "link":
            if STYLES.intersection((element.get("rel") or "").lower().split()):
                yield element.get("href") or ""
        else:
            yield from _sources_of(element)


def _sources_of(element: Any) -> Iterator[str]:
    return (value for name in SOURCES if (value := element.get(name)))
