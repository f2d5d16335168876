"""Pages in others' hands: a head rewritten for gamblers, a copy of a government page on a foreign host."""

from __future__ import annotations

import re

from crawler.lexicon import load
from crawler.reading.pages.elements import host_of
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

LEXICON = load("access")["hijack"]
BRANDS = re.compile(LEXICON["gambling"], re.I)
AGAINST = re.compile(LEXICON["against"])
OFFICIAL = re.compile(LEXICON["official_hosts"], re.I)
HEAD = ("title", "Keywords", "Description")
ENOUGH = 2  # different words of the trade in the head


@once
def speaks_for_gamblers(page: Page) -> bool:
    """Title, keywords and description advertise a casino; the head of a report against one says so."""
    metas = read_metas(page)
    words = " ".join(metas.get(name, "") for name in HEAD)
    found = {match[0].lower() for match in BRANDS.finditer(words)}
    return len(found) >= ENOUGH and AGAINST.search(words) is None


@once
def mirror_of(page: Page) -> str | None:
    """The government host a page on a foreign host says it belongs to; None for every other page."""
    host = host_of(page.url)
    claimed = read_metas(page).get("SiteDomain", "").lower()
    own = OFFICIAL.search(claimed)
    if not host or own is None or OFFICIAL.search(host) or host.replace(".", "").replace(":", "").isdigit():
        return None
    return own[0]
