"""Targets dealt out to processes: one host is never in two of them."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.addresses import plain_host
from crawler.model import Target


def shards(targets: Sequence[Target], count: int) -> list[list[Target]]:
    """At most ``count`` lists of about equal work, none empty, in the order of the targets.

    Accounts weigh little beside websites. A host's targets stay together, so that its pace can be kept.
    """
    hosts: dict[str, list[Target]] = {}
    for target in targets:
        hosts.setdefault(plain_host(target.address or target.feed) or target.id, []).append(target)
    dealt: list[list[Target]] = [[] for _ in range(max(1, count))]
    weights = [0] * len(dealt)
    for group in hosts.values():
        lightest = weights.index(min(weights))
        dealt[lightest] += group
        weights[lightest] += sum(SITE_WEIGHT if target.is_site else 1 for target in group)
    return [part for part in dealt if part]


SITE_WEIGHT = 30  # pages of a website against those of an account
