"""Home pages as a browser shows them, where the static page has no content of its own."""

from __future__ import annotations

from crawler.model import Target
from spiders.base import VisitSpider
from spiders.line import Line
from spiders.steps import Step
from spiders.views import view
from spiders.wants import told, wants_browser


class BrowserSpider(VisitSpider):
    """``scrapy crawl browser -a inventory=FILE -a data=DIR``: home pages that need a script, as browsers show them."""

    name = "browser"

    def visits(self, target: Target) -> bool:
        return target.is_site

    async def visit(self, line: Line) -> None:
        step = Step.home(line.target)
        seen = told(await line.see(step))
        reason = wants_browser(step, seen)
        if reason:
            await view(line, step, seen, reason)
