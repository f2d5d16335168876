"""Captures of one target → evidence for the checks: the readers' facts, put together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from crawler.model import Capture, CaptureKind, Digest, Evidence, Fault, Role, Target
from crawler.reading.accounts.facts import AccountActivity
from crawler.reading.accounts.given import given_source
from crawler.reading.accounts.registered import registered
from crawler.reading.accounts.sources import Sources
from crawler.reading.availability.log import accessed
from crawler.reading.footer.footer import Footer
from crawler.reading.guard import attempt
from crawler.reading.pages.page import Page
from crawler.reading.service.assembly import APART, Assembly
from crawler.reading.sites.seen import Following, Seen, without_page
from crawler.reading.sites.survey import SITE_FACTS, Survey
from crawler.registration import Registration


class Reading:
    """One target's captures, read one by one as they come, and the evidence they make when the last was read.

    ``made`` tells when each capture was made.
    """

    def __init__(self, target: Target, on: date) -> None:
        self.made: dict[Digest, datetime] = {}
        self._target, self._on = target, on
        self._following = Following(on)
        self._survey = Survey(target)
        self._both_families = Assembly(target, on)
        self._sources = Sources(target, on)
        self._registered: tuple[Evidence[Any], ...] = ()
        self._accessed: tuple[Evidence[Any], ...] = ()

    def take(self, capture: Capture, body: bytes) -> None:
        """Read the next capture in the order they were made."""
        self.made[capture.digest] = max(capture.at, self.made.get(capture.digest, capture.at))
        if capture.role is Role.PAST:
            self._sources.remember(body, capture.digest)
        elif capture.role is Role.REGISTRATION:
            self._registered = registered(capture, body, self._target)
        elif capture.role is Role.ACCESS_LOG:
            self._accessed = accessed(capture, body, self._target)
        elif capture.kind is CaptureKind.GIVEN:
            self._sources.give(given_source(capture, body, self._target, on=self._on), capture.digest)
        elif capture.role in APART and self._target.is_site:
            self._both_families.take(capture, body)
        elif seen := self._following.take(capture, body):
            self._read(seen)

    def page_of(self, capture: Capture) -> Page | None:
        """The page of the capture taken last, if it is this one and has a page."""
        return self._following.page_of(capture)

    def evidence(self) -> tuple[Evidence[Any], ...]:
        """Everything the captures tell about the target, as seen on the monitoring day.

        A fact that was not gathered at all has no evidence; the judge calls it untested.
        """
        if seen := self._following.end():
            self._read(seen)
        return self._site_facts() if self._target.is_site else (*self._sources.evidence(), *self._registered)

    def _read(self, seen: Seen) -> None:
        if not self._target.is_site:
            self._sources.take(seen)
            return
        trouble = attempt(partial(self._survey.take, seen), seen.url, seen.digests)
        if trouble is not None:
            self._survey.take(without_page(seen, trouble))

    def _site_facts(self) -> tuple[Evidence[Any], ...]:
        home = self._survey.home.digests if self._survey.home else ()
        facts = attempt(self._survey.evidence, self._target.address, home)
        sites = unread(self._target, facts) if isinstance(facts, Fault) else facts
        if not any(one.kind is Footer for one in sites):
            sites = (*sites, *self._both_families.footer())
        return (*sites, *self._both_families.evidence(), *self._accessed)


def read_target(target: Target, captured: Iterable[tuple[Capture, bytes]], on: date) -> Reading:
    """One visit's captures, read to the last."""
    reading = Reading(target, on)
    for capture, body in captured:
        reading.take(capture, body)
    return reading


def unread(target: Target, fault: Fault) -> tuple[Evidence[Any], ...]:
    """A target whose pages our own readers could not stand: every fact carries the fault."""
    kinds: tuple[type, ...] = SITE_FACTS if target.is_site else (AccountActivity, Registration)
    return tuple(Evidence(target.id, kind, fault) for kind in kinds)
