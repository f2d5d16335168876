"""What a list says of a registration, kept and read again: nothing is added, and bytes of others accuse nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.model import Capture, CaptureKind, Digest, Fault, FaultKind, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.accounts.registered import registered, registration_to_json
from crawler.reading.memo import pack, unpack
from crawler.registration import Ending, Registration

ACCOUNT = Target(TargetId("a"), TargetKind.ACCOUNT, "云川发布", "", "云川市政府办")
LIVES = (
    Registration(),
    Registration(opened_on=date(2026, 3, 2), filed_on=date(2026, 3, 5)),
    Registration(None, date(2026, 3, 2), None, Ending.MERGED, "云川融媒", date(2026, 3, 2)),
)


def capture() -> Capture:
    at, digest = datetime(2026, 11, 16, tzinfo=UTC), Digest("sha256:" + "0" * 64)
    words = ("", Role.REGISTRATION, "", "", 200, "application/json", at)
    return Capture(digest, CaptureKind.RECORD, RunId("r1"), ACCOUNT.id, *words)


@pytest.mark.parametrize("life", LIVES)
def test_a_registration_is_read_as_it_was_kept_and_again_from_a_kept_reading(life: Registration) -> None:
    found = registered(capture(), registration_to_json(life), ACCOUNT)
    assert [one.seen for one in found] == [life]
    assert unpack(pack(found)) == found


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"\xff", b'{"filed_on": "soon"}', b'{"ended_as": "lost"}'], ids=range(6)
)
def test_bytes_that_are_none_of_ours_are_a_fault(body: bytes) -> None:
    (found,) = registered(capture(), body, ACCOUNT)
    assert isinstance(found.seen, Fault) and found.seen.kind is FaultKind.READER_FAILED
