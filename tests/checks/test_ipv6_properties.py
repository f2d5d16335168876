"""What holds for every IPv6 row, whatever was seen: trouble never fails anybody, and order never matters."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from checks.catalogue import Catalogue, load_catalogue
from checks.indicator import Indicator
from checks.judge import judge
from crawler.model import Evidence, Fault, FaultKind, Outcome, Registry, Target, TargetId, TargetKind, Verdict
from crawler.reading.footer.footer import Footer
from crawler.reading.names.answers import AddressRecords, AnswerKind
from crawler.reading.names.zones import Authority, NameServer
from crawler.reading.service.facts import (
    HostSupport,
    Likeness,
    LikenessKind,
    LinkLevel,
    LinkSupport,
    Reach,
    Reachability,
    Service,
    Support,
    Vantage,
)
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose
from results.text import render, words
from tests.checks.examples import build
from tests.checks.ipv6_facts import (
    GLOBAL,
    HOST,
    TROUBLE,
    UNSURE,
    URL,
    ZONE,
    answer,
    any_authorities,
    any_links,
    any_reach,
    any_records,
    any_services,
    footers,
    likenesses,
    troubled_authorities,
    troubled_links,
    troubled_reach,
    troubled_records,
    troubled_services,
)

ON = date(2026, 11, 21)
CATALOGUE = load_catalogue()
ROWS = Catalogue(tuple(one for one in CATALOGUE.indicators if one.id.startswith("v6-") and one.id != "v6-app"))
TARGET = Target(TargetId("p"), TargetKind.PORTAL, "示例市人民政府网站", URL, "示例市人民政府办公室", "city")
KINDS = (AddressRecords, Service, Authority, Likeness, LinkSupport, Reachability, Footer)
Facts = dict[type, Any]
# Drawing many facts takes its time on a busy machine; that is no fault of what is tested.
patient = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def facts(**parts: Any) -> Any:
    return some.fixed_dictionaries({kind: parts[kind.__name__] for kind in KINDS if kind.__name__ in parts})


troubled_home = facts(
    AddressRecords=troubled_records, Service=troubled_services, Reachability=troubled_reach, Footer=footers
)
troubled_rest = facts(
    AddressRecords=troubled_records,
    Authority=troubled_authorities,
    Likeness=likenesses(UNSURE),
    LinkSupport=troubled_links(),
)
anything = facts(
    AddressRecords=any_records,
    Service=any_services,
    Authority=any_authorities,
    Likeness=likenesses(tuple(LikenessKind)),
    LinkSupport=any_links,
    Reachability=any_reach,
    Footer=footers,
)
faults = some.builds(Fault, some.sampled_from(FaultKind), some.just(""), some.sampled_from(("", URL)))


def verdicts(seen: Facts) -> dict[str, tuple[Indicator, Verdict]]:
    evidence = [Evidence(TARGET.id, kind, fact) for kind, fact in seen.items()]
    judged = judge(TARGET, evidence, Registry((TARGET,)), ROWS, ON)
    assert not [one.error for one in judged if one.error]
    return {one.indicator.id: (one.indicator, one.verdict) for one in judged}


def failures(seen: Facts) -> set[str]:
    return {name for name, (_, verdict) in verdicts(seen).items() if verdict.outcome is Outcome.FAILED}


@patient
@given(troubled_home)
def test_no_combination_of_timeouts_and_errors_fails_a_name_or_a_home_page(seen: Facts) -> None:
    assert failures(seen) == set()


@patient
@given(troubled_rest)
def test_no_combination_of_timeouts_and_errors_fails_servers_links_or_contents(seen: Facts) -> None:
    assert failures(seen) == set()


@patient
@given(
    anything,
    some.dictionaries(
        some.sampled_from((AddressRecords, Service, Authority, Likeness, LinkSupport)), faults, min_size=1
    ),
)
def test_a_fault_in_place_of_a_fact_adds_no_failure(seen: Facts, missing: Facts) -> None:
    assert failures({**seen, **missing}) <= failures(seen)


@patient
@given(anything)
def test_without_a_proven_line_nothing_is_said_against_the_service(seen: Facts) -> None:
    blind = replace(seen[Service], vantage=replace(seen[Service].vantage, ipv6=False))
    missing = Fault(FaultKind.NO_IPV6_VANTAGE)
    without = {Authority: missing, Likeness: missing, LinkSupport: missing}
    reach = replace(seen[Reachability], vantage=False)
    shown = verdicts({**seen, **without, Service: blind, Reachability: reach})
    failed = {name for name, (_, verdict) in shown.items() if verdict.outcome is Outcome.FAILED}
    assert failed <= {"v6-aaaa", "v6-badge"}
    assert shown["v6-badge"][1].reason != "claim-unreachable"


@patient
@given(anything, some.data())
def test_the_order_in_which_things_were_seen_never_matters(seen: Facts, data: some.DataObject) -> None:
    def shuffled(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(data.draw(some.permutations(values)))

    names, service, zone = seen[AddressRecords], seen[Service], seen[Authority]
    links = seen[LinkSupport]
    turned = {
        **seen,
        AddressRecords: replace(names, a=shuffled(names.a), aaaa=shuffled(names.aaaa)),
        Service: replace(service, probes=shuffled(service.probes)),
        Authority: replace(zone, told=shuffled(zone.told), servers=shuffled(zone.servers)),
        LinkSupport: replace(links, second=replace(links.second, hosts=shuffled(links.second.hosts))),
    }
    before, after = verdicts(seen), verdicts(turned)
    assert [(name, verdict.reason, verdict.data) for name, (_, verdict) in before.items()] == [
        (name, verdict.reason, verdict.data) for name, (_, verdict) in after.items()
    ]


@patient
@given(anything)
def test_every_sentence_is_filled(seen: Facts) -> None:
    for indicator, verdict in verdicts(seen).values():
        sentence = indicator.messages[verdict.reason]
        named = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert named <= verdict.data.keys(), (indicator.id, verdict.reason)
        told = render(indicator, verdict)
        assert words("letter")["missing"] not in told, (indicator.id, verdict.reason)
        assert "{" not in told


# --- what each failure stands on: take any one of it away, and it is none ------------------------------------------


def probe(family: Family, number: int, end: End = End.ANSWERED, status: int = 0, address: str = "") -> Probe:
    at = address or (GLOBAL[0] if family is Family.V6 else "192.0.2.10")
    status = status or (200 if end is End.ANSWERED else 0)
    return Probe(
        URL, family, Purpose.HOME, number, "2026-11-21T02:00:00+00:00", (Hop(URL, at, 80, end, status=status),)
    )


A = answer(AnswerKind.ANSWER, "A", addresses=("192.0.2.10",))
PRESENT = (
    answer(AnswerKind.ANSWER, addresses=(GLOBAL[0],)),
    answer(AnswerKind.ANSWER, addresses=(GLOBAL[0],), own="ns1.shili.gov.test"),
)
NONE = (answer(AnswerKind.NODATA), answer(AnswerKind.NODATA, own="ns1.shili.gov.test"))
LOCAL = tuple(replace(one, addresses=("fd00::10",)) for one in PRESENT)
REFUSED = tuple(probe(Family.V6, number, End.REFUSED) for number in (1, 2))
MISSING = tuple(probe(Family.V6, number, status=404) for number in (1, 2))
IPV4 = (probe(Family.V4, 1),)
NAMED = tuple(
    answer(AnswerKind.ANSWER, "NS", name=ZONE, records=("ns1.shili.gov.test",), own=own)
    for own in ("", "ns1.shili.gov.test")
)
CONTROLLED = ("192.0.2.53:53", "192.0.2.54:53")
WORKS = Vantage(True, True, True)


def names(aaaa: tuple[Any, ...], a: tuple[Any, ...] = (A,)) -> Facts:
    return {AddressRecords: AddressRecords(HOST, a, aaaa)}


def home(*probes: Probe, vantage: Vantage = WORKS) -> Facts:
    return {Service: Service(HOST, URL, probes, vantage)}


@pytest.mark.parametrize("aaaa", [NONE, LOCAL])
def test_a_missing_address_needs_both_sources(aaaa: tuple[Any, ...]) -> None:
    assert failures(names(aaaa)) == {"v6-aaaa"}
    for place in range(len(aaaa)):
        assert failures(names(aaaa[:place] + aaaa[place + 1 :])) == set()


@pytest.mark.parametrize("own", ["", "ns1.shili.gov.test"])
@pytest.mark.parametrize("kind", [*TROUBLE, AnswerKind.NXDOMAIN])
def test_trouble_in_place_of_one_of_two_answers_fails_nobody(kind: AnswerKind, own: str) -> None:
    """Whatever the other source says, and although every resolver is proven to hide nothing."""
    for other in (*TROUBLE, AnswerKind.NXDOMAIN, AnswerKind.NODATA):
        aaaa = (answer(kind, own=own), answer(other, server="192.0.2.54:53"))
        seen = {AddressRecords: AddressRecords(HOST, (A,), aaaa, CONTROLLED), **home(*REFUSED, *IPV4)}
        assert failures(seen) == set(), other


def test_a_server_without_authority_does_not_prove_a_missing_address() -> None:
    assert failures(names((*NONE[:1], replace(NONE[1], authoritative=False)))) == set()


def test_a_missing_address_needs_a_known_ipv4_address() -> None:
    assert failures(names(NONE, ())) == set()


@pytest.mark.parametrize("attempts", [REFUSED, MISSING])
def test_a_shut_home_page_needs_every_attempt_both_sources_and_ipv4(attempts: tuple[Probe, ...]) -> None:
    row = {"v6-home-reachable"}
    whole = (*attempts, *IPV4)
    assert failures({**names(PRESENT), **home(*whole)}) == row
    for place in range(len(whole)):
        assert failures({**names(PRESENT), **home(*whole[:place], *whole[place + 1 :])}) == set()
    for place in range(len(PRESENT)):
        assert failures({**names(PRESENT[:place] + PRESENT[place + 1 :]), **home(*whole)}) == set()


@pytest.mark.parametrize("attempts", [REFUSED, MISSING])
@pytest.mark.parametrize("end", [End.TIMEOUT, End.RESET, End.NO_ROUTE, End.TLS_FAILED, End.ERROR])
def test_one_attempt_in_trouble_leaves_the_home_page_open_to_doubt(attempts: tuple[Probe, ...], end: End) -> None:
    once = probe(Family.V6, 3, end)
    assert failures({**names(PRESENT), **home(*attempts, once, *IPV4)}) == set()


def test_an_address_that_was_not_tried_leaves_the_home_page_open_to_doubt() -> None:
    both = tuple(replace(one, addresses=GLOBAL) for one in PRESENT)
    assert failures({**names(both), **home(*REFUSED, *IPV4)}) == set()
    other = tuple(probe(Family.V6, number, End.REFUSED, address=GLOBAL[1]) for number in (1, 2))
    assert failures({**names(both), **home(*REFUSED, *other, *IPV4)}) == {"v6-home-reachable"}


def test_a_shut_home_page_needs_a_proven_line() -> None:
    assert failures({**names(PRESENT), **home(*REFUSED, *IPV4, vantage=Vantage(True, True, False))}) == set()


def test_a_low_success_rate_needs_refusals_while_ipv4_opens() -> None:
    ipv6 = (probe(Family.V6, 1), probe(Family.V6, 2, End.REFUSED), probe(Family.V6, 3, End.REFUSED))
    ipv4 = tuple(probe(Family.V4, number) for number in (1, 2, 3))
    assert failures({**names(PRESENT), **home(*ipv6, *ipv4)}) == {"v6-home-success"}
    for less in (ipv6[1:], ipv6[:2], (*ipv6[:2], probe(Family.V6, 3, End.TIMEOUT))):
        assert "v6-home-success" not in failures({**names(PRESENT), **home(*less, *ipv4)})
    assert failures({**names(PRESENT), **home(*ipv6, *ipv4[:2])}) == set()
    again = probe(Family.V6, 3, End.RESET)
    assert failures({**names(PRESENT), **home(*ipv6, again, *ipv4)}) == set()


def zone(told: tuple[Any, ...], aaaa: tuple[Any, ...]) -> Facts:
    server = NameServer("ns1.shili.gov.test", aaaa=aaaa)
    return {Authority: Authority(HOST, ZONE, told, (server,)), AddressRecords: AddressRecords(HOST, (), (), CONTROLLED)}


def test_servers_without_ipv6_need_two_sources_for_the_servers_and_two_for_each_address() -> None:
    a = answer(AnswerKind.ANSWER, "A", name="ns1.shili.gov.test", addresses=("192.0.2.61",))
    aaaa = tuple(answer(AnswerKind.NODATA, name="ns1.shili.gov.test", server=server) for server in CONTROLLED)

    def failed(told: tuple[Any, ...], aaaa: tuple[Any, ...], a: tuple[Any, ...] = (a,)) -> bool:
        server = NameServer("ns1.shili.gov.test", a=a, aaaa=aaaa)
        seen = {**zone(told, aaaa), Authority: Authority(HOST, ZONE, told, (server,))}
        return failures(seen) == {"v6-authority"}

    assert failed(NAMED, aaaa)
    assert not failed(NAMED[:1], aaaa)
    assert not failed(NAMED[1:], aaaa)
    assert not failed(NAMED, aaaa[:1])
    assert not failed(NAMED, aaaa[1:])
    assert not failed(NAMED, aaaa, ())


@pytest.mark.parametrize("row", ["second", "third"])
def test_links_that_are_not_served_need_proof_of_each(row: str) -> None:
    served = HostSupport(HOST, 8, Support.SERVED)
    closed = HostSupport("zwfw.shili.gov.test", 2, Support.NOT_SERVED, "no-aaaa")
    empty = LinkLevel(0, ())

    def failed(*hosts: HostSupport, pages: int = 1) -> bool:
        seen = replace(LinkSupport(empty, empty), **{row: LinkLevel(pages, hosts)})
        return failures({LinkSupport: seen}) == {f"v6-{row}-level"}

    assert failed(served, closed)
    assert not failed(served, replace(closed, support=Support.UNKNOWN))
    assert not failed(served)
    assert not failed(closed)
    assert not failed(served, closed, pages=0)


@pytest.mark.parametrize("kind", UNSURE)
def test_another_content_needs_another_page(kind: LikenessKind) -> None:
    seen = {**names(PRESENT), Likeness: Likeness(LikenessKind.DIFFERENT, 0.1, 0.1)}
    assert failures(seen) == {"v6-consistency"}
    assert failures({**seen, Likeness: Likeness(kind, 0.1, 0.1)}) == set()


def test_a_claim_is_contradicted_by_proof_alone() -> None:
    claim = {Footer: build(Footer, {"claims_ipv6": True})}
    shut = {Reachability: Reachability(Reach.OPENS, Reach.REFUSED, True, (GLOBAL[0],))}
    assert failures({**claim, **names(PRESENT), **shut}) == {"v6-badge"}
    for reach in (
        Reachability(Reach.OPENS, Reach.REFUSED, False, (GLOBAL[0],)),
        Reachability(Reach.UNCLEAR, Reach.REFUSED, True, (GLOBAL[0],)),
        Reachability(Reach.OPENS, Reach.UNCLEAR, True, (GLOBAL[0],)),
        Reachability(Reach.OPENS, Reach.REFUSED, True),
    ):
        assert failures({**claim, **names(PRESENT), Reachability: reach}) == set()
    assert failures({**claim, **names(PRESENT[:1]), **shut}) == set()
    assert failures({Footer: build(Footer, {}), **names(PRESENT), **shut}) == set()
