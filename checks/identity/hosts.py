"""Host names as the domain rules see them: readable, without the last dot, and where they stand."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from crawler.model import Registry, Target, TargetKind


def readable(host: str) -> str:
    """The host in lower case, Punycode turned into its characters, without a last dot."""
    try:
        return host.encode("idna").decode("idna").lower().rstrip(".")
    except UnicodeError:
        return host.lower().rstrip(".")


def is_address(host: str) -> bool:
    """A bare IPv4 or IPv6 address instead of a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def labels_before(host: str, suffixes: Iterable[str]) -> list[str] | None:
    """The labels in front of the first suffix the host ends in; None where it ends in none."""
    for suffix in suffixes:
        if host.endswith(f".{suffix}"):
            return host.removesuffix(f".{suffix}").split(".")
    return None


def portal_bases(registry: Registry) -> set[str]:
    """The portals' domains: their hosts without ``www.``."""
    return registry.once(_portal_bases)


def _portal_bases(targets: tuple[Target, ...]) -> set[str]:
    portals = (one for one in targets if one.kind is TargetKind.PORTAL and one.host)
    return {base for one in portals if not is_address(base := readable(one.host).removeprefix("www."))}


def folder(target: Target) -> str:
    """The first folder of the target's address, or an empty string."""
    path = target.address.split("://", 1)[-1].partition("/")[2]
    return path.split("/", 1)[0] if "/" in path else ""
