"""How far a visitor with one family alone comes: only the far end itself can say that nothing is served."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.service.facts import Reach, Service, Vantage
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose, Step
from crawler.reading.service.reach import reach_of, reachability, timings
from tests.reading.probes import FIRST, HOST, SECOND, URL, probe, tries

PROVES_NOTHING = sorted(set(End) - {End.ANSWERED, End.REFUSED})
SHUT = {Reach.REFUSED, Reach.OTHER_STATUS}


def hop(url: str, end: End, status: int = 0, address: str = FIRST) -> Hop:
    return Hop(url, address, 80, end, (), status)


def test_nothing_tried_is_said_so() -> None:
    assert reach_of([]) is Reach.NOT_TRIED
    assert reach_of([probe(purpose=Purpose.LINK), probe(purpose=Purpose.CONTROL)]) is Reach.NOT_TRIED


@pytest.mark.parametrize("other", [End.REFUSED, End.TIMEOUT, End.ANSWERED])
def test_one_attempt_that_opened_is_enough(other: End) -> None:
    assert reach_of([*tries(other, 404), probe(status=200, attempt=3)]) is Reach.OPENS


def test_a_door_closed_at_every_address_every_time_is_closed() -> None:
    assert reach_of(tries(End.REFUSED)) is Reach.REFUSED
    assert reach_of(tries(End.REFUSED, addresses=(FIRST, SECOND))) is Reach.REFUSED


def test_one_attempt_at_an_address_proves_nothing() -> None:
    assert reach_of(tries(End.REFUSED, count=1)) is Reach.UNCLEAR
    assert reach_of([*tries(End.REFUSED), probe(End.REFUSED, address=SECOND)]) is Reach.UNCLEAR
    assert reach_of([probe(End.REFUSED), probe(End.REFUSED)]) is Reach.UNCLEAR  # the same attempt noted twice


@pytest.mark.parametrize("end", PROVES_NOTHING)
def test_silence_and_trouble_beside_refusals_prove_nothing(end: End) -> None:
    assert reach_of([*tries(End.REFUSED), probe(end, attempt=3)]) is Reach.UNCLEAR
    assert reach_of([*tries(End.REFUSED), *tries(end, addresses=(SECOND,))]) is Reach.UNCLEAR


@pytest.mark.parametrize("status", [404, 410, 421])
def test_a_status_that_knows_no_page_is_no_page(status: int) -> None:
    assert reach_of(tries(End.ANSWERED, status)) is Reach.OTHER_STATUS


@pytest.mark.parametrize(
    "status", [301, 304, 400, 401, 403, 405, 406, 408, 412, 418, 425, 429, 444, 451, 500, 502, 503]
)
def test_a_status_of_firewalls_and_failures_proves_nothing(status: int) -> None:
    assert reach_of(tries(End.ANSWERED, status)) is Reach.UNCLEAR


def test_refusals_and_missing_pages_together_prove_nothing() -> None:
    assert reach_of([*tries(End.REFUSED), *tries(End.ANSWERED, 404, addresses=(SECOND,))]) is Reach.UNCLEAR


@pytest.mark.parametrize("end", [End.REFUSED, End.NO_ADDRESS, End.ANSWERED, End.TIMEOUT, End.TOO_MANY_HOPS])
def test_what_another_host_says_after_a_redirect_proves_nothing(end: End) -> None:
    onward = (hop("https://portal.other.test/", end, 404 if end is End.ANSWERED else 0, SECOND),)
    tried = [probe(End.ANSWERED, 302, attempt=n, onward=onward) for n in (1, 2, 3)]
    assert reach_of(tried) is Reach.UNCLEAR


def test_a_redirect_on_the_same_host_to_a_closed_door_is_a_closed_door() -> None:
    onward = (hop(f"https://{HOST}/", End.REFUSED),)
    assert reach_of([probe(End.ANSWERED, 301, attempt=n, onward=onward) for n in (1, 2)]) is Reach.REFUSED


def test_addresses_that_nobody_can_reach_prove_nothing() -> None:
    assert reach_of(tries(End.REFUSED, addresses=("fd00::1",))) is Reach.UNCLEAR
    assert reach_of([*tries(End.REFUSED), *tries(End.TIMEOUT, addresses=("fd00::1",))]) is Reach.REFUSED
    assert reach_of(tries(End.FORBIDDEN, addresses=("",))) is Reach.UNCLEAR


def test_both_families_are_told_apart() -> None:
    ipv4 = [probe(family=Family.V4, address="198.18.0.1")]
    service = Service(HOST, URL, (*ipv4, *tries(End.REFUSED)), Vantage(True, True, True))
    seen = reachability(service)
    assert (seen.ipv4, seen.ipv6, seen.vantage) == (Reach.OPENS, Reach.REFUSED, True)
    without = reachability(Service(HOST, URL, tuple(ipv4), Vantage(True, True, False)))
    assert (without.ipv6, without.vantage) == (Reach.NOT_TRIED, False)


ENDS = st.sampled_from([(end, 0) for end in PROVES_NOTHING] + [(End.ANSWERED, 503), (End.ANSWERED, 403)])


@given(st.lists(st.tuples(ENDS, st.sampled_from((FIRST, SECOND)), st.integers(1, 3)), max_size=12))
def test_no_combination_of_trouble_shuts_a_door(told: list[tuple[tuple[End, int], str, int]]) -> None:
    tried = [probe(end, status, address=address, attempt=attempt) for (end, status), address, attempt in told]
    assert reach_of(tried) not in SHUT


@given(st.permutations([*tries(End.REFUSED, addresses=(FIRST, SECOND)), probe(End.TIMEOUT, attempt=3)]))
def test_the_order_of_attempts_does_not_matter(tried: list[Probe]) -> None:
    assert reach_of(tried) is Reach.UNCLEAR


def timed(*ms: float, attempt: int = 1, status: int = 200) -> Probe:
    steps = tuple(Step(name, value) for name, value in zip(("tcp", "http", "body"), ms, strict=True))
    return probe(status=status, attempt=attempt, steps=steps)


def test_times_are_medians_over_the_attempts_that_opened() -> None:
    tried = [timed(10, 20, 5), timed(30, 40, 5, attempt=2), timed(20, 900, 5, attempt=3), timed(1, 1, 1, status=503)]
    assert timings(tried) == {"tcp": 20, "http": 40, "body": 5, "total": 75}
    assert timings([timed(1, 1, 1, status=404), probe(End.TIMEOUT)]) == {}


def test_a_step_taken_twice_counts_with_both() -> None:
    onward = (Hop(f"https://{HOST}/", FIRST, 443, End.ANSWERED, (Step("tcp", 4), Step("tls", 6)), 200),)
    assert timings([probe(status=301, steps=(Step("tcp", 5),), onward=onward)]) == {"tcp": 9, "tls": 6, "total": 15}
