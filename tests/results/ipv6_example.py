"""An invented host, looked at by both families: what the tests of its story start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crawler.model import Role, Target, TargetId, TargetKind
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source
from crawler.reading.names.zones import Authority, NameServer
from crawler.reading.service.facts import (
    HostSupport,
    Likeness,
    LikenessKind,
    LinkLevel,
    LinkSupport,
    Service,
    Support,
    Vantage,
)
from crawler.reading.service.probe import Certificate, End, Family, Hop, Probe, Purpose, Step
from results.ipv6.inspection import Log, Story

HOST = "www.yunxi.gov.test"
HOME = f"https://{HOST}/"
ON = date(2026, 11, 21)
V4, V6 = "203.0.113.10", "240e:1:2::10"
RESOLVERS = ("192.0.2.53:53", "192.0.2.54:5353")
OWN = ("ns1.yunxi.gov.test", "[240e:1:2::53]:53")
CERTIFICATE = Certificate(
    subject=HOST, names=(HOST, "yunxi.gov.test"), issuer="Yunxi Test CA", not_before="2026-01-01T00:00:00Z",
    not_after="2027-01-01T00:00:00Z", expired=False, name_matches=True, chain="",
)  # fmt: skip


def answer(record_type: str, server: str, *addresses: str, **more: object) -> NameAnswer:
    kind = AnswerKind.ANSWER if addresses else AnswerKind.NODATA
    fields = {"name": HOST, "kind": kind, "addresses": addresses, "ttl": 600 if addresses else None, **more}
    return NameAnswer(record_type=record_type, server=server, **fields)  # type: ignore[arg-type]


def own(record_type: str, *addresses: str, **more: object) -> NameAnswer:
    """What one of the zone's own servers says."""
    name, server = OWN
    return answer(
        record_type, server, *addresses, source=Source.AUTHORITY, server_name=name, authoritative=True, **more
    )


def names(*aaaa: NameAnswer, **more: object) -> AddressRecords:
    a = (*(answer("A", server, V4) for server in RESOLVERS), own("A", V4))
    told = aaaa or (*(answer("AAAA", server, V6) for server in RESOLVERS), own("AAAA", V6))
    return AddressRecords(HOST, a, told, **more)  # type: ignore[arg-type]


def probe(family: Family, attempt: int = 1, **hop: object) -> Probe:
    steps = (Step("tcp", 11.4), Step("tls", 32.5), Step("http", 101.0), Step("body", 7.0))
    address = V4 if family is Family.V4 else V6
    told = Hop(HOME, address, 443, End.ANSWERED, steps, 200, certificate=CERTIFICATE)
    return Probe(HOME, family, Purpose.HOME, attempt, "2026-11-21T02:00:00+00:00", (replace(told, **hop),))  # type: ignore[arg-type]


def silent(family: Family, attempt: int = 1) -> Probe:
    return probe(family, attempt, end=End.TIMEOUT, steps=(), status=0, certificate=None)


def control(family: Family, number: int, end: End = End.ANSWERED) -> Probe:
    address = "203.0.113.80" if family is Family.V4 else "240e:9::80"
    status = 200 if end is End.ANSWERED else 0
    hop = Hop("http://control.test/", address, 80, end, (Step("tcp", 5.0),), status)
    return Probe("http://control.test/", family, Purpose.CONTROL, number, "2026-11-21T01:59:00+00:00", (hop,))


def authority() -> Authority:
    soa = own("SOA", kind=AnswerKind.ANSWER, records=("ns1.yunxi.gov.test", "7"), name="yunxi.gov.test")
    first = NameServer(
        OWN[0],
        a=(answer("A", RESOLVERS[0], "203.0.113.53", name=OWN[0]),),
        aaaa=(answer("AAAA", RESOLVERS[0], "240e:1:2::53", name=OWN[0]),),
        spoke=(soa, replace(soa, server="203.0.113.53:53")),
        needs_glue=True,
        has_glue=True,
    )
    second = NameServer(
        "dns2.example",
        a=(answer("A", RESOLVERS[0], "203.0.113.54", name="dns2.example"),),
        aaaa=(answer("AAAA", RESOLVERS[0], name="dns2.example"),),
        spoke=(replace(soa, server="203.0.113.54:53", kind=AnswerKind.REFUSED, server_name="dns2.example"),),
    )
    told = (answer("NS", RESOLVERS[0], name="yunxi.gov.test", records=(OWN[0], "dns2.example")),)
    return Authority(HOST, "yunxi.gov.test", told, (first, second))


def links() -> LinkSupport:
    served = HostSupport(HOST, 30, Support.SERVED, addresses=(V6,), sample=f"{HOME}zwgk/")
    missing = HostSupport("zwfw.yunxi.gov.test", 4, Support.NOT_SERVED, "no-aaaa", sample="http://zwfw.yunxi.gov.test/")
    unknown = HostSupport(
        "szb.yunxi.gov.test", 1, Support.UNKNOWN, "timeout", ("240e:1:2::20",), "http://szb.yunxi.gov.test/a?b=1&c=2"
    )
    outside = HostSupport("static.cdn.example", 12, Support.SERVED, addresses=("240e:5::1",))
    return LinkSupport(LinkLevel(1, (served, missing)), LinkLevel(5, (unknown,)), (outside,))


def story(**changes: object) -> Story:
    controls = [control(family, number) for number in (1, 2) for family in Family]
    told = [answer("AAAA", RESOLVERS[0], "240e:9::80", name="control.test")]
    probes = (probe(Family.V4), probe(Family.V6), probe(Family.V4, 2), silent(Family.V6, 2))
    vantage = Vantage(True, True, True, tuple(told), tuple(controls))
    whole = Story(
        target=Target(TargetId(HOST), TargetKind.DEPARTMENT_SITE, HOST, HOME, owner=""),
        on=ON,
        names=names(),
        authority=authority(),
        service=Service(HOST, HOME, probes, vantage),
        likeness=Likeness(LikenessKind.ALIKE, 0.985, 1.0, "云溪市人民政府", "云溪市人民政府", 5210, 5198),
        links=links(),
        vantage=vantage,
        log=Log(list(probes), controls, [(Role.CONTROL, one) for one in told]),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]
