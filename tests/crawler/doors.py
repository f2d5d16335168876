"""Web servers on loopback that answer as they are told, and certificates made on the spot."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import struct
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)  # OpenSSL judges chains by the real day
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Door:
    """A server, and the heads of the requests it got."""

    port: int
    heads: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def door(
    *answers: bytes | Talk, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Door]:
    """A server that gives its answers in turn, the last for ever. Bytes are sent after the request, then closed."""
    opened = Door(0)
    talks: set[asyncio.Task[None]] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        answer = answers[min(len(opened.heads), len(answers) - 1)]
        try:
            if callable(answer):
                opened.heads.append(b"")
                await answer(reader, writer)
            else:
                opened.heads.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(answer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            talks.discard(task)
            writer.close()

    server = await asyncio.start_server(welcome, address, 0, ssl=tls)
    opened.port = server.sockets[0].getsockname()[1]
    try:
        yield opened
    finally:
        server.close()
        for task in list(talks):
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def farewell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hear what comes first, and close."""
    await reader.read(65536)


def then_silence(start: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        await reader.read()

    return talk


def then_reset(start: bytes, *, wait: bool = True) -> Talk:
    """Send something, and break the connection off with a RST."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if wait:
            await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        line: socket.socket = writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return talk


def drip(start: bytes, drop: bytes) -> Talk:
    """A drop every few milliseconds, without end."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.005)

    return talk


def flood(start: bytes) -> Talk:
    """As much as the line takes, without end and pause."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        while not writer.is_closing():
            writer.write(b"x" * 65536)
            await writer.drain()

    return talk


@cache
def _key(which: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str) -> x509.Name:
    owner = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "云溪市人民政府")
    return x509.Name([owner, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def make_certificate(
    names: tuple[str, ...] = ("www.yunxi.gov.test",),
    *,
    days: tuple[int, int] = (-10, 90),
    issuer: str = "Test CA",
    subject: str = "",
    extra: tuple[x509.ExtensionType, ...] = (),
) -> x509.Certificate:
    """A certificate of the leaf's key, signed by the test CA, or by itself where the issuer is "". Days from now."""
    subject = subject or (names[0] if names else "nobody")
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer or subject))
        .public_key(_key("leaf").public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), False)
    for each in extra:
        builder = builder.add_extension(each, False)
    return builder.sign(_key("ca") if issuer else _key("leaf"), hashes.SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@cache
def authority() -> bytes:
    """The test CA's certificate (PEM)."""
    made = (
        x509.CertificateBuilder()
        .subject_name(_name("Test CA"))
        .issuer_name(_name("Test CA"))
        .public_key(_key("ca").public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=100))
        .not_valid_after(NOW + timedelta(days=100))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(_key("ca"), hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def server_tls(certificate: x509.Certificate) -> ssl.SSLContext:
    """What a server needs to show a certificate."""
    key = _key("leaf").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(suffix=".pem") as shown:
        shown.write(certificate.public_bytes(Encoding.PEM) + key)
        shown.flush()
        context.load_cert_chain(shown.name)
    return context
