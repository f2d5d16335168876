"""The DNS client's part of ``make bench``: A, AAAA and NS for 10,000 names, beside the fastest clients to be had.

The names are real where the inventory of real sites lies beside the repository, and filled up with invented ones; a
server on the loopback answers for all of them, and no other is asked: ``nsd`` as ``make servers`` provides it, or one
of our own. Other clients run in the interpreter that ``RIVALS_PYTHON`` names (one with aiodns, pycares and blastdns),
by default in ours; what is not installed is left out, and the table says so.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

import dns.message
import dns.query
import dns.rrset

from crawler.config import Network
from crawler.net.asking import Asker, Question
from crawler.reading.names.answers import AnswerKind
from tests.bench_rivals import CLIENTS, NOT_INSTALLED, SERVER, UNDER_WAY, Counts, measured, pairs
from tests.network.provision import environment, find

ROOT = Path(__file__).parent.parent
INVENTORY = ROOT.parent / "shared/realpages/site_inventory.tsv"
NAMES = 10_000
ROUNDS = 3
SLOW = {"dnspython": 1000}  # names, of clients that would take minutes
AIM = 0.9
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
OURS = {"ours": 32, "ours_more": UNDER_WAY}  # questions under way: as shipped, and as many as the others
LABELS = {
    "ours": "`crawler.net.asking`, defaults", "ours_more": "`crawler.net.asking`, 100 under way",
    "blastdns": "blastdns (Rust), defaults", "blastdns_tuned": "blastdns (Rust), 100 under way",
    "pycares": "pycares (C), 100 under way", "aiodns": "aiodns (C), 100 under way",
    "dnspython": "dnspython, asyncio, 100 under way",
}  # fmt: skip
NSD = """
server:
  ip-address: {server}@{port}
  server-count: 1
  rrl-ratelimit: 0
  username: ""
  chroot: ""
  database: ""
  pidfile: ""
  xfrdfile: ""
  zonelistfile: "{folder}/zones"
  zonesdir: "{folder}"
  xfrdir: "{folder}"
remote-control:
  control-enable: no
zone:
  name: "."
  zonefile: "root.zone"
"""
APEX = ". 600 SOA ns1.nic. admin.nic. 1 3600 600 86400 300\n. 600 NS ns1.nic.\nns1.nic. 600 A 198.18.0.53\n"


def all_names() -> list[str]:
    """10,000 host names; two of three have an AAAA record."""
    lines = INVENTORY.read_text(encoding="utf-8").splitlines()[1:] if INVENTORY.is_file() else []
    hosts = (line.split("\t")[0].strip().lower() for line in lines)
    known = dict.fromkeys(host for host in hosts if HOST.fullmatch(host))
    invented = (f"www.city{number}.gov.test" for number in range(NAMES))
    return [*known, *invented][:NAMES]


def records(names: list[str]) -> Iterator[tuple[str, str, str]]:
    for number, name in enumerate(names):
        yield name, "A", f"198.18.{number // 250}.{number % 250}"
        if number % 3:
            yield name, "AAAA", f"240e:1:{number:x}::1"


def free_port() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as one:
        one.bind((SERVER, 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def name_server(names: list[str], folder: Path) -> Iterator[tuple[str, int]]:
    """(what it is, port) of a server that knows the names."""
    port, nsd = free_port(), find("nsd")
    if nsd:
        zone = "".join(f"{name}. 600 {kind} {value}\n" for name, kind, value in records(names))
        (folder / "root.zone").write_text(APEX + zone)
        (folder / "nsd.conf").write_text(NSD.format(server=SERVER, port=port, folder=folder))
        words = [nsd, "-d", "-c", str(folder / "nsd.conf")]
    else:
        words = [sys.executable, "-m", "tests.bench_names", "--serve", str(port)]
    with subprocess.Popen(words, cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(names[0], port)
            yield "nsd" if nsd else "a server of our own (there is no nsd)", port
        finally:
            process.terminate()


def wait_for(name: str, port: int) -> None:
    for _ in range(100):
        try:
            dns.query.udp(dns.message.make_query(name, "A"), SERVER, 0.2, port)
        except (OSError, dns.exception.DNSException):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("no name server came up")


def serve(port: int) -> None:
    """Answers from memory, in the order of questions."""
    known = {}
    for name, kind, value in records(all_names()):
        reply = dns.message.make_response(dns.message.make_query(name, kind, use_edns=0))
        reply.answer.append(dns.rrset.from_text(name + ".", 600, "IN", kind, value))
        data = reply.to_wire()
        known[data[12 : data.index(b"\0", 12) + 5]] = data
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as one:
        one.bind((SERVER, port))
        while True:
            query, peer = one.recvfrom(4096)
            question = query[12 : query.index(b"\0", 12) + 5]
            reply_bytes = known.get(question, bytes(2) + b"\x81\x80\0\1" + bytes(6) + question)
            one.sendto(query[:2] + reply_bytes[2:], peer)


def ours(names: list[str], port: int, under_way: int) -> Counts:
    async def go() -> Counts:
        asker, asked, found = Asker(Network(dns_in_flight=under_way)), 0, 0
        questions = (Question(name, kind, (SERVER, port)) for name, kind in pairs(names))
        async for answer, _ in asker.ask_many(questions):
            asked += 1
            found += answer.kind is AnswerKind.ANSWER
        await asker.close()
        return asked, found

    return asyncio.run(go())


def figures(client: str, names: list[str], port: int, folder: Path) -> list[float] | None:
    """What a process of the client's own measured; None where it is not installed."""
    file = folder / f"{client}.txt"
    file.write_text("\n".join(names[: SLOW.get(client, len(names))]), encoding="ascii")
    if client in OURS:
        words = [sys.executable, "-m", "tests.bench_names", "--ask", str(file), str(port), str(OURS[client])]
    else:
        python = os.environ.get("RIVALS_PYTHON", sys.executable)
        words = [python, str(ROOT / "tests/bench_rivals.py"), client, str(file), str(port)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode == NOT_INSTALLED:
        return None
    if done.returncode:
        raise SystemExit(f"{client}: exit {done.returncode}\n{done.stderr[-2000:]}")
    told: list[float] = json.loads(done.stdout.splitlines()[-1])
    expected = sum(1 for _ in records(names[: SLOW.get(client, len(names))]))
    if told[1] != expected:
        print(f"{client}: {told[1]} answers with records, not {expected}", file=sys.stderr)
    return told


def compared(names: list[str], port: int, folder: Path) -> tuple[dict[str, list[float]], list[str]]:
    """(medians by client, clients that are not installed); all in turn, so that a busy minute meets all alike."""
    runs: dict[str, list[list[float]]] = {}
    missing = dict[str, None]()
    for _ in range(ROUNDS):
        for client in (*OURS, *CLIENTS):
            told = None if client in missing else figures(client, names, port, folder)
            if told is None:
                missing[client] = None
            else:
                runs.setdefault(client, []).append(told)
    return {client: [median(values) for values in zip(*all_, strict=True)] for client, all_ in runs.items()}, [*missing]


def table() -> str:
    names = all_names()
    real = sum(not name.endswith(".gov.test") for name in names)
    with tempfile.TemporaryDirectory() as folder, name_server(names, Path(folder)) as (server, port):
        rows, missing = compared(names, port, Path(folder))
    lines = [
        f"| {LABELS[client]} | {asked:.0f} | {asked / wall:.0f} | {1e6 * cpu / asked:.0f} | {peak:.0f} |"
        for client, (asked, _, wall, cpu, peak) in rows.items()
    ]
    rates = {client: asked / wall for client, (asked, _, wall, *_) in rows.items()}
    best = max((client for client in rates if client not in OURS), key=lambda client: rates[client])
    own = max(OURS, key=lambda client: rates[client])
    return "\n".join(
        [
            f"A, AAAA and NS of {len(names)} names ({real} real), answered on the loopback by {server}; each client in "
            f"one process, all in turn, median of {ROUNDS}.",
            "",
            "| client | questions | questions/s | CPU µs/question | peak MiB |",
            "| --- | --- | --- | --- | --- |",
            *lines,
            "",
            f"Ours / the fastest other ({LABELS[best]}): **{rates[own] / rates[best]:.2f} ×** (aim: at least {AIM}).",
            *([f"Not installed here: {', '.join(missing)}."] if missing else []),
            "",
        ]
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--ask"]:
        wanted = Path(sys.argv[2]).read_text(encoding="ascii").split()
        print(json.dumps(measured(lambda: ours(wanted, int(sys.argv[3]), int(sys.argv[4])))))
    else:
        print(table())
