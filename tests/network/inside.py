"""The near side: ``unshare -Urnm python -m tests.network.inside FOLDER`` builds the network and keeps it.

Prints one line once every server answers, and stays until its standard input is closed. Whoever wants to see the
network joins the namespaces of this process.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from pathlib import Path

from tests.network.provision import environment, find
from tests.network.web import nginx_settings, write_certificates, write_pages
from tests.network.world import FAR4, FAR6, HOSTING, LAME, NEAR4, NEAR6, ODD_SERVER, REGISTRY, RESOLVERS
from tests.network.zones import hints, nsd_settings, unbound_settings, write_zones

PR_SET_PDEATHSIG = 1
READY = "ready"
# A wire that ends nowhere: what is sent over it meets silence.
VOID = """\
link set lo up
link add void0 type veth peer name void1
link set void0 up
link set void1 up
neigh replace 192.0.2.99 lladdr 02:00:00:00:00:99 dev void0 nud permanent
"""
VOID6_NEIGHBOUR = "neigh replace fe80::99 lladdr 02:00:00:00:00:99 dev void0 nud permanent\n"
LINKS = f"""\
{VOID}\
link add near0 type veth peer name far0 netns {{far}}
addr add {NEAR4}/30 dev near0
link set near0 up
route add default via {FAR4}
"""
LINKS6 = f"""\
{VOID6_NEIGHBOUR}\
addr add {NEAR6}/64 dev near0 nodad
route add default via {FAR6} dev near0
"""
# The office's line: away, back, or leading to where nobody answers.
IPV4_ON = ("route", "replace", "default", "via", FAR4)
IPV4_OFF = ("route", "del", "default")
IPV6_ON = ("-6", "route", "replace", "default", "via", FAR6, "dev", "near0")
IPV6_OFF = ("-6", "route", "del", "default")
IPV6_SILENT = ("-6", "route", "replace", "default", "via", "fe80::99", "dev", "void0")


def main() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    folder = Path(sys.argv[1])
    write_everything(folder)
    subprocess.run(["mount", "--bind", str(folder / "resolv.conf"), "/etc/resolv.conf"], check=True)
    far = subprocess.Popen(
        # A process namespace of its own: with the far side's first process every server ends.
        ["setpriv", "--pdeathsig", "KILL", "unshare", "-n", "-p", "--fork", "--kill-child", sys.executable, "-m",
         "tests.network.far", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert far.stdin and far.stdout
    hear(far, "here")
    batch(LINKS.format(far=far.pid))
    batch(LINKS6, "-6")
    print("linked", file=far.stdin, flush=True)
    hear(far, READY)
    print(READY, flush=True)
    sys.stdin.read()
    far.stdin.close()
    far.wait(timeout=10)


def hear(far: subprocess.Popen[str], word: str) -> None:
    assert far.stdout
    heard = far.stdout.readline().strip()
    if heard != word:
        sys.exit(f"the far side said {heard!r} instead of {word!r}")


def batch(commands: str, family: str = "-4") -> None:
    """Commands of ``ip``, all or an exception."""
    subprocess.run(
        [find("ip") or "ip", family, "-batch", "-"], input=commands, text=True, check=True, env=environment()
    )


def write_everything(folder: Path) -> None:
    """Zones, pages, certificates and settings."""
    zones = write_zones(folder)
    hosting = [address for pair in HOSTING for address in pair]
    for name, addresses in (
        ("registry", list(REGISTRY)),
        ("hosting", hosting),
        ("lame", list(LAME)),
        ("odd", list(ODD_SERVER)),
    ):
        (folder / f"{name}.conf").write_text(nsd_settings(folder, name, zones[name], addresses))
    for hiding in (False, True):
        name = "hiding" if hiding else "resolvers"
        (folder / f"{name}.conf").write_text(unbound_settings(folder, hiding=hiding))
    (folder / "hints.zone").write_text(hints())
    (folder / "resolv.conf").write_text("".join(f"nameserver {address}\n" for address in RESOLVERS))
    write_pages(folder / "www")
    write_certificates(folder / "tls")
    (folder / "nginx.conf").write_text(nginx_settings(folder))


if __name__ == "__main__":
    main()
