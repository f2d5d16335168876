"""What a page calls itself: a list of accounts, of one platform or of all."""

from __future__ import annotations

from crawler.reading.accounts.listtree import Box, Words
from crawler.reading.accounts.listwords import LONGEST_HEADING, heading_platform, is_crumb, is_list_title
from crawler.reading.accounts.profiles_linked import platform_at
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.elements import absolute
from crawler.reading.pages.page import Page, visible_text

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "dt"})


def _title(page: Page) -> str:
    names = {"columnname", "columntitle", "articletitle"}
    metas = (meta for meta in page.root.iter("meta") if (meta.get("name") or "").lower() in names)
    titles = [*(meta.get("content") or "" for meta in metas), *(title.text or "" for title in page.root.iter("title"))]
    return "\n".join(titles)


def is_list_page(page: Page, tree: Box) -> bool:
    """The page calls itself a list of accounts: in its title, a heading, or the path to it."""
    lines = [words.text for words in tree.words() if _is_title(words) or is_crumb(words.text)]
    return any(is_list_title(text) for text in (*_title(page).splitlines(), *lines))


def _is_title(words: Words) -> bool:
    """A heading that is no link, as titles of news are, and more than the name of a platform."""
    if not words.tags & HEADINGS or "a" in words.tags or len(words.text) > LONGEST_HEADING:
        return False
    return "h1" in words.tags or not heading_platform(words.text)


def list_links(page: Page) -> tuple[tuple[str, str], ...]:
    """Links of a page whose words promise a list of accounts: (words, address), in page order, each address once."""
    found: dict[str, tuple[str, str]] = {}
    for link in page.root.iter("a"):
        words, url = visible_text(link) or link.get("title") or "", absolute(page.url, link.get("href") or "")
        if len(words) <= LONGEST_HEADING and is_list_title(words) and url.startswith("http") and not platform_at(url):
            found.setdefault(address_key(url), (words, url))
    found.pop(address_key(page.url), None)
    return tuple(found.values())


def title_platform(page: Page) -> str:
    """The platform of a page that is about one only."""
    parts = [part.strip() for line in _title(page).splitlines() for part in line.replace("_", "-").split("-")]
    found = {heading_platform(part) for part in parts} - {""}
    return found.pop() if len(found) == 1 else ""
