"""What a killed test leaves behind: nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.network.line import ROOT, Network

pytestmark = pytest.mark.xdist_group("network")

HOLD = """
import sys
from pathlib import Path
from tests.network.line import Network
with Network(Path(sys.argv[1])) as network:
    print("up", flush=True)
    sys.stdin.read()
"""


def processes(folder: Path) -> list[str]:
    """Command lines of the processes that work in a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if f"{folder}" in text:
            found.append(text)
    return found


def test_a_killed_test_leaves_no_server_behind(network: Network, tmp_path: Path) -> None:
    assert network
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout and holder.stdin
    assert holder.stdout.readline() == "up\n"
    assert len(processes(tmp_path)) > 5
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    until = time.monotonic() + 10
    while processes(tmp_path):
        assert time.monotonic() < until, processes(tmp_path)
        time.sleep(0.02)
