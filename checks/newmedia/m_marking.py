"""m-marking: own posts name who drafted, reviewed and published them, reposts where they come from."""

from __future__ import annotations

from checks.check import check
from checks.newmedia.posts import has_believed, posts_of, row_of, said
from checks.newmedia.screening import words_in
from checks.newmedia.sources import unread
from checks.wording import enumerated, named
from crawler.model import Verdict, cant_tell, passed
from crawler.reading.accounts.facts import AccountActivity, Post

OWN = ("drafter", "reviewer", "publisher")
REPOST = ("source", "reviewer", "publisher")


@check("m-marking", version=1)
def marking(activity: AccountActivity) -> Verdict:
    """Never fails by machine: a list shows the head of a post, and the marks stand at its end."""
    posts = posts_of(activity)
    if not has_believed(activity):
        return unread(activity)
    rows = tuple(row_of(post, missing=enumerated(missing)) for post in posts if (missing := _missing(post)))
    if rows:
        return cant_tell("marks-unseen", rows, count=len(rows), total=len(posts))
    return passed("marks-shown", total=len(posts))


def _missing(post: Post) -> list[str]:
    """The marks that were not seen, by their Chinese names."""
    wanted = REPOST if post.repost else OWN
    has_source = bool(post.source.strip())
    seen = {mark for mark in wanted if words_in(said(post), "marks", (mark,))} | ({"source"} if has_source else set())
    return [named("post_marks", mark) for mark in wanted if mark not in seen]
