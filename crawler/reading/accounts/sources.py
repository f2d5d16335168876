"""Captures of an account → what its sources showed, each with what proves it: control accounts and earlier runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from crawler.model import Digest, Evidence, Fault, FaultKind, Role, Target, TargetStatus
from crawler.reading.accounts.account import read_feed
from crawler.reading.accounts.facts import AccountActivity, AccountSource, Profile
from crawler.reading.accounts.health import is_old, with_past
from crawler.reading.accounts.platform import read_public_page
from crawler.reading.accounts.platforms import platform_of
from crawler.reading.accounts.profiles import notice_of
from crawler.reading.guard import attempt
from crawler.reading.listings.listing import Item
from crawler.reading.pages.page import read_page, visible_text
from crawler.reading.sites.seen import Seen, is_gone

FEED, PAGE = "feed", "page"
LONGEST_NOTE = 1_500  # visible characters of a page that is nothing but a note
SHORT = 128 * 1024  # bytes of a control's feed that are worth keeping in memory
Read = tuple[AccountSource, tuple[Digest, ...]]


class Sources:
    """One account's sources, read one by one as they come."""

    def __init__(self, target: Target, on: date) -> None:
        self._target, self._on = target, on
        self._read: list[Read] = []
        self._controls: dict[str, bool] = {}
        self._past: date | None = None
        self._beside: list[Digest] = []  # captures of no source: controls, what earlier runs saw

    def take(self, seen: Seen) -> None:
        """A feed, a public page or a control's."""
        kind = seen.label if seen.role is Role.CONTROL else FEED if seen.role is Role.FEED else PAGE
        read = attempt(partial(_source, kind, self._target, seen, self._on), seen.url, seen.digests)
        source = AccountSource(kind, seen.url, None, 0, read) if isinstance(read, Fault) else read
        if seen.role is Role.CONTROL:
            self._controls[kind] = self._controls.get(kind, False) or _posts_now(source, self._on)
            self._beside += seen.digests
        else:
            self._read.append((source, seen.digests))

    def give(self, source: AccountSource, digest: Digest) -> None:
        """What a person handed in."""
        self._read.append((source, (digest,)))

    def remember(self, body: bytes, digest: Digest) -> None:
        """The newest day on which earlier runs saw the account post."""
        self._past = _past_of(body)
        self._beside.append(digest)

    def evidence(self) -> tuple[Evidence[Any], ...]:
        """What is known of the account's posts; nothing where nothing was gathered."""
        if not self._read:
            return ()
        sources = tuple(self._proven(source) for source, _ in self._read)
        digests = tuple(dict.fromkeys([*(one for _, own in self._read for one in own), *self._beside]))
        seen: AccountActivity | Fault = AccountActivity(_newest(sources), sources)
        if len(sources) == 1 and sources[0].profile is None and not sources[0].posts and not self._is_left(sources[0]):
            seen = sources[0].fault or seen
        return (Evidence(self._target.id, AccountActivity, seen, digests),)

    def _is_left(self, source: AccountSource) -> bool:
        """A closed account's page that is gone, on a platform that shows the control's: it is no failure to look."""
        return self._target.status is TargetStatus.CLOSED and source.control is True and is_gone(source.fault)

    def _proven(self, source: AccountSource) -> AccountSource:
        known = replace(source, control=self._controls.get(source.source))
        return with_past(known, self._past, self._on) if source.source in {FEED, PAGE} else known


def past_to_json(past: date) -> bytes:
    """What :meth:`Sources.remember` takes."""
    return json.dumps({"newest_on": past.isoformat()}).encode()


def _past_of(body: bytes) -> date | None:
    try:
        return date.fromisoformat(json.loads(body)["newest_on"])
    except (ValueError, KeyError, TypeError):
        return None


def _posts_now(control: AccountSource, on: date) -> bool:
    """A control shows something recent: what is seen through this kind of source is what there is."""
    newest = control.newest.on if control.newest else None
    return control.fault is None and newest is not None and not is_old(newest, on)


def _source(kind: str, target: Target, seen: Seen, on: date) -> AccountSource:
    if seen.fault is not None:
        return replace(AccountSource(kind, seen.url, None, 0, seen.fault), profile=_noticed(seen, target, on))
    if kind == FEED and seen.role is Role.CONTROL and len(seen.body) <= SHORT:
        return _control_feed(seen.body, seen.url, on)
    if kind == FEED:
        return read_feed(seen.body, seen.url, on=on)
    page = seen.page or read_page(seen.body, seen.url, on=on)
    source = read_public_page(page, target, seen.rendered)
    if seen.unrendered and source.fault and source.fault.kind is FaultKind.SOURCE_UNHEALTHY and not _notice(source):
        return replace(source, fault=seen.unrendered)
    return source


@lru_cache(maxsize=64)
def _control_feed(body: bytes, url: str, on: date) -> AccountSource:
    """The same few feeds stand beside thousands of accounts."""
    return read_feed(body, url, on=on)


def _noticed(seen: Seen, target: Target, on: date) -> Profile | None:
    """What the platform says in the account's place where its page counts as missing."""
    if seen.role is Role.FEED or not seen.body or not (is_gone(seen.fault) or _is_missing(seen.fault)):
        return None
    text = visible_text(read_page(seen.body, seen.url, on=on).root)
    notice = notice_of(text, platform_of(target.platform)) if len(text) < LONGEST_NOTE else ""
    return Profile(notice=notice) if notice else None


def _is_missing(fault: Fault | None) -> bool:
    return fault is not None and fault.kind is FaultKind.SOFT_404


def _notice(source: AccountSource) -> str:
    return source.profile.notice if source.profile else ""


def _newest(sources: Iterable[AccountSource]) -> Item | None:
    dated = [source.newest for source in sources if source.newest and source.newest.on]
    return max(dated, key=lambda item: item.on or date.min, default=None)
