"""One TCP connection to one address, encrypted where asked for. No name is ever resolved here."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import socket
import ssl
from collections.abc import Callable
from typing import TypeVar

from crawler.net.guard import IPAddress
from crawler.net.refusal import messenger, note_messengers
from crawler.reading.service.probe import End

T = TypeVar("T")
CHUNK = 65536  # bytes taken from the line at once
LEGACY_SERVER_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on
NO_ROUTE = {
    errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT,
    errno.EPROTONOSUPPORT, errno.EACCES, errno.EPERM,  # what a router or our own firewall forbids
}  # fmt: skip


def lenient(context: ssl.SSLContext) -> ssl.SSLContext:
    """The context, with whatever encryption an old portal still offers."""
    context.check_hostname = False  # names are judged from the certificate
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= LEGACY_SERVER_CONNECT
    context.set_alpn_protocols(["http/1.1"])
    return context


def opening_context() -> ssl.SSLContext:
    """For opening: any certificate will do, since what is wrong with it is a fact to be told."""
    context = lenient(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    context.verify_mode = ssl.CERT_NONE
    return context


class Connection:
    """Raises OSError, ssl.SSLError among them, for whatever the world does. Close it in any case."""

    def __init__(self, address: IPAddress, port: int) -> None:
        self._address = address
        self._port = port
        self._loop = asyncio.get_running_loop()
        self._socket: socket.socket | None = None
        self._tls: ssl.SSLObject | None = None
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()

    @property
    def _line(self) -> socket.socket:
        if self._socket is None:
            raise OSError(errno.ENOTCONN, "not connected")
        return self._socket

    async def connect(self) -> None:
        self._socket = socket.socket(socket.AF_INET6 if self._address.version == 6 else socket.AF_INET)
        self._socket.setblocking(False)
        if self._address.version == 6:
            self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        note_messengers(self._socket)
        try:
            await self._loop.sock_connect(self._socket, (str(self._address), self._port))
        except ConnectionRefusedError as error:
            who = messenger(self._socket)
            if who and who != str(self._address):
                raise OSError(errno.EHOSTUNREACH, f"refused on the way, by {who}") from error
            raise
        note_messengers(self._socket, False)

    async def secure(self, context: ssl.SSLContext, name: str | None) -> bytes:
        """Agree on encryption. Returns the server's own certificate (DER)."""
        tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        try:
            await self._drive(tls.do_handshake)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
            raise ConnectionResetError(errno.ECONNRESET, "closed during the TLS handshake") from error
        self._tls = tls
        return tls.getpeercert(binary_form=True) or b""

    async def send(self, data: bytes) -> None:
        if self._tls is None:
            await self._loop.sock_sendall(self._line, data)
            return
        tls = self._tls
        await self._drive(lambda: tls.write(data))

    async def receive(self) -> bytes:
        """What came; nothing once the far end has closed."""
        await asyncio.sleep(0)  # a far end that never pauses would keep the loop from everything else
        if self._tls is None:
            return await self._loop.sock_recv(self._line, CHUNK)
        tls = self._tls
        try:
            return await self._drive(lambda: tls.read(CHUNK))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    async def _drive(self, step: Callable[[], T]) -> T:
        """Do a step of TLS, carrying bytes between it and the line until it is done."""
        while True:
            try:
                done = step()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._feed()
            else:
                await self._flush()
                return done

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._loop.sock_sendall(self._line, self._outgoing.read())

    async def _feed(self) -> None:
        data = await self._loop.sock_recv(self._line, CHUNK)
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


def trouble(error: OSError) -> tuple[End, str]:
    """What an error of the line means, and its words."""
    if isinstance(error, ssl.SSLError):
        return End.TLS_FAILED, re.sub(r" \(_ssl\.c:\d+\)", "", str(error))
    if isinstance(error, ConnectionRefusedError):
        return End.REFUSED, "connection refused"
    if isinstance(error, TimeoutError):
        return End.TIMEOUT, "no answer"
    kind = End.RESET if isinstance(error, ConnectionError) else End.NO_ROUTE if error.errno in NO_ROUTE else End.ERROR
    said = error.strerror or type(error).__name__
    if said.startswith("Connect call failed"):  # asyncio's words, which only repeat the address
        said = os.strerror(error.errno or 0)
    return kind, said
