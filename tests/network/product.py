"""The product inside the network: ``spotcheck ipv6`` as a technician calls it, and what it told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.network.line import COMMAND_S, Network
from tests.network.world import BY_NAME, CONTROLS, EITHER, RESOLVERS, Site

SPOTCHECK = (sys.executable, "-m", "spotcheck")
Findings = dict[str, dict[str, str]]  # host → indicator → "outcome reason"


@dataclass(frozen=True)
class Settings:
    """What a spotcheck.toml for the network says. Without name servers the system's own are asked."""

    nameservers: tuple[str, ...] = RESOLVERS
    controls: tuple[str, ...] = CONTROLS
    pause_s: float = 0
    timeout_s: float = 2.5

    def write(self, folder: Path) -> Path:
        path = folder / f"spotcheck-{len(list(folder.glob('*.toml')))}.toml"
        path.write_text(
            f"""[network]
nameservers = {json.dumps(self.nameservers)}
[pacing]
delay_s = 0
timeout_s = 2
[gather]
processes = 1
max_body_mb = 1
[browser]
enabled = false
[ipv6]
control_hosts = {json.dumps(self.controls)}
attempt_pause_s = {self.pause_s}
timeout_s = {self.timeout_s}
second_pages = 2
link_samples = 1
""",
            encoding="utf-8",
        )
        return path


def ask(network: Network, sites: Iterable[Site], config: Path) -> subprocess.Popen[str]:
    """Begin to look at websites, all in one command."""
    return network.start(*SPOTCHECK, *words(sites, config))


def heard(running: subprocess.Popen[str]) -> Findings:
    """What a look found, once it is done."""
    output, errors = running.communicate(timeout=COMMAND_S)
    assert running.returncode == 0, errors
    return findings(read(output))


def ask_side_by_side(network: Network, folder: Path, commands: list[list[str]]) -> list[str]:
    """What each of several commands prints."""
    (folder / "commands.json").write_text(json.dumps(commands), encoding="utf-8")
    done = network.run(sys.executable, "-m", "tests.network.several", str(folder))
    assert done.returncode == 0, done.stderr
    return [(folder / str(number)).read_text(encoding="utf-8") for number in range(len(commands))]


def words(sites: Iterable[Site], config: Path, *options: str) -> list[str]:
    return ["ipv6", *(site.host for site in sites), "--config", str(config), *(options or ["--json"])]


def read(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def findings(stories: Iterable[dict[str, Any]]) -> Findings:
    return {
        one["host"]: {each["indicator"]: f"{each['outcome']} {each['reason']}" for each in one["findings"]}
        for one in stories
    }


def failed(found: Findings) -> set[tuple[str, str]]:
    """(host, indicator) of every accusation."""
    return {(host, name) for host, rows in found.items() for name, text in rows.items() if text.startswith("failed ")}


def key_failed(sites: Iterable[Site]) -> set[tuple[str, str]]:
    return {(site.host, name) for site in sites for name, text in site.expected.items() if text.startswith("failed")}


def fits(text: str, wanted: str) -> bool:
    """``failed no-aaaa`` fits ``failed``, and itself; whatever accuses nobody fits what may be either way."""
    return not text.startswith("failed ") if wanted == EITHER else f"{text} ".startswith(f"{wanted} ")


def some(*names: str) -> tuple[Site, ...]:
    return tuple(BY_NAME[name] for name in names)
