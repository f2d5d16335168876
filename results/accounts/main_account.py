"""一个单位做优一个主账号: which account of an owner on a platform is the main one, and what to do with the others.

The rule is the office's (``[newmedia] main_by``). Each of its parts leaves out the accounts that are known to fall
behind; what is not known of an account never counts against it. The table proposes; people decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.model import Target, TargetId, TargetKind, TargetStatus
from crawler.platforms import platform_name
from crawler.registration import plain
from results.text import words


@dataclass(frozen=True, slots=True)
class Activity:
    """What is known of an account; None and empty: nothing known. ``state``: dormant, or leaving (to be closed)."""

    newest_on: date | None = None
    verified: bool | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """``order``: activity, name, verified, first. Newest posts up to ``equal_days`` apart are equally recent."""

    order: Sequence[str] = ("activity", "name", "verified", "first")
    equal_days: int = 7


@dataclass(frozen=True, slots=True)
class Place:
    """One account's line: ``why`` are the parts of the rule that made the main account the main one."""

    target: Target
    activity: Activity
    is_main: bool
    why: tuple[str, ...]
    advice: str  # keep, revive, merge, close, look, planned


@dataclass(frozen=True, slots=True)
class Group:
    """The running accounts of one owner on one platform, the main one first."""

    owner: str
    platform: str
    places: tuple[Place, ...]


def groups(targets: Iterable[Target], known: Mapping[TargetId, Activity], rule: Rule) -> Iterator[Group]:
    """In the order of the inventory. Accounts without owner or platform belong to no group."""
    for members in members_of(targets).values():
        main, why = _main([(one, known.get(one.id, Activity())) for one in members], rule)
        others = [one for one in members if one is not main]
        first = _main_place(main, known.get(main.id, Activity()), why if others else ("only",))
        yield Group(main.owner, main.platform, (first, *(_other(one, known.get(one.id, Activity())) for one in others)))


def members_of(targets: Iterable[Target]) -> dict[tuple[str, str], list[Target]]:
    """Running accounts by owner and platform, however the list writes them."""
    found: dict[tuple[str, str], list[Target]] = {}
    for one in targets:
        if is_running_account(one) and is_placed(one):
            found.setdefault((plain(one.owner), platform_name(one.platform)), []).append(one)
    return found


def is_running_account(target: Target) -> bool:
    return target.kind is TargetKind.ACCOUNT and target.status is TargetStatus.RUNNING


def is_placed(target: Target) -> bool:
    return bool(plain(target.owner) and plain(target.platform))


def _main_place(target: Target, activity: Activity, why: tuple[str, ...]) -> Place:
    return Place(target, activity, True, why, {"dormant": "revive", "leaving": "planned"}.get(activity.state, "keep"))


def _other(target: Target, activity: Activity) -> Place:
    usual = "merge" if activity.newest_on else "look"
    return Place(target, activity, False, (), {"dormant": "close", "leaving": "planned"}.get(activity.state, usual))


Candidate = tuple[Target, Activity]


def _main(candidates: Sequence[Candidate], rule: Rule) -> tuple[Target, tuple[str, ...]]:
    """The one that is left, and the parts of the rule that left out any."""
    left, why = list(candidates), []
    for name in (*rule.order, "first"):  # the list's own order ends every tie
        kept = _PARTS[name](left, rule)
        if len(kept) < len(left):
            why.append(name)
        left = kept
    return left[0][0], tuple(why)


def _most_recent(left: Sequence[Candidate], rule: Rule) -> list[Candidate]:
    awake = [one for one in left if not one[1].state] or list(left)
    newest = max((one[1].newest_on for one in awake if one[1].newest_on), default=None)
    if newest is None:
        return awake
    bound = newest - timedelta(days=min(rule.equal_days, (newest - date.min).days))
    return [one for one in awake if one[1].newest_on is None or one[1].newest_on >= bound]


def _named_like_owner(left: Sequence[Candidate], rule: Rule) -> list[Candidate]:
    exact = [one for one in left if plain(one[0].name) == plain(one[0].owner)]
    return exact or [one for one in left if _bare(one[0].name) == _bare(one[0].owner) != ""] or list(left)


def _verified(left: Sequence[Candidate], rule: Rule) -> list[Candidate]:
    if not any(one[1].verified for one in left):
        return list(left)
    return [one for one in left if one[1].verified is not False]


def _first(left: Sequence[Candidate], rule: Rule) -> list[Candidate]:
    return list(left[:1])


_PARTS: Mapping[str, Callable[[Sequence[Candidate], Rule], list[Candidate]]] = {
    "activity": _most_recent,
    "name": _named_like_owner,
    "verified": _verified,
    "first": _first,
}


def _bare(name: str) -> str:
    """A name without what owners and accounts are styled with."""
    text = plain(name)
    for word in words("main_account")["name"]["left_out"]:
        text = text.replace(word, "")
    return text
