"""Probes over TLS: what a certificate tells, whoever made it, and what old portals still speak."""

from __future__ import annotations

import random
import ssl
import warnings
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.certificate import matches, read_certificate
from crawler.reading.service.probe import Certificate, End, Probe
from tests.crawler.doors import NOW, authority, farewell, make_certificate, server_tls, then_reset
from tests.crawler.test_opening import GOOD, HOST, PAGE, ask, moved


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(authority())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def shown(seen: Probe) -> Certificate:
    certificate = seen.hops[-1].certificate
    assert certificate is not None
    return certificate


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


@pytest.mark.usefixtures("trusted")
def test_a_good_certificate_is_told_in_full() -> None:
    opened, server = ask(GOOD, tls=server_tls(make_certificate((HOST, "*.yunxi.gov.test", "127.0.0.1"))), chain=True)
    certificate = shown(opened.probe)
    assert (certificate.expired, certificate.name_matches, certificate.chain) == (False, True, "")
    assert certificate.names == (HOST, "*.yunxi.gov.test", "127.0.0.1")
    assert certificate.subject == f"CN={HOST},O=云溪市人民政府"
    assert certificate.issuer == "CN=Test CA,O=云溪市人民政府"
    assert certificate.not_before < NOW.isoformat() < certificate.not_after
    assert [step.name for step in opened.probe.hops[0].steps] == ["tcp", "tls", "http", "body"]
    assert opened.body == PAGE
    assert len(server.heads) == 1, "the chain is asked for without a second request"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("made", "expired", "name_matches", "chain"),
    [
        ({"days": (-90, -1)}, True, True, "certificate has expired"),
        ({"days": (1, 90)}, True, True, "certificate is not yet valid"),
        ({"names": ("www.other.gov.test",)}, False, False, ""),
        ({"names": (), "subject": HOST}, False, False, ""),
        ({"issuer": ""}, False, True, "self-signed certificate"),
        ({"issuer": "Unknown CA"}, False, True, "unable to get local issuer certificate"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_a_fact_and_the_page_still_opens(
    made: dict[str, object], expired: bool, name_matches: bool, chain: str
) -> None:
    opened, _ = ask(GOOD, tls=server_tls(make_certificate(**made)), chain=True)  # type: ignore[arg-type]
    certificate = shown(opened.probe)
    assert opened.probe.opened
    assert (certificate.expired, certificate.name_matches, certificate.chain) == (expired, name_matches, chain)


def test_a_chain_is_not_asked_for_unless_wanted() -> None:
    assert shown(ask(GOOD, tls=server_tls(make_certificate()))[0].probe).chain is None


def test_a_handshake_names_the_host_and_no_address() -> None:
    asked: list[str | None] = []
    tls = server_tls(make_certificate())
    tls.sni_callback = lambda line, name, context: asked.append(name)
    assert ask(GOOD, tls=tls)[0].probe.opened
    assert ask(GOOD, tls=tls, host="云溪.gov.test.")[0].probe.opened
    assert ask(GOOD, tls=tls, host="127.0.0.1")[0].probe.opened
    assert asked == [HOST, "xn--9kq759e.gov.test", None]


@pytest.mark.usefixtures("trusted")
def test_every_hop_shows_its_certificate() -> None:
    seen = ask(moved("/a"), GOOD, tls=server_tls(make_certificate()), chain=True)[0].probe
    assert [hop.certificate and hop.certificate.chain for hop in seen.hops] == ["", ""]


def test_an_old_servers_tls_1_0_is_spoken() -> None:
    tls = server_tls(make_certificate())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        tls.minimum_version = tls.maximum_version = ssl.TLSVersion.TLSv1
    tls.set_ciphers("DEFAULT:@SECLEVEL=0")
    assert ask(GOOD, tls=tls)[0].probe.opened


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (b"220 mail.gov.test ESMTP\r\n", "tls: [SSL: WRONG_VERSION_NUMBER] wrong version number"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "tls: [SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure"),
    ],
)
def test_a_failed_handshake_is_told_in_openssls_words(first: bytes, said: str) -> None:
    seen = ask(then_reset(first, wait=False), scheme="https")[0].probe
    assert (seen.end, seen.hops[0].detail, seen.hops[0].certificate) == (End.TLS_FAILED, said, None)


def test_a_server_that_leaves_in_the_handshake_breaks_off() -> None:
    seen = ask(farewell, scheme="https")[0].probe
    assert (seen.end, seen.hops[0].detail) == (End.RESET, "tls: closed during the TLS handshake")


def test_a_server_that_wants_to_know_who_asks_fails() -> None:
    tls = server_tls(make_certificate())
    tls.verify_mode = ssl.CERT_REQUIRED
    assert ask(GOOD, tls=tls)[0].probe.end in {End.TLS_FAILED, End.RESET}


def test_a_handshake_that_does_not_come_about_again_leaves_the_chain_unknown() -> None:
    tls = server_tls(make_certificate())
    greeted: list[str | None] = []

    def greet_once(line: object, name: str | None, context: object) -> int | None:
        greeted.append(name)
        return ssl.ALERT_DESCRIPTION_INTERNAL_ERROR if len(greeted) > 1 else None

    tls.sni_callback = greet_once
    seen = ask(GOOD, tls=tls, chain=True)[0].probe
    assert (seen.opened, shown(seen).chain, len(greeted)) == (True, None, 2)


@pytest.mark.parametrize(
    ("host", "names", "expected"),
    [
        ("www.yunxi.gov.test", ["WWW.Yunxi.gov.TEST"], True),
        ("www.yunxi.gov.test.", ["www.yunxi.gov.test"], True),
        ("www.yunxi.gov.test", ["*.yunxi.gov.test"], True),
        ("xn--9kq759e.gov.test", ["*.gov.test"], True),
        ("a.www.yunxi.gov.test", ["*.yunxi.gov.test"], False),
        ("yunxi.gov.test", ["*.yunxi.gov.test"], False),
        ("www.yunxi.gov.test", ["w*.yunxi.gov.test", "www.*.gov.test", "*", "*.*.gov.test", "", "."], False),
        ("www.test", ["*.test"], False),
        ("127.0.0.1", ["*.0.0.1", "127.0.0.2"], False),
        ("127.0.0.1", ["127.0.0.1"], True),
        ("240e:1::1", ["240e:1:0::1"], True),
        ("www.yunxi.gov.test", ["www.yunxi.gov.test\x00.evil.test"], False),
    ],
)
def test_a_name_matches_as_rfc_6125_says(host: str, names: list[str], expected: bool) -> None:
    assert matches(host, names) is expected


def test_a_certificate_for_thousands_of_names_is_compared_whole_and_kept_in_part() -> None:
    many = tuple(f"h{number}.yunxi.gov.test" for number in range(5000))
    certificate = read_certificate(der(make_certificate(many)), "h4999.yunxi.gov.test", NOW)
    assert certificate is not None
    assert certificate.name_matches
    assert len(certificate.names) == 200


def test_odd_certificates_never_raise() -> None:
    good = der(make_certificate())
    chance = random.Random(4)
    for _ in range(3000):
        odd = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            odd[chance.randrange(len(odd))] = chance.randrange(256)
        read_certificate(bytes(odd), HOST, NOW)
    assert read_certificate(b"", HOST, NOW) is None


@given(st.binary(max_size=300))
def test_no_bytes_of_a_certificate_raise(raw: bytes) -> None:
    assert read_certificate(raw, HOST, NOW) is None
