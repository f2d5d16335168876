"""The files an article brings with it: links, download scripts and embedded papers, each with its format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from crawler.lexicon import load
from crawler.reading.pages.page import Page, is_hidden, visible_text

LEXICON = load("documents")
FORMATS = frozenset(LEXICON["attachments"]["formats"])
AROUND = re.compile(LEXICON["attachments"]["around"])
LABELLED_FORMATS = tuple((kind, re.compile(pattern)) for kind, pattern in LEXICON["attachment_words"].items())
DOWNLOAD = re.compile(LEXICON["attachment_links"]["download"])
NAMED = re.compile(LEXICON["attachment_links"]["named"])
PAGE = re.compile(LEXICON["attachment_links"]["page"])
AROUND_TAGS = frozenset({"nav", "footer", "header", "aside"})
FILE_NAME = re.compile(rf"\.({'|'.join(sorted(FORMATS, key=len, reverse=True))})(?![A-Za-z0-9])", re.I)
QUOTED = re.compile(r"""["']([^"'<>]{3,400})["']""")
SCRIPTED = ("javascript:", "#")
NOWHERE = (*SCRIPTED, "mailto:", "tel:", "data:")
EMBEDDING = {"embed": "src", "iframe": "src", "object": "data", "frame": "src"}
LINKING = ("a", *EMBEDDING)
MOST_LINKS = 20_000  # no article has more
MOST_ATTACHMENTS = 300  # a page with more is a list


@dataclass(frozen=True, slots=True)
class Attachment:
    """``format`` is the lower-case extension; empty where neither address nor words tell it."""

    name: str
    url: str
    format: str


def attachments(page: Page) -> Iterator[Attachment]:
    """Files the article links to or shows, each address once."""
    seen: set[str] = set()
    for link in islice(page.root.iter(*LINKING), MOST_LINKS):
        found = attachment(link, page.url)
        if found is None or found.url in seen:
            continue
        seen.add(found.url)
        if len(seen) > MOST_ATTACHMENTS:
            return
        if not is_around(link):
            yield found


def attachment(link: Any, base: str) -> Attachment | None:
    """The file an element leads to."""
    href = address(link)
    kind = file_format(link, href) if href else None
    url = absolute(base, href) if kind is not None else None
    if url is None or kind is None:
        return None
    words = visible_text(link) if link.tag == "a" else ""
    return Attachment(words or link.get("title") or link.get("download") or file_name(href), url, kind)


def address(link: Any) -> str:
    """Where an element leads: its address, or the file a script of its own would open."""
    href = (link.get(EMBEDDING.get(link.tag, "href")) or "").strip()
    if link.tag != "a":
        return href if FILE_NAME.search(unquote(href[-400:])) else ""
    if href and not href.lower().startswith(NOWHERE):
        return href
    if href and not href.lower().startswith(SCRIPTED):
        return ""
    scripts = (href, link.get("onclick") or "", link.get("data-href") or "", link.get("data-url") or "")
    return next((path for script in scripts if (path := scripted_path(script))), "")


def scripted_path(script: str) -> str:
    """The file among a script's strings: an address, or a bare name that only its own server could place."""
    strings = QUOTED.findall(script[:2000]) if '"' in script or "'" in script else [script.strip()]
    return next((one for one in strings if FILE_NAME.search(urlsplit_path(one)) and ("/" in one or "." in one)), "")


def file_format(link: Any, href: str) -> str | None:
    """The extension in the address, its query, or the words of the link; empty where the link says no more than that
    it is an attachment."""
    told = last_format(urlsplit_path(href)) or (last_format(unquote(href)) if "?" in href or "%" in href else "")
    if told or PAGE.search(href) or urlsplit_path(href).endswith("/"):
        return told or None
    words = visible_text(link) if link.tag == "a" else ""
    told = next((kind for text in (link.get("download"), link.get("title"), words) if (kind := last_format(text))), "")
    if told or not DOWNLOAD.search(href):
        return told or None
    told = next((kind for kind, pattern in LABELLED_FORMATS if pattern.search(words)), "")
    return told or ("" if NAMED.search(words) else None)


def last_format(text: str | None) -> str:
    """The extension of the last file a text names, in lower case."""
    named = FILE_NAME.findall(text[-400:]) if text and "." in text else []
    return str(named[-1]).lower() if named else ""


def urlsplit_path(href: str) -> str:
    return re.split(r"[?#]", href, maxsplit=1)[0]


def file_name(href: str) -> str:
    return unquote(urlsplit_path(href).rsplit("/", 1)[-1])


def absolute(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href)
        return url if urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None


def is_around(link: Any) -> bool:
    """Inside navigation, header, footer or a hidden part, not in the article."""
    for node in [link, *link.iterancestors()]:
        if node.tag in AROUND_TAGS or (node.tag not in {"html", "body", "form"} and is_hidden(node)):
            return True
        words = f"{node.get('class') or ''} {node.get('id') or ''}"
        if node.tag not in {"html", "body", "a"} and len(words) > 1 and AROUND.search(words):
            return not holds_most(node)
    return False


def holds_most(node: Any) -> bool:
    """Most of the page's words: whatever its class says, the article is in there."""
    whole = node.getroottree().getroot()
    return 2 * len(visible_text(node)) > len(visible_text(whole))
