"""Lists that are not in the page: a frame, a fragment fetched by script, or the JSON of a disclosure platform."""

from __future__ import annotations

import json
from datetime import datetime

from crawler.clock import CHINA
from tests.world.model import Article, Column, Site

SID = "579900"


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
    return ""


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
