"""Find the servers and tools that the network of the tests is made of, or unpack them beside the checkout.

They are unpacked into ``.servers/`` and never installed: an installed name server or web server is started on every
boot of the machine, and takes the ports 53 and 80 of whoever works on it. It needs no root either.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".servers"
PACKAGES = {
    "nsd": "nsd",
    "unbound": "unbound",
    "nginx": "nginx",
    "ip": "iproute2",
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "setpriv": "util-linux",
    "dig": "bind9-dnsutils",
    "curl": "curl",
}
SYSTEM = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
LIMIT_S = 300


def main() -> None:
    """Provide what is missing, quietly; never fails: the tests that need it say so themselves."""
    packages = sorted({PACKAGES[name] for name in missing()})
    if not packages:
        return
    print(f"Unpacking {', '.join(packages)} into {FOLDER.name}/ ...", file=sys.stderr)
    provide(packages)
    if missing():
        print(
            f"Missing for tests/network: {', '.join(missing())}. These tests will be skipped. To change that: "
            f"sudo apt-get install --no-install-recommends {' '.join(packages)}",
            file=sys.stderr,
        )


def missing() -> list[str]:
    """The programs that are not here."""
    return [name for name in PACKAGES if find(name) is None]


def find(name: str) -> str | None:
    """The path of a program: the machine's own first."""
    return shutil.which(name, path=search_path())


def search_path() -> str:
    unpacked = [str(FOLDER / part) for part in ("usr/sbin", "usr/bin", "sbin", "bin")]
    return os.pathsep.join([*os.environ.get("PATH", "").split(os.pathsep), *SYSTEM, *unpacked])


def environment() -> dict[str, str]:
    """The environment to start these programs in: what was unpacked finds its libraries."""
    libraries = [str(path) for part in ("usr/lib", "lib") for path in sorted(FOLDER.glob(f"{part}/*-linux-*"))]
    inherited = [text for text in (os.environ.get("LD_LIBRARY_PATH"),) if text]
    found = {"LD_LIBRARY_PATH": os.pathsep.join([*libraries, *inherited])} if libraries else {}
    return {**os.environ, "PATH": search_path(), **found}


def provide(packages: list[str]) -> None:
    """Download packages with what they depend on and this machine lacks, and unpack them."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    cache = FOLDER / "apt"
    (cache / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    if not _download(packages, cache):
        _download(packages, cache, fresh=True)
    for package in sorted((cache / "archives").glob("*.deb")):
        _succeeds(["dpkg-deb", "-x", str(package), str(FOLDER)])
    shutil.rmtree(cache, ignore_errors=True)


def _download(packages: list[str], cache: Path, fresh: bool = False) -> bool:
    """``fresh``: with lists of packages of our own, for machines whose lists are missing or out of date."""
    apt = ["apt-get", "-qq", "-o", f"Dir::Cache={cache}", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="]
    if fresh:
        (cache / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        apt += ["-o", f"Dir::State::lists={cache / 'lists'}"]
        if not _succeeds([*apt, "update"]):
            return False
    return _succeeds([*apt, "install", "--yes", "--no-install-recommends", "--download-only", *packages])


def _succeeds(words: list[str]) -> bool:
    try:
        done = subprocess.run(words, capture_output=True, check=False, timeout=LIMIT_S, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main()
