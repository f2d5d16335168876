"""A disk that fills in the middle and gets room again: a plain word, nothing lost, nothing twice, nobody accused."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crawler.model import FaultKind
from tests.e2e.conftest import Served
from tests.e2e.product import SPOTCHECK, Office, essence
from tests.e2e.test_kill import chosen
from tests.small_disk import SmallDisk, small_disk

pytestmark = [pytest.mark.xdist_group("kill"), pytest.mark.slow]

ROUNDS = 6
PAGE = 4096


def until_done(disk: SmallDisk, office: Office, words: list[str], chance: random.Random) -> list[str]:
    """The same command again and again, each time with a little more room; what it said where it did not end well."""
    said = []
    for _ in range(ROUNDS):
        disk.leave(chance.randrange(120) * PAGE)
        done = subprocess.run(
            [*SPOTCHECK, *words], capture_output=True, text=True, encoding="utf-8", check=False, start_new_session=True
        )
        disk.make_room()
        if done.returncode in {0, 3}:
            continue
        assert done.returncode == 2, done.stderr
        said.append(done.stderr)
    office.call(*words)
    return said


def test_a_disk_that_fills_again_and_again_accuses_whom_an_undisturbed_run_accuses(
    city: Served, tmp_path: Path
) -> None:
    only = chosen(city)
    calm = city.office(tmp_path / "calm")
    calm.run(*only)
    chance = random.Random(20261122)
    with small_disk(tmp_path / "disk", "96m") as disk:
        office = city.office(disk.folder / "var")
        said = until_done(disk, office, [*office.run_words, *only], chance)
        assert said
        for text in said:
            assert "Traceback" not in text
            assert "→" in text  # what to do next
        run = office.findings()[0]["run"]
        unharmed(office.findings("--run", run), calm.findings())
        office.verify()

        for text in until_done(disk, office, ["judge", run, "--data", str(office.data)], chance):
            assert "Traceback" not in text
        unharmed(office.findings("--run", run), calm.findings())
        office.verify()


def unharmed(found: list[dict[str, Any]], calm: list[dict[str, Any]]) -> None:
    """Each finding once, nobody accused who was not, and nothing laid at a website's door that was ours."""
    keys = [(one["target"], one["indicator"]) for one in found]
    assert sorted(keys) == sorted((one["target"], one["indicator"]) for one in calm)
    assert failed(found) == failed(calm)
    ours = {FaultKind.GATHER_FAILED, FaultKind.READER_FAILED, FaultKind.CONNECTION_FAILED}
    assert {one["reason"] for one in found} & ours == {one["reason"] for one in calm} & ours


def failed(findings: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    return {one for one in essence(findings) if one[2] == "failed"}
