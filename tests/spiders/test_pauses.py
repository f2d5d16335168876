"""How long a server asks its guests to stay away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spiders.pauses import pause_asked

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "words", "seconds"),
    [
        (429, "2", 2.0), (503, " 30 ", 30.0), (429, "0", 1.0), (429, "60", 60.0),
        (429, "Fri, 20 Nov 2026 02:00:10 GMT", 10.0), (503, "Fri, 20 Nov 2026 01:00:00 GMT", 1.0),
    ],
)  # fmt: skip
def test_seconds_and_days_are_read(status: int, words: str, seconds: float) -> None:
    assert pause_asked(status, {"retry-after": words}, longest=60, now=NOW) == seconds


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (429, ""), (429, "61"), (429, "-1"), (429, "soon"), (429, "9" * 400), (200, "2"), (404, "2"), (500, "2"),
        (429, "Fri, 20 Nov 2026 03:00:00 GMT"), (429, "Fri, 99 Nov 2026"),
    ],
)  # fmt: skip
def test_no_pause_is_kept_that_was_not_asked_for_or_is_too_long(status: int, words: str) -> None:
    assert pause_asked(status, {"retry-after": words}, longest=60, now=NOW) == 0


def test_where_no_pause_is_to_be_kept_none_is() -> None:
    assert pause_asked(429, {"retry-after": "1"}, longest=0, now=NOW) == 0
