"""A disk that fills in the middle and gets room again: a plain word, nothing lost, nothing twice, nobody accused."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.conftest import Served
from tests.e2e.product import SPOTCHECK, Office, essence
from tests.e2e.test_kill import chosen
from tests.small_disk import SmallDisk, small_disk

pytestmark = [pytest.mark.xdist_group("kill"), pytest.mark.slow]

ROUNDS = 8
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


def test_a_disk_that_fills_again_and_again_gives_the_findings_of_an_undisturbed_run(
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
        first = office.findings("--run", office.findings()[0]["run"])
        assert essence(first) == essence(calm.findings())
        assert set(Counter((f["target"], f["indicator"]) for f in first).values()) == {1}
        office.verify()

        run = first[0]["run"]
        judge = ["judge", run, "--data", str(office.data)]
        for text in until_done(disk, office, judge, chance):
            assert "Traceback" not in text
        assert essence(office.findings("--run", run)) == essence(calm.findings())
        office.verify()
