"""The doctor's looks at the line: name servers, control hosts over both families, the clock."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import dns.exception
import dns.message
import dns.query
import dns.rcode
import dns.resolver

from crawler.config import Config
from crawler.net.asking import servers_of
from crawler.net.guard import literal
from results.operations.symptoms import Patient, State, Symptom, told

HOSTS = 4  # control hosts looked at
ANSWER_S = 3.0  # that a name server may take
ROOT = "."
LATE, WRONG = timedelta(seconds=30), timedelta(seconds=300)
FAMILIES = {"ipv4": (socket.AF_INET, "A"), "ipv6": (socket.AF_INET6, "AAAA")}


def name_servers(patient: Patient) -> Iterator[Symptom]:
    """Each of them alone; no name server is believed alone, so that one is too few."""
    servers = servers_of(patient.config.network)
    if len(servers) < 2:
        key = "one" if servers else "none"
        yield told("names", State.WARNING if servers else State.TROUBLE, key)
    names = (host for host, _ in _controls(patient.config) if literal(host) is None)
    question = dns.message.make_query(next(names, ROOT), "A")
    for address, port in servers:
        shown = f"{address}:{port}"
        try:
            wait = min(ANSWER_S, patient.patience_s / (2 * len(servers)))
            answer = dns.query.udp(question, address, timeout=wait, port=port)
        except (OSError, dns.exception.DNSException) as error:
            yield told("names", State.TROUBLE, "silent", server=shown, detail=type(error).__name__)
            continue
        is_good = answer.rcode() == dns.rcode.NOERROR
        state, said = State.OK if is_good else State.WARNING, dns.rcode.to_text(answer.rcode())
        yield told("names", state, "ok" if is_good else "refused", server=shown, code=said)


def ipv4(patient: Patient) -> Iterator[Symptom]:
    """Whether a host known to work opens."""
    if patient.config.network.proxy:
        yield told("ipv4", State.OK, "proxy")
    else:
        yield _control(patient, "ipv4", State.TROUBLE)


def ipv6(patient: Patient) -> Iterator[Symptom]:
    """The same; without IPv6 the rows on IPv6 accuse nobody, and all else goes on."""
    if not patient.config.network.proxy:
        yield _control(patient, "ipv6", State.WARNING)


def _control(patient: Patient, family: str, otherwise: State) -> Symptom:
    opened = next((host for host, port in _controls(patient.config) if _opens(patient, host, port, family)), "")
    return told(family, State.OK if opened else otherwise, "ok" if opened else "silent", host=opened)


def clock(patient: Patient) -> Iterator[Symptom]:
    """Against the clocks of control hosts; one that differs alone proves nothing."""
    asked = (_ahead(patient, host, port) for host, port in _controls(patient.config))
    found = sorted((ahead for ahead in asked if ahead is not None), key=abs)
    if not found:
        yield told("clock", State.WARNING, "unknown")
        return
    ahead = found[(len(found) - 1) // 2]
    seconds = f"{abs(ahead).total_seconds():.0f}"
    if abs(ahead) <= LATE:
        yield told("clock", State.OK, "ok", seconds=seconds)
        return
    state = State.TROUBLE if abs(ahead) > WRONG and len(found) > 1 else State.WARNING
    yield told("clock", state, "fast" if ahead > timedelta(0) else "slow", seconds=seconds)


def _controls(config: Config) -> list[tuple[str, int]]:
    found = []
    for text in config.ipv6.control_hosts[:HOSTS]:
        parts = urlsplit(f"//{text}")
        found.append((parts.hostname or text, parts.port or 80))
    return found


def _opens(patient: Patient, host: str, port: int, family: str) -> bool:
    wait = patient.patience_s / (2 * HOSTS)
    for address in _addresses(patient, host, family):
        try:
            with socket.create_connection((address, port), timeout=wait):
                return True
        except OSError:
            continue
    return False


def _addresses(patient: Patient, host: str, family: str) -> list[str]:
    """Up to two, asked of the name servers that the office named, or of the system's."""
    kind, record = FAMILIES[family]
    spelled = literal(host)
    if spelled is not None:
        return [str(spelled)] if (spelled.version == 6) is (kind == socket.AF_INET6) else []
    servers = servers_of(patient.config.network)
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [address for address, _ in servers]
    resolver.nameserver_ports = dict(servers)
    resolver.lifetime = patient.patience_s / (2 * HOSTS)
    try:
        return [str(one) for one in resolver.resolve(host, record)][:2]
    except (OSError, dns.exception.DNSException):
        return []


def _ahead(patient: Patient, host: str, port: int) -> timedelta | None:
    """How far our clock is ahead of a host's; None where it does not say."""
    wait = patient.patience_s / (2 * HOSTS)
    before = patient.now()
    said = _date(patient, host, port, wait)
    after = patient.now()
    return None if said is None else before + (after - before) / 2 - said


def _date(patient: Patient, host: str, port: int, wait: float) -> datetime | None:
    proxy = urlsplit(patient.config.network.proxy) if patient.config.network.proxy else None
    place = (proxy.hostname or "", proxy.port) if proxy else (host, port)
    if proxy is None:
        found = _addresses(patient, host, "ipv4") or _addresses(patient, host, "ipv6")
        if not found:
            return None
        place = (found[0], port)
    line = http.client.HTTPConnection(*place, timeout=wait)
    shown = f"[{host}]" if ":" in host else host
    try:
        line.request("HEAD", f"http://{shown}:{port}/" if proxy else "/", headers={"Host": f"{shown}:{port}"})
        return parsedate_to_datetime(line.getresponse().headers["Date"])
    except (OSError, http.client.HTTPException, TypeError, ValueError):
        return None
    finally:
        line.close()
