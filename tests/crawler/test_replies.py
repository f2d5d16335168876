"""What messages of any content come to: nobody speaks for a zone without authority, nothing goes round in circles."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.net import wire
from crawler.net.replies import Question, answer_from, lies_in
from crawler.net.wire import Message, Record
from crawler.reading.names.answers import AnswerKind, Source

NAMES = st.sampled_from(["www.a.test", "a.test", "test", ".", "b.a.test", "x.cdn.test", "cdn.test", "ns.a.test"])
CLEAR = frozenset({AnswerKind.ANSWER, AnswerKind.NODATA, AnswerKind.NXDOMAIN})


@st.composite
def records(draw: st.DrawFn) -> Record:
    kind = draw(st.sampled_from([wire.A, wire.AAAA, wire.NS, wire.CNAME, wire.CNAME, wire.SOA]))
    values = {wire.A: "198.18.0.5", wire.AAAA: "240e::5", wire.SOA: "ns.a.test 7"}
    return Record(draw(NAMES), kind, draw(st.integers(0, 9)), values.get(kind) or draw(NAMES))


SECTIONS = st.lists(records(), max_size=5).map(tuple)
MESSAGES = st.builds(
    Message, st.just("www.a.test"), st.sampled_from([0, 0, 0, 2, 3, 5, 9]), st.booleans(), SECTIONS, SECTIONS, SECTIONS
)
TYPES = st.sampled_from(list(wire.TYPES))
ZONES = st.sampled_from(["", "a.test", "test", "A.test."])
SERVER = ("127.0.0.1", 53)


@given(MESSAGES, TYPES, ZONES)
@settings(deadline=None)
def test_a_zones_own_server_without_authority_states_nothing(message: Message, kind: str, zone: str) -> None:
    question = Question("www.a.test", kind, SERVER, Source.AUTHORITY, "ns.a.test", zone)
    seen = answer_from(question, message, "udp", 1.0)
    assert seen.kind not in {AnswerKind.TIMEOUT, AnswerKind.UNREACHABLE, AnswerKind.TRUNCATED}
    assert message.authoritative or seen.kind not in CLEAR | {AnswerKind.ALIAS}
    assert seen.kind is not AnswerKind.REFERRAL or (seen.records and lies_in("www.a.test", seen.zone))


@given(MESSAGES, TYPES)
@settings(deadline=None)
def test_a_resolver_is_neither_lame_nor_bound_to_a_zone(message: Message, kind: str) -> None:
    seen = answer_from(Question("www.a.test", kind, SERVER), message, "udp", 1.0)
    assert seen.kind not in {AnswerKind.LAME, AnswerKind.ALIAS, AnswerKind.TIMEOUT, AnswerKind.UNREACHABLE}


@given(MESSAGES, TYPES, st.sampled_from(list(Source)))
@settings(max_examples=500, deadline=None)
def test_only_an_answer_carries_records_and_they_are_of_names_on_its_chain(
    message: Message, kind: str, source: Source
) -> None:
    seen = answer_from(Question("www.a.test", kind, SERVER, source), message, "tcp", 1.0)
    names = ("www.a.test", *seen.chain)
    if seen.kind is AnswerKind.ANSWER:
        assert len(set(names)) == len(names)
        assert any(record.owner in names and record.type == wire.TYPES[kind] for record in message.answer)
        assert (bool(seen.addresses), bool(seen.records)) == (kind in {"A", "AAAA"}, kind in {"NS", "SOA"})
        assert seen.ttl is not None
    else:
        assert seen.addresses == ()


def test_an_alias_hides_no_record_of_the_name_itself() -> None:
    both = (Record("www.a.test", wire.CNAME, 9, "x.test"), Record("www.a.test", wire.AAAA, 9, "240e::5"))
    seen = answer_from(Question("www.a.test", "AAAA", SERVER), Message("www.a.test", 0, False, both), "udp", 1.0)
    assert (seen.kind, seen.addresses, seen.chain) == (AnswerKind.ANSWER, ("240e::5",), ("x.test",))


def test_aliases_in_a_circle_are_an_error_even_beside_records() -> None:
    circle = (
        Record("www.a.test", wire.CNAME, 9, "a.test"),
        Record("a.test", wire.CNAME, 9, "www.a.test"),
        Record("www.a.test", wire.AAAA, 9, "240e::5"),
    )
    seen = answer_from(Question("www.a.test", "AAAA", SERVER), Message("www.a.test", 0, True, circle), "udp", 1.0)
    assert (seen.kind, seen.detail) == (AnswerKind.ERROR, "aliases in a circle")


def test_a_name_lies_in_its_zone_and_in_those_above() -> None:
    assert lies_in("www.a.test", "A.test.")
    assert lies_in("a.test", "a.test")
    assert lies_in("a.test", ".")
    assert not lies_in("aa.test", "a.test")
    assert not lies_in("a.test", "www.a.test")
