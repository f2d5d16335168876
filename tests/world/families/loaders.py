"""Lists that are not in the page: a frame, a fragment or records fetched by script, rows a script writes, or the JSON
of a disclosure platform."""

# ruff: noqa: E501 - markup stays unbroken

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

from crawler.clock import CHINA
from tests.world.model import Answer, Article, Column, Site

SID = "579900"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
CALLS = re.compile(
    r"(?:(?P<json>/front/list\?channelId=)|(?P<unit>/api-gateway/\S+\?webId=7&pageId=)|(?P<script>/inc/js\.asp\?c=))"
    r"(?P<number>\d+)\S*"
)
SCRIPTED = {
    "json-list": "<ul id=\"list\"></ul><script>var cid = {number}; $.ajax({{url: '/front/list', data: {{channelId: cid}},"
    " success: function (r) {{ show(r); }}}});</script>",
    "unit-list": '<div id="unit"></div><script parseType="bulidstatic" url="{unit}" '
    "queryData=\"{{'webId':'7','pageId':'{number}','parseType':'bulidstatic','pageType':'column'}}\"></script>",
    "script-list": '<ul><script src="/inc/js.asp?c={number}"></script></ul>',
}


def loader(site: Site, column: Column) -> str:
    """What the page holds in the list's place; empty where the list stands in the page."""
    if "gkmlpt" in site.traps and column.disclosure and column.articles:
        config = f"window._CONFIG={{SID:'{SID}',COLUMN:{{column_id: {column.number}}},BASE:\"/gkmlpt/index\"}}"
        return f'<div id="app"></div><script>{config}</script><script src="/gkmlpt/static/app.js"></script>'
    if column.key != "tzgg":
        return ""
    if "iframe-list" in site.traps:
        return f'<iframe src="/inc/{column.number}.html" width="100%" height="600" frameborder="0"></iframe>'
    if "load-list" in site.traps:
        return f'<div id="list"></div><script>$(function(){{$("#list").load("/inc/{column.number}.html");}});</script>'
    for trap, page in SCRIPTED.items():
        if trap in site.traps:
            return page.format(number=column.number, unit=UNIT)
    return ""


def answer(site: Site, path: str, links: Callable[[int], list[tuple[Article, str]] | None]) -> Answer | None:
    """What the calls of :data:`SCRIPTED` answer; ``links`` gives the first page of the column with a number."""
    call = CALLS.fullmatch(path)
    found = links(int(call["number"])) if call else None
    if call is None or found is None:
        return None
    if call["json"]:
        rows = [
            {"id": one.number, "title": one.title, "url": link, "pubDate": f"{one.on} 10:00:00"} for one, link in found
        ]
        return Answer(
            json.dumps({"code": 0, "data": {"rows": rows, "total": len(rows)}}).encode(),
            content_type="application/json",
        )
    lines = [
        f'<li><a href="{link}" title="{one.title}">{one.title}</a><span>{one.on}</span></li>' for one, link in found
    ]
    if call["unit"]:
        markup = f'<ul class="page-content">{"".join(lines)}</ul><div class="pagination" rows="15" count="{len(lines)}"></div>'
        return Answer(json.dumps({"success": True, "data": {"html": markup}}).encode(), content_type="application/json")
    written = "\n".join(f"document.write('{line}');" for line in lines)
    return Answer(written.encode(), content_type="application/javascript; charset=utf-8")


def platform_json(column: Column, links: list[tuple[Article, str]]) -> bytes:
    """What ``/gkmlpt/api/all/<column>`` answers: the days as seconds since 1970."""
    articles = [
        {
            "id": article.number,
            "title": article.title,
            "url": link,
            "document_number": article.fields.get("文号", ""),
            "display_publish_time": _seconds(article),
            "created_at": "2026-01-05 09:00:00",  # the day of the move to the platform
        }
        for article, link in links
    ]
    return json.dumps({"articles": articles, "total": len(column.articles)}, ensure_ascii=False).encode()


def _seconds(article: Article) -> int:
    on = article.on
    return int(datetime(on.year, on.month, on.day, 9, 24, tzinfo=CHINA).timestamp())
