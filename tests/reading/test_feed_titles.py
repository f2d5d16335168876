"""How a feed calls itself."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from datetime import date

import pytest

from crawler.reading.accounts.account import read_feed

ON = date(2026, 11, 20)
RSS = (
    """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title> 临汐 水务 </title>{}</channel></rss>"""
)
ENTRY = "<item><title>河道清淤</title><pubDate>Mon, 02 Nov 2026 02:00:00 GMT</pubDate><guid>1</guid></item>"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>临汐 水务</title><entry><title>河道清淤</title>
<updated>2026-11-02T10:00:00+08:00</updated><id>1</id></entry></feed>"""
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "临汐 水务", "items": [{"id": "1", "title": "河道清淤", "date_published": "2026-11-02T10:00:00+08:00"}]}'


@pytest.mark.parametrize("body", [RSS.format(ENTRY), ATOM, JSON])
def test_the_title_of_a_feed_is_kept_beside_its_posts(body: str) -> None:
    source = read_feed(body.encode(), "http://feed.gov.test/a.xml", on=ON)
    assert (source.shown_as, source.count) == ("临汐 水务", 1)


def test_a_feed_without_a_title_has_none() -> None:
    body = RSS.format(ENTRY).replace("<title> 临汐 水务 </title>", "", 1)
    assert read_feed(body.encode(), "http://feed.gov.test/a.xml", on=ON).shown_as == ""
