"""The network is what its tables say, seen with other people's tools: dig and curl."""

from __future__ import annotations

import pytest

from tests.network.line import Network
from tests.network.world import BY_NAME, HIDING_RESOLVER, HOSTING, RESOLVERS, own4, own6, records

pytestmark = pytest.mark.xdist_group("network")


def dig(network: Network, *words: str) -> str:
    return network.run("dig", "+tries=1", "+time=1", *words).stdout


def status(network: Network, family: str, url: str) -> str:
    return network.run("curl", family, "-sS", "-m", "2", "-o", "/dev/null", "-w", "%{http_code}", url).stdout


@pytest.mark.parametrize(
    ("name", "rcode"),
    [("good", "NOERROR"), ("nodata", "NOERROR"), ("nxdomain", "NXDOMAIN"), ("servfail", "SERVFAIL"),
     ("lame", "SERVFAIL"), ("noglue", "SERVFAIL"), ("nodelegation", "SERVFAIL"), ("refused-dns", "REFUSED")],
)  # fmt: skip
def test_resolvers_answer_in_every_kind(network: Network, name: str, rcode: str) -> None:
    for resolver in RESOLVERS:
        assert f"status: {rcode}" in dig(network, f"@{resolver}", BY_NAME[name].host, "AAAA")


def test_a_zone_s_own_servers_answer_over_both_families(network: Network) -> None:
    good = BY_NAME["good"]
    for address in (address for pair in HOSTING for address in pair):
        told = dig(network, f"@{address}", good.host, "AAAA", "+norecurse")
        assert own6(good) in told and " aa" in told


def test_twenty_addresses_need_tcp(network: Network) -> None:
    site = BY_NAME["truncated"]
    assert " tc" in dig(network, f"@{HOSTING[0][0]}", site.host, "AAAA", "+ignore")
    told = dig(network, f"@{HOSTING[0][0]}", site.host, "AAAA", "+short").split()
    assert set(told) == set(records(site, "AAAA")) and len(told) == 20


def test_one_resolver_hides_what_the_zone_tells(network: Network) -> None:
    told = dig(network, f"@{HIDING_RESOLVER}", BY_NAME["good"].host, "AAAA")
    assert "status: NOERROR" in told and "ANSWER: 0" in told


def test_websites_open_by_each_family_and_not_without_a_way(network: Network) -> None:
    good = f"http://{BY_NAME['good'].host}/"
    assert [status(network, family, good) for family in ("-4", "-6")] == ["200", "200"]
    network.ipv6_off()
    assert [status(network, family, good) for family in ("-4", "-6")] == ["200", "000"]
    network.ipv6_silent()
    assert [status(network, family, good) for family in ("-4", "-6")] == ["200", "000"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("broken6-refused", 7), ("broken6-silent", 28), ("broken6-reset", 56), ("broken6-mute", 28),
     ("broken6-garbage", 1)],
)  # fmt: skip
def test_doors_are_broken_in_every_way(network: Network, name: str, code: int) -> None:
    assert network.run("curl", "-6", "-sS", "-m", "1", f"http://{BY_NAME[name].host}/").returncode == code
    assert status(network, "-4", f"http://{BY_NAME[name].host}/") == "200"


@pytest.mark.parametrize(
    ("name", "words"),
    [("https", ""), ("expired", "expired"), ("wrongname", "no alternative"), ("selfsigned", "self-signed")],
)
def test_certificates_are_good_and_bad(network: Network, name: str, words: str) -> None:
    done = network.run("curl", "-6", "-sS", "-L", "-m", "2", "-o", "/dev/null", f"http://{BY_NAME[name].host}/")
    assert (done.returncode == 0) is (words == "")
    assert words in done.stderr


def test_names_lead_to_both_families_by_the_system_s_own_look_up(network: Network) -> None:
    good = BY_NAME["good"]
    told = network.run("getent", "ahosts", good.host).stdout
    assert own4(good) in told and own6(good) in told
