"""A level of in-site links, judged by the share of links whose hosts are served over IPv6."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checks.indicator import Indicator
from checks.ipv6.shares import Share
from checks.wording import enumerated, named
from crawler.model import Outcome, Verdict, cant_tell, failed, passed
from crawler.reading.service.facts import HostSupport, LinkLevel, Support


def judged(level: LinkLevel, indicator: Indicator, outside: Iterable[HostSupport] = ()) -> Verdict:
    """Hosts of other sites stand in the table and count for nothing; a handful of links is not judged."""
    least: int = indicator.limits["least_links"]
    good, bad, unknown = (level.count(support) for support in (Support.SERVED, Support.NOT_SERVED, Support.UNKNOWN))
    share = Share(good, bad, unknown, indicator.limits["least_percent"])
    table = (*(row(one, one.support.value) for one in _ordered(level.hosts)),
             *(row(one, "outside") for one in _ordered(outside)))  # fmt: skip
    without = [one.host for one in _ordered(level.hosts) if one.support is Support.NOT_SERVED]
    data: dict[str, Any] = {**share.data, "pages": level.pages, "least_links": least, "hosts": enumerated(without)}
    if not level.pages:
        return cant_tell("page-unread", table, **data)
    if level.links < least:
        return cant_tell("few-links", table, **data)
    if share.outcome is Outcome.PASSED:
        return passed("links-served", table, **data)
    missed = share.outcome is Outcome.FAILED
    return failed("links-not-served", table, **data) if missed else cant_tell("links-unclear", table, **data)


def row(one: HostSupport, support: str) -> dict[str, Any]:
    """A host as a subject."""
    kind = one.reason.removeprefix("dns-")
    words = "answer_kinds" if kind != one.reason else "support_reasons"
    why = named(words, kind)
    return {
        "host": one.host,
        "links": one.links,
        "support": named("support", support),
        "why": why if why != kind else named("probe_ends", kind),
        "address": " ".join(one.addresses),
        "sample": one.sample,
    }


def _ordered(hosts: Iterable[HostSupport]) -> list[HostSupport]:
    return sorted(hosts, key=lambda one: (-one.links, one.host))
