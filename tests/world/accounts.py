"""217 new-media accounts: feeds and public pages on the made-up hosts of made-up platforms."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape

from tests.world import answers, platform_pages, words
from tests.world.account_faults import feed_fault, page_fault
from tests.world.model import TODAY, Answer, Site
from tests.world.platform_pages import Shown

Served = tuple[str, str, Callable[[], Answer]]
PLATFORMS = (("weixin", "微信", 62), ("weibo", "微博", 56), ("douyin", "抖音", 45), ("toutiao", "今日头条", 14),
             ("kuaishou", "快手", 10), ("bilibili", "哔哩哔哩", 8), ("xiaohongshu", "小红书", 6), ("baijiahao", "百家号", 6),
             ("app", "移动客户端", 6), ("mini_program", "微信小程序", 4))  # fmt: skip
STORES = {"app", "mini_program"}  # their pages show no posts
# Known to post: the feeds of one platform are proven by theirs, those of the other are not.
CONTROLS = {
    "小红书": "http://feeds.media.test/control/proven.rss",
    "百家号": "http://feeds.media.test/control/silent.rss",
}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

# Which account carries which fault: key → id. The numbers are places in the list of all accounts.
FAULTS: dict[int, str] = {
    3: "stale-feed", 7: "stale-atom", 11: "stale-json", 15: "stale-page", 19: "fifteen-days", 23: "fourteen-days",
    27: "second-account", 90: "second-account-weibo",
    40: "feed-is-html", 44: "feed-empty", 48: "feed-future", 52: "feed-frozen-page-fresh", 56: "login-wall",
    60: "captcha-page", 64: "page-403", 68: "no-source", 72: "feed-undated", 76: "feed-cut", 80: "feed-404",
    30: "platform-stale-weixin", 33: "account-moved", 37: "account-cancelled", 41: "account-banned",
    66: "platform-stale-weibo", 70: "structure-changed", 78: "page-by-script",
    84: "feed-repeated-ids", 88: "feed-bridge-error", 92: "feed-rate-limit", 96: "feed-too-often", 100: "feed-huge",
    104: "feed-wrong-zone", 108: "feed-undated-among", 112: "feed-future-among",
    122: "platform-stale-douyin", 126: "page-cut", 165: "platform-stale-toutiao", 170: "two-readings",
    180: "platform-stale-kuaishou", 190: "platform-stale-bilibili", 196: "control-proven",
    198: "platform-stale-xiaohongshu", 202: "control-silent", 205: "platform-stale-baijiahao",
    208: "app-store-page", 210: "app-gone", 214: "mini-page",
    5: "dormant", 10: "off-duty", 12: "words-to-read", 13: "advertising",
    16: "filed-late", 17: "filed-in-time", 18: "ended-yet-running", 21: "closed-posting", 22: "closed-quiet",
    130: "feed-no-entries", 134: "feed-silent", 140: "page-relative-days", 144: "page-pinned", 148: "feed-odd-dates", 152: "feed-gb", 156: "feed-frozen-page-walled",
}  # fmt: skip

# Headlines that a person has to read; the second is a play, and only looks like something else.
HEADLINES = {
    "off-duty": (
        "十二星座本周好运排行",
        "这位明星又上热搜",
        "爆笑段子合集",
        "萌宠来报到",
        "本周穿搭灵感",
        "这部热播剧大结局",
    ),
    "words-to-read": ("非遗曲艺《百家乐》进社区",),
    "advertising": ("周末限时抢购，全场三折起",),
}
# What the inventory says of the registration of these; of all others it says nothing.
LIVES = {
    "filed-late": {"opened_on": "2026-03-02", "filed_on": "2026-03-20"},
    "filed-in-time": {"opened_on": "2026-03-02", "filed_on": "2026-03-09"},
    "ended-yet-running": {
        "status": "running",
        "ended_as": "注销",
        "changed_on": "2026-09-01",
        "filed_on": "2026-09-02",
    },
    "closed-posting": {"status": "closed", "ended_as": "注销", "changed_on": "2026-09-01", "filed_on": "2026-09-02"},
    "closed-quiet": {"status": "closed", "ended_as": "关停", "changed_on": "2026-09-30", "filed_on": "2026-10-09"},
}
# Faults that came up in the course of the year, and from which day.
SINCE = {
    "closed-quiet": date(2026, 9, 30),
    "stale-feed": date(2026, 4, 20),
    "platform-stale-weixin": date(2026, 7, 6),
    "platform-stale-weibo": date(2026, 7, 6),
    "platform-stale-douyin": date(2026, 9, 14),
}
STALE = ("stale", "platform-stale", "fifteen", "dormant")  # only their posts are old
PAGE_ONLY = {"stale-page", "login-wall", "captcha-page", "page-403", "page-relative-days", "page-pinned"}


@dataclass(slots=True)
class Account:
    id: str
    name: str
    owner: str
    platform: str
    account_id: str
    level: str = ""  # of its owner, as is the region
    region: str = ""
    address: str = ""
    feed: str = ""
    note: str = ""
    life: Mapping[str, str] = field(default_factory=dict)  # what the inventory says of its registration
    served: list[Served] = field(default_factory=list)
    today: date = TODAY  # the day it is looked at
    planted: Sequence[str] = ()  # headlines among its posts

    @property
    def host(self) -> str:
        """The made-up platform's host."""
        return f"{self.account_id[:-4]}.media.test"

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def build_accounts(sites: list[Site], today: date = TODAY, repaired: Collection[str] = ()) -> list[Account]:
    """One account of an owner on a platform, but for the two planted second ones. ``repaired``: ids."""
    made: list[Account] = []
    for key, label, count in PLATFORMS:
        for site in sites[:count]:
            place = len(made)
            fault = FAULTS.get(place, "")
            home = _previous_owner(made, sites, label) if fault.startswith("second") else site
            account_id = f"{key}{place:04d}"
            account = Account(fault or f"{key}-{place:03d}", f"{site.organ[:8]}发布", home.organ, label, account_id)
            account.level, account.region = home.level, home.region
            account.today, account.life = today, _life(fault, today)
            is_good = today < SINCE.get(fault, today) or fault in repaired
            account.planted = () if is_good else HEADLINES.get(fault, ())
            _serve(account, key, "" if is_good and not fault.startswith(STALE) else fault, place, is_good=is_good)
            made.append(account)
    made[-1].served += [_control(url, days, today) for url, days in zip(CONTROLS.values(), (1, 60), strict=True)]
    return made


def _control(url: str, days: int, today: date) -> Served:
    account = Account("control", "人民日报", "人民日报社", "", "control0001", today=today)
    return (
        "feeds.media.test",
        url.removeprefix("http://feeds.media.test"),
        lambda: _rss(account, account.days_ago(days)),
    )


def _life(fault: str, today: date) -> Mapping[str, str]:
    """What the inventory of that day can say: a later change has not happened, a later filing is not in it."""
    life = LIVES.get(fault, {})
    if life.get("changed_on", "") > str(today):
        return {}
    return {name: said for name, said in life.items() if name != "filed_on" or said <= str(today)}


def _previous_owner(made: list[Account], sites: list[Site], platform: str) -> Site:
    owner = next(account.owner for account in reversed(made) if account.platform == platform)
    return next(site for site in sites if site.organ == owner)


def _serve(account: Account, platform: str, fault: str, place: int, *, is_good: bool = False) -> None:
    """``is_good``: in the fault's form, with fresh posts."""
    host = f"{platform}.media.test"
    days = {
        "fifteen-days": 15,
        "fourteen-days": 14,
        "control-proven": 40,
        "control-silent": 40,
        "dormant": 120,
        "closed-quiet": 50,
    }
    newest = account.days_ago(days.get(fault, place % 7))
    if fault.startswith("stale"):
        newest = account.days_ago(20 + place)
    if is_good:
        newest = account.days_ago(place % 7)
    shape = {"stale-atom": "atom", "stale-json": "json", "stale-feed": "rss"}.get(
        fault, ("rss", "atom", "json")[place % 3]
    )
    page = page_fault(fault, platform, lambda on: _shown_posts(account, newest if is_good else on), account.today)
    has_page = place % 5 == 4 and not fault.startswith(("feed", "control")) and platform not in STORES
    if page is None and has_page and not fault and place % 10 == 9:
        page = platform_pages.PAGES[platform](_shown_posts(account, newest))
    if page is not None:
        account.address = f"http://{host}/u/{account.account_id}"
        account.served.append((host, f"/u/{account.account_id}", lambda: answers.html(page)))
    elif fault in PAGE_ONLY or has_page:
        account.address = f"http://{host}/u/{account.account_id}"
        body = PAGE_FAULTS.get(fault) or (lambda: answers.html(_public_page(account, newest, fault)))
        account.served.append((host, f"/u/{account.account_id}", body))
    elif fault != "no-source":
        account.feed = f"http://feeds.media.test/{platform}/{account.account_id}.{shape}"
        body = FEED_FAULTS.get(fault) or (lambda: _feed(account, newest, fault, shape))
        account.served.append(("feeds.media.test", f"/{platform}/{account.account_id}.{shape}", body))
    if fault.startswith("feed-frozen"):
        _serve_frozen(account, account.served[0], FEEDS[shape], fault)
    if fault in {"feed-future", "feed-undated", "feed-cut", "feed-odd-dates", "feed-gb"}:
        account.served[-1] = (*account.served[-1][:2], lambda: _odd_feed(account, fault))


def _feed(account: Account, newest: date, fault: str, shape: str) -> Answer:
    """Made when it is asked for: one of them has eleven million bytes."""
    return feed_fault(fault, lambda on: _rss(account, on), account.today) or FEEDS[shape](account, newest)


def _shown_posts(account: Account, newest: date) -> Shown:
    return Shown(account.name, account.owner, list(_posts(account, newest)), account.account_id)


def _serve_frozen(account: Account, served: Served, feed: Callable[[Account, date], Answer], fault: str) -> None:
    """The feed stands still for months; the public page shows fresh posts, or asks for a login."""
    still, fresh = account.days_ago(88), account.days_ago(1)
    account.address = f"http://{account.host}/u/{account.account_id}"
    page = LOGIN if fault.endswith("walled") else _public_page(account, fresh)
    account.served = [
        (*served[:2], lambda: feed(account, still)),
        (account.host, f"/u/{account.account_id}", lambda: answers.html(page)),
    ]


def _posts(account: Account, newest: date, count: int = 8) -> Iterator[tuple[str, str, date]]:
    titles = words.titles("hint", account.owner, account.id, count)
    for place, title in enumerate([*account.planted, *titles[len(account.planted) :]]):
        yield title, f"http://{account.host}/p/{account.account_id}{place:02d}", newest - timedelta(days=2 * place)


def _rss(account: Account, newest: date) -> Answer:
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{link}</link><pubDate>{_rfc822(on)}</pubDate></item>"
        for title, link, on in _posts(account, newest)
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{account.name}</title><link>http://feeds.media.test/</link><description>{account.name}</description>{items}</channel></rss>'
    return Answer(text.encode(), content_type="application/rss+xml")


def _rfc822(on: date) -> str:
    return f"{DAYS[on.weekday()]}, {on.day:02d} {MONTHS[on.month - 1]} {on.year} 08:30:00 +0800"


def _atom(account: Account, newest: date) -> Answer:
    entries = "".join(
        f'<entry><title>{escape(title)}</title><link href="{link}"/><id>{link}</id><updated>{on}T08:30:00+08:00</updated></entry>'
        for title, link, on in _posts(account, newest)
    )
    text = f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{account.name}</title><id>urn:{account.account_id}</id><updated>{newest}T08:30:00+08:00</updated>{entries}</feed>'
    return Answer(text.encode(), content_type="application/atom+xml")


def _json(account: Account, newest: date) -> Answer:
    items = [
        {"id": link, "url": link, "title": title, "date_published": f"{on}T08:30:00+08:00"}
        for title, link, on in _posts(account, newest)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": account.name, "items": items}
    return Answer(json.dumps(feed, ensure_ascii=False).encode(), content_type="application/feed+json")


FEEDS: dict[str, Callable[[Account, date], Answer]] = {"rss": _rss, "atom": _atom, "json": _json}


def _public_page(account: Account, newest: date, oddity: str = "") -> str:
    posts = "".join(
        f'<div class="post"><a href="{link}">{title}</a><span class="time">{_shown(on, oddity, account.today)}</span></div>'
        for title, link, on in _posts(account, newest)
    )
    if oddity == "page-pinned":
        old = f"http://{account.host}/p/{account.account_id}old"
        posts = (
            f'<div class="post top"><i>置顶</i><a href="{old}">{account.name}留言须知</a>'
            f'<span class="time">2022-03-01 10:00</span></div>{posts}'
        )
    return (
        f'<html><head><meta charset="utf-8"><title>{account.name}的主页</title></head><body><div class="profile"><h1>{account.name}</h1>'
        f"<p>{account.owner}官方账号</p></div><div class='feed'>{posts}</div></body></html>"
    )


def _shown(on: date, oddity: str, today: date) -> str:
    """The day of a post as platforms write it to readers: the first days in words, then without the year."""
    if oddity != "page-relative-days":
        return f"{on:%Y-%m-%d} 08:30"
    told = {0: "3小时前", 1: "昨天 08:30", 2: "前天 08:30", 3: "3天前", 4: "4天前", 5: "5天前"}
    return told.get((today - on).days, f"{on:%m-%d}")


def _odd_feed(account: Account, fault: str) -> Answer:
    if fault == "feed-future":
        return _rss(account, account.days_ago(-400))
    whole = _rss(account, account.days_ago(1)).body
    if fault == "feed-cut":
        return Answer(whole[: len(whole) // 2], content_type="application/rss+xml", manner="half")
    if fault == "feed-odd-dates":
        day = f"<pubDate>{account.days_ago(2)} 08:30:00</pubDate>".encode()
        return Answer(re.sub(rb"<pubDate>.*?</pubDate>", day, whole), content_type="text/xml")
    if fault == "feed-gb":
        return Answer(whole.decode().replace("UTF-8", "gb2312").encode("gb18030"), content_type="text/xml")
    text = "".join(piece.split("</pubDate>")[-1] for piece in whole.decode().split("<pubDate>"))
    return Answer(text.encode(), content_type="application/rss+xml")


LOGIN = '<html><head><meta charset="utf-8"><title>登录</title></head><body><div class="login"><h2>登录后查看更多内容</h2><form><input name="phone" placeholder="手机号"><input name="code" placeholder="验证码"><button>登录</button></form></div></body></html>'
EMPTY_RSS = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>暂无</title><link>http://feeds.media.test/</link><description></description></channel></rss>'
PAGE_FAULTS: dict[str, Callable[[], Answer]] = {
    "login-wall": lambda: answers.html(LOGIN),
    "captcha-page": lambda: answers.html(answers.CAPTCHA),
    "page-403": lambda: answers.html(answers.FORBIDDEN, 403),
}
FEED_FAULTS: dict[str, Callable[[], Answer]] = {
    "feed-is-html": lambda: answers.html(
        "<html><head><title>系统维护</title></head><body><p>系统维护中，请稍后访问。</p></body></html>"
    ),
    "feed-empty": lambda: Answer(b"", content_type="application/rss+xml"),
    "feed-404": lambda: answers.html(answers.ERROR_404, 404),
    "feed-no-entries": lambda: Answer(EMPTY_RSS.encode(), content_type="application/rss+xml"),
    "feed-silent": lambda: Answer(manner="hang"),
}
