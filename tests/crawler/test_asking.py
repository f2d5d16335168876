"""Questions to real servers on the loopback, honest, broken and hostile."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing
from itertools import pairwise
from typing import Any, TypeVar

import dns.flags
import dns.message
import dns.rdatatype
import pytest

from crawler.config import Network
from crawler.net import channel
from crawler.net.asking import Asker, Question
from crawler.reading.names.answers import AnswerKind, NameAnswer, Source, answer_to_json, read_answer
from tests.crawler.name_servers import Answers, Query, Served, answer, serving

HOST = "www.yunxi.gov.test"
ZONE = "yunxi.gov.test"
SOA = f"{ZONE}. 900 SOA ns1.{ZONE}. admin.{ZONE}. 2026112201 1 2 3 4"
OWN, RESOLVER = Source.AUTHORITY, Source.RESOLVER
LONG_S, SHORT_S = 30, 0.3  # for what is answered, and for what is not
ResultT = TypeVar("ResultT")


@asynccontextmanager
async def asking(**limits: Any) -> Any:
    asker = Asker(Network(**{"dns_timeout_s": LONG_S, **limits}))
    try:
        yield asker
    finally:
        await asker.close()


def told(
    answers: Answers,
    record_type: str = "AAAA",
    *,
    tcp: bool = True,
    tcp_answers: Answers | None = None,
    within_s: float = LONG_S,
    **more: Any,
) -> tuple[NameAnswer, bytes, Served]:
    """What one question to such a server comes to."""

    async def go() -> tuple[NameAnswer, bytes, Served]:
        async with serving(Served(answers, tcp_answers), tcp=tcp) as served, asking(dns_timeout_s=within_s) as asker:
            seen, data = await asker.ask(HOST, record_type, served.address, **more)
            return seen, data, served

    return asyncio.run(go())


CASES: list[tuple[Source, str, dict[str, Any], AnswerKind, dict[str, Any]]] = [
    (RESOLVER, "AAAA", {"records": ["@ 300 AAAA 240e::5", "@ 60 AAAA 240e::6", "@ 60 AAAA 240e::6"]},
     AnswerKind.ANSWER, {"addresses": ("240e::5", "240e::6"), "ttl": 60}),
    (RESOLVER, "A", {"records": ["@ 300 A 198.18.0.5", "elsewhere.test. 300 A 198.18.0.6"]},
     AnswerKind.ANSWER, {"addresses": ("198.18.0.5",)}),
    (RESOLVER, "AAAA", {"records": ["@ 300 CNAME a.cdn.test.", "b.cdn.test. 9 AAAA 240e::7",
                                    "a.cdn.test. 9 CNAME B.cdn.test."]},
     AnswerKind.ANSWER, {"addresses": ("240e::7",), "chain": ("a.cdn.test", "b.cdn.test"), "ttl": 9}),
    (RESOLVER, "AAAA", {"records": ["@ 300 CNAME a.cdn.test."]}, AnswerKind.NODATA, {"chain": ("a.cdn.test",)}),
    (RESOLVER, "AAAA", {"authority": [SOA]}, AnswerKind.NODATA, {"zone": ZONE}),
    (RESOLVER, "AAAA", {}, AnswerKind.NODATA, {}),
    (RESOLVER, "AAAA", {"authority": ["test. 300 NS ns.test."]}, AnswerKind.REFERRAL, {"zone": "test"}),
    (RESOLVER, "AAAA", {"rcode": "NXDOMAIN", "authority": [SOA]}, AnswerKind.NXDOMAIN, {"zone": ZONE}),
    (RESOLVER, "AAAA", {"rcode": "NXDOMAIN", "records": ["@ 300 CNAME a.cdn.test."]},
     AnswerKind.NXDOMAIN, {"chain": ("a.cdn.test",)}),
    (RESOLVER, "AAAA", {"rcode": "SERVFAIL"}, AnswerKind.SERVFAIL, {}),
    (RESOLVER, "AAAA", {"rcode": "REFUSED"}, AnswerKind.REFUSED, {}),
    (RESOLVER, "AAAA", {"rcode": "YXDOMAIN"}, AnswerKind.ERROR, {"detail": "YXDOMAIN"}),
    (RESOLVER, "AAAA", {"rcode": "BADCOOKIE"}, AnswerKind.ERROR, {"detail": "BADCOOKIE"}),
    (RESOLVER, "AAAA", {"records": ["@ 300 A 198.18.0.5"]}, AnswerKind.ERROR, {"detail": "answers something else"}),
    (RESOLVER, "AAAA", {"records": [f"{ZONE}. 300 DNAME cdn.test."]},
     AnswerKind.ERROR, {"detail": "answers something else"}),
    (RESOLVER, "AAAA", {"records": ["elsewhere.test. 300 AAAA 240e::5"]}, AnswerKind.ERROR, {"addresses": ()}),
    (RESOLVER, "AAAA", {"records": ["@ 1 CNAME a.test.", f"a.test. 1 CNAME {HOST}."]},
     AnswerKind.ERROR, {"detail": "aliases in a circle"}),
    (RESOLVER, "NS", {"records": ["@ 300 NS NS1.yunxi.gov.test.", "@ 200 NS ns2.yunxi.gov.test."]},
     AnswerKind.ANSWER, {"records": ("ns1.yunxi.gov.test", "ns2.yunxi.gov.test"), "ttl": 200}),
    (RESOLVER, "NS", {"authority": [SOA]}, AnswerKind.NODATA, {"zone": ZONE}),
    (RESOLVER, "SOA", {"records": [f"@ 300 SOA ns1.{ZONE}. admin.{ZONE}. 2026112201 1 2 3 4"]},
     AnswerKind.ANSWER, {"records": (f"ns1.{ZONE}", "2026112201"), "zone": HOST}),
    (OWN, "AAAA", {"flags": "AA", "records": ["@ 300 AAAA 240e::5"]},
     AnswerKind.ANSWER, {"addresses": ("240e::5",), "authoritative": True, "server_name": "ns1.test"}),
    (OWN, "AAAA", {"flags": "AA", "authority": [SOA]}, AnswerKind.NODATA, {"zone": ZONE, "authoritative": True}),
    (OWN, "AAAA", {"flags": "AA", "rcode": "NXDOMAIN", "authority": [SOA]}, AnswerKind.NXDOMAIN, {"zone": ZONE}),
    (OWN, "AAAA", {"records": ["@ 300 AAAA 240e::5"]}, AnswerKind.LAME, {"addresses": ()}),
    (OWN, "AAAA", {"authority": [SOA]}, AnswerKind.LAME, {}),
    (OWN, "AAAA", {}, AnswerKind.LAME, {}),
    (OWN, "AAAA", {"rcode": "NXDOMAIN"}, AnswerKind.LAME, {}),
    (OWN, "AAAA", {"rcode": "REFUSED"}, AnswerKind.REFUSED, {}),
    (OWN, "AAAA", {"authority": [f"{HOST}. 300 NS ns1.{HOST}.", f"{HOST}. 200 NS ns.other.test."],
                   "additional": [f"ns1.{HOST}. 300 A 198.18.0.53", f"ns1.{HOST}. 300 AAAA 240e::53",
                                  "unasked.test. 300 A 198.18.0.66"]},
     AnswerKind.REFERRAL, {"zone": HOST, "records": (f"ns1.{HOST}", "ns.other.test"), "ttl": 200,
                           "glue": ((f"ns1.{HOST}", "198.18.0.53"), (f"ns1.{HOST}", "240e::53"))}),
    (OWN, "AAAA", {"authority": [". 300 NS a.root.test."]}, AnswerKind.LAME, {"detail": "refers to ."}),
    (OWN, "AAAA", {"authority": ["test. 300 NS a.test."]}, AnswerKind.LAME, {"detail": "refers to test"}),
    (OWN, "AAAA", {"authority": [f"{ZONE}. 300 NS ns1.{ZONE}."]}, AnswerKind.LAME, {}),
    (OWN, "AAAA", {"authority": ["other.test. 300 NS a.test."]}, AnswerKind.LAME, {}),
    (OWN, "AAAA", {"flags": "AA", "records": ["@ 300 CNAME www.cdn.test."]},
     AnswerKind.ALIAS, {"chain": ("www.cdn.test",)}),
    (OWN, "AAAA", {"flags": "AA", "records": ["@ 300 CNAME www.cdn.test."], "authority": [SOA]}, AnswerKind.ALIAS, {}),
    (OWN, "AAAA", {"flags": "AA", "records": [f"@ 300 CNAME web.{ZONE}."], "authority": [SOA]},
     AnswerKind.NODATA, {"chain": (f"web.{ZONE}",), "zone": ZONE}),
    (OWN, "AAAA", {"flags": "AA", "records": [f"@ 300 CNAME web.sub.{ZONE}."],
                   "authority": [f"sub.{ZONE}. 300 NS a.test."]},
     AnswerKind.ALIAS, {}),
    (OWN, "AAAA", {"flags": "AA", "records": [f"@ 300 CNAME web.{ZONE}.", f"web.{ZONE}. 30 AAAA 240e::5"]},
     AnswerKind.ANSWER, {"addresses": ("240e::5",), "chain": (f"web.{ZONE}",)}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "record_type", "reply", "kind", "found"), CASES)
def test_answer_kinds_are_kept_apart(
    source: Source, record_type: str, reply: dict[str, Any], kind: AnswerKind, found: dict[str, Any]
) -> None:
    parts = dict(reply)
    records = parts.pop("records", [])
    zone = {"zone": ZONE, "server_name": "ns1.test"} if source is OWN else {}
    seen, data, served = told(lambda query: [answer(query, *records, **parts)], record_type, source=source, **zone)
    assert (seen.kind, {name: getattr(seen, name) for name in found}) == (kind, found)
    assert (seen.name, seen.record_type, seen.source, seen.transport) == (HOST, record_type, source, "udp")
    assert seen.server == f"127.0.0.1:{served.address[1]}"
    assert dns.message.from_wire(data).question[0].name.to_text(omit_final_dot=True) == HOST
    assert read_answer(answer_to_json(seen, data)) == seen


def test_an_alias_is_believed_of_its_own_zone_alone_where_no_zone_was_named() -> None:
    def kind(*authority: str) -> AnswerKind:
        reply = ["@ 300 CNAME www.cdn.test."]
        return told(lambda query: [answer(query, *reply, authority=authority, flags="AA")], source=OWN)[0].kind

    assert kind() is AnswerKind.ALIAS
    assert kind(SOA) is AnswerKind.ALIAS
    assert kind("cdn.test. 900 SOA ns.cdn.test. a.cdn.test. 1 1 1 1 1") is AnswerKind.NODATA


@pytest.mark.parametrize(("source", "recursive"), [(RESOLVER, True), (OWN, False)])
def test_only_a_resolver_is_asked_to_look_further(source: Source, recursive: bool) -> None:
    _, _, served = told(lambda query: [answer(query)], source=source)
    (query,) = served.asked
    assert (bool(query.flags & dns.flags.RD), query.edns, query.payload) == (recursive, 0, 1232)


@pytest.mark.parametrize("rcode", ["FORMERR", "NOTIMP", "BADVERS"])
def test_a_server_without_edns_is_asked_again_without(rcode: str) -> None:
    def old(query: Query) -> list[bytes]:
        if query.edns < 0:
            return [answer(query, "@ 300 AAAA 240e::5")]
        return [answer(query, rcode=rcode)]

    seen, _, served = told(old)
    assert (seen.kind, [query.edns for query in served.asked]) == (AnswerKind.ANSWER, [0, -1])


def test_an_error_that_repeats_no_question_is_heard() -> None:
    def terse(query: Query) -> list[bytes]:
        head = answer(query, rcode="FORMERR")
        return [head[:4] + bytes(8)] if query.edns == 0 else [answer(query, "@ 300 AAAA 240e::5")]

    assert told(terse)[0].kind is AnswerKind.ANSWER


def test_a_server_that_refuses_both_forms_is_an_error() -> None:
    seen, data, served = told(lambda query: [answer(query, rcode="NOTIMP")])
    assert (seen.kind, seen.detail, len(served.asked)) == (AnswerKind.ERROR, "NOTIMP", 2)
    assert data


def test_the_last_attempt_at_a_silent_server_goes_without_edns() -> None:
    def old(query: Query) -> list[bytes]:
        return [] if query.edns == 0 else [answer(query, "@ 300 AAAA 240e::5")]

    seen, _, served = told(old, within_s=SHORT_S)
    assert (seen.kind, [query.edns for query in served.asked]) == (AnswerKind.ANSWER, [0, 0, -1])


def test_silence_is_a_timeout_after_three_questions() -> None:
    seen, data, served = told(lambda query: [], within_s=SHORT_S)
    assert (seen.kind, data, len(served.asked)) == (AnswerKind.TIMEOUT, b"", 3)


def test_a_cut_answer_is_asked_for_again_over_tcp() -> None:
    many = [f"@ 300 AAAA 240e::{number:x}" for number in range(1, 60)]
    seen, data, served = told(
        lambda query: [answer(query, flags="TC")], tcp_answers=lambda query: [answer(query, *many)]
    )
    assert (seen.kind, len(seen.addresses), seen.transport) == (AnswerKind.ANSWER, 59, "tcp")
    assert (len(data) > 1232, len(served.over_tcp)) == (True, 1)


TCP_TROUBLES: list[Answers] = [
    lambda query: [],  # hangs up
    lambda query: [answer(query, flags="TC")],
    lambda query: [b"\0"],
    lambda query: [answer(dns.message.make_query("other.test", "AAAA"), "@ 300 AAAA 240e::5")],
]


@pytest.mark.parametrize("trouble", TCP_TROUBLES)
def test_a_cut_answer_that_tcp_does_not_bring_whole_is_truncated(trouble: Answers) -> None:
    seen, data, _ = told(lambda query: [answer(query, "@ 300 AAAA 240e::5", flags="TC")], tcp_answers=trouble)
    assert (seen.kind, seen.addresses, bool(data)) == (AnswerKind.TRUNCATED, (), True)


def test_a_closed_tcp_port_behind_a_cut_answer_is_truncated() -> None:
    seen, data, _ = told(lambda query: [answer(query, flags="TC")], tcp=False)
    assert seen.kind is AnswerKind.TRUNCATED
    assert dns.message.from_wire(data).flags & dns.flags.TC


def forged(query: Query) -> Iterator[bytes]:
    """Answers to something else, before the right one."""
    false = "@ 300 AAAA 240e::bad"
    right = answer(query, "@ 300 AAAA 240e::5")
    yield (int.from_bytes(right[:2]) ^ 1).to_bytes(2) + answer(query, false)[2:]
    for name, kind in (("other.test", "AAAA"), (HOST, "A")):
        other = dns.message.make_query(name, kind, id=query.id)
        yield answer(other, false if kind == "AAAA" else "@ 300 A 198.18.0.66")
    yield query.to_wire()
    yield from (b"", b"\0", right[:11])
    yield right


def test_answers_to_another_question_are_not_taken() -> None:
    assert told(forged)[0].addresses == ("240e::5",)
    assert told(lambda query: list(forged(query))[:-1], within_s=SHORT_S)[0].kind is AnswerKind.TIMEOUT


def test_an_answer_from_another_port_is_not_taken() -> None:
    async def go() -> NameAnswer:
        async with serving(Served(lambda query: [])) as server, serving(Served(lambda query: [])) as stranger:
            reply = server.datagram_received

            def received(data: bytes, addr: tuple[str, int]) -> None:
                reply(data, addr)
                stranger.say(answer(dns.message.from_wire(data), "@ 300 AAAA 240e::bad"), addr)

            server.datagram_received = received  # type: ignore[method-assign]
            async with asking(dns_timeout_s=SHORT_S) as asker:
                return (await asker.ask(HOST, "AAAA", server.address))[0]

    assert asyncio.run(go()).kind is AnswerKind.TIMEOUT


def test_an_unreadable_message_is_an_error_and_kept() -> None:
    def broken(query: Query) -> list[bytes]:
        whole = answer(query, "@ 300 AAAA 240e::5")
        return [whole[:-20]]

    seen, data, _ = told(broken)
    assert (seen.kind, seen.detail.startswith("unreadable"), bool(data)) == (AnswerKind.ERROR, True, True)


@pytest.mark.parametrize("name", ["a" * 64 + ".test", "a..test", "", "\udcff.test"])
def test_what_is_no_name_cannot_be_asked(name: str) -> None:
    async def go() -> NameAnswer:
        async with asking() as asker:
            return (await asker.ask(name, "A", ("127.0.0.1", 9)))[0]

    seen = asyncio.run(go())
    assert (seen.kind, seen.name, seen.detail[:15]) == (AnswerKind.ERROR, name, "cannot be asked")


@pytest.mark.parametrize("server", [("ns1.test", 53), ("", 53), ("127.0.0.1", 0), ("127.0.0.1", 70000)])
def test_what_is_no_server_is_an_error(server: tuple[str, int]) -> None:
    async def go() -> NameAnswer:
        async with asking() as asker:
            return (await asker.ask(HOST, "A", server))[0]

    assert asyncio.run(go()).kind is AnswerKind.ERROR


def free_port() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_a_closed_port_is_an_error_before_the_time_is_up() -> None:
    async def go() -> NameAnswer:
        async with asking() as asker, asyncio.timeout(10):
            return (await asker.ask(HOST, "A", ("127.0.0.1", free_port())))[0]

    seen = asyncio.run(go())
    assert (seen.kind, seen.detail) == (AnswerKind.ERROR, "connection refused")


@pytest.mark.parametrize("reason", [errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL])
def test_no_way_from_here_is_told_from_silence(monkeypatch: pytest.MonkeyPatch, reason: int) -> None:
    class Cut(socket.socket):
        def connect(self, address: Any) -> None:
            raise OSError(reason, "no way there")

    monkeypatch.setattr(channel.socket, "socket", Cut)

    async def go() -> NameAnswer:
        async with asking() as asker, asyncio.timeout(10):
            return (await asker.ask(HOST, "A", ("192.0.2.53", 53)))[0]

    seen = asyncio.run(go())
    assert (seen.kind, seen.detail) == (AnswerKind.UNREACHABLE, "no way there")


def test_a_server_is_asked_over_ipv6() -> None:
    async def go() -> NameAnswer:
        six = Served(lambda query: [answer(query, "@ 300 A 198.18.0.5")])
        async with serving(six, "::1") as served, asking() as asker:
            return (await asker.ask(HOST, "A", served.address))[0]

    if not has_ipv6():
        pytest.skip("no IPv6 loopback here")
    seen = asyncio.run(go())
    assert (seen.kind, seen.server[:6]) == (AnswerKind.ANSWER, "[::1]:")


def has_ipv6() -> bool:
    with closing(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)) as one:
        try:
            one.bind(("::1", 0))
        except OSError:
            return False
    return True


def questions(server: tuple[str, int], count: int) -> Iterator[Question]:
    return (Question(f"n{number}.gov.test", "A", server) for number in range(count))


def test_a_slow_server_holds_up_no_other() -> None:
    """The slow one answers only after the last answer of the fast one has been seen."""

    async def go() -> list[str]:
        slow = Served(lambda query: [])
        async with serving(slow), serving(Served(lambda query: [answer(query, "@ 9 A 198.18.0.5")])) as fast:
            held: list[tuple[bytes, tuple[str, int]]] = []
            slow.datagram_received = lambda data, addr: held.append((data, addr))  # type: ignore[method-assign]
            pairs = zip(questions(slow.address, 100), questions(fast.address, 100), strict=True)
            both = (one for pair in pairs for one in pair)
            order = []
            async with asking(dns_in_flight=4) as asker:
                async for seen, _ in asker.ask_many(both):
                    order.append("slow" if seen.server.endswith(f":{slow.address[1]}") else "fast")
                    if order.count("fast") == 100:
                        slow.datagram_received = lambda data, addr: slow.say(  # type: ignore[method-assign]
                            answer(dns.message.from_wire(data)), addr
                        )
                        for data, addr in held:
                            slow.datagram_received(data, addr)
                        held.clear()
            return order

    assert asyncio.run(go()) == ["fast"] * 100 + ["slow"] * 100


def test_thousands_of_questions_are_asked_with_few_under_way() -> None:
    """The server answers only when eight questions wait."""

    async def go() -> tuple[int, int, int, set[str]]:
        waiting: list[Callable[[], None]] = []
        most = 0
        served = Served(lambda query: [])

        def received(data: bytes, addr: tuple[str, int]) -> None:
            nonlocal most
            query = dns.message.from_wire(data)
            waiting.append(lambda: served.say(answer(query, "@ 9 A 198.18.0.5"), addr))
            most = max(most, len(waiting))
            if len(waiting) == 8:
                flush(10)

        def flush(turns: int) -> None:
            """Not before a ninth would have come."""
            if turns:
                asyncio.get_running_loop().call_soon(flush, turns - 1)
            while waiting and not turns:
                waiting.pop()()

        served.datagram_received = received  # type: ignore[method-assign]
        taken, seen, ahead = 0, set[str](), 0

        def counted(source: Iterator[Question]) -> Iterator[Question]:
            nonlocal taken
            for question in source:
                taken += 1
                yield question

        async with serving(served), asking(dns_in_flight=8) as asker:
            async for one, _ in asker.ask_many(counted(questions(served.address, 3000)), window=50):
                ahead = max(ahead, taken - len(seen))
                assert one.kind is AnswerKind.ANSWER
                seen.add(one.name)
        return most, taken, ahead, seen

    most, taken, ahead, seen = asyncio.run(go())
    assert (most, taken, len(seen)) == (8, 3000, 3000)
    assert ahead <= 50


def run(work: Callable[[Asker, Served], Awaitable[ResultT]], answers: Answers, **limits: Any) -> ResultT:
    async def go() -> ResultT:
        async with serving(Served(answers)) as served, asking(**limits) as asker:
            return await work(asker, served)

    return asyncio.run(go())


def test_no_more_questions_a_second_are_asked_than_allowed() -> None:
    async def work(asker: Asker, served: Served) -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert len([one async for one in asker.ask_many(questions(served.address, 11))]) == 11
        return loop.time() - began

    assert run(work, lambda query: [answer(query)], dns_per_second=200) >= 0.045


def test_what_is_under_way_ends_when_the_asker_closes() -> None:
    async def work(asker: Asker, served: Served) -> list[NameAnswer]:
        asked = [asyncio.ensure_future(asker.ask(HOST, "A", served.address)) for _ in range(4)]
        while len(served.asked) < 2:
            await asyncio.sleep(0)
        await asker.close()
        return [(await one)[0] for one in asked]

    ended = run(work, lambda query: [], dns_in_flight=2)
    assert {(one.kind, one.detail) for one in ended} == {(AnswerKind.ERROR, "closed before an answer came")}


def test_questions_of_a_caller_who_went_away_are_not_asked() -> None:
    async def work(asker: Asker, served: Served) -> int:
        stream = asker.ask_many(questions(served.address, 1000))
        await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        await asker.ask(HOST, "A", served.address)
        return len(served.asked)

    assert run(work, lambda query: [answer(query)], dns_in_flight=2) < 20


def test_a_cancelled_question_is_not_asked_any_more_and_leaves_the_others_alone() -> None:
    async def work(asker: Asker, served: Served) -> tuple[AnswerKind, list[str]]:
        first, second, third = (
            asyncio.ensure_future(asker.ask(f"{name}.test", "A", served.address)) for name in ("one", "two", "three")
        )
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait([first, second, third])
        asked = [query.question[0].name.to_text() for query in served.asked]
        return third.result()[0].kind, asked

    kind, asked = run(work, lambda query: [answer(query)], dns_in_flight=1)
    assert (kind, asked) == (AnswerKind.NODATA, ["one.test.", "three.test."])


def test_the_port_is_changed_from_time_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "PORT_QUESTIONS", 10)

    async def work(asker: Asker, served: Served) -> tuple[int, int]:
        ports = set()
        reply = served.datagram_received

        def received(data: bytes, addr: tuple[str, int]) -> None:
            ports.add(addr[1])
            reply(data, addr)

        served.datagram_received = received  # type: ignore[method-assign]
        kinds = [one.kind async for one, _ in asker.ask_many(questions(served.address, 35))]
        return len(ports), kinds.count(AnswerKind.NODATA)

    assert run(work, lambda query: [answer(query)]) == (4, 35)


def test_ids_are_not_counted_up() -> None:
    async def work(asker: Asker, served: Served) -> list[int]:
        async for _ in asker.ask_many(questions(served.address, 50)):
            pass
        return [query.id for query in served.asked]

    idents = run(work, lambda query: [answer(query)])
    steps = {after - before for before, after in pairwise(idents)}
    assert len(steps) > 40
