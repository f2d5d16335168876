"""``/col/col1234/index.html``: lists in a data store inside the page, or behind a data call."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

from tests.world.families.base import Family
from tests.world.model import PAGE_SIZE, Article, Column, Site

PROXY = "/module/web/jpage/dataproxy.jsp"


class Jcms(Family):
    def column_path(self, column: Column) -> str:
        return f"/col/col{column.number}/index.html"

    def page_path(self, column: Column, number: int) -> str:
        return f"/col/col{column.number}/index.html" + (f"?uid={column.number}&pageNum={number}" if number > 1 else "")

    def article_path(self, column: Column, article: Article) -> str:
        on = article.on
        return f"/art/{on.year}/{on.month}/{on.day}/art_{column.number}_{article.number}.html"

    def home_date(self, on: date) -> str:
        return f"[{on:%m-%d}]"

    def list_date(self, on: date) -> str:
        return f"[{on:%Y-%m-%d}]"

    def record(self, site: Site, column: Column, article: Article) -> str:
        return f"<record><![CDATA[\n{self.item(site, column, article, self.list_date(article.on))}\n]]></record>"

    def rows(self, site: Site, column: Column, articles: list[Article]) -> str:
        if site.lists == "static":
            return super().rows(site, column, articles)
        unit = column.number * 3
        parameters = f"columnid={column.number}&unitid={unit}&webid=7&path=/&permissiontype=0"
        records = "".join(self.record(site, column, one) for one in articles) if site.lists == "datastore" else ""
        group = f"{PROXY}?startrecord=1&endrecord={PAGE_SIZE * 3}&perpage={PAGE_SIZE}&{parameters}"
        return (
            f'<div id="{unit}" class="default_pgContainer"><script type="text/xml"><datastore>\n'
            f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>\n<recordset>\n{records}</recordset></datastore></script></div>'
            f"<script>$(function(){{$('#{unit}').jpage({{totalRecord:{len(column.articles)},perPage:{PAGE_SIZE},"
            f"proxyUrl:'{PROXY}',barPosition:'bottom',ajaxParam:{{ajaxType:'post',ajaxDatas:{{'col':1,'webid':7,'path':'/',"
            f"'columnid':{column.number},'sourceContentType':1,'unitid':{unit},'permissiontype':0}}}}}});}});</script>"
        )

    def pagination(self, column: Column, pages: int, number: int) -> str:
        return ""  # the script draws it

    def data(self, site: Site, query: str) -> str | None:
        """What the data call answers."""
        asked = parse_qs(query)
        wanted = next((c for c in site.every_column() if [str(c.number)] == asked.get("columnid")), None)
        if wanted is None:
            return None
        first = int(asked.get("startrecord", ["1"])[0])
        last = min(int(asked.get("endrecord", [str(PAGE_SIZE * 3)])[0]), first + 200)
        records = "".join(self.record(site, wanted, one) for one in wanted.articles[first - 1 : last])
        total = len(wanted.articles)
        return (
            f"<datastore><totalrecord>{total}</totalrecord><totalpage>{-(-total // PAGE_SIZE)}</totalpage>"
            f"<recordset>{records}</recordset></datastore>"
        )
