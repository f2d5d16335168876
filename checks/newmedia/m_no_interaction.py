"""m-no-interaction: no working way to leave a message with the account or to ask it something."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.newmedia.screening import pattern
from checks.newmedia.sources import notice_of, profiles_of, unread
from checks.wording import enumerated, named
from crawler.model import Verdict, cant_tell, passed
from crawler.reading.accounts.facts import AccountActivity, MenuEntry


@check("m-no-interaction", version=1)
def interaction(activity: AccountActivity) -> Verdict:
    """Passes where a way is plainly there. What a machine does not see may stand in the app: it never fails."""
    profiles = profiles_of(activity)
    entries = sorted({entry for one in profiles for entry in one.menu or ()}, key=repr)
    ways = [named("ways", "comments")] if any(one.comments for one in profiles) else []
    ways += [named("ways", "messages")] if any(one.messages for one in profiles) else []
    ways += [entry.label for entry in entries if _is_way(entry)]
    rows = tuple(_row(entry) for entry in entries)
    if ways:
        return passed("way-shown", rows, ways=enumerated(ways))
    if notice := notice_of(activity)[0]:
        return cant_tell("account-notice", notice=named("account_notices", notice))
    if rows:
        return cant_tell("no-way-in-menu", rows, entries=enumerated([one.label for one in entries]))
    return cant_tell("nothing-shown") if profiles else unread(activity)


def _is_way(entry: MenuEntry) -> bool:
    """An entry that leads somewhere and is named for asking; petitions and reports of misconduct are other channels."""
    label = pattern("interaction", "other_channels").sub("", entry.label)
    return bool(entry.url and pattern("interaction", "labels").search(label))


def _row(entry: MenuEntry) -> dict[str, Any]:
    return {"title": entry.label, "url": entry.url}
