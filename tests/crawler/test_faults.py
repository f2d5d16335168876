from __future__ import annotations

import pytest
from OpenSSL.SSL import Error as TlsError
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectionDone, ConnectionLost, NoRouteError
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from crawler.bodies import BodyBrokenError, BodyTooLargeError
from crawler.faults import TABLE, RefusedError, fault_from
from crawler.model import FaultKind

URL = "https://www.yunxi.gov.test/"


def wrapped(*causes: Exception) -> DownloadFailedError:
    """As Scrapy hands over what Twisted collected."""
    error = DownloadFailedError("failed")
    error.__cause__ = ResponseNeverReceived([Failure(cause) for cause in causes])
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DownloadTimeoutError(), FaultKind.TIMEOUT),
        (DownloadCancelledError(), FaultKind.TOO_LARGE),
        (DownloadConnectionRefusedError(), FaultKind.CONNECTION_REFUSED),
        (CannotResolveHostError(), FaultKind.DNS_FAILURE),
        (UnsupportedURLSchemeError(), FaultKind.OFF_SITE),
        (NoRouteError(), FaultKind.CONNECTION_FAILED),
        (TunnelError("502"), FaultKind.CONNECTION_FAILED),
        (BodyTooLargeError(), FaultKind.TOO_LARGE),
        (BodyBrokenError("crc"), FaultKind.DECOMPRESSION_FAILED),
        (RefusedError(FaultKind.ROBOTS_DENIED), FaultKind.ROBOTS_DENIED),
        (wrapped(ConnectionDone()), FaultKind.CONNECTION_FAILED),
        (wrapped(ConnectionLost(), TlsError([("ssl", "", "handshake failure")])), FaultKind.TLS_FAILURE),
        (RuntimeError("ours"), FaultKind.UNKNOWN),
    ],
)
def test_the_most_telling_cause_names_the_fault(error: Exception, kind: FaultKind) -> None:
    fault = fault_from(error, URL)
    assert (fault.kind, fault.url) == (kind, URL)


def test_no_line_of_the_table_is_shadowed_by_an_earlier_one() -> None:
    for number, (later, kind) in enumerate(TABLE):
        assert not any(issubclass(later, early) and kind is not other for early, other in TABLE[:number])
