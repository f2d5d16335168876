"""Facts about both families, as hypothesis draws them: every kind of answer and every end of a probe."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import strategies as some

from crawler.reading.footer.footer import Footer
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source
from crawler.reading.names.zones import Authority, NameServer
from crawler.reading.service.facts import (
    HostSupport,
    Likeness,
    LikenessKind,
    LinkLevel,
    LinkSupport,
    Reachability,
    Service,
    Support,
    Vantage,
)
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose, Step
from crawler.reading.service.reach import reachability
from crawler.reading.service.support import level, support_of
from tests.checks.examples import build

HOST, ZONE = "www.shili.gov.test", "shili.gov.test"
URL = f"http://{HOST}/"
AT = "2026-11-21T02:00:0{}+00:00"
TARGET_OF_ALIAS = "www.shili.gov.test.cdn.test"
GLOBAL = ("2408:8000::10", "2408:8000::11")
OTHERS = ("fd00::10", "fe80::1", "::1", "::ffff:192.0.2.1", "2002::1", "64:ff9b::c000:20a", "2001:db8::1")
CLEAR = frozenset({AnswerKind.ANSWER, AnswerKind.NODATA, AnswerKind.NXDOMAIN})
TROUBLE = tuple(kind for kind in AnswerKind if kind not in CLEAR)  # ALIAS and REFERRAL too: they say nothing
RESOLVERS = ("192.0.2.53:53", "192.0.2.54:53", "192.0.2.55:53")
SERVERS = ("ns1.shili.gov.test", "ns2.shili.gov.test")
TROUBLE_ENDS = tuple(end for end in End if end not in {End.ANSWERED, End.REFUSED})
WALLS = (401, 403, 405, 406, 407, 412, 418, 429, 444, 451, 500, 502, 503, 504, 521)
UNSURE = tuple(
    kind for kind in LikenessKind if kind not in {LikenessKind.DIFFERENT, LikenessKind.STUB, LikenessKind.OTHER_HOST}
)


def answer(
    kind: AnswerKind,
    record_type: str = "AAAA",
    *,
    addresses: tuple[str, ...] = (),
    server: str = "192.0.2.53:53",
    own: str = "",
    name: str = HOST,
    records: tuple[str, ...] = (),
    authoritative: bool = True,
) -> NameAnswer:
    """``own``: the name of the zone's own server that gave the answer; empty for a resolver."""
    return NameAnswer(
        name, record_type, kind, server, addresses, records=records, server_name=own,
        source=Source.AUTHORITY if own else Source.RESOLVER, authoritative=bool(own) and authoritative,
    )  # fmt: skip


ORIGINS = (
    *((server, "", False) for server in RESOLVERS),
    *((f"192.0.2.{61 + place}:53", own, sure) for place, own in enumerate(SERVERS) for sure in (True, False)),
)


@cache
def answers(
    record_type: str, kinds: tuple[AnswerKind, ...], addresses: tuple[str, ...], name: str = HOST
) -> some.SearchStrategy[NameAnswer]:
    """One of every answer there can be, made beforehand: one choice draws it."""
    shown = {AnswerKind.ANSWER: (*((address,) for address in addresses), addresses)}
    return some.sampled_from(
        [
            answer(kind, record_type, addresses=given, server=server, own=own, name=name, authoritative=sure)
            for kind in kinds
            for given in shown.get(kind, ((),))
            for server, own, sure in ORIGINS
        ]
    )


@cache
def records(
    kinds: tuple[AnswerKind, ...], addresses: tuple[str, ...], host: str = HOST
) -> some.SearchStrategy[AddressRecords]:
    """AAAA answers of these kinds, beside any answers to A."""
    return some.builds(
        AddressRecords,
        host=some.just(host),
        a=some.lists(answers("A", (AnswerKind.ANSWER, *AnswerKind), ("192.0.2.10",), host), max_size=2).map(tuple),
        aaaa=some.lists(answers("AAAA", kinds, addresses, host), max_size=5).map(tuple),
        proven=some.sampled_from(((), RESOLVERS[:1], RESOLVERS)),
    )


@some.composite
def agreed_records(draw: some.DrawFn, name: str = HOST) -> AddressRecords:
    """Two sources say the same, and there is trouble beside them."""
    kind, addresses = draw(
        some.sampled_from(((AnswerKind.ANSWER, GLOBAL), (AnswerKind.ANSWER, ("fd00::10",)), (AnswerKind.NODATA, ())))
    )
    sources = ((RESOLVERS[0], ""), (RESOLVERS[1], draw(some.sampled_from(("", SERVERS[0])))))
    told = (answer(kind, addresses=addresses, name=name, server=server, own=own) for server, own in sources)
    trouble = draw(some.lists(answers("AAAA", TROUBLE, GLOBAL, name), max_size=1))
    a = answer(AnswerKind.ANSWER, "A", addresses=("192.0.2.10",), name=name)
    return AddressRecords(name, (a,), (*told, *trouble), RESOLVERS[:2])


any_records = some.one_of(agreed_records(), records(tuple(AnswerKind), (*GLOBAL, *OTHERS)))
# Nothing says that an address is missing; or one source alone does, and everything else is trouble.
untold_records = records((*TROUBLE, AnswerKind.ANSWER), GLOBAL)
lone_records = some.builds(
    lambda seen, alone: replace(seen, aaaa=(*seen.aaaa, alone)),
    records(TROUBLE, GLOBAL),
    answers("AAAA", (AnswerKind.NODATA, AnswerKind.NXDOMAIN, AnswerKind.ANSWER), OTHERS),
)
troubled_records = some.one_of(untold_records, lone_records)


def hops_to(there: str, address: str, end: End, status: int) -> tuple[Hop, ...]:
    """Directly, or by way of a redirect from the home page."""
    last = Hop(there or URL, address, 80, end, (Step("tcp", 10.0), Step("http", 20.0)), status)
    return (Hop(URL, address, 80, End.ANSWERED, status=302), last) if there else (last,)


@cache
def probes(
    family: Family, ends: tuple[tuple[End, int], ...], purpose: Purpose = Purpose.HOME
) -> some.SearchStrategy[Probe]:
    """One of every attempt there can be, made beforehand; most of them without a redirect."""
    return some.sampled_from(
        [
            Probe(URL, family, purpose, number, AT.format(number), hops_to(there, address, end, status))
            for there in ("", "", "", "", URL, "http://other.shili.gov.test/")
            for address in (GLOBAL if family is Family.V6 else ("192.0.2.10",))
            for end, status in ends
            for number in (1, 2, 3)
        ]
    )


OPENED = (End.ANSWERED, 200)
IN_TROUBLE = (*((end, 0) for end in TROUBLE_ENDS), *((End.ANSWERED, status) for status in WALLS))
ANY_END = (*IN_TROUBLE, OPENED, OPENED, (End.REFUSED, 0), (End.REFUSED, 0), (End.ANSWERED, 404), (End.ANSWERED, 404))
vantages = some.builds(Vantage, some.booleans(), some.booleans(), some.booleans())


def services(ends: tuple[tuple[End, int], ...]) -> some.SearchStrategy[Service]:
    """IPv6 attempts that came to these ends, beside any attempts over IPv4."""
    ipv6 = some.lists(probes(Family.V6, ends), max_size=7)
    ipv4 = some.lists(probes(Family.V4, ANY_END), max_size=3)
    together = some.tuples(ipv6, ipv4).map(lambda pair: (*pair[0], *pair[1]))
    return some.builds(Service, some.just(HOST), some.just(URL), together, vantages)


@some.composite
def steady_services(draw: some.DrawFn) -> Service:
    """The same end at every address, in every attempt, while IPv4 opens; but for one attempt perhaps."""
    end, status = draw(some.sampled_from((OPENED, (End.REFUSED, 0), (End.ANSWERED, 404), (End.TIMEOUT, 0))))
    tried = [(Family.V6, address, end, status) for address in GLOBAL] + [(Family.V4, "192.0.2.10", *OPENED)]
    steps = (Step("tcp", 10.0), Step("http", draw(some.floats(1, 900))))
    found = [
        Probe(URL, family, Purpose.HOME, number, AT.format(number),
              (Hop(URL, address, 80, how, steps, answered),))
        for number in (1, 2, 3) for family, address, how, answered in tried
    ]  # fmt: skip
    found += draw(some.lists(probes(Family.V6, ANY_END), max_size=1))
    return Service(
        HOST, URL, tuple(found), draw(some.sampled_from((Vantage(True, True, True), Vantage(True, True, False))))
    )


any_services = some.one_of(steady_services(), services(ANY_END))
troubled_services = services((*IN_TROUBLE, OPENED))
troubled_reach = troubled_services.map(reachability)
any_reach = some.one_of(any_services.map(reachability), some.builds(Reachability))
footers = some.sampled_from((True, False, None)).map(lambda claim: build(Footer, {"claims_ipv6": claim}))


def likenesses(kinds: tuple[LikenessKind, ...]) -> some.SearchStrategy[Likeness]:
    share = some.floats(0, 1)
    return some.builds(Likeness, some.sampled_from(kinds), share, share, ipv4_title=some.sampled_from(("", "示例市")))


@cache
def name_servers(
    name: str, kinds: tuple[AnswerKind, ...], addresses: tuple[str, ...]
) -> some.SearchStrategy[NameServer]:
    own = answers("AAAA", kinds, addresses, name)
    soa = [
        answer(kind, "SOA", own=name, name=ZONE, server=server, authoritative=sure)
        for kind in AnswerKind
        for server in ("192.0.2.61:53", "[2408:8000::53]:53", "[fd00::53]:53")
        for sure in (True, False)
    ]
    return some.builds(
        NameServer,
        some.just(name),
        aaaa=some.lists(own, max_size=4).map(tuple),
        spoke=some.lists(some.sampled_from(soa), max_size=3).map(tuple),
    )


@some.composite
def authorities(draw: some.DrawFn, kinds: tuple[AnswerKind, ...], addresses: tuple[str, ...]) -> Authority:
    servers = tuple(draw(name_servers(name, kinds, addresses)) for name in SERVERS[: draw(some.integers(0, 2))])
    names = tuple(one.name for one in servers)
    told = [
        answer(kind, "NS", records=shown, name=ZONE, server=server, own=own)
        for kind in (AnswerKind.ANSWER, AnswerKind.ANSWER, AnswerKind.REFERRAL, AnswerKind.TIMEOUT, AnswerKind.LAME)
        for shown in (names, names, names[:1])
        for server, own, _ in ORIGINS
    ]
    return Authority(HOST, ZONE, tuple(draw(some.lists(some.sampled_from(told), max_size=4))), servers)


@some.composite
def agreed_authorities(draw: some.DrawFn) -> Authority:
    """Two sources name the same servers, and two sources agree on the addresses of each."""
    servers = []
    for name in SERVERS:
        seen = draw(agreed_records(name))
        own = tuple(one for one in seen.aaaa if one.source is Source.RESOLVER)
        servers.append(NameServer(name, seen.a, own, draw(name_servers(name, TROUBLE, GLOBAL)).spoke))
    told = tuple(answer(AnswerKind.ANSWER, "NS", name=ZONE, records=SERVERS, own=own) for own in ("", SERVERS[0]))
    return Authority(HOST, ZONE, told, tuple(servers))


any_authorities = some.one_of(agreed_authorities(), authorities(tuple(AnswerKind), (*GLOBAL, *OTHERS)))
troubled_authorities = authorities((*TROUBLE, AnswerKind.ANSWER), GLOBAL)


@some.composite
def troubled_links(draw: some.DrawFn) -> LinkSupport:
    """Built by the reader from answers and probes in which nothing is told but trouble and addresses."""
    levels = []
    for _ in range(2):
        hosts = [
            support_of(host, draw(some.integers(1, 90)), draw(records((*TROUBLE, AnswerKind.ANSWER), GLOBAL, host)),
                       draw(some.lists(probes(Family.V6, (*IN_TROUBLE, OPENED), Purpose.LINK), max_size=3)),
                       draw(some.lists(probes(Family.V4, ANY_END, Purpose.LINK), max_size=2)))
            for host in (HOST, "zwfw.shili.gov.test")[: draw(some.integers(0, 2))]
        ]  # fmt: skip
        levels.append(level(draw(some.integers(0, 3)), hosts))
    return LinkSupport(levels[0], levels[1])


LINKED = [
    HostSupport(host, links, support, reason)
    for host in (HOST, "a.shili.gov.test", "b.shili.gov.test")
    for links in (0, 1, 7, 40)
    for support in Support
    for reason in ("", "no-aaaa", "timeout", "dns-servfail", "http-status")
]
linked = some.lists(some.sampled_from(LINKED), max_size=5, unique_by=lambda one: one.host).map(tuple)
layers = some.builds(LinkLevel, some.integers(0, 2), linked)
any_links = some.builds(LinkSupport, layers, layers, linked)
