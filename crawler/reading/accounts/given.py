"""What a person gave us of an account: its posts out of an export, or a word on its newest post with a screenshot.

Both are kept as JSON captures; here they are written and read. A given source proves what it shows. That nothing newer
was posted it proves only where it says that it reaches to the monitoring day.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any

from crawler.model import Capture, Digest, Fault, FaultKind, Role, Target
from crawler.reading.accounts.facts import MOST_POSTS, AccountSource, Post
from crawler.reading.dates.published import DateSource
from crawler.reading.guard import attempt
from crawler.reading.listings.items import Item

CHINA = timezone(timedelta(hours=8))
KEPT_POSTS = 1_000  # of one account and export, newest first; the file itself is kept whole
FRESH_DAYS = 14  # older posts prove nothing where newer ones may be missing
CONTENT_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one account's given capture says. ``until`` is the day up to which it knows every post, None: unknown.

    ``left_out`` counts lines that may be the account's and could not be read; ``file`` is the digest of the export or
    of the screenshot.
    """

    role: Role
    file: Digest
    posts: tuple[Post, ...]
    count: int
    until: date | None = None
    left_out: int = 0
    seen_at: datetime | None = None  # of an attestation
    by: str = ""  # who attests


def statement_to_json(statement: Statement) -> bytes:
    """The same statement gives the same bytes."""
    posts = [{"title": one.title, "url": one.url, "on": one.on and one.on.isoformat()} for one in statement.posts]
    content = {
        "source": statement.role.value,
        "file": statement.file,
        "until": statement.until.isoformat() if statement.until else "",
        "left_out": statement.left_out,
        "count": statement.count,
        "seen_at": statement.seen_at.astimezone(CHINA).isoformat() if statement.seen_at else "",
        "by": statement.by,
        "posts": posts[:KEPT_POSTS],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def statement_of(body: bytes) -> Statement:
    """Raises ValueError, KeyError or TypeError where the bytes are none of ours."""
    content = json.loads(body)
    return Statement(
        role=Role(content["source"]),
        file=Digest(content["file"]),
        posts=tuple(_post(one) for one in content["posts"]),
        count=int(content["count"]),
        until=date.fromisoformat(content["until"]) if content["until"] else None,
        left_out=int(content["left_out"]),
        seen_at=datetime.fromisoformat(content["seen_at"]) if content["seen_at"] else None,
        by=str(content["by"]),
    )


def _post(one: dict[str, Any]) -> Post:
    return Post(str(one["title"]), str(one["url"]), date.fromisoformat(one["on"]))


def newest_first(posts: Sequence[Post]) -> tuple[Post, ...]:
    return tuple(sorted(posts, key=lambda post: (post.on or date.min, post.title, post.url), reverse=True))


def given_source(capture: Capture, body: bytes, target: Target, *, on: date) -> AccountSource:
    """A given capture as a source; one that is none of ours carries a fault."""
    read = attempt(partial(read_given, capture, body, target, on=on), capture.url, (capture.digest,))
    return AccountSource(capture.role.value, capture.url, None, 0, read) if isinstance(read, Fault) else read


def read_given(capture: Capture, body: bytes, target: Target, *, on: date) -> AccountSource:
    """A given capture as a source, as seen on the monitoring day: later posts do not count."""
    statement = statement_of(body)
    shown = target.address or f"{target.platform} {target.name}".strip()
    posts = tuple(post for post in statement.posts if post.on and post.on <= on)
    newest = posts[0] if posts else None
    item = Item(newest.title, newest.url, newest.on, DateSource.LIST) if newest else None
    fault = _doubt(statement, newest, on)
    told = tuple(post for post in posts if post.title)  # a day alone is no post anybody could read
    return AccountSource(
        capture.role.value, shown, item, statement.count,
        fault=Fault(FaultKind.SOURCE_UNHEALTHY, fault, shown) if fault else None, posts=told[:MOST_POSTS],
    )  # fmt: skip


def _doubt(statement: Statement, newest: Post | None, on: date) -> str:
    """Why posts may be missing between the newest one shown and the monitoring day; empty where none can be."""
    if newest is None or newest.on is None:
        return "given-later"
    if newest.on >= on - timedelta(days=FRESH_DAYS):
        return ""
    if statement.left_out:
        return "given-incomplete"
    return "" if statement.until and statement.until >= on else "given-earlier"
