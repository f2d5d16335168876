"""The data calls for page 2 and on, of the families whose ranges are known."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.reading.listings.datacalls import PER_PAGE, data_calls
from crawler.reading.listings.pagination import read_pager, script_texts
from crawler.reading.listings.stores import embedded_listing
from crawler.reading.pages.page import Page

NUMBERED = re.compile(r"(?<=[?&])(page|pageno|pagenum|pageindex|p|pn|current)=1(?=&|$)", re.I)
RANGE = re.compile(r"(?:^|(?<=[?&]))(?:startrecord|endrecord|perpage)=\d*&?", re.I)
SIZE = 15  # records a page where the pager does not say


def further_calls(page: Page, limit: int) -> tuple[str, ...]:
    """Addresses that answer page 2 and on of the page's list, at most ``limit`` of them; none where the number of its
    pages is not known."""
    pages = pages_of(page)
    call = next(iter(data_calls(page)), None)
    if call is None or pages < 2:
        return ()
    size = size_of(page)
    found = (one_call(call.url, call.family, number, size) for number in range(2, min(pages, limit + 1) + 1))
    return tuple(url for url in found if url)


def pages_of(page: Page) -> int:
    """The number of pages as the store or the pager of the page says."""
    stored = embedded_listing(page)
    if stored and stored.pages:
        return stored.pages
    pager = read_pager(page)
    total = (stored.total if stored else None) or pager.total
    return pager.pages or (-(-total // size_of(page)) if total else 1)


def size_of(page: Page) -> int:
    """Records a page."""
    size = PER_PAGE.search("\n".join(script_texts(page)))
    return int(size[1]) if size and int(size[1]) else SIZE


def one_call(url: str, family: str, number: int, size: int) -> str:
    """The call for one page; "" where the family's way is not known."""
    if family == "jpaas":
        setting = f'{{"pageNo":{number},"pageSize":{size}}}'
        return f"{url}&{urlencode({'paramJson': setting})}"
    if NUMBERED.search(url):
        return NUMBERED.sub(rf"\g<1>={number}", url, count=1)
    if family == "jcms-dataproxy":
        stem, _, query = url.partition("?")
        bare = RANGE.sub("", query).rstrip("&")
        return f"{stem}?{bare}&startrecord={(number - 1) * size + 1}&endrecord={number * size}&perpage={size}"
    return ""
