"""RSS, Atom and JSON Feed as dated items."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import feedparser

from crawler.lexicon import load
from crawler.reading.accounts.facts import Post
from crawler.reading.accounts.reposts import repost_of
from crawler.reading.accounts.shrunk import LONGEST_TEXT, MOST_ENTRIES, Ids, Small, shrink
from crawler.reading.pages.charset import decode
from crawler.reading.pages.elements import absolute

MOST_BYTES = 10_000_000
CHINA = timezone(timedelta(hours=8))
TEXT_LENGTH = 500
TITLE_LENGTH = 100
ENTRY = re.compile(r"<(?:\w{1,10}:)?(?:item|entry)\b", re.I)
TITLE = re.compile(r"<title\b[^>]{0,200}>(.{0,2000}?)</title\s*>", re.I | re.DOTALL)
PICTURE = re.compile(r"<image\b.{0,2000}?</image\s*>", re.I | re.DOTALL)
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
PROLOG = 50_000  # characters within which a feed's root stands
FEED_END = re.compile(r"</(?:\w{1,10}:)?(?:rss|feed|rdf|channel)\s*>", re.I)
FEED_ROOT = re.compile(r"<(?:\w{1,10}:)?(?:rss|feed|rdf|channel)\b", re.I)
HTML_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
ZONED = re.compile(r"T\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:Z|[+-]\d{2}:?\d{2})$", re.I)
OLDEST = 1995
TAG = re.compile(r"<[^>]{0,2000}>")
ZONE = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2}):\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?P<zone>[A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?$"
)
OWN_ZONE = 800
UTC_EVENING = 16  # o'clock: from then on it is the next day in China
DATE_FIELDS = ("published", "updated", "created", "date", "pubdate", "issued", "modified")


@dataclass(frozen=True, slots=True)
class Feed:
    """``trouble`` says why a body is no feed; dates are days in China, undated entries have none.

    ``cut``: entries may stand behind its end. ``failed``: an entry speaks of the service's own failure. ``repeated``:
    most entries are one and the same. ``unsure``: days that may be one too early, for their time has a strange zone.
    ``latest``: the newest of all days that entries state, a second date of theirs too. ``built``: when the feed itself
    says that it was made. ``title``: how it calls itself.
    """

    posts: tuple[Post, ...] = ()
    trouble: str = ""
    cut: bool = False
    failed: bool = False
    repeated: bool = False
    unsure: frozenset[date] = frozenset()
    latest: date | None = None
    built: date | None = None
    title: str = ""


def parse_feed(body: bytes, url: str) -> Feed:
    """A feed's entries, at most 2,000 of at most 10 MB. Never raises and never asks the network."""
    text = decode(body[:MOST_BYTES])[0].lstrip("\ufeff \r\n\t\x00")
    if not text:
        return Feed(trouble="empty")
    if text.startswith(("{", "[")):
        return _json_feed(text, url)
    root = FEED_ROOT.search(text, 0, PROLOG)
    if root is None:
        return Feed(trouble="html" if HTML_ROOT.search(text, 0, PROLOG) else "not-a-feed")
    small = shrink(text[root.start() :])
    entries = list(_xml_posts(small, url))
    posts = [post for post in entries if not _failure().search(post.title)]
    cut = small.cut or not FEED_END.search(text)
    failed = len(posts) < len(entries)
    unsure = frozenset(unsure_days(small.dates))
    newest, built = _newest(small.dates), _newest(small.built)
    return Feed(
        tuple(posts), "", cut, failed, small.ids.repeated, unsure, newest, built, _own_title(text[root.start() :])
    )


def _own_title(text: str) -> str:
    """The title that stands before the entries, the one of a picture left out."""
    first = ENTRY.search(text, 0, PROLOG)
    found = TITLE.search(PICTURE.sub("", text[: first.start() if first else PROLOG]))
    return _line(CDATA.sub(r"\1", found[1])) if found else ""


def _line(text: str) -> str:
    return " ".join(html.unescape(TAG.sub("", text)).split())[:TITLE_LENGTH]


@cache
def _failure() -> re.Pattern[str]:
    return re.compile(load("accounts")["not_entries"], re.I)


def _xml_posts(small: Small, url: str) -> Iterator[Post]:
    parsed = feedparser.parse(io.BytesIO(small.body), resolve_relative_uris=False, sanitize_html=False)
    for place, entry in enumerate(parsed.entries):
        # dict.get, for feedparser's own get answers one field with another and warns of it.
        on = next((day for name in DATE_FIELDS if (day := entry_day(dict.get(entry, name)))), None) or _parsed_day(
            entry
        )
        title = " ".join(html.unescape(str(entry.get("title") or "")).split())
        text = small.texts[place] if place < len(small.texts) else ""
        yield _post(title, absolute(url, str(entry.get("link") or "")), on, text)


def _post(title: str, url: str, on: date | None, text: str) -> Post:
    plain = " ".join(html.unescape(TAG.sub(" ", text)).split())[:TEXT_LENGTH]
    repost, source = repost_of(f"{title} {plain}")
    return Post(title, url, on, plain, repost, source)


def _parsed_day(entry: Any) -> date | None:
    """Forms only feedparser knows; it gives UTC."""
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        moment = dict.get(entry, name)
        if moment:
            try:
                return _sane(datetime(*moment[:6]).replace(tzinfo=UTC).astimezone(CHINA).date())
            except (ValueError, OverflowError):
                continue
    return None


def _json_feed(text: str, url: str) -> Feed:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return Feed(trouble="not-a-feed")
    entries = document.get("items") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return Feed(trouble="not-a-feed")
    kept = [entry for entry in entries[:MOST_ENTRIES] if isinstance(entry, dict)]
    read = [_json_post(entry, url) for entry in kept]
    posts = [post for post in read if not _failure().search(post.title)]
    ids = Ids.of(str(entry.get("id") or entry.get("url") or "") for entry in kept)
    dates = [str(entry.get(name) or "") for entry in kept for name in ("date_published", "date_modified")]
    cut, failed = len(entries) > MOST_ENTRIES, len(posts) < len(read)
    unsure, title = frozenset(unsure_days(dates)), _line(str(document.get("title") or ""))
    return Feed(tuple(posts), "", cut, failed, ids.repeated, unsure, _newest(dates), title=title)


def _newest(dates: Iterable[str]) -> date | None:
    return max((day for words in dates if (day := entry_day(words))), default=None)


def _json_post(entry: dict[str, Any], url: str) -> Post:
    on = entry_day(entry.get("date_published")) or entry_day(entry.get("date_modified"))
    title = str(entry.get("title") or entry.get("summary") or entry.get("content_text") or "")
    link = str(entry.get("url") or entry.get("external_url") or "")
    text = str(entry.get("content_text") or entry.get("content_html") or entry.get("summary") or "")
    return _post(" ".join(title.split())[:200], absolute(url, link), on, text[:LONGEST_TEXT])


def unsure_days(dates: Iterable[str]) -> Iterator[date]:
    """The days of times that may really be a day later: without a zone late in the day, or of a zone far from here."""
    for words in dates:
        time = ZONE.search(words.strip())
        zone = (time["zone"] or "").replace(":", "") if time else ""
        late = time is not None and not zone and int(time["hour"]) >= UTC_EVENING
        if (late or (zone.startswith("+") and int(zone) > OWN_ZONE)) and (on := entry_day(words)):
            yield on


def entry_day(value: object) -> date | None:
    """The day in China of a feed's date. A time without a zone is taken as China's."""
    words = str(value or "").strip()
    try:
        if ZONED.search(words):
            return _sane(datetime.fromisoformat(words).astimezone(CHINA).date())
        if plain := _plain_day().match(words):
            return _sane(date(int(plain[1]), int(plain[2]), int(plain[3])))
        moment = parsedate_to_datetime(_in_english(words[:60]))
        return _sane((moment.astimezone(CHINA) if moment.tzinfo else moment).date())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _in_english(words: str) -> str:
    """A mail date whose weekday and month a Chinese server wrote in its own language."""
    written = re.fullmatch(load("accounts")["feed_mail_day"], words)
    months = load("accounts")["feed_months"]
    if written is None or written["month"] not in months:
        return words
    return f"{written['day']} {months[written['month']]} {written['rest']}"


@cache
def _plain_day() -> re.Pattern[str]:
    return re.compile(load("accounts")["feed_day"])


def _sane(on: date) -> date | None:
    """Years before portals existed are a program's zero."""
    return on if on.year >= OLDEST else None
