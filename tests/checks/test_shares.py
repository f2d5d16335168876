"""A share of which a part is not known is judged only where the unknown cannot change the verdict."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from checks.ipv6.shares import Share
from crawler.model import Outcome

counts = some.integers(0, 12)


@given(counts, counts, counts, some.integers(0, 100))
def test_it_is_judged_where_the_unknown_changes_nothing(good: int, bad: int, unknown: int, least: int) -> None:
    share = Share(good, bad, unknown, least)
    if not share.total:
        assert share.outcome is Outcome.CANT_TELL
        return
    meets = {(good + more) * 100 >= least * share.total for more in range(unknown + 1)}
    assert share.outcome is {(True,): Outcome.PASSED, (False,): Outcome.FAILED}.get(tuple(meets), Outcome.CANT_TELL)


def test_the_limit_itself_meets_the_limit() -> None:
    assert Share(9, 1, 0, 90).outcome is Outcome.PASSED
    assert Share(899, 101, 0, 90).outcome is Outcome.FAILED


def test_a_figure_is_cut_so_that_it_never_shows_a_limit_that_was_missed() -> None:
    data = Share(8999, 1001, 0, 90).data
    assert (data["worst"], data["best"], data["least"]) == ("89.9%", "89.9%", "90%")


def test_nothing_counted_shows_nothing_reached() -> None:
    assert Share(0, 0, 0, 90).data["worst"] == "0%"
