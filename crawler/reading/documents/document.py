"""A document page: its fields, validity and attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from crawler.lexicon import load
from crawler.reading.dates.published import parse_date, read_published
from crawler.reading.documents.fields import one_value, read_fields
from crawler.reading.documents.titles import read_title, title_lines
from crawler.reading.pages.lines import page_lines
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page, is_hidden, visible_text

LEXICON = load("documents")
VALIDITY = re.compile(LEXICON["values"]["validity_pattern"])
STAMPS = frozenset(LEXICON["values"]["stamps"])
STAMP_EDGES = "[]()\u3010\u3011\uff08\uff09"
STAMPED_LINE = 200  # characters
DOCUMENT_GROUPS = frozenset({"index_number", "document_number", "signed", "validity", "generated"})
DOCUMENT_NUMBER = re.compile(LEXICON["values"]["document_number_pattern"])
INDEX_NUMBER = re.compile(LEXICON["values"]["index_number_pattern"])
FORMATS = frozenset(LEXICON["attachments"]["formats"])
AROUND = re.compile(LEXICON["attachments"]["around"])
AROUND_TAGS = frozenset({"nav", "footer", "header", "aside"})
FILE_NAME = re.compile(rf"\.({'|'.join(sorted(FORMATS, key=len, reverse=True))})(?![A-Za-z0-9])", re.I)
MOST_LINKS = 20_000  # no article has more
MOST_ATTACHMENTS = 300  # a page with more is a list
LONGEST_ISSUER = 60  # letters: several organs may sign together
STAMP_DISTANCE = 25  # lines between the title and a stamp that belongs to it


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    url: str
    format: str  # lower-case extension


@dataclass(frozen=True, slots=True)
class Document:
    """The fields a document page shows; None where the page does not tell, or says 无."""

    title: str | None
    index_number: str | None
    document_number: str | None
    issuer: str | None
    signed_on: date | None
    published_on: date | None
    validity: str | None  # the page's own word, such as 有效 or 废止; never guessed from the title
    attachments: tuple[Attachment, ...] = ()
    url: str = ""


def read_document(page: Page) -> Document:
    """The labelled fields of a document page (field tables, definition lists, lines of ``label: value``).

    A page that is no document (a home page, a list) tells its title only.
    """
    title = read_title(page)
    if not is_document(page):
        return Document(title, None, None, None, None, None, None, url=page.url)
    published = read_published(page)
    return Document(
        title=title,
        index_number=one_value(page, "index_number", lambda value: bool(INDEX_NUMBER.match(value))),
        document_number=one_value(page, "document_number", lambda value: bool(DOCUMENT_NUMBER.match(value))),
        issuer=one_value(page, "issuer", is_organ),
        signed_on=signed(page),
        published_on=published.on if published else None,
        validity=read_validity(page),
        attachments=tuple(attachments(page)),
        url=page.url,
    )


def is_document(page: Page) -> bool:
    """An article or document page: it carries an article's marks, a field table, or a date beside its title."""
    metas = read_metas(page)
    if metas.get("ArticleTitle") or metas.get("PubDate") or metas.get("FirstPublished"):
        return True
    if any(entry.value and entry.group in DOCUMENT_GROUPS for entry in read_fields(page)):
        return True
    published = read_published(page)
    return published is not None and published.source != "address"


def is_organ(value: str) -> bool:
    return 2 <= len(value) <= LONGEST_ISSUER and not re.fullmatch(r"[\d\s\-/.:]+", value)


def signed(page: Page) -> date | None:
    """The day the document was signed, from its field."""
    text = one_value(page, "signed", lambda value: parse_date(value, today=page.on) is not None)
    return parse_date(text, today=page.on) if text else None


def read_validity(page: Page) -> str | None:
    """The word of a validity field, or a stamp beside the title that is no link and stands there alone."""
    labelled = one_value(page, "validity", lambda value: bool(VALIDITY.match(value)))
    if labelled:
        return labelled
    lines = page_lines(page)
    stamps = [(number, word) for number, line in enumerate(lines) for word in stamps_in(line)]
    if stamps:
        links = {visible_text(link) for link in islice(page.root.iter("a"), MOST_LINKS)}
        stamps = [(number, word) for number, word in stamps if lines[number] not in links]
    titles = title_lines(page)
    if len({word for _, word in stamps}) != 1:
        return None
    near = [word for number, word in stamps if any(abs(number - title) <= STAMP_DISTANCE for title in titles)]
    return near[0] if near else None


def stamps_in(line: str) -> list[str]:
    """Words of a short line that are a stamp by themselves, between blanks or in brackets."""
    if len(line) > STAMPED_LINE:
        return []
    return [word for part in line.split() if (word := part.strip(STAMP_EDGES)) in STAMPS]


def attachments(page: Page) -> Iterator[Attachment]:
    """Files the article links to, each address once."""
    seen: set[str] = set()
    for link in islice(page.root.iter("a"), MOST_LINKS):
        href = (link.get("href") or "").strip()
        kind = file_format(link, href)
        url = absolute(page.url, href) if kind else None
        if kind is None or url is None or url in seen:
            continue
        seen.add(url)
        if len(seen) > MOST_ATTACHMENTS:
            return
        if not is_around(link):
            yield Attachment(visible_text(link) or link.get("title") or file_name(href), url, kind)


def file_format(link: Any, href: str) -> str | None:
    """The extension in the address, its query, or the words of the link."""
    if not href or href.lower().startswith(("javascript:", "#", "mailto:", "tel:", "data:")):
        return None
    for text in (urlsplit_path(href), unquote(href), link.get("title") or "", visible_text(link)):
        named = FILE_NAME.findall(text[-400:])
        if named:
            return str(named[-1]).lower()
    return None


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
