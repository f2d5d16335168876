"""What a command costs: wall and CPU time of its whole family of processes, and the most memory they held at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

MEASURE = """
import json, resource, subprocess, sys, threading, time
from pathlib import Path

def family(pid):
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += family(int(child))
    return found

def resident(pid):
    total = 0
    for one in family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total

began = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
peak = 0
while process.poll() is None:
    try:
        peak = max(peak, resident(process.pid))
    except OSError:
        pass
    time.sleep(0.5)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([process.returncode, time.monotonic() - began, used.ru_utime + used.ru_stime, peak / 1024]))
"""


def measure(words: list[str], cwd: Path, env: dict[str, str]) -> tuple[float, float, float]:
    """(wall, CPU, peak) of a command that must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *words], capture_output=True, text=True, cwd=cwd, env=env, check=False
    )
    code, wall, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise SystemExit(f"{' '.join(words)}: exit {code}\n{done.stderr[-3000:]}")
    return wall, cpu, peak
