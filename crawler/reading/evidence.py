"""Captures of one target → evidence for the checks: the readers' facts, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from crawler.model import Capture, CaptureKind, Digest, Evidence, Fault, Role, Target
from crawler.reading.accounts.account import AccountActivity, AccountSource, read_account_page, read_feed
from crawler.reading.dns import AddressRecords, read_answer
from crawler.reading.guard import attempt
from crawler.reading.listings.listing import Item
from crawler.reading.sites.seen import Seen, follow, without_page
from crawler.reading.sites.survey import SITE_FACTS, Survey

Captured = Iterable[tuple[Capture, bytes]]


def read_target(target: Target, captured: Captured, on: date) -> tuple[Evidence[Any], ...]:
    """Everything the captures of one visit tell about a target, as seen on the monitoring day.

    A fact that was not gathered at all has no evidence; the judge calls it untested.
    """
    return read_site(target, captured, on) if target.is_site else read_account(target, captured, on)


def read_site(target: Target, captured: Captured, on: date) -> tuple[Evidence[Any], ...]:
    """The facts of a website."""
    names: list[tuple[Capture, bytes]] = []
    survey = Survey(target)

    def pages() -> Captured:
        for capture, body in captured:
            if capture.kind is CaptureKind.DNS:
                names.append((capture, body))
            else:
                yield capture, body

    for seen in follow(pages(), on):
        trouble = attempt(partial(survey.take, seen), seen.url, seen.digests)
        if trouble is not None:
            survey.take(without_page(seen, trouble))
    facts = attempt(survey.evidence, target.address, survey.home.digests if survey.home else ())
    return (*(unread(target, facts) if isinstance(facts, Fault) else facts), *read_names(target, names))


def unread(target: Target, fault: Fault) -> tuple[Evidence[Any], ...]:
    """A target whose pages our own readers could not stand: every fact carries the fault."""
    kinds: tuple[type, ...] = SITE_FACTS if target.is_site else (AccountActivity,)
    return tuple(Evidence(target.id, kind, fault) for kind in kinds)


def read_names(target: Target, captured: Sequence[tuple[Capture, bytes]]) -> tuple[Evidence[Any], ...]:
    """The DNS answers of a visit."""
    if not captured:
        return ()
    answers = [read_answer(body) for _, body in captured]
    records = AddressRecords(
        host=target.host,
        a=tuple(answer for answer in answers if answer.record_type == "A"),
        aaaa=tuple(answer for answer in answers if answer.record_type == "AAAA"),
    )
    digests = tuple(capture.digest for capture, _ in captured)
    return (Evidence(target.id, AddressRecords, records, digests),)


def read_account(target: Target, captured: Captured, on: date) -> tuple[Evidence[Any], ...]:
    """What an account's feed and public page show."""
    sources: list[AccountSource] = []
    digests: list[Digest] = []
    for seen in follow(captured, on):
        digests.extend(seen.digests)
        read = attempt(partial(_source, target, seen, on), seen.url, seen.digests)
        sources.append(_faulty(seen, read) if isinstance(read, Fault) else read)
    if not sources:
        return ()
    seen_fact: AccountActivity | Fault = AccountActivity(_newest(sources), tuple(sources))
    if all(source.fault for source in sources) and len(sources) == 1:
        seen_fact = sources[0].fault or seen_fact
    return (Evidence(target.id, AccountActivity, seen_fact, tuple(dict.fromkeys(digests))),)


def _faulty(seen: Seen, fault: Fault) -> AccountSource:
    return AccountSource("feed" if seen.role is Role.FEED else "page", seen.url, None, 0, fault)


def _source(target: Target, seen: Seen, on: date) -> AccountSource:
    if seen.fault:
        return _faulty(seen, seen.fault)
    if seen.role is Role.FEED:
        return read_feed(seen.body, seen.url, on=on)
    return read_account_page(seen.body, seen.url, target, on=on)


def _newest(sources: Iterable[AccountSource]) -> Item | None:
    dated = [source.newest for source in sources if source.newest and source.newest.on]
    return max(dated, key=lambda item: item.on or date.min, default=None)
