"""Two sources must agree, none may contradict, and "no AAAA" needs a source that hides none."""

from __future__ import annotations

from itertools import permutations

import pytest

from crawler.reading.names.agreement import AaaaState, Agreement, agree
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source

HOST = "www.shili.gov.test"
GLOBAL, ULA, NAT64 = "2408:8000::10", "fd00::10", "64:ff9b::c000:20a"
TROUBLE = [kind for kind in AnswerKind if kind not in {"answer", "alias", "referral", "nodata", "nxdomain"}]


def resolver(kind: str, *addresses: str, number: int = 1, record_type: str = "AAAA", name: str = HOST) -> NameAnswer:
    return NameAnswer(name, record_type, AnswerKind(kind), f"192.0.2.{number}:53", addresses)


def authority(
    kind: str, *addresses: str, server: str = "ns1", name: str = HOST, number: int = 61, authoritative: bool = True
) -> NameAnswer:
    return NameAnswer(
        name, "AAAA", AnswerKind(kind), f"192.0.2.{number}:53", addresses,
        source=Source.AUTHORITY, authoritative=authoritative, server_name=f"{server}.shili.gov.test",
    )  # fmt: skip


A = resolver("answer", "192.0.2.10", record_type="A")


def told(*aaaa: NameAnswer, a: tuple[NameAnswer, ...] = (A,), proven: tuple[str, ...] = ()) -> Agreement:
    return agree(AddressRecords(HOST, a, aaaa, proven))


def state(*aaaa: NameAnswer, a: tuple[NameAnswer, ...] = (A,), proven: tuple[str, ...] = ()) -> AaaaState:
    return told(*aaaa, a=a, proven=proven).state


def test_two_resolvers_that_give_a_global_address_agree() -> None:
    seen = told(resolver("answer", GLOBAL), resolver("answer", GLOBAL, number=2))
    assert seen == Agreement(AaaaState.GLOBAL, (GLOBAL,), ("192.0.2.1:53", "192.0.2.2:53"))


def test_one_clear_source_is_not_enough_for_anything() -> None:
    assert state(resolver("answer", GLOBAL)) is AaaaState.ONE_SOURCE
    assert state(resolver("answer", ULA)) is AaaaState.ONE_SOURCE
    assert state(authority("nodata")) is AaaaState.ONE_SOURCE


def test_a_server_asked_twice_in_one_capacity_is_one_source() -> None:
    assert state(resolver("answer", GLOBAL), resolver("answer", GLOBAL)) is AaaaState.ONE_SOURCE
    twice = authority("answer", GLOBAL, number=61), authority("answer", GLOBAL, number=62)
    assert state(*twice) is AaaaState.ONE_SOURCE


def test_a_server_in_both_capacities_is_two_sources() -> None:
    assert state(resolver("answer", GLOBAL, number=61), authority("answer", GLOBAL)) is AaaaState.GLOBAL


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_beside_two_that_agree_does_not_disturb_a_pass(kind: str) -> None:
    agreeing = resolver("answer", GLOBAL), authority("answer", GLOBAL)
    assert state(*agreeing, resolver(kind, number=3), authority(kind, server="ns2")) is AaaaState.GLOBAL


@pytest.mark.parametrize("kind", TROUBLE)
def test_a_zones_own_server_in_trouble_does_not_disturb_two_that_see_no_address(kind: str) -> None:
    assert state(resolver("nodata"), authority("nodata"), authority(kind, server="ns2")) is AaaaState.NONE


@pytest.mark.parametrize("kind", ["servfail", "refused", "error"])
def test_a_resolver_that_fails_on_the_name_leaves_no_accusation(kind: str) -> None:
    assert state(resolver("nodata"), authority("nodata"), resolver(kind, number=2)) is AaaaState.DIFFER
    assert state(resolver("answer", ULA), authority("answer", ULA), resolver(kind, number=2)) is AaaaState.DIFFER


def test_a_resolver_that_failed_once_and_answered_once_has_answered() -> None:
    assert state(resolver("servfail"), resolver("nodata"), authority("nodata")) is AaaaState.NONE


@pytest.mark.parametrize("kind", ["timeout", "unreachable", "truncated"])
def test_a_silent_resolver_does_not_disturb_two_that_see_no_address(kind: str) -> None:
    assert state(resolver("nodata"), authority("nodata"), resolver(kind, number=2)) is AaaaState.NONE


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_alone_is_unclear_and_named(kind: str) -> None:
    assert told(resolver(kind), resolver(kind, number=2)) == Agreement(AaaaState.UNCLEAR, trouble=AnswerKind(kind))


def test_no_answer_at_all_is_unclear() -> None:
    assert told(a=()) == Agreement(AaaaState.UNCLEAR)


def test_clear_answers_that_contradict_each_other_differ() -> None:
    for other in (resolver("nodata", number=2), resolver("nxdomain", number=2), authority("answer", ULA)):
        assert state(resolver("answer", GLOBAL), resolver("answer", GLOBAL, number=3), other) is AaaaState.DIFFER
    assert state(resolver("answer", ULA), authority("nodata")) is AaaaState.DIFFER
    assert state(resolver("nxdomain"), authority("nodata")) is AaaaState.DIFFER


def test_resolvers_alone_do_not_prove_that_there_is_no_address() -> None:
    seen = resolver("nodata"), resolver("nodata", number=2)
    assert state(*seen) is AaaaState.UNPROVEN
    assert state(*seen, proven=("192.0.2.1:53",)) is AaaaState.UNPROVEN
    assert state(*seen, proven=("192.0.2.1:53", "192.0.2.2:53")) is AaaaState.NONE


def test_an_authoritative_answer_proves_that_there_is_no_address() -> None:
    assert state(resolver("nodata"), authority("nodata")) is AaaaState.NONE
    assert state(authority("nodata"), authority("nodata", server="ns2")) is AaaaState.NONE


def test_a_zones_own_server_without_authority_says_nothing() -> None:
    assert state(resolver("nodata"), authority("nodata", authoritative=False)) is AaaaState.ONE_SOURCE
    assert told(authority("nodata", authoritative=False)).trouble is AnswerKind.LAME


def test_addresses_that_only_resolvers_made_up_prove_nothing() -> None:
    made_up = resolver("answer", NAT64), resolver("answer", NAT64, number=2)
    assert state(*made_up, proven=("192.0.2.1:53", "192.0.2.2:53")) is AaaaState.UNPROVEN
    assert state(resolver("answer", NAT64), authority("answer", NAT64)) is AaaaState.NOT_GLOBAL
    assert state(*made_up, authority("nodata")) is AaaaState.DIFFER


def test_one_global_address_among_others_counts() -> None:
    seen = told(resolver("answer", ULA, GLOBAL), authority("answer", GLOBAL, ULA))
    assert (seen.state, seen.addresses, seen.global_addresses) == (AaaaState.GLOBAL, (GLOBAL, ULA), (GLOBAL,))


def test_a_content_network_may_give_everyone_other_addresses() -> None:
    assert state(resolver("answer", GLOBAL), resolver("answer", "2408:8000::11", number=2)) is AaaaState.GLOBAL


def test_an_alias_is_told_by_the_servers_of_its_target() -> None:
    target = "www.shili.gov.test.cdn.test"
    via = NameAnswer(HOST, "AAAA", AnswerKind.NODATA, "192.0.2.1:53", chain=(target,))
    alias = NameAnswer(
        HOST, "AAAA", AnswerKind.ALIAS, "192.0.2.61:53", chain=(target,), source=Source.AUTHORITY, authoritative=True
    )
    assert state(via, alias) is AaaaState.ONE_SOURCE
    assert state(via, alias, authority("nodata", name=f"{target.upper()}.", server="ns.cdn")) is AaaaState.NONE


def test_answers_for_a_name_that_is_no_alias_of_the_host_are_left_out() -> None:
    assert state(resolver("nodata"), authority("nodata", name="mail.shili.gov.test")) is AaaaState.ONE_SOURCE


def test_a_name_that_does_not_exist_is_told_and_accuses_nobody() -> None:
    assert state(resolver("nxdomain"), authority("nxdomain"), a=()) is AaaaState.NO_NAME


def test_a_name_that_is_missing_for_one_family_alone_is_a_contradiction() -> None:
    assert state(resolver("nxdomain"), authority("nxdomain")) is AaaaState.DIFFER
    gone = resolver("nxdomain", record_type="A", number=2)
    assert state(resolver("nodata"), authority("nodata"), a=(A, gone)) is AaaaState.DIFFER


@pytest.mark.parametrize("kind", ["nodata", "timeout", "servfail"])
def test_without_a_known_ipv4_address_there_is_nothing_to_accuse(kind: str) -> None:
    a = (resolver(kind, record_type="A"),)
    assert state(resolver("nodata"), authority("nodata"), a=a) is AaaaState.NO_ADDRESS


def test_the_order_of_answers_changes_nothing() -> None:
    answers = resolver("answer", GLOBAL), authority("answer", ULA, GLOBAL), resolver("timeout", number=2)
    assert len({told(*order) for order in permutations(answers)}) == 1


def test_who_hides_what_control_hosts_have_may_speak_for_the_zones_own_servers_too() -> None:
    answers = (resolver("nodata"), authority("nodata"))
    hiding = (answers[0].server,)
    assert agree(AddressRecords(HOST, (A,), answers)).state is AaaaState.NONE
    assert agree(AddressRecords(HOST, (A,), answers, hiding=hiding)).state is AaaaState.UNPROVEN
    assert agree(AddressRecords(HOST, (A,), answers, proven=("192.0.2.99:53",), hiding=hiding)).state is AaaaState.NONE
