"""Tabs: a row of platforms, and a panel for each of them further down."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.reading.accounts.listtree import Box, Item, Words
from crawler.reading.accounts.listwords import heading_platform

LONGEST_BAR = 16  # labels


def tab_platforms(box: Box) -> list[str]:
    """The platform of each label of a row of tabs, "" for a label that is no platform; empty for other boxes."""
    labels = _labels(box)
    platforms = [heading_platform(words.text) for words in labels]
    distinct = set(platforms) - {""}
    return platforms if len(distinct) > 1 and len(labels) <= LONGEST_BAR else []


def panels(bar: Box, following: Sequence[Item]) -> list[tuple[Item, str]]:
    """Each panel with its platform; nothing where labels and panels cannot be told to belong together."""
    platforms, labels = tab_platforms(bar), _labels(bar)
    known = {name: item for item in following if isinstance(item, Box) for name, item in _named(item)}
    linked = [next((known[name] for name in words.targets if name in known), None) for words in labels]
    if all(linked):
        return [(panel, platform) for panel, platform in zip(linked, platforms, strict=True) if panel is not None]
    candidates = [
        list(following[: len(labels)]),
        *(list(item.items) for item in following[:2] if isinstance(item, Box)),
    ]
    for found in (*candidates[1:], candidates[0]):
        if len(found) == len(labels) and all(isinstance(item, Box) or not isinstance(item, Words) for item in found):
            return list(zip(found, platforms, strict=True))
    return []


def _labels(box: Box) -> list[Words]:
    """The labels of a bar that holds nothing else."""
    leaves = list(box.leaves())
    return (
        [leaf for leaf in leaves if isinstance(leaf, Words)] if all(isinstance(leaf, Words) for leaf in leaves) else []
    )


def _named(box: Box) -> list[tuple[str, Box]]:
    own = [(name, box) for name in box.ids]
    return own + [pair for item in box.items if isinstance(item, Box) for pair in _named(item)]
