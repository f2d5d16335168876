"""Names looked up before a connection, and the proxy.

A name is looked up and checked before the first request to it; the connection then uses the very addresses that were
checked (:data:`CHECKED`), so a name that changes its answer in between leads nowhere new.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from crawler.config import Network
from crawler.faults import RefusedError
from crawler.model import FaultKind
from crawler.net.asking import Asker, servers_of
from crawler.net.guard import Guard, literal
from crawler.reading.names.answers import AnswerKind

CHECKED: dict[str, tuple[str, ...]] = {}  # host → addresses that may be entered; one process has one reactor
THREADS = 32


def use_proxy(network: Network) -> None:
    """Send every request of this process through the configured proxy, or through none at all.

    In the environment, because Scrapy's own requests (robots.txt) pass by a proxy named per request. The proxy itself
    may stand anywhere.
    """
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
                 "NO_PROXY"):  # fmt: skip
        os.environ.pop(name, None)
    if network.proxy:
        os.environ["http_proxy"] = os.environ["https_proxy"] = network.proxy
        host = urlsplit(network.proxy).hostname or ""
        CHECKED[host] = _system_addresses(host) if literal(host) is None else (host,)


class Names:
    """Looks names up once a process and lets only enterable addresses through. Lives in one event loop."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._servers = servers_of(network) if network.nameservers else ()
        self._guard = Guard(network)
        self.asker = Asker(network)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="names")  # for what the system looks up
        self._asked: dict[str, asyncio.Future[tuple[str, ...]]] = {}

    async def check(self, host: str) -> None:
        """Let the process connect to a host, or raise RefusedError with the kind of trouble.

        Behind a proxy names are the proxy's to look up; only what a host spells out is checked.
        """
        if not self._guard.allows_host(host):
            raise RefusedError(FaultKind.FORBIDDEN_ADDRESS, f"{host} is not a public address")
        if self._network.proxy:
            return
        if host not in self._asked:
            self._asked[host] = asyncio.ensure_future(self._look_up(host))
            self._asked[host].add_done_callback(_noted)
        CHECKED[host] = await asyncio.shield(self._asked[host])

    def forget(self, host: str) -> None:
        """Ask again next time: a failed look-up is worth one more try."""
        self._asked.pop(host, None)

    def close(self) -> None:
        """Give up what is under way; also after the loop has ended."""
        self.asker.abandon()
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _look_up(self, host: str) -> tuple[str, ...]:
        address = literal(host)
        if address is not None:
            return (str(address),)
        found = await (self._configured_addresses(host) if self._servers else self._system_addresses(host))
        allowed = tuple(address for address in found if self._guard.allows(ipaddress.ip_address(address)))
        if not allowed:
            raise RefusedError(FaultKind.FORBIDDEN_ADDRESS, f"{host} leads to {', '.join(found)}")
        return allowed

    async def _system_addresses(self, host: str) -> tuple[str, ...]:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _system_addresses, host)

    async def _configured_addresses(self, host: str) -> tuple[str, ...]:
        """A, then AAAA; the first server that knows. NXDOMAIN ends the search, silence does not."""
        last = AnswerKind.TIMEOUT
        for server in self._servers:
            for record_type in ("A", "AAAA"):
                answer, _ = await self.asker.ask(host, record_type, server)
                last = answer.kind
                if answer.kind is AnswerKind.ANSWER:
                    return answer.addresses
                if answer.kind is AnswerKind.NXDOMAIN:
                    raise RefusedError(FaultKind.NAME_NOT_FOUND, f"{host}: nxdomain")
                if answer.kind is not AnswerKind.NODATA:
                    break
            if last is AnswerKind.NODATA:
                raise RefusedError(FaultKind.NAME_NOT_FOUND, f"{host}: no address")
        raise RefusedError(FaultKind.DNS_FAILURE, f"{host}: {last}")


def _noted(asked: asyncio.Future[tuple[str, ...]]) -> None:
    """Nobody may wait any more when a look-up fails; that is no news for the log."""
    if not asked.cancelled():
        asked.exception()


def _system_addresses(host: str) -> tuple[str, ...]:
    """What the system itself makes of a name, its hosts file included; IPv4 first."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise RefusedError(
            FaultKind.NAME_NOT_FOUND if unknown else FaultKind.DNS_FAILURE, f"{host}: {error.strerror}"
        ) from error
    except UnicodeError as error:
        raise RefusedError(FaultKind.NAME_NOT_FOUND, f"{host}: no host name") from error
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return tuple(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in ordered))
