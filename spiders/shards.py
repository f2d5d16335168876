"""Targets dealt out to processes: one host is never in two of them."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.addresses import plain_host
from crawler.model import Target


def shards(targets: Sequence[Target], count: int) -> list[list[Target]]:
    """At most ``count`` lists of about equal work, none empty, in the order of the targets.

    Accounts weigh little beside websites. A host's targets stay together, so that its pace can be kept; an account has
    the host of its page and that of its feed.
    """
    leaders: dict[str, str] = {}  # host → another host of its group, in the end the group's own name
    for target in targets:
        first, *others = _hosts(target)
        for host in others:
            leaders[_leader(leaders, host)] = _leader(leaders, first)
    groups: dict[str, list[Target]] = {}
    for target in targets:
        groups.setdefault(_leader(leaders, _hosts(target)[0]), []).append(target)
    dealt: list[list[Target]] = [[] for _ in range(max(1, count))]
    weights = [0] * len(dealt)
    for group in groups.values():
        lightest = weights.index(min(weights))
        dealt[lightest] += group
        weights[lightest] += sum(SITE_WEIGHT if target.is_site else 1 for target in group)
    return [part for part in dealt if part]


def _hosts(target: Target) -> list[str]:
    found = (plain_host(target.address), "" if target.is_site else plain_host(target.feed))
    return list(filter(None, found)) or [target.id]


def _leader(leaders: dict[str, str], host: str) -> str:
    while (above := leaders.get(host, host)) != host:
        leaders[host] = leaders.get(above, above)  # a long way becomes half as long
        host = above
    return host


SITE_WEIGHT = 30  # pages of a website against those of an account
