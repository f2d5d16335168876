"""What a given capture proves on a monitoring day: always what it shows, silence only as far as it reaches."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from crawler.clock import CHINA
from crawler.model import Capture, CaptureKind, Digest, FaultKind, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.accounts.facts import AccountSource, Post
from crawler.reading.accounts.given import Statement, given_source, statement_of, statement_to_json

ON = date(2026, 11, 21)
ACCOUNT = Target(TargetId("wx1"), TargetKind.ACCOUNT, "临江发布", "", "临江市政府办", platform="微信公众号")


def stated(*ago: int, until: int | None = None, left_out: int = 0, role: Role = Role.IMPORT) -> Statement:
    """Posts so many days ago, known until so many days ago."""
    posts = tuple(Post(f"第{days}篇", f"http://mp.gov.test/{days}", ON - timedelta(days=days)) for days in sorted(ago))
    end = None if until is None else ON - timedelta(days=until)
    seen = datetime(2026, 11, 21, 9, tzinfo=CHINA) if role is Role.ATTEST else None
    return Statement(role, Digest("sha256:f"), posts, len(posts), end, left_out, seen, "李四")


def source(statement: Statement) -> AccountSource:
    return given_source(capture(statement.role), statement_to_json(statement), ACCOUNT, on=ON)


def capture(role: Role) -> Capture:
    at = datetime(2026, 11, 21, 9, tzinfo=CHINA)
    digest = Digest("sha256:a")
    return Capture(digest, CaptureKind.GIVEN, RunId("r"), ACCOUNT.id, "urn:import:f", role, "李四", "", 200, "", at)


def test_what_is_written_is_read_again() -> None:
    statement = stated(3, 9, until=0, role=Role.ATTEST)
    assert statement_of(statement_to_json(statement)) == statement
    assert statement_to_json(statement) == statement_to_json(statement_of(statement_to_json(statement)))


@pytest.mark.parametrize("until", [None, 0, 5])
@pytest.mark.parametrize("left_out", [0, 3])
def test_a_recent_post_is_proof_whatever_else_is_missing(until: int | None, left_out: int) -> None:
    seen = source(stated(14, 30, until=until if until != 5 else 5, left_out=left_out))
    assert seen.fault is None
    assert seen.newest is not None
    assert seen.newest.on == ON - timedelta(days=14)


@pytest.mark.parametrize("role", [Role.IMPORT, Role.ATTEST])
def test_silence_is_proven_where_everything_until_the_monitoring_day_is_known(role: Role) -> None:
    seen = source(stated(20, 30, until=0, role=role))
    assert (seen.source, seen.fault, seen.count) == (role.value, None, 2)
    assert seen.newest is not None
    assert [post.on for post in seen.posts] == [ON - timedelta(days=20), ON - timedelta(days=30)]


@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        (stated(20), "given-earlier"),
        (stated(20, until=1), "given-earlier"),
        (stated(20, until=0, left_out=1), "given-incomplete"),
        (stated(-3, until=-3), "given-later"),
    ],
)
def test_old_posts_prove_no_silence_where_newer_ones_may_be_missing(statement: Statement, detail: str) -> None:
    fault = source(statement).fault
    assert fault is not None
    assert (fault.kind, fault.detail) == (FaultKind.SOURCE_UNHEALTHY, detail)


def test_posts_after_the_monitoring_day_do_not_count() -> None:
    seen = source(stated(-2, 20, until=-2))
    assert seen.newest is not None
    assert (seen.newest.on, seen.fault) == (ON - timedelta(days=20), None)


def test_a_day_without_a_title_is_the_newest_day_and_no_post_to_read() -> None:
    untitled = Statement(Role.ATTEST, Digest("sha256:f"), (Post("", "", ON),), 1, ON)
    seen = source(untitled)
    assert seen.newest is not None
    assert (seen.newest.on, seen.posts, seen.fault) == (ON, (), None)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"source": "feed"}', b"null"])
def test_a_capture_that_is_none_of_ours_accuses_nobody(body: bytes) -> None:
    seen = given_source(capture(Role.IMPORT), body, ACCOUNT, on=ON)
    assert seen.fault is not None
    assert seen.fault.kind is FaultKind.READER_FAILED
