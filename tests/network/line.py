"""The network of the tests as a test holds it: start, end, commands inside, and the office's line away and back."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

from tests.network.inside import IPV4_OFF, IPV4_ON, IPV6_OFF, IPV6_ON, IPV6_SILENT, READY
from tests.network.provision import environment, find, missing

ROOT = Path(__file__).resolve().parents[2]
START_S = 40.0
COMMAND_S = 240.0


def obstacle() -> str:
    """Why this machine cannot have the network; empty where it can."""
    if missing():
        return f"missing: {', '.join(missing())} (make servers)"
    tried = subprocess.run(
        [find("unshare") or "", "-Urnm", "unshare", "-n", "-p", "--fork", "true"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else f"no network namespaces here: {tried.stderr.decode().strip()}"


class Network:
    """Namespaces, servers and all; a context."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trust = folder / "tls" / "authority.pem"

    def __enter__(self) -> Network:
        self._process = subprocess.Popen(
            [find("unshare") or "", "-Urnm", sys.executable, "-m", "tests.network.inside", str(self.folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment(),
        )  # fmt: skip
        assert self._process.stdout
        heard, _, _ = select.select([self._process.stdout], [], [], START_S)
        if not heard or self._process.stdout.readline().strip() != READY:
            self._process.kill()
            raise RuntimeError(f"the network did not come up: {self.logs()}")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=START_S)

    def logs(self) -> str:
        return "\n".join(f"{path.name}: {path.read_text()[-500:]}" for path in sorted(self.folder.glob("*.log")))

    def words(self, *words: str) -> list[str]:
        """A command as it is run inside, by the office; it ends with whoever started it."""
        join = [find("nsenter") or "", "--preserve-credentials", "-U", "-m", "-n", "-t", str(self._process.pid)]
        return [*join, f"--wd={Path.cwd()}", "--", "setpriv", "--pdeathsig", "KILL", *words]

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.words(*words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", env=self.environment(),
        )  # fmt: skip

    def run(self, *words: str, limit_s: float = COMMAND_S) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.words(*words), stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
            errors="replace", env=self.environment(), timeout=limit_s, check=False,
        )  # fmt: skip

    def environment(self) -> dict[str, str]:
        proxies = {name for name in os.environ if name.lower().endswith("_proxy")}
        inherited = {name: value for name, value in environment().items() if name not in proxies}
        trust = dict.fromkeys(("SSL_CERT_FILE", "CURL_CA_BUNDLE"), str(self.trust))
        return {**inherited, **trust, "PYTHONPATH": str(ROOT)}

    def ipv6_off(self) -> None:
        """No way out over IPv6: the system says so at once."""
        self._route(IPV6_OFF)

    def ipv6_silent(self) -> None:
        """A way out over IPv6 that leads to where nobody answers."""
        self._route(IPV6_SILENT)

    def ipv6_on(self) -> None:
        self._route(IPV6_ON)

    def cut(self) -> None:
        """No way out over either family."""
        self._route(IPV6_OFF)
        self._route(IPV4_OFF)

    def mend(self) -> None:
        self._route(IPV4_ON)
        self._route(IPV6_ON)

    def _route(self, words: tuple[str, ...]) -> None:
        done = self.run("ip", *words)
        assert done.returncode == 0, done.stderr
