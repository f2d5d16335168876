"""m-entertainment: posts that have nothing to do with what the owner answers for."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.duties import duty_words, idle_words, tie
from checks.newmedia.posts import has_believed, posts_of, row_of, said
from checks.newmedia.sources import unread
from checks.wording import enumerated
from crawler.model import Target, Verdict, cant_tell, passed
from crawler.reading.accounts.facts import AccountActivity, Post


@check("m-entertainment", version=1)
def off_duty(activity: AccountActivity, target: Target, indicator: Indicator) -> Verdict:
    """Never fails by machine: the share counts posts without a word of the owner's duties, and a person reads them."""
    posts = posts_of(activity)
    if not has_believed(activity):
        return unread(activity)
    idle = [post for post in posts if not tie(said(post), target.owner)]
    rows = tuple(_row(post) for post in idle)
    share = round(100 * len(idle) / len(posts))
    data: dict[str, Any] = {"owner": target.owner, "count": len(idle), "total": len(posts), "share": share}
    if duty_words(target.owner) is None:
        return cant_tell("duties-unknown", rows, **data)
    if len(posts) < int(indicator.limits["posts"]):
        return cant_tell("few-posts", rows, **data)
    limit = int(indicator.limits["percent"])
    if share >= limit:
        return cant_tell("mostly-off-duty", rows, limit=limit, **data)
    return passed("on-duty", rows, limit=limit, **data)


def _row(post: Post) -> dict[str, Any]:
    """A post that counted, and the words of entertainment in it."""
    return row_of(post, words=enumerated(tuple(dict.fromkeys(idle_words().findall(said(post))))))
