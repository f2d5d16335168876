"""What the disk or the rights on it do not allow is a person's matter: one line with file, reason and next step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import spotcheck
from crawler import clock
from results.audit import Trail
from results.operations.backup import Request, make
from results.timetable.leases import Leases
from results.timetable.office import leases_of
from results.timetable.rows import JobEnd, Result

COMMANDS = (
    "schedule start", "schedule run verification", "retain --by 王芳 --keep-days 1", "alert send --dry-run",
    "backup --to ../copies", "metrics --out figures.prom", "head",
)  # fmt: skip
UNREADABLE = (
    "schedule list", "verify", "health", "metrics", "backup --to ../copies", "retain --by 王芳 --keep-days 1", "due",
    "alert send --dry-run", "backups --from {data}/x", "restore --from {data}/x --data new", "doctor",
)  # fmt: skip
TOLD = """
import shlex, sys, spotcheck
for line in sys.argv[1:]:
    print(">", spotcheck.run(shlex.split(line)), line, flush=True)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of somebody else's, with a trail and something at work."""
    data = tmp_path / "office" / "var"
    with Leases(data) as leases, Trail.open(data) as trail:
        now = clock.now()
        trail.record_job_end(JobEnd("backup", now, now, 1, Result.DONE), now)
        leases.claim(leases.add("due-list", now), "the service", now, 1)
    return data


def without_rights(*lines: str, at: Path) -> subprocess.CompletedProcess[str]:
    """The commands in a process that may do only what the mode bits say, also where we are root."""
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    if drop and not shutil.which("setpriv"):
        pytest.skip("as root the rights of files bind nobody, and there is no setpriv to lay that down with")
    words = [*drop, sys.executable, "-c", TOLD, *lines]
    path = {"PYTHONPATH": str(Path(spotcheck.__file__).parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(words, cwd=at, capture_output=True, text=True, check=False, env={**os.environ, **path})


def codes(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    told = (line.split(" ", 2) for line in done.stdout.splitlines() if line.startswith("> "))
    return {words: code for _, code, words in told}


def test_a_folder_that_may_not_be_written_to_is_named(data: Path) -> None:
    data.chmod(0o555)
    data.parent.chmod(0o555)
    lines = [f"{line} --data {data}" for line in COMMANDS]
    done = without_rights(*lines, at=data.parent)
    assert "Traceback" not in done.stderr
    assert codes(done) == dict.fromkeys(lines, "2")
    assert len(done.stderr.splitlines()) == len(lines)
    assert all("→" in line for line in done.stderr.splitlines())


def test_a_folder_that_may_not_be_read_is_named(data: Path) -> None:
    data.chmod(0o000)
    lines = [line.format(data=data) + ("" if "--from" in line else f" --data {data}") for line in UNREADABLE]
    done = without_rights(*lines, at=data.parent)
    data.chmod(0o755)
    assert "Traceback" not in done.stderr
    assert set(codes(done).values()) <= {"2", "3"}
    assert len(codes(done)) == len(lines)
    assert "没有权限" in done.stderr


def test_who_may_only_read_sees_how_the_timetable_stands(data: Path) -> None:
    for service_is_up in (False, True):
        data.chmod(0o755)
        with Leases(data):
            data.chmod(0o555)
            done = without_rights(f"schedule show due-list --data {data}", at=data.parent)
            assert (done.stderr, "正在进行" in done.stdout) == ("", True), service_is_up


def test_looking_at_the_leases_changes_nothing_in_them(data: Path) -> None:
    before = (data / "leases.sqlite").read_bytes()
    assert [lease.job for lease in leases_of(data)] == ["due-list"]
    assert (data / "leases.sqlite").read_bytes() == before
    assert leases_of(data.parent) == []


@pytest.mark.parametrize("name", ["schedule.lock", "leases.sqlite"])
def test_a_folder_in_the_place_of_a_file_is_named(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).mkdir()
    assert spotcheck.run(["schedule", "start", "--data", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert name in line and "→" in line


def test_a_mistyped_folder_is_refused_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typo = tmp_path / "vra"
    for words in (["backup", "--to", str(tmp_path / "copies")], ["retain", "--by", "王芳", "--keep-days", "1"]):
        assert spotcheck.run([*words, "--data", str(typo)]) == 2
        assert str(typo) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_place_without_back_ups_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert spotcheck.run(["backups", "--from", str(tmp_path)]) == 2
    assert "没有备份" in capsys.readouterr().err


@pytest.mark.parametrize("out", [".", "..", "/"])
def test_figures_are_not_written_over_a_folder(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert spotcheck.run(["metrics", "--out", out]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_back_up_stands_where_it_cannot_be_noted(data: Path, tmp_path: Path) -> None:
    """The disk of the data folder is full, or ours to read only."""
    (data / "backup.json.new").mkdir()
    assert make(Request(data, tmp_path / "copies"), clock.now()).manifest.is_sound
    assert not (data / "backup.json").exists()
