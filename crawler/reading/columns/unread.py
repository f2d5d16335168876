"""What an empty page may still hold that is neither list nor text: hidden lists, choices, forms, a broken include."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.contentzone import is_furniture, is_search_form
from crawler.reading.columns.menus import NOT_COLUMNS
from crawler.reading.columns.navigation import bare_host, crumb_element
from crawler.reading.listings.anchors import absolute
from crawler.reading.listings.blocks import FOOTER, is_in_hidden, read_layout
from crawler.reading.pages.elements import short_text
from crawler.reading.pages.page import Page

BROKEN = re.compile(load("columns")["state"]["broken"], re.I)
LETTERS = re.compile(load("documents")["patterns"]["letter"])
BUTTON, HEADLINE, LONGEST = 4, 6, 60  # letters of what answers a click: a button's, a row's, and the most
PLACE = re.compile(r"[/.]")
OPENS = re.compile(r"location|open\s*\(|href", re.I)
LISTS = frozenset({"ul", "ol", "dl", "table"})
MOST = 200  # choices or fields looked at
FEWEST = 2  # choices that lead into the site


def holds_unread(page: Page) -> bool:
    """Something stands here that this house does not read as content, so that nobody may call the page empty."""
    if next(page.root.iter("textarea"), None) is not None or BROKEN.search(page.html):
        return True
    return (
        offers_choices(page)
        or hides_items(page)
        or answers_clicks(page)
        or has_buttons(page)
        or wants_script(page)
        or asks_before_it_shows(page)
    )


def has_buttons(page: Page) -> bool:
    """Buttons of old templates that a click opens, other than those of a search."""
    for button in page.root.iter("input"):
        words = "".join((button.get("value") or button.get("alt") or "").split())
        if button.get("onclick") and (button.get("type") or "").lower() in {"button", "image"}:
            shown = len(words) >= BUTTON and not is_furniture(words) and not NOT_COLUMNS.search(words)
            if shown and OPENS.search(button.get("onclick")):
                return True
    return False


def asks_before_it_shows(page: Page) -> bool:
    """Below the breadcrumb a search, and no place for a list: it shows something once it is asked."""
    crumb = crumb_element(page)
    if crumb is None:
        return False
    after = list(page.nodes[page.nodes.index(crumb) :])
    if any(node.tag in LISTS and not in_footer(node) for node in after):
        return False
    return any(node.tag == "form" and is_search_form(node) for node in after)


def in_footer(element: Any) -> bool:
    """The element stands in a part that is named for the footer."""
    around = (f"{one.get('class') or ''} {one.get('id') or ''}" for one in (element, *element.iterancestors()))
    return any(FOOTER.search(words) for words in around)


def answers_clicks(page: Page) -> bool:
    """Words that answer a click without being a link: rows a script opens, buttons of a service."""
    for element in page.root.iter("span", "div", "p", "li", "td", "button"):
        if element.tag != "button" and not element.get("onclick"):
            continue
        words = "".join(short_text(element).split())
        shortest = BUTTON if element.tag == "button" else HEADLINE
        if shortest <= len(words) <= LONGEST and not is_furniture(words) and not NOT_COLUMNS.search(words):
            return True
    return False


def wants_script(page: Page) -> bool:
    """A note in Chinese for browsers that run no scripts: what it stands for is made by one."""
    notes = ("".join(one.itertext()) for one in page.root.iter("noscript"))
    return any(len(LETTERS.findall(note)) >= HEADLINE for note in notes)


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
