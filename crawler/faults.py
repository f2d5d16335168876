"""Exception to FaultKind, one table: what the world did not answer, as a value."""

from __future__ import annotations

from OpenSSL.SSL import Error as TlsError
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError as IdentityError
from twisted.internet.error import (
    ConnectError,
    ConnectionClosed,
    ConnectionRefusedError,
    NoRouteError,
)
from twisted.internet.error import TimeoutError as ConnectTimeoutError
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from crawler.bodies import BodyBrokenError, BodyTooLargeError
from crawler.model import Fault, FaultKind

# The first class an exception is an instance of names its kind.
TABLE: tuple[tuple[type[Exception], FaultKind], ...] = (
    (DownloadTimeoutError, FaultKind.TIMEOUT),
    (ConnectTimeoutError, FaultKind.TIMEOUT),
    (DownloadCancelledError, FaultKind.TOO_LARGE),  # Scrapy cancels where DOWNLOAD_MAXSIZE is passed
    (BodyTooLargeError, FaultKind.TOO_LARGE),
    (BodyBrokenError, FaultKind.DECOMPRESSION_FAILED),
    (ResponseDataLossError, FaultKind.TRUNCATED),
    (CannotResolveHostError, FaultKind.DNS_FAILURE),
    (DownloadConnectionRefusedError, FaultKind.CONNECTION_REFUSED),
    (ConnectionRefusedError, FaultKind.CONNECTION_REFUSED),
    (TlsError, FaultKind.TLS_FAILURE),
    (IdentityError, FaultKind.TLS_FAILURE),
    (NoRouteError, FaultKind.CONNECTION_FAILED),
    (ConnectError, FaultKind.CONNECTION_FAILED),
    (ConnectionClosed, FaultKind.CONNECTION_FAILED),
    (TunnelError, FaultKind.CONNECTION_FAILED),
    (DownloadFailedError, FaultKind.CONNECTION_FAILED),
    (OSError, FaultKind.CONNECTION_FAILED),
    (UnsupportedURLSchemeError, FaultKind.OFF_SITE),
    (IgnoreRequest, FaultKind.UNKNOWN),
)
TRANSIENT = frozenset(
    {
        FaultKind.TIMEOUT,
        FaultKind.CONNECTION_REFUSED,
        FaultKind.CONNECTION_FAILED,
        FaultKind.DNS_FAILURE,
        FaultKind.TRUNCATED,
    }
)


class RefusedError(IgnoreRequest):
    """A request that was not made, and the kind of fault that is."""

    def __init__(self, kind: FaultKind, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind


def fault_from(error: BaseException, url: str) -> Fault:
    """The fault an exception of the network amounts to; the most telling of its causes decides."""
    if isinstance(error, RefusedError):
        return Fault(error.kind, str(error), url)
    causes = _causes(error)
    kinds = [kind for cause in causes for kind in (_kind(cause),) if kind is not FaultKind.UNKNOWN]
    telling = [kind for kind in kinds if kind is not FaultKind.CONNECTION_FAILED]
    kind = next(iter(telling or kinds), FaultKind.UNKNOWN)
    detail = "; ".join(dict.fromkeys(f"{type(cause).__name__}: {cause}"[:200] for cause in causes))
    return Fault(kind, detail[:500], url)


def _kind(error: BaseException) -> FaultKind:
    return next((kind for known, kind in TABLE if isinstance(error, known)), FaultKind.UNKNOWN)


def _causes(error: BaseException) -> list[BaseException]:
    """The exception and what it was raised from, Twisted's lists of reasons included."""
    found: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting and len(found) < 10:
        one = waiting.pop(0)
        found.append(one)
        if isinstance(one, ResponseFailed | ResponseNeverReceived):
            waiting += [reason.value for reason in one.reasons]
        if one.__cause__ is not None:
            waiting.append(one.__cause__)
    return found
