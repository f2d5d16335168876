"""Could a script, a frame or a template bring the content of a page? Asked before any page is called blank."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.lexicon import load
from crawler.reading.columns.contentzone import LOADING, Zone
from crawler.reading.listings.datacalls import AJAX, LOAD, NOT_LISTS, data_calls
from crawler.reading.listings.pagination import script_texts
from crawler.reading.pages.near import folded_html, search_near
from crawler.reading.pages.page import Page

WORDS = load("columns")["state"]
TEMPLATES = re.compile(WORDS["templates"])
TEMPLATE_WORDS = tuple(WORDS["template_words"])
TEMPLATE_SIZE = 200  # characters of a template's sign
AJAX_CALLS = re.compile(WORDS["ajax"])
STORE_CALLS = re.compile(r"dataproxy|\.jpage\s*\(")
FILLING = re.compile(WORDS["filling_scripts"], re.I)
HARMLESS = re.compile(WORDS["harmless_scripts"], re.I)
LIBRARIES = re.compile(WORDS["libraries"], re.I)
WRITTEN = re.compile(r"document\.write\w*\s*[\s(][^;]{0,300}<(?:li|tr|dd|dl|h\d)\b", re.I)
QUOTED = re.compile(r"""["'][#.]?([\w-]{1,60})["']""")
INSERTED = re.compile(r"\.innerHTML\s*\+?=|\.(?:append|appendTo|appendChild|html|prepend)\s*\(\s*[^)\s]")
DYNAMIC = re.compile(r"\.(?:jsp|jspx|aspx?|php|do|action|ashx)$", re.I)


def could_be_filled(page: Page, zone: Zone, *, empty_store: bool = False) -> bool:
    """Anything that could make content here. ``empty_store``: the page holds its jcms list, and it has no records."""
    if zone.frames or zone.loading or has_template(folded_html(page)):
        return True
    calls = [one for one in data_calls(page) if not (empty_store and one.family == "jcms-dataproxy")]
    inline = any(text_fills(text, zone, empty_store) for text in script_texts(page))
    return bool(calls) or inline or files_fill(page, zone)


def has_template(low: str) -> bool:
    """A sign of a template that nobody filled, in markup in small letters."""
    return search_near(TEMPLATES, low, TEMPLATE_WORDS, TEMPLATE_SIZE, TEMPLATE_SIZE)


def text_fills(text: str, zone: Zone, empty_store: bool) -> bool:
    """An inline script asks for data, writes rows, or puts something into an empty place."""
    if empty_store and STORE_CALLS.search(text):
        return False
    if WRITTEN.search(text) or ("document.write" in text and LOADING.search(text)):
        return True
    if not zone.names.isdisjoint(QUOTED.findall(text)):
        return True
    calls = [match[1] or match[2] or match[3] for match in AJAX.finditer(text)] + LOAD.findall(text)
    counters = bool(calls) and all(NOT_LISTS.search(url) for url in calls)
    return not counters and bool(AJAX_CALLS.search(text) or (zone.holes and INSERTED.search(text)))


def files_fill(page: Page, zone: Zone) -> bool:
    """A script file whose name says that it makes content; any but a known library beside an empty place with an id."""
    for script in page.root.iter("script"):
        path = urlsplit_path(script.get("src") or "")
        name = path.rpartition("/")[2]
        if not path or LIBRARIES.search(name):
            continue
        if zone.holes or (FILLING.search(path) and not HARMLESS.search(name)):
            return True
        if DYNAMIC.search(path) and not NOT_LISTS.search(path):
            return True
    return False


def urlsplit_path(source: str) -> str:
    """The path of a script's address, "" where it is none."""
    try:
        return urlsplit(source.strip()).path
    except ValueError:
        return ""


def asks_for_data(page: Page, zone: Zone) -> bool:
    """The content zone has an empty place, a placeholder or a waiting word, and a script on the page asks for data."""
    if zone.loading or any("{{" in text for text in zone.texts):
        return True
    return bool(zone.holes) and any(
        AJAX_CALLS.search(text) and text_fills(text, zone, empty_store=False) for text in script_texts(page)
    )
