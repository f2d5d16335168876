"""Whether a host that links lead to is served over IPv6: not served takes a proof."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source
from crawler.reading.service.facts import HostSupport, Support
from crawler.reading.service.probe import End, Family, Probe, Purpose
from crawler.reading.service.support import level, support_of
from tests.reading.probes import FIRST, SECOND, probe

HOST = "czj.lin.gov.test"
LINK, OTHER_LINK = f"http://{HOST}/a.html", f"http://{HOST}/b.html"
TROUBLE = sorted(set(End) - {End.ANSWERED, End.REFUSED})


def answer(kind: AnswerKind, *addresses: str, record_type: str = "AAAA", server: str = "192.0.2.1:53") -> NameAnswer:
    own = server.endswith("9:53")
    source = Source.AUTHORITY if own else Source.RESOLVER
    return NameAnswer(HOST, record_type, kind, server, addresses, source=source, authoritative=own)


def records(
    kind: AnswerKind, *addresses: str, servers: tuple[str, ...] = ("192.0.2.1:53", "192.0.2.9:53")
) -> AddressRecords:
    a = tuple(answer(AnswerKind.ANSWER, "198.18.0.1", record_type="A", server=server) for server in servers)
    return AddressRecords(HOST, a, tuple(answer(kind, *addresses, server=server) for server in servers))


def link(end: End = End.ANSWERED, status: int = 0, url: str = LINK, address: str = FIRST, attempt: int = 1) -> Probe:
    return probe(end, status, url=url, address=address, purpose=Purpose.LINK, attempt=attempt)


def over_ipv4(status: int = 200, url: str = LINK, end: End = End.ANSWERED) -> Probe:
    return probe(end, status, url=url, address="198.18.0.1", family=Family.V4, purpose=Purpose.LINK)


NAMED = records(AnswerKind.ANSWER, FIRST)


def told(found: HostSupport) -> tuple[Support, str]:
    return found.support, found.reason


def test_a_host_whose_links_open_over_ipv6_is_served() -> None:
    found = support_of(HOST, 7, NAMED, [link(), link(url=OTHER_LINK)])
    assert told(found) == (Support.SERVED, "")
    assert (found.links, found.addresses, found.sample) == (7, (FIRST,), LINK)


def test_one_resolver_is_believed_where_its_address_answers() -> None:
    alone = records(AnswerKind.ANSWER, FIRST, servers=("192.0.2.1:53",))
    assert told(support_of(HOST, 1, alone, [link()])) == (Support.SERVED, "")
    assert support_of(HOST, 1, alone, [link(End.REFUSED)], [over_ipv4()]).support is Support.UNKNOWN


def test_a_dead_link_is_dead_for_everybody() -> None:
    assert told(support_of(HOST, 1, NAMED, [link(status=404)], [over_ipv4(404)])) == (Support.SERVED, "")


@pytest.mark.parametrize(
    ("kind", "addresses", "expected"),
    [
        (AnswerKind.NODATA, (), (Support.NOT_SERVED, "no-aaaa")),
        (AnswerKind.ANSWER, ("fd00::1",), (Support.NOT_SERVED, "not-global")),
        (AnswerKind.NXDOMAIN, (), (Support.UNKNOWN, "answers-differ")),
        (AnswerKind.SERVFAIL, (), (Support.UNKNOWN, "dns-servfail")),
        (AnswerKind.TIMEOUT, (), (Support.UNKNOWN, "dns-timeout")),
    ],
)
def test_names_tell_without_a_link_being_tried(
    kind: AnswerKind, addresses: tuple[str, ...], expected: tuple[Support, str]
) -> None:
    assert told(support_of(HOST, 3, records(kind, *addresses), [])) == expected


def test_one_resolver_alone_accuses_nobody() -> None:
    alone = records(AnswerKind.NODATA, servers=("192.0.2.1:53",))
    assert told(support_of(HOST, 3, alone, [])) == (Support.UNKNOWN, "one-source")
    assert told(support_of(HOST, 3, AddressRecords(HOST, (), ()), [])) == (Support.UNKNOWN, "not-asked")


def test_resolvers_that_may_hide_addresses_accuse_nobody() -> None:
    hidden = records(AnswerKind.NODATA, servers=("192.0.2.1:53", "192.0.2.2:53"))
    assert told(support_of(HOST, 3, hidden, [])) == (Support.UNKNOWN, "unproven-resolvers")


def test_a_host_without_a_tried_link_is_unknown() -> None:
    assert told(support_of(HOST, 3, NAMED, [])) == (Support.UNKNOWN, "not-sampled")


def test_every_link_refused_while_ipv4_opens_is_not_served() -> None:
    refused = [link(End.REFUSED), link(End.REFUSED, url=OTHER_LINK)]
    found = support_of(HOST, 3, NAMED, refused, [over_ipv4()])
    assert told(found) == (Support.NOT_SERVED, "refused")
    assert found.sample == LINK


def test_a_host_that_is_down_over_both_families_is_unknown() -> None:
    refused = [link(End.REFUSED), link(End.REFUSED, attempt=2)]
    assert told(support_of(HOST, 3, NAMED, refused, [over_ipv4(0, end=End.REFUSED)])) == (Support.UNKNOWN, "refused")
    assert told(support_of(HOST, 3, NAMED, refused)) == (Support.UNKNOWN, "refused")


def test_one_refusal_alone_accuses_nobody() -> None:
    assert told(support_of(HOST, 3, NAMED, [link(End.REFUSED)], [over_ipv4()])) == (Support.UNKNOWN, "refused")


def test_an_address_that_was_not_tried_may_serve() -> None:
    two = records(AnswerKind.ANSWER, FIRST, SECOND)
    one = [link(End.REFUSED), link(End.REFUSED, url=OTHER_LINK)]
    other = [link(End.REFUSED, address=SECOND), link(End.REFUSED, url=OTHER_LINK, address=SECOND)]
    assert support_of(HOST, 3, two, one, [over_ipv4()]).support is Support.UNKNOWN
    assert support_of(HOST, 3, two, [*one, other[0]], [over_ipv4()]).support is Support.UNKNOWN
    assert support_of(HOST, 3, two, [*one, *other], [over_ipv4()]).support is Support.NOT_SERVED


def test_missing_over_ipv6_and_there_over_ipv4_is_not_served() -> None:
    assert told(support_of(HOST, 3, NAMED, [link(status=404)], [over_ipv4()])) == (Support.NOT_SERVED, "other-status")
    assert told(support_of(HOST, 3, NAMED, [link(status=404)])) == (Support.UNKNOWN, "http-status")


@pytest.mark.parametrize("status", [403, 412, 500, 503])
def test_firewalls_and_failures_accuse_nobody(status: int) -> None:
    assert told(support_of(HOST, 3, NAMED, [link(status=status)], [over_ipv4()])) == (Support.UNKNOWN, "http-status")


@pytest.mark.parametrize("end", TROUBLE)
def test_silence_names_itself(end: End) -> None:
    assert told(support_of(HOST, 3, NAMED, [link(end)], [over_ipv4()])) == (Support.UNKNOWN, end.value)


def test_one_link_of_many_that_timed_out_says_nothing_of_the_host() -> None:
    many = [link(url=f"http://{HOST}/{n}") for n in range(3)]
    assert support_of(HOST, 9, NAMED, [*many, link(End.TIMEOUT)]).support is Support.SERVED
    assert support_of(HOST, 9, NAMED, [many[0], link(End.TIMEOUT)]).support is Support.UNKNOWN


def test_a_second_attempt_at_the_same_link_counts() -> None:
    assert support_of(HOST, 9, NAMED, [link(End.TIMEOUT), link(attempt=2)]).support is Support.SERVED


KINDS = st.sampled_from(sorted(set(AnswerKind) - {AnswerKind.ANSWER, AnswerKind.NODATA}))
ENDS = st.sampled_from([(end, 0) for end in TROUBLE] + [(End.ANSWERED, 503), (End.ANSWERED, 403)])


@given(st.lists(KINDS, min_size=1, max_size=4), st.lists(ENDS, max_size=6))
def test_no_combination_of_trouble_takes_a_host_for_not_served(
    kinds: list[AnswerKind], ends: list[tuple[End, int]]
) -> None:
    servers = [f"192.0.2.{n}:53" for n in range(6, 6 + len(kinds))]
    a = tuple(answer(AnswerKind.ANSWER, "198.18.0.1", record_type="A", server=server) for server in servers)
    aaaa = tuple(answer(kind, server=server) for kind, server in zip(kinds, servers, strict=True))
    probes = [link(end, status) for end, status in ends]
    assert support_of(HOST, 1, AddressRecords(HOST, a, aaaa), probes, [over_ipv4()]).support is not Support.NOT_SERVED
    assert support_of(HOST, 1, NAMED, probes, [over_ipv4()]).support is not Support.NOT_SERVED


def test_a_level_lists_its_hosts_with_most_links_first() -> None:
    hosts = [HostSupport(name, links, Support.SERVED) for name, links in (("b", 1), ("c", 9), ("a", 1))]
    seen = level(1, hosts)
    assert [one.host for one in seen.hosts] == ["c", "a", "b"]
    assert (seen.pages, seen.links, seen.count(Support.SERVED)) == (1, 11, 11)
