"""What is wrong with the certificates that a home page was opened by."""

from __future__ import annotations

from checks.ipv6.attempts import attempts
from checks.wording import named
from crawler.reading.service.facts import Service
from crawler.reading.service.probe import Certificate, Family


def bad_certificates(service: Service, family: Family) -> list[str]:
    """What is wrong with the certificates that one family's openings showed, each once; empty where nothing is."""
    shown = (hop.certificate for one in attempts(service, family) if one.opened for hop in one.hops)
    return sorted({fault for one in shown if one is not None for fault in _faults(one)})


def _faults(one: Certificate) -> list[str]:
    known = {"expired": one.expired, "name": not one.name_matches, "chain": bool(one.chain)}
    return [named("certificate_faults", fault) for fault, is_so in known.items() if is_so]
