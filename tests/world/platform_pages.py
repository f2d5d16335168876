"""Public pages of accounts, built anew in the structures of the platforms: state in scripts, cards, store entries."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from html import escape
from typing import Any
from urllib.parse import quote

CHINA = timezone(timedelta(hours=8))
Post = tuple[str, str, date]  # title, address, day


@dataclass(slots=True)
class Shown:
    """What a page shows of an account."""

    name: str
    owner: str
    posts: Sequence[Post] = field(default_factory=list)
    account_id: str = "yunchuan01"
    total: int | None = None  # as the profile says; None: the number of posts
    said: str = ""  # one more sentence on the page

    @property
    def count(self) -> int:
        return len(self.posts) if self.total is None else self.total


def stamp(on: date) -> int:
    """Seconds of half past nine in China."""
    return int(datetime(on.year, on.month, on.day, 9, 30, tzinfo=CHINA).timestamp())


def document(title: str, body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head><body>{body}</body></html>'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def weixin(shown: Shown) -> str:
    """The profile a reader opens: a list of messages in a script, and the menu."""
    messages = [
        {
            "comm_msg_info": {"id": 1000 + n, "type": 49, "datetime": stamp(on)},
            "app_msg_ext_info": {"title": title, "digest": f"{title}。", "content_url": link, "copyright_stat": 100},
        }
        for n, (title, link, on) in enumerate(shown.posts)
    ]
    menu = {
        "menu_list": [
            {
                "name": "政务服务",
                "sub_button_list": [{"name": "办事指南", "url": "http://www.yunchuan.gov.test/bszn/"}],
            },
            {"name": "留言咨询", "url": "http://www.yunchuan.gov.test/lyzx/"},
        ]
    }
    script = f'<script>var msgList = {_json({"list": messages})};\nvar nickname = "{shown.name}";\nwindow.cgiMenu = {_json(menu)};</script>'
    body = f'<div class="profile_info"><strong class="profile_nickname">{escape(shown.name)}</strong><p class="profile_desc">{escape(shown.owner)}官方公众号</p><p class="verify_info">已认证：<span class="name">{escape(shown.owner)}</span></p></div><div id="js_history_list">{escape(shown.said)}</div>{script}'
    return document(f"{shown.name}的历史消息", body)


def weixin_album(shown: Shown) -> str:
    """An album: one list item a message, its time in seconds."""
    items = "".join(
        f'<li class="album__list-item js_album_item" data-link="{link}"><div class="album__item-title"><span>{escape(title)}</span></div><div class="album__item-info"><span class="album__item-info-time js_article_create_time">{stamp(on)}</span></div></li>'
        for title, link, on in shown.posts
    )
    return document(
        "专辑",
        f'<div class="album__author-name">{escape(shown.name)}</div><ul class="album__list">{items}</ul><p>{escape(shown.said)}</p>',
    )


def weibo(shown: Shown) -> str:
    """The desktop page: cards whose time is a link with a mark."""
    cards = "".join(
        f'<div class="WB_cardwrap WB_feed_type" mid="{5000 + n}"><div class="WB_text W_f14">{escape(title)}</div><div class="WB_from S_txt2"><a href="{link}" title="{on} 09:30" date="{stamp(on)}000">{on.month}月{on.day}日 09:30</a> 来自 <a href="#">微博网页版</a></div><ul class="WB_row_line"><li><a action-type="fl_comment">评论 3</a></li></ul></div>'
        for n, (title, link, on) in enumerate(shown.posts)
    )
    return document(
        f"{shown.name}的微博",
        f'<div class="pf_username"><h1 class="username">{escape(shown.name)}</h1><em class="W_icon icon_pf_approve_co"></em></div><div class="verify_area"><p class="intro">{escape(shown.owner)}</p></div><p>{escape(shown.said)}</p>{cards}',
    )


def weibo_mobile(shown: Shown) -> str:
    """m.weibo.cn: nothing in the markup, the cards in $render_data."""
    user = {
        "id": 7001,
        "screen_name": shown.name,
        "verified": True,
        "verified_reason": shown.owner,
        "description": "",
        "statuses_count": shown.count,
    }
    cards = [
        {
            "card_type": 9,
            "mblog": {
                "bid": f"K{n}",
                "created_at": datetime.fromtimestamp(stamp(on), CHINA).strftime("%a %b %d %H:%M:%S +0800 %Y"),
                "text": f"<p>{title}</p>",
                "user": user,
            },
        }
        for n, (title, _, on) in enumerate(shown.posts)
    ]
    return document(
        "微博",
        f'<div id="app"><p>{escape(shown.name)}</p><p>{escape(shown.said)}</p></div><script>var $render_data = [{_json({"userInfo": user, "cards": cards})}][0] || {{}};</script>',
    )


def douyin(shown: Shown) -> str:
    """The state percent-encoded in a script of its own."""
    state = {
        "app": {"location": "/user/"},
        "41": {
            "user": {
                "user": {
                    "uid": "88001",
                    "nickname": shown.name,
                    "uniqueId": shown.account_id,
                    "desc": "官方账号",
                    "awemeCount": shown.count,
                    "customVerify": shown.owner,
                }
            },
            "post": {
                "data": [
                    {"awemeId": str(7000 + n), "desc": title, "createTime": stamp(on), "authorInfo": {"uid": "88001"}}
                    for n, (title, _, on) in enumerate(shown.posts)
                ],
                "hasMore": 0,
            },
        },
    }
    body = f'<div id="root"><div data-e2e="user-info"><h1>{escape(shown.name)}</h1></div><p>作品 {shown.count}</p><p>{escape(shown.said)}</p></div><script id="RENDER_DATA" type="application/json">{quote(_json(state))}</script>'
    return document(f"{shown.name}的抖音", body)


def toutiao(shown: Shown) -> str:
    """Cards with the days in words, and nothing else."""
    cards = "".join(
        f'<div class="profile-article-card-wrapper"><div class="feed-card-article-l"><a class="title" href="{link}">{escape(title)}</a></div><div class="feed-card-footer-cmp"><div class="feed-card-footer-comment-cmp">2评论</div><div class="feed-card-footer-time-cmp">{on.year}-{on.month:02d}-{on.day:02d} 09:30</div></div></div>'
        for title, link, on in shown.posts
    )
    return document(
        f"{shown.name}的头条主页",
        f'<div class="profile-info-wrapper"><span class="name">{escape(shown.name)}</span><span class="auth">{escape(shown.owner)}</span></div><p>{escape(shown.said)}</p>{cards}',
    )


def kuaishou(shown: Shown) -> str:
    """window.INIT_STATE with milliseconds."""
    state = {
        "profile": {
            "userProfile": {
                "user_name": shown.name,
                "user_text": "官方账号",
                "user_id": shown.account_id,
                "ownerCount": {"photo_public": shown.count},
                "verifiedDetail": {"description": shown.owner},
            }
        },
        "list": {
            "feeds": [
                {"photo": {"id": f"3x{n}", "caption": title, "timestamp": stamp(on) * 1000}}
                for n, (title, _, on) in enumerate(shown.posts)
            ]
        },
    }
    return document(
        "快手",
        f'<div class="user-name">{escape(shown.name)}</div><p>{escape(shown.said)}</p><script>window.INIT_STATE={_json(state)}</script>',
    )


def bilibili(shown: Shown) -> str:
    """window.__INITIAL_STATE__ with a list of works."""
    state = {
        "space": {
            "info": {"mid": 901, "uname": shown.name, "sign": "官方账号", "official": {"title": shown.owner}},
            "vlist": [
                {"bvid": f"BV1x{n}", "title": title, "created": stamp(on), "description": ""}
                for n, (title, _, on) in enumerate(shown.posts)
            ],
        }
    }
    return document(
        "空间",
        f'<span id="h-name">{escape(shown.name)}</span><p>投稿 {shown.count}</p><p>{escape(shown.said)}</p><script>window.__INITIAL_STATE__={_json(state)};(function(){{var s;}}());</script>',
    )


def xiaohongshu(shown: Shown) -> str:
    """window.__INITIAL_STATE__ with undefined in it, notes in lists of lists."""
    notes = [
        {
            "id": f"6f{n}",
            "noteCard": {"displayTitle": title, "time": stamp(on) * 1000, "user": {"nickName": shown.name}},
        }
        for n, (title, _, on) in enumerate(shown.posts)
    ]
    state = _json(
        {
            "user": {
                "userPageData": {"basicInfo": {"nickname": shown.name, "redId": shown.account_id, "desc": "官方账号"}},
                "notes": [notes, []],
                "cursor": "@@",
            }
        }
    ).replace('"@@"', "undefined")
    return document(
        "小红书",
        f'<div class="user-name">{escape(shown.name)}</div><p>{escape(shown.said)}</p><script>window.__INITIAL_STATE__={state}</script>',
    )


def baijiahao(shown: Shown) -> str:
    """window.runtime, a string of JSON to be parsed."""
    state = {
        "user": {"display_name": shown.name, "sign": "官方账号", "verify_info": shown.owner, "uk": shown.account_id},
        "asyncData": {
            "list": [
                {"itemData": {"title": title, "url": link, "ctime": stamp(on), "article_id": str(n)}}
                for n, (title, link, on) in enumerate(shown.posts)
            ]
        },
    }
    quoted = json.dumps(_json(state), ensure_ascii=False)
    return document(
        "百家号",
        f'<div class="author-name">{escape(shown.name)}</div><p>{escape(shown.said)}</p><script>window.runtime = JSON.parse({quoted});</script>',
    )


def app(shown: Shown) -> str:
    """A store's page: versions and remarks, all dated, none of them a post."""
    versions = "".join(
        f"<li><a href='{link}'>版本 1.{n} 更新说明</a><span>{on}</span></li>"
        for n, (_, link, on) in enumerate(shown.posts)
    )
    return document(
        f"{shown.name} - 应用市场",
        f'<h1 class="app-name">{escape(shown.name)}</h1><p class="developer">{escape(shown.owner)}</p><p>{escape(shown.said)}</p><ul>{versions}</ul>',
    )


def mini_program(shown: Shown) -> str:
    """A landing page: who runs it."""
    return document(
        shown.name,
        f'<h1 class="weapp_name">{escape(shown.name)}</h1><p class="principal">{escape(shown.owner)}</p><p>打开微信扫一扫使用小程序</p><p>{escape(shown.said)}</p>',
    )


def by_script(page: str) -> str:
    """The same page, made by a script: its markup holds nothing."""
    body = page.partition("<body>")[2].rpartition("</body>")[0].replace("</script>", "")
    packed = b64encode(body.encode()).decode()
    script = (
        f"<script>document.getElementById('app').innerHTML = decodeURIComponent(escape(atob('{packed}')));</script>"
    )
    return document("加载中", f'<div id="app"></div>{script}')


def renamed(page: str) -> str:
    """The same page after its platform changed the names of everything, and shows times no reader knows."""
    for old, new in (("WB_", "Zx_"), ("date=", "data-q="), ("title=", "data-t="), ("月", "·"), ("日 09:30", " ·")):
        page = page.replace(old, new)
    return page


PAGES: dict[str, Callable[[Shown], str]] = {
    "weixin": weixin, "weibo": weibo, "douyin": douyin, "toutiao": toutiao, "kuaishou": kuaishou,
    "bilibili": bilibili, "xiaohongshu": xiaohongshu, "baijiahao": baijiahao, "app": app, "mini_program": mini_program,
}  # fmt: skip
SECOND_FORMS: dict[str, Callable[[Shown], str]] = {"weixin": weixin_album, "weibo": weibo_mobile}
