"""The posts of an account, whichever source showed them."""

from __future__ import annotations

from typing import Any

from checks.newmedia.sources import is_believed
from crawler.reading.accounts.facts import AccountActivity, Post

TITLE_LENGTH = 60


def posts_of(activity: AccountActivity) -> tuple[Post, ...]:
    """The posts of every source, each once, newest first; those without a day last."""
    every = sorted((post for source in activity.sources for post in source.posts), key=repr)
    posts = {(one.title, one.text, one.on): one for one in every if said(one).strip()}
    return tuple(sorted(posts.values(), key=lambda one: (-one.on.toordinal() if one.on else 0, one.title, one.url)))


def has_believed(activity: AccountActivity) -> bool:
    """Whether some posts with words come from a source that can be believed."""
    return any(is_believed(one) and any(said(post).strip() for post in one.posts) for one in activity.sources)


def said(post: Post) -> str:
    """The words of a post, title first."""
    return f"{post.title}\n{post.text}"


def row_of(post: Post, **more: Any) -> dict[str, Any]:
    """A post as a line of a table."""
    day = {"published_on": post.on.isoformat()} if post.on else {}
    return {"title": post.title or post.text[:TITLE_LENGTH], **day, "url": post.url, **more}
