"""What an empty page may still hold that is neither list nor text: hidden lists, choices, forms, a broken include."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.navigation import bare_host
from crawler.reading.listings.anchors import absolute
from crawler.reading.listings.blocks import is_in_hidden, read_layout
from crawler.reading.pages.page import Page

BROKEN = re.compile(load("columns")["state"]["broken"], re.I)
PLACE = re.compile(r"[/.]")
MOST = 200  # choices or fields looked at
FEWEST = 2  # choices that lead into the site


def holds_unread(page: Page) -> bool:
    """Something stands here that this house does not read as content, so that nobody may call the page empty."""
    if next(page.root.iter("textarea"), None) is not None or BROKEN.search(page.html):
        return True
    return offers_choices(page) or hides_items(page)


def offers_choices(page: Page) -> bool:
    """A field to choose from whose choices are addresses on the own site (volumes of a gazette, years)."""
    values = (option.get("value") or "" for option in islice(page.root.iter("option"), MOST))
    urls = [absolute(page.url, value) for value in values if PLACE.search(value)]
    own = {url for url in urls if bare_host(url) == bare_host(page.url) and urlsplit(url).path not in {"", "/"}}
    return len(own) >= FEWEST


def hides_items(page: Page) -> bool:
    """A hidden part of the page, such as a tab nobody has opened, leads to an article."""
    ground = read_layout(page).ground
    return any(anchor.article and is_in_hidden(anchor.element, ground) for anchor in ground.anchors)
