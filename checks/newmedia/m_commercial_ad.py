"""m-commercial-ad: commercial advertising in posts, or linked from the menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.posts import has_believed, posts_of, said
from checks.newmedia.screening import hit, leads_to, own_words, words_in
from checks.newmedia.sources import profiles_of, unread
from checks.wording import enumerated
from crawler.lexicon import load
from crawler.model import Verdict, cant_tell, passed
from crawler.reading.accounts.facts import AccountActivity, MenuEntry, Post


@check("m-commercial-ad", version=1)
def advertising(activity: AccountActivity, indicator: Indicator) -> Verdict:
    """Never fails by machine: the same words serve campaigns of the government's own."""
    posts, own = posts_of(activity), indicator.limits["words"]
    entries = {entry for profile in profiles_of(activity) for entry in profile.menu or ()}
    rows = [hit(post, words) for post in posts if (words := _signs(post, own))]
    rows += [_entry(one, words) for one in sorted(entries, key=repr) if (words := _entry_signs(one, own))]
    if rows:
        titles = enumerated([str(row["title"]) for row in rows])
        return cant_tell("signs-found", tuple(rows), count=len(rows), titles=titles)
    if not has_believed(activity):
        return unread(activity)
    return passed("no-signs-found", total=len(posts), entries=len(entries))


def _signs(post: Post, own: Sequence[str]) -> tuple[str, ...]:
    return words_in(said(post), "adverts", ("posts",), "unless") + own_words(said(post), own) + _shop(post.url)


def _entry_signs(entry: MenuEntry, own: Sequence[str]) -> tuple[str, ...]:
    listed = words_in(entry.label, "adverts", ("posts", "menu"), "unless")
    return listed + own_words(entry.label, own) + _shop(entry.url)


def _shop(url: str) -> tuple[str, ...]:
    return tuple(filter(None, (leads_to(url, load("account_content")["adverts"]["hosts"]),)))


def _entry(entry: MenuEntry, words: tuple[str, ...]) -> dict[str, Any]:
    return {"title": entry.label, "url": entry.url, "words": enumerated(words)}
