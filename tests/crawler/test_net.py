from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from dnslib import AAAA, CNAME, QTYPE, RCODE, RR, A, DNSRecord
from dnslib.server import BaseResolver, DNSLogger, DNSServer

from crawler.config import Network
from crawler.faults import RefusedError
from crawler.model import FaultKind
from crawler.net.asking import server_name, servers_of
from crawler.net.guard import Guard, literal
from crawler.net.names import CHECKED, Names, use_proxy
from crawler.reading.names.addresses import address_class

RECORDS = {
    ("www.yunxi.gov.test.", "A"): [("A", A("198.18.0.5"))],
    ("www.yunxi.gov.test.", "AAAA"): [("AAAA", AAAA("240e:1:2::5"))],
    ("alias.gov.test.", "A"): [("CNAME", CNAME("cdn.example.")), ("A", A("198.18.0.6"))],
    ("inside.gov.test.", "A"): [("A", A("10.1.2.3"))],
    ("mixed.gov.test.", "A"): [("A", A("10.1.2.3")), ("A", A("198.18.0.7"))],
    ("six.gov.test.", "AAAA"): [("AAAA", AAAA("240e::7"))],
}
RCODES = {"gone": RCODE.NXDOMAIN, "sick": RCODE.SERVFAIL}


class Zone(BaseResolver):  # type: ignore[misc]
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:
        name, kind = str(request.q.qname), QTYPE[request.q.qtype]
        self.asked.append((name, kind))
        reply = request.reply()
        if name.split(".", maxsplit=1)[0] in RCODES:
            reply.header.rcode = RCODES[name.split(".", maxsplit=1)[0]]
        owner = name
        for found, data in RECORDS.get((name, kind), []):
            reply.add_answer(RR(owner, getattr(QTYPE, found), rdata=data, ttl=300))
            owner = str(data.label) if found == "CNAME" else owner
        return reply


@dataclass
class Server:
    address: tuple[str, int]
    zone: Zone = field(default_factory=Zone)

    @property
    def network(self) -> Network:
        return Network(nameservers=(server_name(self.address),), allow_private=("198.18.0.0/15",))


@contextmanager
def name_server() -> Iterator[Server]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = Server(("127.0.0.1", port))
    quiet = DNSLogger("", logf=lambda *_: None)
    both = [DNSServer(served.zone, "127.0.0.1", port, tcp=tcp, logger=quiet) for tcp in (False, True)]
    for one in both:
        one.start_thread()
    try:
        yield served
    finally:
        for one in both:
            one.stop()
            one.server.server_close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with name_server() as served:
        yield served


def test_the_configured_servers_are_asked_and_no_others() -> None:
    assert servers_of(Network(nameservers=("192.0.2.1:5353", "192.0.2.2"))) == (("192.0.2.1", 5353), ("192.0.2.2", 53))
    assert len(servers_of(Network())) <= 3


def check(network: Network, host: str) -> tuple[str, ...]:
    names = Names(network)
    try:
        asyncio.run(names.check(host))
    finally:
        names.close()
    return CHECKED.get(host, ())


def refused(network: Network, host: str) -> FaultKind:
    with pytest.raises(RefusedError) as caught:
        check(network, host)
    return caught.value.kind


def test_a_checked_name_is_entered_by_the_addresses_that_were_checked(server: Server) -> None:
    assert check(server.network, "www.yunxi.gov.test") == ("198.18.0.5",)
    assert check(server.network, "six.gov.test") == ("240e::7",)
    assert check(server.network, "alias.gov.test") == ("198.18.0.6",)


def test_the_next_server_is_asked_where_one_is_silent(server: Server) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        both = (server_name(silent.getsockname()), server_name(server.address))
        network = Network(nameservers=both, dns_timeout_s=0.05, allow_private=("198.18.0.0/15",))
        assert check(network, "mixed.gov.test") == ("198.18.0.7",)


def test_a_name_that_leads_inside_is_refused(server: Server) -> None:
    assert refused(server.network, "inside.gov.test") is FaultKind.FORBIDDEN_ADDRESS
    assert check(server.network, "mixed.gov.test") == ("198.18.0.7",)


def test_a_missing_name_is_told_from_a_sick_server(server: Server) -> None:
    assert refused(server.network, "gone.gov.test") is FaultKind.NAME_NOT_FOUND
    assert refused(server.network, "nothing.gov.test") is FaultKind.NAME_NOT_FOUND
    assert refused(server.network, "sick.gov.test") is FaultKind.DNS_FAILURE


def test_a_name_is_looked_up_once_until_it_is_forgotten(server: Server) -> None:
    names = Names(server.network)

    async def asked() -> int:
        before = len(server.zone.asked)
        await asyncio.gather(*(names.check("www.yunxi.gov.test") for _ in range(5)))
        return len(server.zone.asked) - before

    async def visits() -> list[int]:
        first = [await asked(), await asked()]
        names.forget("www.yunxi.gov.test")
        return [*first, await asked()]

    assert asyncio.run(visits()) == [1, 0, 1]
    names.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "a.localhost", "10.0.0.1", "169.254.169.254", "[::1]",
                                  "::ffff:10.0.0.1", "64:ff9b::a00:1", "2130706433", "0x7f.1", "127.1", "0177.0.0.1",
                                  "fe80::1", "fd00::1", "0.0.0.0", "224.0.0.1", "100.64.0.1"])  # fmt: skip
def test_no_spelling_leads_into_a_private_network(host: str) -> None:
    assert not Guard(Network()).allows_host(host)
    assert refused(Network(proxy="http://127.0.0.1:3128"), host) is FaultKind.FORBIDDEN_ADDRESS


def test_public_addresses_and_allowed_networks_are_entered() -> None:
    assert Guard(Network()).allows_host("8.8.8.8")
    assert Guard(Network()).allows_host("www.yunxi.gov.cn")
    guard = Guard(Network(allow_private=("127.0.0.0/8", "fd00::/8")))
    assert guard.allows_host("127.0.0.1")
    assert guard.allows_host("localhost")
    assert guard.allows(ipaddress.ip_address("fd00::1"))
    assert not guard.allows_host("10.0.0.1")


def test_ordinary_names_are_no_literals() -> None:
    assert literal("www.gov.cn") is None
    assert literal("") is None
    assert literal("face.cafe") is None


def test_behind_a_proxy_names_are_not_looked_up() -> None:
    CHECKED.pop("no-such-name.gov.test", None)
    assert check(Network(proxy="http://127.0.0.1:3128"), "no-such-name.gov.test") == ()


def test_the_configured_proxy_alone_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://elsewhere:1")
    monkeypatch.setenv("no_proxy", "*")
    use_proxy(Network())
    assert "http_proxy" not in os.environ
    use_proxy(Network(proxy="http://127.0.0.1:3128"))
    assert os.environ["http_proxy"] == os.environ["https_proxy"] == "http://127.0.0.1:3128"
    assert CHECKED["127.0.0.1"] == ("127.0.0.1",)
    use_proxy(Network())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("240e:1:2::5", "global"), ("::1", "loopback"), ("fe80::1", "link-local"), ("fd00::1", "unique-local"),
        ("2001:db8::1", "documentation"), ("::ffff:1.2.3.4", "ipv4-mapped"), ("2002:102:304::1", "6to4"),
        ("2001:0:1::1", "teredo"), ("64:ff9b::102:304", "nat64"), ("ff02::1", "multicast"), ("::", "unspecified"),
        ("1.2.3.4", "global"), ("10.0.0.1", "private"), ("no address", "reserved"), ("4000::1", "reserved"),
    ],
)  # fmt: skip
def test_only_global_unicast_counts(address: str, name: str) -> None:
    assert address_class(address) == name


@pytest.mark.parametrize("address", ["198.18.0.5", "203.0.113.7", "2001:db8::7"])
def test_addresses_reserved_for_tests_are_nobodys_network(address: str) -> None:
    assert Guard(Network()).allows(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "0.0.0.0"]
)
def test_private_addresses_are_not_entered(address: str) -> None:
    assert not Guard(Network()).allows(ipaddress.ip_address(address))
