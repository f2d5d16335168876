"""m-identity: the name and the verified owner of an account are those of the inventory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checks.check import check
from checks.newmedia.names import Likeness, compare
from checks.newmedia.sources import profiles_of, unread
from checks.wording import enumerated
from crawler.model import Target, Verdict, cant_tell, failed, passed
from crawler.reading.accounts.facts import AccountActivity


@check("m-identity", version=1)
def identity(activity: AccountActivity, target: Target) -> Verdict:
    """Fails only for a name or owner that shares nothing with the inventory's; short forms and more are let pass."""
    profiles = profiles_of(activity)
    names = list(dict.fromkeys(one.name for one in profiles if one.name))
    owners = list(dict.fromkeys(one.owner for one in profiles if one.owner))
    name = _best(names, target.name, target.owner)
    owner = _best(owners, target.owner)
    data: dict[str, Any] = {
        "shown_name": enumerated(names),
        "shown_owner": enumerated(owners),
        "name": target.name,
        "owner": target.owner,
    }
    if name is None and owner is None:
        return cant_tell("not-shown") if profiles else unread(activity)
    if owner is Likeness.OTHER:
        return failed("other-owner", **data)
    if owner is Likeness.UNCLEAR:
        return cant_tell("owner-unclear", **data)
    if name is Likeness.OTHER:
        return failed("other-name", **data)
    if name is Likeness.UNCLEAR:
        return cant_tell("name-unclear", **data)
    return passed("name-agrees" if owner is None else "owner-agrees" if name is None else "both-agree", **data)


def _best(shown: Sequence[str], *known: str) -> Likeness | None:
    """The kindest answer: one source that agrees is enough."""
    found = {compare(one, *known) for one in shown}
    return next((one for one in Likeness if one in found), None)
