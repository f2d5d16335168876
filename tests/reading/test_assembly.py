"""Captures of names and of both families become evidence: the newest answer counts, our own line is proven."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.model import (
    Capture,
    CaptureKind,
    Digest,
    Evidence,
    Fault,
    FaultKind,
    Role,
    RunId,
    Target,
    TargetId,
    TargetKind,
)
from crawler.reading.evidence import read_target
from crawler.reading.faults import fault_to_json
from crawler.reading.footer.footer import Footer
from crawler.reading.names.answers import AddressRecords, AnswerKind, NameAnswer, Source, answer_to_json
from crawler.reading.names.zones import Authority
from crawler.reading.service.assembly import Assembly
from crawler.reading.service.facts import Likeness, LikenessKind, LinkSupport, Reach, Reachability, Service, Vantage
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose, probe_to_json
from crawler.reading.service.reach import divert

HOST = "www.qinghe.gov.test"
URL = f"http://{HOST}/"
TARGET = Target(TargetId("qinghe"), TargetKind.PORTAL, "青河县人民政府", URL, "青河县人民政府办公室")
BEGAN = datetime(2026, 11, 16, 1, tzinfo=UTC)
ON = date(2026, 11, 16)
FIRST, SECOND = "198.18.0.53:53", "198.18.0.54:53"
PAGE = (
    "<html><head><title>青河县人民政府</title></head><body><ul>"
    + "".join(f'<li><a href="/xw/{n}.html">青河县召开第{n}次工作会议部署重点任务</a></li>' for n in range(30))
    + '<li><a href="http://jyj.qinghe.gov.test/">青河县教育局</a></li></ul><p>本站支持IPv6访问</p></body></html>'
).encode()
STUB = b"<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>"

Taken = list[tuple[Capture, bytes]]


class Visit:
    """Captures in the order they are made."""

    def __init__(self) -> None:
        self.taken: Taken = []

    def add(self, kind: CaptureKind, role: Role, payload: bytes, url: str = URL, status: int = 0) -> str:
        digest = f"sha256:{hashlib.sha256(payload).hexdigest()}"
        at = BEGAN + timedelta(seconds=len(self.taken))
        capture = Capture(
            Digest(digest), kind, RunId("r"), TARGET.id, url, role, "", "", status, "text/html; charset=utf-8", at
        )
        self.taken.append((capture, payload))
        return digest

    def name(
        self, name: str, kind: str, *addresses: str, role: Role = Role.NAME, server: str = FIRST, **told: object
    ) -> None:
        answer = AnswerKind.ANSWER if addresses else AnswerKind.NODATA
        said = NameAnswer(name, kind, answer, server, addresses, **told)  # type: ignore[arg-type]
        self.add(CaptureKind.DNS, role, answer_to_json(said), f"dns:{name}?type={kind}")

    def zone(self, name: str, kind: str, server: str, *records: str, **told: object) -> None:
        said = NameAnswer(name, kind, AnswerKind.ANSWER, server, records=records, **told)  # type: ignore[arg-type]
        self.add(CaptureKind.DNS, Role.ZONE, answer_to_json(said), f"dns:{name}?type={kind}")

    def probe(
        self, family: Family, attempt: int, end: End = End.ANSWERED, *, role: Role = Role.SERVICE, url: str = URL,
        body: bytes = b"", status: int = 200, address: str = "",
    ) -> None:  # fmt: skip
        address = address or ("198.18.0.5" if family is Family.V4 else "240e:1:2::5")
        digest = self.add(CaptureKind.RESPONSE, role, body, url, status) if body else ""
        hop = Hop(url, address, 80, end, status=status if end is End.ANSWERED else 0)
        purpose = {Role.SERVICE: Purpose.HOME, Role.LINK: Purpose.LINK}.get(role, Purpose.CONTROL)
        probe = Probe(url, family, purpose, attempt, BEGAN.isoformat(), (hop,), "text/html; charset=utf-8",
                      len(body), body=digest)  # fmt: skip
        self.add(CaptureKind.PROBE, role, probe_to_json(probe), url)

    def control(self, attempt: int, *families: Family) -> None:
        for family in families:
            self.probe(family, attempt, role=Role.CONTROL, url="http://control.gov.test/")

    def evidence(self) -> dict[type, Evidence[object]]:
        return {one.kind: one for one in read_target(TARGET, self.taken, ON).evidence()}


def both(*, after: bool = True, ipv6: End = End.ANSWERED) -> Visit:
    """A visit of a site with both families; ``after``: the control host also answered over IPv6 at the end."""
    visit = Visit()
    for server in (FIRST, SECOND):
        visit.name(HOST, "A", "198.18.0.5", server=server)
        visit.name(HOST, "AAAA", "240e:1:2::5", server=server)
    visit.control(1, Family.V4, Family.V6)
    for attempt in (1, 2):
        visit.probe(Family.V4, attempt, body=PAGE)
        visit.probe(Family.V6, attempt, ipv6, body=PAGE if ipv6 is End.ANSWERED and attempt == 1 else b"")
    visit.control(2, Family.V4, *([Family.V6] if after else []))
    return visit


def test_a_site_with_both_families_gives_every_fact() -> None:
    found = both().evidence()
    records, service, reach = found[AddressRecords].seen, found[Service].seen, found[Reachability].seen
    assert isinstance(records, AddressRecords) and len(records.aaaa) == 2
    assert isinstance(service, Service) and len(service.probes) == 4 and service.vantage.ipv6
    assert reach == Reachability(Reach.OPENS, Reach.OPENS, True)
    assert isinstance(found[Likeness].seen, Likeness) and found[Likeness].seen.text == 1
    assert isinstance(found[LinkSupport].seen, LinkSupport)
    assert {host.host for host in found[LinkSupport].seen.second.hosts} == {HOST, "jyj.qinghe.gov.test"}
    assert isinstance(found[Footer].seen, Footer) and found[Footer].seen.claims_ipv6 is True


def test_without_a_proof_of_our_own_line_before_and_after_only_names_are_told() -> None:
    found = both(after=False, ipv6=End.REFUSED).evidence()
    assert isinstance(found[AddressRecords].seen, AddressRecords)
    for kind in (Service, Authority, Likeness, LinkSupport):
        seen = found[kind].seen
        assert isinstance(seen, Fault) and seen.kind is FaultKind.NO_IPV6_VANTAGE, kind
    reach, vantage = found[Reachability].seen, found[Vantage].seen
    assert isinstance(reach, Reachability) and not reach.vantage
    assert isinstance(vantage, Vantage) and (vantage.ipv4, vantage.ipv6) == (True, False)


def test_a_site_that_answered_every_time_proves_the_line_by_itself() -> None:
    assert isinstance(both(after=False).evidence()[Service].seen, Service)


def test_a_line_on_which_something_answers_for_others_is_not_proven_by_answers() -> None:
    visit = both(after=False)
    probe = Probe("http://control.gov.test/", Family.V6, Purpose.CONTROL, 2, BEGAN.isoformat(),
                  (Hop("http://control.gov.test/", "240e:1:2::c", 80, End.ANSWERED, status=200),))  # fmt: skip
    visit.add(CaptureKind.PROBE, Role.CONTROL, probe_to_json(divert(probe)))
    seen = visit.evidence()[Service].seen
    assert isinstance(seen, Fault) and seen.kind is FaultKind.NO_IPV6_VANTAGE


def test_another_page_over_ipv6_proves_no_line() -> None:
    visit, other = (
        both(after=False),
        "<html><head><title>请先登录上网</title></head><body>认证上网</body></html>".encode(),
    )
    for attempt in (1, 2):
        visit.probe(Family.V6, attempt, body=other if attempt == 1 else b"")
    seen = visit.evidence()[Service].seen
    assert isinstance(seen, Fault) and seen.kind is FaultKind.NO_IPV6_VANTAGE


def test_an_outage_that_the_control_host_shows_hides_nothing_else() -> None:
    found = both(ipv6=End.TIMEOUT).evidence()
    assert found[Reachability].seen == Reachability(Reach.OPENS, Reach.UNCLEAR, True)


def test_where_not_even_control_hosts_have_an_address_our_own_line_is_not_proven() -> None:
    visit = Visit()
    visit.name(HOST, "A")
    for record_type in ("A", "AAAA"):
        visit.name("control.gov.test", record_type, role=Role.CONTROL)
    found = visit.evidence()
    for kind in (Service, Authority, Likeness, LinkSupport):
        seen = found[kind].seen
        assert isinstance(seen, Fault) and seen.kind is FaultKind.NO_IPV6_VANTAGE, kind
    assert found[Reachability].seen == Reachability(Reach.NOT_TRIED, Reach.NOT_TRIED, False)


def test_control_hosts_that_only_prove_resolvers_tell_nothing_of_the_service() -> None:
    visit = Visit()
    visit.name(HOST, "AAAA", "240e:1:2::5")
    visit.name("control.gov.test", "AAAA", "240e:1:2::c0", role=Role.CONTROL)
    assert visit.evidence().keys() == {AddressRecords}


def test_a_website_without_a_name_has_no_records_to_wait_for() -> None:
    for address in ("http://198.18.0.5/", "http://[240e:1:2::5]:8080/"):
        target = Target(TargetId("bare"), TargetKind.PORTAL, "青河县人民政府", address, "")
        (records,) = Assembly(target, ON).evidence()
        assert isinstance(records.seen, AddressRecords) and not records.seen.aaaa


@pytest.mark.parametrize(("other", "kind"), [(STUB, LikenessKind.UNCLEAR), (PAGE, LikenessKind.SAME)])
def test_every_ipv6_address_of_a_host_has_its_say_about_the_content(other: bytes, kind: LikenessKind) -> None:
    visit = both()
    visit.probe(Family.V6, 1, body=other, address="240e:1:2::6")
    seen = visit.evidence()[Likeness].seen
    assert isinstance(seen, Likeness) and seen.kind is kind


def test_a_page_that_sends_visitors_on_is_compared_where_it_sends_them() -> None:
    visit = both(ipv6=End.TIMEOUT)
    onward = b'<html><head><meta http-equiv="refresh" content="0;url=/index/"></head></html>'
    visit.probe(Family.V6, 3, body=onward)
    visit.probe(Family.V6, 3, url=f"{URL}index/", body=PAGE)
    seen = visit.evidence()[Likeness].seen
    assert isinstance(seen, Likeness) and seen.kind is LikenessKind.SAME


def test_behind_a_proxy_everything_but_the_names_is_a_fault() -> None:
    visit = Visit()
    visit.name(HOST, "AAAA", "240e:1:2::5")
    visit.add(CaptureKind.FAULT, Role.SERVICE, fault_to_json(Fault(FaultKind.NO_IPV6_VANTAGE, "proxy", URL)))
    found = visit.evidence()
    assert found[Service].seen == Fault(FaultKind.NO_IPV6_VANTAGE, "proxy", URL)
    assert found[Reachability].seen == Reachability(Reach.NOT_TRIED, Reach.NOT_TRIED, False)


def test_the_newest_answer_to_a_question_counts() -> None:
    visit = both()
    visit.name(HOST, "AAAA", "240e:1:2::6")
    records = visit.evidence()[AddressRecords].seen
    assert isinstance(records, AddressRecords)
    assert {one.server: one.addresses for one in records.aaaa} == {SECOND: ("240e:1:2::5",), FIRST: ("240e:1:2::6",)}


def test_a_control_host_shows_which_resolvers_hide_nothing() -> None:
    visit = both()
    visit.name("control.gov.test", "AAAA", "240e:1:2::c0", role=Role.CONTROL, server=SECOND)
    visit.name("control.gov.test", "AAAA", role=Role.CONTROL, server=FIRST)
    records = visit.evidence()[AddressRecords].seen
    assert isinstance(records, AddressRecords) and records.proven == (SECOND,)


def test_a_zone_is_told_with_its_servers_and_their_glue() -> None:
    visit, zone, server = both(), "qinghe.gov.test", "ns1.qinghe.gov.test"
    visit.zone(zone, "NS", FIRST, server, "ns.elsewhere.test")
    visit.name(server, "AAAA", "240e:1:2::53", role=Role.ZONE)
    own = {"source": Source.AUTHORITY, "server_name": server, "authoritative": True}
    visit.zone(zone, "SOA", "[240e:1:2::53]:53", server, "7", zone=zone, **own)
    referral = NameAnswer(
        zone, "NS", AnswerKind.REFERRAL, "198.18.9.9:53", records=(server, "ns.elsewhere.test"), zone=zone,
        glue=((server, "198.18.0.9"),), source=Source.AUTHORITY, server_name="a.gov.test",
    )  # fmt: skip
    visit.add(CaptureKind.DNS, Role.ZONE, answer_to_json(referral), f"dns:{zone}?type=NS")
    authority = visit.evidence()[Authority].seen
    assert isinstance(authority, Authority) and authority.zone == zone
    assert [(one.name, one.needs_glue, one.has_glue) for one in authority.servers] == [
        (server, True, True),
        ("ns.elsewhere.test", False, False),
    ]
    assert [one.server for one in authority.servers[0].spoke] == ["[240e:1:2::53]:53"]
    assert authority.servers[0].aaaa[0].addresses == ("240e:1:2::53",)


def test_a_payload_that_is_none_of_ours_is_passed_over() -> None:
    visit = both()
    visit.add(CaptureKind.PROBE, Role.SERVICE, b"{}")
    visit.add(CaptureKind.PROBE, Role.SERVICE, b"no JSON")
    service = visit.evidence()[Service].seen
    assert isinstance(service, Service) and len(service.probes) == 4


def test_a_page_that_breaks_a_reader_costs_one_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hostile page")

    monkeypatch.setattr("crawler.reading.service.assembly.compare", broken)
    found = both().evidence()
    seen = found[Likeness].seen
    assert isinstance(seen, Fault) and seen.kind is FaultKind.READER_FAILED
    assert isinstance(found[LinkSupport].seen, LinkSupport) and isinstance(found[Service].seen, Service)


def test_a_resolver_that_denies_every_control_hosts_address_hides_them() -> None:
    visit = both()
    for host in ("control.gov.test", "other.gov.test"):
        visit.name(host, "AAAA", role=Role.CONTROL, server=FIRST)
    visit.name("control.gov.test", "AAAA", role=Role.CONTROL, server=SECOND)
    visit.name("other.gov.test", "AAAA", "240e:1:2::c1", role=Role.CONTROL, server=SECOND)
    records = visit.evidence()[AddressRecords].seen
    assert isinstance(records, AddressRecords)
    assert (records.proven, records.hiding) == ((SECOND,), (FIRST,))
