"""A document page: its fields, validity and attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crawler.lexicon import load
from crawler.reading.dates.odd import odd_dates
from crawler.reading.dates.published import odd_labelled, parse_date, read_published
from crawler.reading.documents.attachments import Attachment, attachments
from crawler.reading.documents.days import read_days
from crawler.reading.documents.fields import one_value, read_fields
from crawler.reading.documents.related import Interpretation, interpretations
from crawler.reading.documents.titlenote import TitleNote, read_title_note
from crawler.reading.documents.titles import read_title
from crawler.reading.documents.validity import ValidityState, read_validity
from crawler.reading.pages.metas import read_metas
from crawler.reading.pages.page import Page

__all__ = ["Attachment", "Document", "TitleNote", "ValidityState", "attachments", "read_document"]

LEXICON = load("documents")
DOCUMENT_GROUPS = frozenset({"index_number", "document_number", "signed", "validity", "generated"})
DOCUMENT_NUMBER = re.compile(LEXICON["values"]["document_number_pattern"])
INDEX_NUMBER = re.compile(LEXICON["values"]["index_number_pattern"])
LONGEST_ISSUER = 60  # letters: several organs may sign together
LONGEST_TOPIC = 100  # letters
TOPICS = ("topic", "category", "keywords", "openness", "form")  # groups of labels whose values are plain words
DATED = ("signed", "effective", "repealed")  # groups of labels whose values are days


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
    validity_state: ValidityState | None = None  # what that word comes to
    topic: str | None = None  # 主题分类
    category: str | None = None  # the portal's own sorting
    keywords: str | None = None
    openness: str | None = None  # 公开方式: 主动公开, 依申请公开
    form: str | None = None  # 公开形式
    effective_on: date | None = None
    repealed_on: date | None = None
    valid_until: date | None = None
    title_note: TitleNote | None = None
    suspect: tuple[str, ...] = ()  # days of its fields that are impossible or to come, as they are written
    signed_by: str = ""  # the label of that day (成文日期, 印发日期)
    published_by: str = ""  # the label of that day; empty where none says that it is one of publishing
    other_days: tuple[date, ...] = ()  # other days of signing or publishing that the page's labels or marks give
    interpretations: tuple[Interpretation, ...] = ()  # 解读 that the page links to as its own


def read_document(page: Page) -> Document:
    """The labelled fields of a document page (field tables, definition lists, lines of ``label: value``).

    A page that is no document (a home page, a list) tells its title only.
    """
    if not is_document(page):
        return Document(read_title(page), None, None, None, None, None, None, url=page.url)
    days, validity, note = read_days(page), read_validity(page), read_title_note(page)
    return Document(
        title=read_title(page),
        index_number=one_value(page, "index_number", lambda value: bool(INDEX_NUMBER.match(value))),
        document_number=one_value(page, "document_number", lambda value: bool(DOCUMENT_NUMBER.match(value))),
        issuer=one_value(page, "issuer", is_organ),
        signed_on=days.signed_on,
        published_on=days.published_on,
        validity=validity.wording if validity else None,
        attachments=tuple(attachments(page)),
        url=page.url,
        validity_state=validity.state if validity else None,
        **{group: one_value(page, group, is_topic) for group in TOPICS},
        effective_on=dated(page, "effective") or noted(note, "effective"),
        repealed_on=dated(page, "repealed"),
        valid_until=dated(page, "valid_until"),
        title_note=note,
        suspect=suspect(page),
        signed_by=days.signed_by,
        published_by=days.published_by,
        other_days=days.others,
        interpretations=interpretations(page, read_title(page)),
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


def is_topic(value: str) -> bool:
    return 0 < len(value) <= LONGEST_TOPIC


def dated(page: Page, group: str) -> date | None:
    """The day of a field; a bare number there is one a spreadsheet or a database wrote."""
    text = one_value(page, group, lambda value: parse_date(value, today=page.on, numbers=True) is not None)
    return parse_date(text, today=page.on, numbers=True) if text else None


def noted(note: TitleNote | None, kind: str) -> date | None:
    """The last day the title's note gives for a kind of event: rules come into force anew."""
    days = [event.on for event in note.events if event.kind == kind] if note else []
    return max(days, default=None)


def suspect(page: Page) -> tuple[str, ...]:
    """Days of the fields that cannot be right. A rule may well come into force, or cease, on a day to come."""
    found = list(odd_labelled(page))
    for entry in read_fields(page):
        odd = odd_dates(entry.value, today=page.on) if entry.group in DATED else ()
        found += [text for text in odd if entry.group == "signed" or parse_date(text, today=page.on) is None]
    return tuple(dict.fromkeys(found))
