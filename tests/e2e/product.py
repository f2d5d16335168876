"""The product as its user runs it: commands in processes of their own, but for those that only read the trail."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spotcheck

SPOTCHECK = [sys.executable, "-m", "spotcheck"]


@dataclass(frozen=True)
class Office:
    """One office's folder and what it was told of the world."""

    data: Path
    inventory: Path
    config: Path
    on: str

    def call(self, *words: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """One command; fails the test unless it ends with ``code`` (None: any)."""
        done = subprocess.run([*SPOTCHECK, *words], capture_output=True, text=True, encoding="utf-8", check=False)
        assert code is None or done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    @property
    def run_words(self) -> list[str]:
        words = ["run", "--inventory", str(self.inventory), "--data", str(self.data), "--config", str(self.config)]
        return [*words, "--on", self.on]

    def run(self, *more: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        return self.call(*self.run_words, *more, code=code)

    def told(self, *words: str) -> str:
        """What a command prints that only reads; a process of its own would spend most of its time on starting."""
        printed = io.StringIO()
        with redirect_stdout(printed):
            code = spotcheck.run([*words, "--data", str(self.data)])
        assert code == spotcheck.DONE, f"{words}: exit {code}\n{printed.getvalue()}"
        return printed.getvalue()

    def findings(self, *more: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.told("findings", "--format", "jsonl", *more).splitlines()]

    def verify(self, code: int = 0) -> str:
        done = self.call("verify", "--data", str(self.data), code=code)
        return done.stdout + done.stderr


def essence(findings: list[dict[str, Any]]) -> set[tuple[str, str, str, str, str]]:
    """What two runs over the same world must agree on."""
    return {
        (f["target"], f["indicator"], f["outcome"], f["reason"], json.dumps(f["subjects"], sort_keys=True))
        for f in findings
    }
