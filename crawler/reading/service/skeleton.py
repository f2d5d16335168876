"""A page's structure made comparable: which elements stand in which."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

# What gateways, statistics and firewalls put into any page; and line breaks, which editors strew.
LEFT_OUT = frozenset({"script", "style", "link", "meta", "noscript", "base", "br", "html", "head", "title", "body"})
LEFT_OUT_OF_CLASSES = re.compile(r"[\d_\-]+")


@once
def skeleton(page: Page) -> Counter[str]:
    """Each element with its first class under its parent, and how often: numbers in classes do not count."""
    found: Counter[str] = Counter()
    names: dict[Any, str] = {}
    for node in page.nodes:
        tag = node.tag
        if not isinstance(tag, str) or tag in LEFT_OUT:
            continue
        styled = node.get("class")
        name = f"{tag}.{LEFT_OUT_OF_CLASSES.sub('', styled.split(None, 1)[0])}" if styled and styled.strip() else tag
        names[node] = name
        found[f"{names.get(node.getparent(), '')}>{name}"] += 1
    return found


def structure_share(first: Counter[str], second: Counter[str]) -> float:
    """0 to 1. A list of twenty items counts little more than one of ten; pages without elements share all."""
    together = first.keys() | second.keys()
    least = sum(min(first[one].bit_length(), second[one].bit_length()) for one in together)
    most = sum(max(first[one].bit_length(), second[one].bit_length()) for one in together)
    return least / most if most else 1.0
