"""The systemd unit and the container file of ``docs/operations.md``: whole, and of one mind with the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from configparser import RawConfigParser
from pathlib import Path

import pytest

import scheduler
import spotcheck
from results.timetable.attempt import Limits

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def block(begins: str) -> str:
    """The indented text that begins with a line."""
    lines = TEXT.splitlines()
    found = []
    for line in lines[lines.index(f"    {begins}") :]:
        if line and not line.startswith("    "):
            break
        found.append(line[4:])
    return "\n".join(found)


@pytest.fixture(scope="module")
def unit() -> RawConfigParser:
    parser = RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(block("[Unit]"))
    return parser


CONTAINER = block(next(line[4:] for line in TEXT.splitlines() if line.startswith("    FROM "))).replace("\\\n", " ")


def test_what_the_service_starts_is_a_command_there_is(unit: RawConfigParser) -> None:
    words = unit["Service"]["ExecStart"].split()
    assert words[1:3] == ["schedule", "start"]
    assert spotcheck.run(["schedule", "start", "--help"]) == 0
    entry, given = (re.findall(r'"([^"]+)"', line) for line in re.findall(r"^(?:ENTRYPOINT|CMD) .*", CONTAINER, re.M))
    assert [entry[-1], *given] == words


def test_a_stop_waits_for_what_is_at_work_and_a_death_leaves_it_alone(unit: RawConfigParser) -> None:
    service = unit["Service"]
    assert service["KillMode"] == "process"  # "mixed" ends every attempt when the service dies
    assert int(service["TimeoutStopSec"]) > scheduler.STOP_S
    assert Limits(1, 1).grace_s < scheduler.STOP_S
    assert "--stop-timeout 90" in TEXT


def test_the_container_holds_the_program_and_nothing_of_an_office() -> None:
    copied = {word for line in re.findall(r"^COPY (.*)", CONTAINER, re.M) for word in line.split()[:-1]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    wanted = {name.rstrip("*") for name in project["packages"]["find"]["include"]}
    assert wanted | {f"{name}.py" for name in project["py-modules"]} <= copied
    assert all((ROOT / name).exists() for name in copied)
    assert not copied & {".", "var", ".git", ".venv"}


def test_systemd_takes_the_unit(unit: RawConfigParser, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    unit["Service"]["ExecStart"] = "/bin/true"
    unit["Service"]["User"] = "root"
    with (tmp_path / "spotcheck.service").open("w") as file:
        unit.write(file, space_around_delimiters=False)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "spotcheck.service")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "spotcheck.service" not in done.stderr, done.stderr
