"""The visiting process as the engine sees it: visits go in, what came of them comes out."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from crawler import clock
from crawler.config import Config
from results.campaigns.events import Event

PATIENCE_S = 5.0  # for a process that is told to end


class Process:
    """One visiting process. It ends when its standard input closes: with us, however we end."""

    def __init__(self, data: Path, config: Config) -> None:
        started = clock.now().strftime("%Y%m%d-%H%M%S%f")
        self._job = data / "jobs" / f"visits-{started}.json"
        self._job.parent.mkdir(parents=True, exist_ok=True)
        told = {"data": str(data.resolve()), "writer": f"visits-{started}", "config": config.model_dump(mode="json")}
        self._job.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        self._log = data / "logs" / f"visits-{started}.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("w", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "spiders.availability", str(self._job)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8",
            )  # fmt: skip
        self._events: queue.Queue[Event | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, visit: Event) -> None:
        with suppress(BrokenPipeError):  # it has ended; its end is told by ``poll``
            assert self._process.stdin
            self._process.stdin.write(json.dumps(visit) + "\n")
            self._process.stdin.flush()

    def poll(self, seconds: float) -> Event | None:
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return {}

    def stop(self) -> None:
        with suppress(BrokenPipeError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._job.unlink(missing_ok=True)
        if self._log.exists() and self._log.stat().st_size == 0:
            self._log.unlink()

    def _read(self) -> None:
        """Its lines; a torn last one of a killed process tells nothing."""
        for line in self._process.stdout or ():
            with suppress(ValueError):
                event: Any = json.loads(line)
                self._events.put(event)
        self._events.put(None)
