"""What goes wrong with the sources of accounts: feeds and pages that must never look like a silent account."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tests.world import answers, platform_pages
from tests.world.model import Answer
from tests.world.platform_pages import Post, Shown

OLD_DAYS = 30
HUGE = 11_000_000  # bytes; ten million are read
FeedMaker = Callable[[date], Answer]
RATE_LIMIT = "<html><head><title>429 Too Many Requests</title></head><body><center><h1>429 Too Many Requests</h1></center><hr><center>nginx</center></body></html>"
TOO_OFTEN = (
    '<html><head><meta charset="utf-8"><title>提示</title></head><body><p>访问过于频繁，请稍后再试。</p></body></html>'
)

# Notices that stand in an account's place.
NOTICES = {
    "account-moved": "该公众号已迁移至新的账号，原账号已回收。",
    "account-cancelled": "该账号已自主注销，内容无法查看。",
    "account-banned": "该账号因违规已被封禁。",
    "app-gone": "该应用已下架。",
}


def feed_fault(fault: str, rss: FeedMaker, today: date) -> Answer | None:
    """A feed that shows old posts, or none, because something is wrong with it; None for a fault that is none of these."""
    if fault == "feed-rate-limit":
        return answers.html(RATE_LIMIT, 429)
    if fault == "feed-too-often":
        return answers.html(TOO_OFTEN)
    spoil = SPOILS.get(fault)
    if spoil is None:
        return None
    spoiled = spoil(rss(today - timedelta(days=OLD_DAYS)).body.decode(), today)
    return Answer(spoiled.encode(), content_type="application/rss+xml")


def _repeated(text: str, today: date) -> str:
    return text.replace("</link><pubDate>", "</link><guid>tag:1</guid><pubDate>")


def _bridge_error(text: str, today: date) -> str:
    error = f"<item><title>Bridge returned error 403! (20773)</title><pubDate>{today}</pubDate></item>"
    return text.replace("<item>", f"{error}<item>", 1)


def _huge(text: str, today: date) -> str:
    item = text[text.index("<item>") : text.index("</item>") + len("</item>")]
    return text.replace("</channel>", item * (HUGE // len(item.encode())) + "</channel>")


def _wrong_zone(text: str, today: date) -> str:
    """UTC written as if it were nothing: eight o'clock in the evening there is the next morning here."""
    on = today - timedelta(days=15)
    return re.sub(r"<pubDate>.*?</pubDate>", f"<pubDate>{on} 20:00:00</pubDate>", text)


def _undated_among(text: str, today: date) -> str:
    return re.sub(r"<pubDate>.*?</pubDate>", "", text, count=1)


def _future_among(text: str, today: date) -> str:
    ahead = today + timedelta(days=500)
    return re.sub(r"<pubDate>.*?</pubDate>", f"<pubDate>{ahead}</pubDate>", text, count=1)


SPOILS: dict[str, Callable[[str, date], str]] = {
    "feed-repeated-ids": _repeated,
    "feed-bridge-error": _bridge_error,
    "feed-huge": _huge,
    "feed-wrong-zone": _wrong_zone,
    "feed-undated-among": _undated_among,
    "feed-future-among": _future_among,
}


def page_fault(fault: str, platform: str, shown: Callable[[date], Shown], today: date) -> str | None:
    """The page of an account in its platform's structures, whole or spoiled; None for a fault that is none of these."""
    if fault in NOTICES:
        return platform_pages.document("提示", f"<p>{NOTICES[fault]}</p>")
    fresh, old = today - timedelta(days=2), today - timedelta(days=OLD_DAYS)
    if fault == "page-by-script":
        return platform_pages.by_script(platform_pages.PAGES[platform](shown(fresh)))
    if fault == "structure-changed":
        return platform_pages.renamed(platform_pages.PAGES[platform](shown(fresh)))
    if fault == "two-readings":
        return _with_news(platform_pages.PAGES[platform](shown(old)), shown(fresh).posts)
    if fault == "page-cut":
        page = platform_pages.PAGES[platform](shown(old))
        return page[: len(page) * 2 // 3]
    if fault.startswith("platform-stale") or fault in {"app-store-page", "mini-page"}:
        return platform_pages.PAGES[platform](shown(old))
    return None


def _with_news(page: str, posts: Sequence[Post]) -> str:
    """Newer entries stand beside the cards that the platform's selectors find."""
    items = "".join(f"<li><a href='{link}'>{title}</a><span>{on}</span></li>" for title, link, on in posts)
    return page.replace("</body>", f"<ul>{items}</ul></body>")
