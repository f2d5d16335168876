"""The far side: everybody's name servers and web servers, in a network namespace of their own."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import dns.exception
import dns.message
import dns.query
import dns.rcode

from tests.network.inside import READY, VOID, VOID6_NEIGHBOUR, batch
from tests.network.odd import serve_odd
from tests.network.provision import environment, find
from tests.network.world import (
    BARRED6,
    BY_NAME,
    CDN,
    CLOSED6,
    CROWD,
    FAR4,
    FAR6,
    HIDING_RESOLVER,
    HOSTING,
    LAME,
    LOST6,
    ODD_SERVER,
    OTHER6,
    REGISTRY,
    RESOLVERS,
    SITES,
    VOID4,
    VOID6,
    own4,
    own6,
    parts6,
)

PATIENCE_S = 20.0
POLL_S = 0.02
ASKED = (*RESOLVERS, HIDING_RESOLVER)
SERVERS = {
    "registry": ["nsd", "-d", "-c"],
    "hosting": ["nsd", "-d", "-c"],
    "lame": ["nsd", "-d", "-c"],
    "odd": ["nsd", "-d", "-c"],
    "resolvers": ["unbound", "-d", "-c"],
    "hiding": ["unbound", "-d", "-c"],
    "nginx": ["nginx", "-e", "stderr", "-c"],
}


def links() -> None:
    """The far side's addresses, and where a packet goes that nobody takes."""
    pairs = (REGISTRY, *HOSTING, LAME, ODD_SERVER)
    four = ["198.18.0.1/17", *(f"{address}/32" for address, _ in pairs), *(f"{address}/32" for address in ASKED)]
    six = [address for _, address in (*pairs, CDN)] + [f"240e:0:4::{part:x}" for part in range(1, CROWD)] + [OTHER6]
    six += [address for site in SITES for address in (own6(site), parts6(site))]
    own = [f"addr add {FAR4}/30 dev far0", "link set far0 up", *(f"addr add {each} dev lo" for each in four)]
    routes = [f"route add {each} via 192.0.2.99 dev void0 onlink" for each in (VOID4, "default")]
    batch("\n".join([VOID, *own, *routes, ""]))
    own = [f"addr add {FAR6}/64 dev far0 nodad", *(f"addr add {each}/128 dev lo nodad" for each in six)]
    routes = [f"route add {each} via fe80::99 dev void0" for each in (VOID6, "default")]
    routes += [f"route add local {CLOSED6} dev lo", f"route add unreachable {LOST6}", f"route add prohibit {BARRED6}"]
    batch("\n".join([VOID6_NEIGHBOUR, *own, *routes, ""]), "-6")


async def main() -> None:
    print("here", flush=True)
    sys.stdin.readline()
    links()
    folder = Path(sys.argv[1])
    children = [start(folder, name, words) for name, words in SERVERS.items()]
    odd = await serve_odd()
    await asyncio.to_thread(wait_until_served, children)
    with socket.create_connection((ODD_SERVER[0], 53)):  # its only place for TCP
        print(READY, flush=True)
        await asyncio.to_thread(sys.stdin.read)
    assert odd
    sys.exit()


def start(folder: Path, name: str, words: list[str]) -> subprocess.Popen[bytes]:
    log = (folder / f"{name}.log").open("wb")
    program = find(words[0]) or words[0]
    settings = str(folder / f"{name}.conf")
    return subprocess.Popen(
        [program, *words[1:], settings], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment(), cwd=folder
    )


def wait_until_served(children: list[subprocess.Popen[bytes]]) -> None:
    good = BY_NAME["good"]
    wanted = [
        (REGISTRY[0], "gov.test"),
        (HOSTING[0][0], good.host),
        (HOSTING[1][1], good.host),
        (LAME[0], ""),
        (ODD_SERVER[0], BY_NAME["stale"].zone),
    ]
    served: list[Callable[[], bool]] = [partial(opens, own4(good)), partial(opens, own6(good))]
    served += [partial(answers, *pair) for pair in (*wanted, *((address, good.host) for address in ASKED))]
    until = monotonic() + PATIENCE_S
    while served:
        ended = [child.args for child in children if child.poll() is not None]
        assert not ended, f"ended: {ended}"
        assert monotonic() < until, f"no answer: {served}"
        if served[-1]():
            served.pop()
        else:
            sleep(POLL_S)


def answers(server: str, name: str) -> bool:
    """Whether a name server answers; an empty name asks one that may say anything."""
    try:
        reply = dns.query.udp(dns.message.make_query(name or "example.test", "SOA"), server, timeout=0.5)
    except (dns.exception.DNSException, OSError):
        return False
    return not name or reply.rcode() == dns.rcode.NOERROR


def opens(address: str) -> bool:
    try:
        socket.create_connection((address, 80), timeout=1).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    asyncio.run(main())
