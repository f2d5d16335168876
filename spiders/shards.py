"""Targets dealt out to processes: one host is never in two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawler.addresses import plain_host
from crawler.config import Controls
from crawler.model import Target
from crawler.reading.accounts.platforms import platform_of

SITE_WEIGHT = 30  # pages of a website against those of an account


def shards(targets: Sequence[Target], count: int, controls: Mapping[str, Controls] | None = None) -> list[list[Target]]:
    """At most ``count`` lists of about equal work, none empty, in the order of the targets.

    Accounts weigh little beside websites. A host's targets stay together, so that its pace can be kept; an account has
    the hosts of its page, of its feed, and of the control accounts that are looked at beside it.
    """
    known = by_platform(controls or {})
    hosts = [_hosts(target) + _control_hosts(target, known) for target in targets]
    leaders: dict[str, str] = {}  # host → another host of its group, in the end the group's own name
    for first, *others in hosts:
        for host in others:
            leaders[_leader(leaders, host)] = _leader(leaders, first)
    groups: dict[str, list[int]] = {}  # places in the order of the targets
    for place, (first, *_) in enumerate(hosts):
        groups.setdefault(_leader(leaders, first), []).append(place)
    dealt = _dealt(list(groups.values()), [SITE_WEIGHT if target.is_site else 1 for target in targets], max(1, count))
    return [[targets[place] for place in sorted(part)] for part in dealt if part]


def _dealt(groups: list[list[int]], weights: Sequence[int], count: int) -> list[list[int]]:
    """The heaviest groups first, each to who has the least: what comes last levels out."""
    parts: list[list[int]] = [[] for _ in range(count)]
    loads = [0] * count
    for weight, group in sorted(((sum(weights[place] for place in g), g) for g in groups), key=lambda one: -one[0]):
        lightest = loads.index(min(loads))
        parts[lightest] += group
        loads[lightest] += weight
    return parts


def hosts_of(target: Target) -> tuple[str, ...]:
    """The hosts of a target's own addresses."""
    found = (plain_host(target.address), "" if target.is_site else plain_host(target.feed))
    return tuple(dict.fromkeys(filter(None, found)))


def _hosts(target: Target) -> list[str]:
    return list(hosts_of(target)) or [target.id]


def _control_hosts(target: Target, known: Mapping[str, Controls]) -> list[str]:
    if target.is_site or not known:
        return []
    named = known.get(platform_key(target.platform), Controls())
    urls = (*(named.feed if target.feed else ()), *(named.page if target.address else ()))
    return list(filter(None, map(plain_host, urls)))


def _leader(leaders: dict[str, str], host: str) -> str:
    while (above := leaders.get(host, host)) != host:
        leaders[host] = leaders.get(above, above)  # a long way becomes half as long
        host = above
    return host


def by_platform(controls: Mapping[str, Controls]) -> dict[str, Controls]:
    """The control accounts by their platform's one key."""
    return {platform_key(platform): named for platform, named in controls.items()}


def platform_key(word: str) -> str:
    """One key for all the words that mean a platform."""
    platform = platform_of(word)
    return platform.key if platform else "".join(word.split()).casefold()
