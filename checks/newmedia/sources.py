"""What an account's sources are worth. The order they come in never matters; trouble proves nothing."""

from __future__ import annotations

from dataclasses import replace

from checks.check import unseen
from checks.wording import enumerated
from crawler.model import Verdict, cant_tell
from crawler.reading.accounts.facts import AccountActivity, AccountSource, Profile


def ordered(activity: AccountActivity) -> tuple[AccountSource, ...]:
    """The sources in an order of their own."""
    return tuple(sorted(activity.sources, key=lambda one: repr(replace(one, posts=()))))


def is_unproven(source: AccountSource) -> bool:
    """It answered, but not even the control account could be seen through it, or it shows less than it once did."""
    is_older = source.past and source.newest and source.newest.on and source.newest.on < source.past
    return source.fault is None and (source.control is False or bool(is_older))


def is_believed(source: AccountSource) -> bool:
    """Whether what the source does not show may count for anything."""
    return source.fault is None and not is_unproven(source) and not (source.profile and source.profile.notice)


def notice_of(activity: AccountActivity) -> tuple[str, str]:
    """What a platform says in the account's place, and where; empty where none says anything."""
    told = ((one.profile.notice, one.url) for one in ordered(activity) if one.profile and one.profile.notice)
    return next(told, ("", ""))


def unread(activity: AccountActivity) -> Verdict:
    """No source can be believed: a person looks."""
    for source in ordered(activity):
        if source.fault:
            return unseen(source.fault, source.url)
    return cant_tell("nothing-read", url=next((one.url for one in ordered(activity)), ""))


def profiles_of(activity: AccountActivity) -> tuple[Profile, ...]:
    """What the account says of itself, by the sources that can be believed."""
    return tuple(one.profile for one in ordered(activity) if one.profile and is_believed(one))


def shown_names(activity: AccountActivity) -> str:
    """The names and owners that the sources show, as a sentence has them."""
    found = (text for one in profiles_of(activity) for text in (one.name, one.owner) if text)
    return enumerated(list(dict.fromkeys(found)))
