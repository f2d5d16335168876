"""m-serious-problem: wording, secrets or content that fail an account at once. The machine sifts, a person says."""

from __future__ import annotations

from collections.abc import Sequence

from checks.check import check
from checks.indicator import Indicator
from checks.newmedia.posts import has_believed, posts_of, said
from checks.newmedia.screening import hit, own_words, words_in
from checks.newmedia.sources import unread
from checks.wording import enumerated
from crawler.model import Verdict, cant_tell, passed
from crawler.reading.accounts.facts import AccountActivity, Post

PLAIN = ("wording", "secrets", "tone")
EXPLAINABLE = ("gambling", "pornography", "crime")  # a warning against them names them too


@check("m-serious-problem", version=1)
def serious(activity: AccountActivity, indicator: Indicator) -> Verdict:
    """Never fails by machine: a list of words knows neither quotation nor context."""
    posts, own = posts_of(activity), indicator.limits["words"]
    hits = tuple(hit(post, words) for post in posts if (words := _words(post, own)))
    if hits:
        titles = enumerated([str(row["title"]) for row in hits])
        return cant_tell("words-found", hits, count=len(hits), total=len(posts), titles=titles)
    if not has_believed(activity):
        return unread(activity)
    return passed("no-words-found", total=len(posts))


def _words(post: Post, own: Sequence[str]) -> tuple[str, ...]:
    text = said(post)
    listed = words_in(text, "serious", PLAIN) + words_in(text, "serious", EXPLAINABLE, "unless")
    return listed + own_words(text, own)
