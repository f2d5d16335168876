"""What was seen of a website over both families, as the checks weigh it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from crawler.reading.names.answers import NameAnswer
from crawler.reading.service.probe import Probe


@dataclass(frozen=True, slots=True)
class Vantage:
    """Whether our own line worked while a website was looked at: proven by control hosts, before and after.

    ``ipv4`` and ``ipv6`` are True only where a control host answered over that family in every round.
    """

    dns: bool
    ipv4: bool
    ipv6: bool
    answers: tuple[NameAnswer, ...] = ()  # A and AAAA of the control hosts
    probes: tuple[Probe, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Every attempt to open the home page, over both families, every address, in the order they were made."""

    host: str
    url: str
    probes: tuple[Probe, ...]
    vantage: Vantage


class Reach(StrEnum):
    """How far a visitor with one family alone comes."""

    OPENS = "opens"  # by at least one address
    REFUSED = "refused"  # every address, every time: the far end serves nothing there
    OTHER_STATUS = "other-status"  # every address, every time: an HTTP answer, and no page
    UNCLEAR = "unclear"  # silence, errors, mixed answers, or what a firewall said
    NOT_TRIED = "not-tried"


@dataclass(frozen=True, slots=True)
class Reachability:
    """Both families in one word each; ``vantage`` tells whether our own line's IPv6 was proven, ``tried`` which IPv6
    addresses the word stands on."""

    ipv4: Reach
    ipv6: Reach
    vantage: bool
    tried: tuple[str, ...] = field(default=(), compare=False)


class LikenessKind(StrEnum):
    """How the home page over IPv6 stands to the one over IPv4."""

    SAME = "same"  # the same bytes, or the same text and structure
    ALIKE = "alike"  # differences within what the page changes by itself
    DIFFERENT = "different"
    STUB = "stub"  # next to nothing over IPv6, a page over IPv4
    ERROR_PAGE = "error-page"
    OTHER_HOST = "default-host"  # a server's own welcome page, or another site's
    BLOCKED = "blocked"  # a firewall's or challenge's page over one of them
    UNSTABLE = "unstable"  # it differs from itself over IPv4 as much
    UNSEEN = "unseen"  # it did not open over one of them
    UNREADABLE = "unreadable"  # no text in one of them to compare (scripts, pictures, cut)
    UNCLEAR = "unclear"  # less alike than the same page, more than another one: a person has to look


@dataclass(frozen=True, slots=True)
class Likeness:
    """The home page compared. Shares are 0 to 1."""

    kind: LikenessKind
    text: float
    structure: float
    ipv4_title: str = ""
    ipv6_title: str = ""
    ipv4_characters: int = 0
    ipv6_characters: int = 0


class Support(StrEnum):
    SERVED = "served"
    NOT_SERVED = "not-served"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HostSupport:
    """One host that links lead to. ``reason`` says why it is not served or not known: no-aaaa, not-global, refused,
    other-status, timeout, dns-servfail …"""

    host: str
    links: int
    support: Support
    reason: str = ""
    addresses: tuple[str, ...] = ()
    sample: str = ""  # a link that was tried


@dataclass(frozen=True, slots=True)
class LinkLevel:
    """The different in-site links found on a level's pages, by host, most links first."""

    pages: int  # pages read for them
    hosts: tuple[HostSupport, ...]

    @property
    def links(self) -> int:
        return sum(host.links for host in self.hosts)

    def count(self, support: Support) -> int:
        return sum(host.links for host in self.hosts if host.support is support)


@dataclass(frozen=True, slots=True)
class LinkSupport:
    """Second level: links on the home page. Third level: links on the pages those lead to, as far as sampled.

    ``outside``: hosts of other sites and of pictures, scripts and styles; listed, never counted.
    """

    second: LinkLevel
    third: LinkLevel
    outside: tuple[HostSupport, ...] = ()
