"""The same attempts behind an HTTP proxy: it connects, and looks names up."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

import h11

from crawler.config import Config
from crawler.net.connection import Connection
from crawler.net.destination import Destination
from crawler.net.guard import Guard, IPAddress
from crawler.net.http1 import NotHttpError, read_head, request
from crawler.net.opening import Errand, LookUp, Prober
from crawler.net.visit import Visit
from crawler.reading.service.probe import End


class ProxiedProber(Prober):
    """Opens addresses of the Web by way of the configured proxy. What it says in a website's place looks like the
    website's own word: only what opened tells anything."""

    def __init__(self, config: Config, look_up: LookUp) -> None:
        super().__init__(config, look_up)
        parts = urlsplit(config.network.proxy)
        self._proxy = parts.hostname or "", parts.port or 80
        self._border = Guard(config.network)

    async def _addresses(self, errand: Errand, visit: Visit, place: Destination) -> tuple[IPAddress, ...]:
        if not self._border.allows_host(place.host):
            visit.break_off(End.FORBIDDEN, place.host)
            return ()
        found = await asyncio.get_running_loop().getaddrinfo(*self._proxy, type=socket.SOCK_STREAM)
        return (ipaddress.ip_address(found[0][4][0]),)

    def _port(self, place: Destination) -> int:
        return self._proxy[1]

    def _request(self, place: Destination, cookies: str) -> h11.Request:
        """With the whole address, unless it is sent through a tunnel."""
        asked = request(place, self._agent, cookies)
        target = asked.target if place.scheme == "https" else place.url.encode()
        return h11.Request(method=asked.method, target=target, headers=asked.headers)

    async def _reach(self, connection: Connection, place: Destination) -> None:
        host = f"[{place.host}]" if ":" in place.host else place.host
        await connection.send(f"CONNECT {host}:{place.port} HTTP/1.1\r\nHost: {host}:{place.port}\r\n\r\n".encode())
        head, _ = await read_head(connection)
        if head.status != 200:
            raise NotHttpError(f"the proxy says {head.status}")
