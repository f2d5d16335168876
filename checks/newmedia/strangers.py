"""Whether the addresses of the inventory lead to another account than the one it names."""

from __future__ import annotations

import re

from checks.newmedia.names import Likeness, compare, stem_of
from checks.newmedia.sources import profiles_of
from crawler.lexicon import load
from crawler.model import Registry, Target, TargetId
from crawler.reading.accounts.facts import AccountActivity


def is_of_another(activity: AccountActivity, target: Target, registry: Registry) -> bool:
    """Its own word says so, a name or an owner that shares nothing with the inventory's; or the title of a feed."""
    profiles = profiles_of(activity)
    shown = ((compare(one.owner, target.owner), compare(one.name, target.name, target.owner)) for one in profiles)
    if any(Likeness.OTHER in either for either in shown):
        return True
    return any(_is_titled_for_another(one.shown_as, target, registry) for one in activity.sources if one.shown_as)


def _is_titled_for_another(title: str, target: Target, registry: Registry) -> bool:
    """That of another account of the inventory, or a name that shares nothing with this one's."""
    likeness = compare(title, target.name, target.owner)
    if likeness in {None, Likeness.SAME}:
        return False
    if likeness is Likeness.OTHER and not re.search(load("account_content")["names"]["feed_titles"], title):
        return True
    return bool(registry.once(_accounts_by_stem).get(stem_of(title), set()) - {target.id})


def _accounts_by_stem(targets: tuple[Target, ...]) -> dict[str, set[TargetId]]:
    found: dict[str, set[TargetId]] = {}
    for one in targets:
        if not one.is_site:
            found.setdefault(stem_of(one.name), set()).add(one.id)
    return found
