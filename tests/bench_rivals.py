"""Other DNS clients at the same work as :mod:`tests.bench_names`, each in a process of its own.

``python tests/bench_rivals.py CLIENT NAMES PORT``: asks A, AAAA and NS of every name in the file, of 127.0.0.1, and
prints one JSON list: questions, answers with records, seconds, CPU seconds, peak MiB. Exit 3: not installed. Needs
nothing of this project, so that any interpreter that has the libraries can run it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

SERVER = "127.0.0.1"
TYPES = ("A", "AAAA", "NS")
UNDER_WAY = 100
NOT_INSTALLED = 3
Counts = tuple[int, int]  # questions, answers with records


def pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    return ((name, kind) for name in names for kind in TYPES)


async def side_by_side(names: list[str], ask: Callable[[str, str], object]) -> Counts:
    """``ask`` is a coroutine function that tells whether there were records."""
    source, counts = pairs(names), [0, 0]

    async def worker() -> None:
        for name, kind in source:
            found = await ask(name, kind)  # type: ignore[misc]
            counts[0] += 1
            counts[1] += bool(found)

    await asyncio.gather(*(worker() for _ in range(UNDER_WAY)))
    return counts[0], counts[1]


def aiodns(names: list[str], port: int) -> Counts:
    library = import_module("aiodns")

    async def go() -> Counts:
        resolver = library.DNSResolver(nameservers=[SERVER], udp_port=port, tcp_port=port)

        async def ask(name: str, kind: str) -> bool:
            try:
                await resolver.query_dns(name, kind)
            except library.error.DNSError:
                return False
            return True

        return await side_by_side(names, ask)

    return asyncio.run(go())


def pycares(names: list[str], port: int) -> Counts:
    library = import_module("pycares")

    channel = library.Channel(servers=[SERVER], udp_port=port, tcp_port=port)
    doors, counts = threading.Semaphore(UNDER_WAY), [0, 0]
    numbers = {kind: getattr(library, f"QUERY_TYPE_{kind}") for kind in TYPES}

    def done(result: object, error: object) -> None:
        counts[0] += 1
        counts[1] += error is None
        doors.release()

    for name, kind in pairs(names):
        doors.acquire()
        channel.query(name, numbers[kind], callback=done)
    for _ in range(UNDER_WAY):
        doors.acquire()
    return counts[0], counts[1]


def blastdns(names: list[str], port: int, **config: int) -> Counts:
    library = import_module("blastdns")

    async def go() -> Counts:
        client = library.Client([f"{SERVER}:{port}"], library.ClientConfig(**config))
        found = 0
        for kind in TYPES:
            async for _ in client.resolve_batch(names, kind):
                found += 1
        return len(names) * len(TYPES), found

    return asyncio.run(go())


def blastdns_tuned(names: list[str], port: int) -> Counts:
    return blastdns(names, port, max_inflight_per_resolver=UNDER_WAY, max_concurrency=UNDER_WAY)


def dnspython(names: list[str], port: int) -> Counts:
    asyncquery, message = import_module("dns.asyncquery"), import_module("dns.message")

    async def ask(name: str, kind: str) -> bool:
        query = message.make_query(name, kind)
        return bool((await asyncquery.udp(query, SERVER, 5, port)).answer)

    return asyncio.run(side_by_side(names, ask))


CLIENTS = {one.__name__: one for one in (blastdns, blastdns_tuned, pycares, aiodns, dnspython)}


def peak_mib() -> float:
    """The most memory this process has held since it began its own program; getrusage tells its parent's too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024


def measured(work: Callable[[], Counts]) -> list[float]:
    began, cpu = time.monotonic(), time.process_time()
    asked, found = work()
    peak = peak_mib()
    return [asked, found, time.monotonic() - began, time.process_time() - cpu, peak]


def main() -> None:
    client, file, port = sys.argv[1:]
    names = Path(file).read_text(encoding="ascii").split()
    try:
        told = measured(lambda: CLIENTS[client](names, int(port)))
    except ImportError as error:
        print(error, file=sys.stderr)
        raise SystemExit(NOT_INSTALLED) from error
    print(json.dumps(told), flush=True)
    os._exit(0)  # some libraries abort when the interpreter takes them down


if __name__ == "__main__":
    main()
