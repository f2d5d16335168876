"""Messages as bytes: the quick reader and dnspython tell the same, and no bytes bring either down."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.net import wire
from crawler.net.wire import Asked, Message, Record, UnreadableError

ROOT = Path(__file__).resolve().parents[2]
ASKED = "www.yunxi.gov.test"
LABELS = st.sampled_from(["www", "ns1", "yunxi", "gov", "test", "a-b", "_x", "CDN", "a" * 63, "7"])
ODD_LABELS = st.binary(min_size=1, max_size=63)
TTLS = st.integers(0, 2**32 - 1)


def names(labels: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    def joined(parts: list[str | bytes]) -> str:
        raw = [part.encode() if isinstance(part, str) else part for part in parts]
        return dns.name.Name((*raw, b"")).to_text()

    return st.lists(labels, max_size=3).map(joined)


def datas(name: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    return st.one_of(
        st.tuples(st.just("A"), st.ip_addresses(v=4).map(str)),
        st.tuples(st.just("AAAA"), st.ip_addresses(v=6).map(str)),
        st.tuples(st.sampled_from(["NS", "CNAME"]), name),
        st.tuples(st.just("SOA"), st.tuples(name, name, TTLS).map(lambda it: f"{it[0]} {it[1]} {it[2]} 1 2 3 4")),
    )


ODD_DATAS = st.one_of(
    datas(names(ODD_LABELS)),
    st.tuples(st.just("TXT"), st.just('"words"')),
    st.tuples(st.just("DNAME"), names(LABELS)),
    st.tuples(st.just("TYPE65280"), st.just(r"\# 3 010203")),
)


@st.composite
def messages(draw: st.DrawFn, data: st.SearchStrategy[tuple[str, str]], name: st.SearchStrategy[str]) -> bytes:
    """An answer to a question about ASKED."""
    reply = dns.message.make_response(dns.message.make_query(ASKED, draw(st.sampled_from(list(wire.TYPES)))))
    reply.set_rcode(draw(st.sampled_from([0, 0, 0, 2, 3, 5])))
    reply.flags |= draw(st.sampled_from([0, int(dns.flags.AA)]))
    for section in (reply.answer, reply.authority, reply.additional):
        for kind, value in draw(st.lists(data, max_size=4)):
            owner = draw(st.one_of(st.just(ASKED + "."), name))
            section.append(dns.rrset.from_text(owner, draw(st.integers(0, 2**31 - 1)), "IN", kind, value))
    if draw(st.booleans()):
        reply.use_edns(0, ednsflags=draw(st.sampled_from([0, 0x8000])))
        reply.set_rcode(draw(st.sampled_from([0, 16, 23])))
    return reply.to_wire()


def question_of(data: bytes) -> Asked:
    return Asked(data[12 : data.index(b"\0", 12) + 5], ASKED)


@given(messages(datas(names(LABELS)), names(LABELS)))
@settings(deadline=None)
def test_a_usual_message_is_read_quickly_and_as_dnspython_reads_it(data: bytes) -> None:
    assert wire.is_answer_to(data, question_of(data).section)
    assert wire.read_usual(data, question_of(data)) == wire.read_any(data)


@given(messages(ODD_DATAS, names(ODD_LABELS)))
@settings(deadline=None)
def test_an_odd_message_is_read_as_dnspython_reads_it(data: bytes) -> None:
    assert wire.read_message(data, question_of(data)) == wire.read_any(data)


@given(
    messages(datas(names(LABELS)), names(LABELS)),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=6),
    st.one_of(st.none(), st.integers(12, 200)),
)
@settings(deadline=None, max_examples=300)
def test_a_spoiled_message_is_refused_or_read_as_dnspython_reads_it(
    data: bytes, spots: list[tuple[int, int]], length: int | None
) -> None:
    question, spoiled = question_of(data), bytearray(data)
    for place, byte in spots:
        spoiled[2 + place % (len(spoiled) - 2)] = byte
    same_or_refused(bytes(spoiled[:length]), question)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_bytes_behind_a_question_bring_the_reader_down(rest: bytes) -> None:
    question = wire.asked(ASKED, "AAAA")
    for counts in ((1, 1, 0, 0), (1, 0, 1, 1), (1, 40, 0, 0), (0, 1, 0, 0)):
        same_or_refused(wire.HEADER.pack(7, wire.QR, *counts) + question.section + rest, question)
    same_or_refused(rest, question)


def same_or_refused(data: bytes, question: Asked) -> None:
    if not wire.is_answer_to(data, question.section):
        return
    try:
        known = wire.read_any(data)
    except UnreadableError:
        known = None
    try:
        read = wire.read_message(data, question)
    except UnreadableError:
        read = None
    assert read == known


@pytest.mark.parametrize(
    "name",
    [
        b"\xc0\x29",  # a pointer to itself
        b"\xc0\x2b\xc0\x29",  # two that point to each other
        b"\xc0\xff",  # forwards, beyond the end
        b"\x01a\xc0\x29",  # a name that goes on in itself
        b"\x40" + b"a" * 64,  # a label of 64 bytes
        b"\x80a",  # of a kind that was never defined
        b"\x05ab",  # longer than the message
    ],
)
def test_a_name_without_an_end_is_unreadable(name: bytes) -> None:
    question = wire.asked(ASKED, "A")
    record = name + wire.RECORD.pack(wire.A, 1, 60, 4) + b"\x01\x02\x03\x04"
    with pytest.raises(UnreadableError):
        wire.read_message(wire.HEADER.pack(7, wire.QR, 1, 1, 0, 0) + question.section + record, question)


HOSTILE_FIRST = """
from crawler.net import wire
question = wire.asked("a.test", "A")
def reply(network, data):
    record = b"\\xc0\\x0c" + wire.RECORD.pack(wire.A, network, 60, len(data)) + data
    return wire.read_any(wire.HEADER.pack(7, wire.QR, 1, 1, 0, 0) + question.section + record)
reply(255, b"")
print(reply(1, bytes((198, 18, 0, 5))).answer[0].value)
"""


def test_a_record_of_no_class_spoils_no_later_message() -> None:
    """In a process of its own: dnspython remembers the first reader of a type that it found."""
    done = subprocess.run([sys.executable, "-c", HOSTILE_FIRST], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout.strip(), done.stderr) == ("198.18.0.5", "")


def test_a_message_of_too_many_records_is_not_unpacked() -> None:
    question = wire.asked(ASKED, "A")
    record = b"\xc0\x0c" + wire.RECORD.pack(wire.A, 1, 60, 4) + b"\x01\x02\x03\x04"
    data = wire.HEADER.pack(7, wire.QR, 1, 1001, 0, 0) + question.section + record * 1001
    with pytest.raises(UnreadableError, match="too many"):
        wire.read_message(data, question)


def test_odd_bytes_in_a_name_are_escaped() -> None:
    query = dns.message.make_query(ASKED, "NS")
    reply = dns.message.make_response(query)
    reply.answer.append(dns.rrset.from_text(ASKED + ".", 60, "IN", "NS", r"a\000b\.c\"\255.gov.test."))
    data = reply.to_wire()
    (record,) = wire.read_message(data, question_of(data)).answer
    assert record == Record(ASKED, wire.NS, 60, r"a\000b\.c\"\255.gov.test")


@pytest.mark.parametrize(
    "address",
    ["::", "::1", "::1.2.3.4", "::ffff:1.2.3.4", "::ffff:0:0", "1::", "0:0:1::", "1:0:0:2:0:0:0:3", "1:0:2:3:4:5:6:7"],
)
def test_addresses_are_spelled_as_dnspython_spells_them(address: str) -> None:
    reply = dns.message.make_response(dns.message.make_query(ASKED, "AAAA"))
    reply.answer.append(dns.rrset.from_text(ASKED + ".", 60, "IN", "AAAA", address))
    data = reply.to_wire()
    assert wire.read_usual(data, question_of(data)) == wire.read_any(data)


def test_the_upper_bits_of_the_rcode_are_read() -> None:
    question = wire.asked(ASKED, "A")
    bad_version = b"\0" + wire.RECORD.pack(wire.OPT, 1232, 1 << 24, 0)
    data = wire.HEADER.pack(7, wire.QR | wire.AA, 1, 0, 0, 1) + question.section + bad_version
    assert wire.read_usual(data, question) == Message(ASKED, int(dns.rcode.BADVERS), True)


@pytest.mark.parametrize("record_type", ["A", "AAAA", "NS", "SOA"])
@pytest.mark.parametrize("name", ["www.gov.cn", "WWW.Gov.CN.", "cn", "_a-b.7.cn", "政务.cn", "a b.cn", "a.b\\.c.cn"])
def test_questions_are_written_as_dnspython_writes_them(name: str, record_type: str) -> None:
    spelled = dns.name.from_text(name).canonicalize()
    for edns in (False, True):
        query = dns.message.make_query(spelled, record_type, use_edns=edns, payload=1232, id=7)
        written = wire.query_bytes(7, wire.asked(name, record_type).section, recursive=True, edns=edns)
        assert written == query.to_wire()


def test_a_question_to_the_zones_own_server_asks_for_no_recursion() -> None:
    question = wire.asked(ASKED, "A")
    asked = dns.message.from_wire(wire.query_bytes(9, question.section, recursive=False))
    assert (asked.id, int(asked.flags), asked.payload) == (9, 0, 1232)


@pytest.mark.parametrize("name", ["", "a" * 64 + ".cn", "a..cn", ".cn", "a.cn..", ("a" * 60 + ".") * 5])
def test_what_is_no_name_is_not_asked(name: str) -> None:
    with pytest.raises((dns.exception.DNSException, UnicodeError)):
        wire.asked(name, "A")


def test_only_an_answer_to_the_question_is_one() -> None:
    question, other = wire.asked(ASKED, "A").section, wire.asked(ASKED, "AAAA").section
    head = wire.HEADER.pack(7, wire.QR, 1, 0, 0, 0)
    assert wire.is_answer_to(head + question, question)
    assert wire.is_answer_to(head + question.replace(b"www", b"wWw"), question)
    assert not wire.is_answer_to(head + other, question)
    assert not wire.is_answer_to(wire.HEADER.pack(7, 0, 1, 0, 0, 0) + question, question)  # a question itself
    assert not wire.is_answer_to(wire.HEADER.pack(7, wire.QR | 0x2800, 1, 0, 0, 0) + question, question)  # an update
    assert not wire.is_answer_to(wire.HEADER.pack(7, wire.QR, 0, 0, 0, 0), question)
    assert wire.is_answer_to(wire.HEADER.pack(7, wire.QR | 1, 0, 0, 0, 0), question)  # FORMERR repeats nothing
    assert not wire.is_answer_to(b"", question)
