"""Where a request goes: a web address taken apart the way browsers do it, whatever a portal wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

import idna

from crawler.net.guard import IPAddress, literal

PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
HOST_CHARACTERS = 253
CHARACTERS = 8192  # of an address; servers refuse longer ones
KEPT = "!#$%&'()*+,-./:;=?@[\\]^_`{|}~"  # everything printable but quotes and angle brackets


class SchemeError(ValueError):
    """The address is none of the Web's."""


@dataclass(frozen=True, slots=True)
class Destination:
    """An address of the Web, in printable ASCII. ``host`` has no brackets, ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def literal(self) -> IPAddress | None:
        """The address that the host spells out."""
        return literal(self.host)

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def server_name(self) -> str | None:
        """The name to ask a certificate for; None for an address, which has none (RFC 6066)."""
        return None if self.literal else self.host.rstrip(".")

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def spell(text: str | bytes) -> str:
    """An address as printable ASCII: bytes that do not belong there are percent-encoded, its escapes stay."""
    raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return quote(raw.strip(b"\x00\t\n\x0b\x0c\r ").translate(None, b"\t\r\n"), safe=KEPT)


def destination(address: str | bytes, base: str = "") -> Destination:
    """The destination that an address means, relative to another. Raises ValueError where it means none, SchemeError
    where it is no address of the Web."""
    spelled = spell(address)
    if len(spelled) > CHARACTERS:
        raise ValueError("the address is too long")
    way, mark, query = spelled.partition("?")
    parts = urlsplit(urljoin(base, way.replace("\\", "/") + mark + query))
    if parts.scheme not in PORTS:
        raise SchemeError(f"scheme {parts.scheme or 'missing'}"[:60])
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if port == 0:
        raise ValueError("port 0 does not exist")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme, _host(parts.hostname or ""), port, target)


def _host(written: str) -> str:
    host = unquote(written, errors="strict").lower()
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    address = literal(host)
    if address is not None:
        return str(address)
    if len(host) > HOST_CHARACTERS or not HOST.fullmatch(host):
        raise ValueError("no host name")
    return host
