"""The words of this house as types: frozen, without I/O. Every stage speaks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, NewType, TypeVar
from urllib.parse import urlsplit

TargetId = NewType("TargetId", str)
RunId = NewType("RunId", str)
IndicatorId = NewType("IndicatorId", str)
Digest = NewType("Digest", str)  # "sha256:" and 64 hexadecimal digits of a capture's payload


class TargetKind(StrEnum):
    PORTAL = "portal"
    DEPARTMENT_SITE = "department_site"
    ACCOUNT = "account"


class TargetStatus(StrEnum):
    RUNNING = "running"
    CLOSED = "closed"  # taken offline, cancelled or merged: stays in the inventory


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the inventory: a website or a new-media account that the office answers for."""

    id: TargetId
    kind: TargetKind
    name: str
    address: str  # home page or public page of an account; may be empty for an account with a feed
    owner: str
    level: str = ""
    region: str = ""
    site_code: str = ""
    platform: str = ""
    account_id: str = ""
    feed: str = ""
    status: TargetStatus = TargetStatus.RUNNING
    note: str = ""

    @property
    def host(self) -> str:
        """The host name of the address in lower case, or an empty string."""
        return (urlsplit(self.address).hostname or "").lower()

    @property
    def is_site(self) -> bool:
        return self.kind is not TargetKind.ACCOUNT

    @property
    def is_visited(self) -> bool:
        """Whether there is something to see. A closed website is gone; a closed account may go on posting.

        What people handed in for an account, and what the list says of its registration, are looked at without a page.
        """
        return self.status is TargetStatus.RUNNING or not self.is_site


class FaultKind(StrEnum):
    """Why the world did not answer. A fault accuses nobody."""

    NAME_NOT_FOUND = "name-not-found"
    DNS_FAILURE = "dns-failure"
    FORBIDDEN_ADDRESS = "forbidden-address"  # the name or redirect leads into a private network
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_FAILED = "connection-failed"
    TIMEOUT = "timeout"
    TLS_FAILURE = "tls-failure"
    HTTP_STATUS = "http-status"
    ROBOTS_DENIED = "robots-denied"
    ROBOTS_UNREADABLE = "robots-unreadable"
    BLOCKED = "blocked"  # a firewall, challenge or captcha page
    SOFT_404 = "soft-404"
    MOSTLY_GONE = "mostly-gone"  # "not found" to most of what was asked: rather a refusal than a fact
    TOO_LARGE = "too-large"
    TRUNCATED = "truncated"
    DECOMPRESSION_FAILED = "decompression-failed"
    REDIRECT_LOOP = "redirect-loop"
    OFF_SITE = "off-site"  # redirected to a host that is not a government site
    NOT_HTML = "not-html"
    NO_IPV6_VANTAGE = "no-ipv6-vantage"  # our own line has no working IPv6, or its working is not proven
    NO_BROWSER = "no-browser"
    BROWSER_FAILED = "browser-failed"
    READER_FAILED = "reader-failed"
    NOT_VISITED = "not-visited"  # left out by the visit's own limits
    GATHER_FAILED = "gather-failed"  # our own gathering process died on this target
    NO_SOURCE = "no-source"  # an account without feed and public page
    SOURCE_UNHEALTHY = "source-unhealthy"  # a feed that is empty, broken, frozen or in the future
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fault:
    """What the world failed to answer, as a value."""

    kind: FaultKind
    detail: str = ""
    url: str = ""


class Outcome(StrEnum):
    """EARL's five outcomes; a sixth would make runs incomparable."""

    PASSED = "passed"
    FAILED = "failed"
    CANT_TELL = "cantTell"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


class Role(StrEnum):
    """What a spider went to see when it made a capture."""

    HOME = "home"
    COLUMN = "column"
    DISCLOSURE = "disclosure"
    PART = "part"
    MENU = "menu"  # the file that holds the menu of the disclosure column, where its page does not
    NODE = "node"  # a column below 法定主动公开内容
    LIST = "list"  # a further page of a list
    DETAIL = "detail"
    REPORT_LIST = "report-list"  # a list of annual reports below the part that holds them
    REPORT = "report"  # an annual report on disclosure: its page, or the file it was published as
    WEBSITE_FORM = "website-form"  # what the home page links as the yearly form on the website's work, or its list
    SCRIPT = "script"  # a footer or navigation script on the site's own host
    DATA = "data"  # the data call behind a list
    ROBOTS = "robots"
    FEED = "feed"
    ACCOUNT_PAGE = "account-page"
    ACCOUNT_LIST = "account-list"  # a page that lists accounts, and the frames in it
    ACCOUNT_CODE = "account-code"  # the picture of a listed account: the code to scan
    IMPORT = "import"  # an account's posts out of an export that a person handed in
    ATTEST = "attest"  # a person's word on an account's newest post, and the screenshot that shows it
    REGISTRATION = "registration"  # what the inventory says of an account's opening, changes, end and filing
    ACCESS_LOG = "access-log"  # the visits of an availability campaign, as our own trail has them
    PAST = "past"  # the newest day on which earlier runs saw the account post
    NAME = "name"  # a DNS question about the target's own host
    ZONE = "zone"  # a DNS question about its zone, the zone's name servers or a wildcard
    SERVICE = "service"  # an attempt to open the home page by one family
    LINK = "link"  # a question about, or a visit to, another page of the site over both families
    CONTROL = "control"  # the same of a control host, or a control account: does our own line, does a source work?


class CaptureKind(StrEnum):
    RESPONSE = "response"
    FAULT = "fault"
    DNS = "dns"
    RENDERED = "rendered"  # the document after scripts ran, as a browser holds it
    SCREENSHOT = "screenshot"
    GIVEN = "given"  # what a person handed in: a file, or what was read from it
    RECORD = "record"  # what our own audit trail knew
    PROBE = "probe"  # the log of an attempt to open an address by one family (crawler.reading.service.probe)


@dataclass(frozen=True, slots=True)
class Capture:
    """One stored observation: where it came from and where its bytes lie."""

    digest: Digest
    kind: CaptureKind
    run: RunId
    target: TargetId
    url: str
    role: Role
    label: str  # the words of the link that led here, or empty
    via: str  # the address of the page that led here, or empty
    status: int  # HTTP status, 0 where there was none
    content_type: str
    at: datetime  # aware
    truncated: bool = False  # the body was cut by the line or by our limit


FactT = TypeVar("FactT")
MadeT = TypeVar("MadeT")


@dataclass(frozen=True, slots=True)
class Evidence(Generic[FactT]):
    """What we went to see, and what we saw; ``kind`` is the fact's type."""

    target: TargetId
    kind: type[FactT]
    seen: FactT | Fault
    captures: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A check's answer. ``reason`` is a noun of what was seen, in kebab case; ``data`` fills the Chinese message.

    ``data`` and ``subjects`` hold JSON values only; dates as ISO strings.
    """

    outcome: Outcome
    reason: str
    data: Mapping[str, Any] = field(default_factory=dict)
    subjects: tuple[Mapping[str, Any], ...] = ()


def passed(reason: str, subjects: tuple[Mapping[str, Any], ...] = (), **data: Any) -> Verdict:
    return Verdict(Outcome.PASSED, reason, data, subjects)


def failed(reason: str, subjects: tuple[Mapping[str, Any], ...] = (), **data: Any) -> Verdict:
    return Verdict(Outcome.FAILED, reason, data, subjects)


def cant_tell(reason: str, subjects: tuple[Mapping[str, Any], ...] = (), **data: Any) -> Verdict:
    return Verdict(Outcome.CANT_TELL, reason, data, subjects)


def inapplicable(reason: str, subjects: tuple[Mapping[str, Any], ...] = (), **data: Any) -> Verdict:
    return Verdict(Outcome.INAPPLICABLE, reason, data, subjects)


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict as recorded. ``id`` is the row's number in the audit trail, 0 before it is written."""

    run: RunId
    target: TargetId
    indicator: IndicatorId
    indicator_version: int
    outcome: Outcome
    reason: str
    data: Mapping[str, Any]
    subjects: tuple[Mapping[str, Any], ...]
    message: str
    captures: tuple[Digest, ...]
    observed_at: datetime  # aware; when the newest capture behind it was made
    monitored_on: date
    catalogue_digest: str
    program_version: str
    id: int = 0


class DecisionKind(StrEnum):
    UPHELD = "upheld"  # the fault stands and counts
    DISMISSED = "dismissed"  # no fault
    UNDECIDABLE = "undecidable"  # looked at, and still open


@dataclass(frozen=True, slots=True)
class Decision:
    """A named person's word on one finding."""

    finding: int
    kind: DecisionKind
    by: str
    reason: str
    at: datetime
    id: int = 0


class RatingKind(StrEnum):
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Rating:
    """A target in a quarter: derived from findings and decisions, never stored."""

    target: TargetId
    kind: RatingKind
    upheld: tuple[int, ...] = ()  # ids of the upheld findings
    open: tuple[int, ...] = ()  # ids of the findings that keep it pending


@dataclass(frozen=True, slots=True)
class Registry:
    """Every target of the inventory: what a check compares a target with (peers, portals, one owner's accounts)."""

    targets: tuple[Target, ...]
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[[tuple[Target, ...]], MadeT]) -> MadeT:
        """What a check makes of the whole list: made once, and not again for each of thousands of targets."""
        if make not in self._made:
            self._made[make] = make(self.targets)
        made: MadeT = self._made[make]
        return made
