"""One attempt to open an address by one family, step by step, as a fact."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from crawler.addresses import plain_host


class Family(StrEnum):
    V4 = "ipv4"
    V6 = "ipv6"


class End(StrEnum):
    """What a probe came to."""

    ANSWERED = "answered"  # an HTTP answer came, whatever its status
    REFUSED = "refused"  # the far end said that nothing is served on this port
    TIMEOUT = "timeout"
    NO_ROUTE = "no-route"  # our own side, or a router on the way, knows no way there
    RESET = "reset"  # the connection broke off
    TLS_FAILED = "tls-failed"  # no encrypted connection came about
    NOT_HTTP = "not-http"  # what came is no HTTP
    NO_ADDRESS = "no-address"  # redirected to a host without an address of this family
    FORBIDDEN = "forbidden-address"  # the address is none that a guest may enter
    ROBOTS_DENIED = "robots-denied"
    TOO_MANY_HOPS = "redirect-loop"
    ERROR = "error"


class Purpose(StrEnum):
    HOME = "home"
    LINK = "link"  # a sampled link inside the site
    ROBOTS = "robots"
    CONTROL = "control"  # a control host: does our own line work?


@dataclass(frozen=True, slots=True)
class Step:
    name: str  # "tcp", "tls", "http" (request sent to head received), "body"
    ms: float


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate a server showed. Days are ISO instants in UTC."""

    subject: str
    names: tuple[str, ...]
    issuer: str
    not_before: str
    not_after: str
    expired: bool  # or not yet valid, at the time of the probe
    name_matches: bool
    chain: str | None = None  # what OpenSSL said against the chain; "": nothing; None: not asked


@dataclass(frozen=True, slots=True)
class Hop:
    """One connection and one request."""

    url: str
    address: str  # connected to; "" where there was none
    port: int
    end: End
    steps: tuple[Step, ...] = ()
    status: int = 0
    location: str = ""  # where an HTTP redirect points, as it was written
    certificate: Certificate | None = None
    server: str = ""  # the Server header
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt, through its redirects, all by one family. ``end`` and ``status`` are the last hop's."""

    url: str
    family: Family
    purpose: Purpose
    attempt: int  # 1, 2, 3 …
    at: str  # ISO instant when it began
    hops: tuple[Hop, ...]
    content_type: str = ""
    length: int = 0  # bytes of the body as received
    whole: bool = True  # False: cut by the line or by our limit
    body: str = ""  # digest of the capture that holds the body; "" where none was kept

    @property
    def end(self) -> End:
        return self.hops[-1].end if self.hops else End.ERROR

    @property
    def status(self) -> int:
        return self.hops[-1].status if self.hops else 0

    @property
    def address(self) -> str:
        """The address of the host itself, before any redirect."""
        return self.hops[0].address if self.hops else ""

    @property
    def host(self) -> str:
        """The host of the address asked for, as DNS writes it."""
        return plain_host(self.url)

    @property
    def opened(self) -> bool:
        """A page came: an HTTP answer with status 200 to 299."""
        return self.end is End.ANSWERED and 200 <= self.status < 300

    @property
    def ms(self) -> float:
        """The time of all steps together."""
        return sum(step.ms for hop in self.hops for step in hop.steps)


def probe_to_json(probe: Probe) -> bytes:
    """The stored form, the payload of a PROBE capture."""
    return json.dumps(asdict(probe), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


_ADAPTER: TypeAdapter[Probe] = TypeAdapter(Probe)


def read_probe(payload: bytes) -> Probe | None:
    """The probe of a capture's payload; None where the payload is not one of ours."""
    try:
        told: Any = json.loads(payload)
        return _ADAPTER.validate_python(told)
    except (ValueError, ValidationError):
        return None
