"""The certificate a server showed, as facts. Certificates come from strangers: odd ones tell less, and never raise."""

from __future__ import annotations

import ipaddress
import warnings
from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from crawler.errors import printable
from crawler.net.guard import literal
from crawler.reading.service.probe import Certificate

NAMES = 200  # kept of a certificate; all are compared
CHARACTERS = 500  # of a subject or an issuer
UNREADABLE = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)  # fmt: skip


def read_certificate(der: bytes, host: str, at: datetime) -> Certificate | None:
    """The facts of a server's own certificate (DER), for a host name or address in ASCII, at an aware instant.

    None where it cannot be read: nothing is then said against it.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # what will be refused one day is read as long as it can be
            leaf = x509.load_der_x509_certificate(der)
        names = _names(leaf)
        begin, end = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    except UNREADABLE:
        return None
    return Certificate(
        subject=_subject(leaf),
        names=tuple(printable(name[:255]) for name in names[:NAMES]),
        issuer=_issuer(leaf),
        not_before=begin.isoformat(),
        not_after=end.isoformat(),
        expired=not begin <= at <= end,
        name_matches=matches(host, names),
    )


def matches(host: str, names: Iterable[str]) -> bool:
    """Whether a certificate for these names speaks for a host (RFC 6125): its very name, or a wildcard for the whole
    of its first label. Addresses match as addresses, and never by wildcard."""
    address = literal(host)
    if address is not None:
        return any(_address(name) == address for name in names)
    host = host.lower().rstrip(".")
    _, _, parent = host.partition(".")
    wanted = {host, f"*.{parent}"} if "." in parent else {host}
    return any(name.lower().rstrip(".") in wanted for name in names)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _names(leaf: x509.Certificate) -> list[str]:
    """Host names and addresses. The subject's common name is none, as in every browser since 2017."""
    try:
        told = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = told.get_values_for_type(x509.IPAddress)
    return [*told.get_values_for_type(x509.DNSName), *(str(address) for address in addresses)]


def _subject(leaf: x509.Certificate) -> str:
    try:
        return printable(leaf.subject.rfc4514_string()[:CHARACTERS])
    except UNREADABLE:
        return ""


def _issuer(leaf: x509.Certificate) -> str:
    try:
        return printable(leaf.issuer.rfc4514_string()[:CHARACTERS])
    except UNREADABLE:
        return ""
