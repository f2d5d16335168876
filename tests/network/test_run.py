"""A whole run of the product over websites of the network: gathered, judged, verified, judged again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import spotcheck
from tests.network.line import Network
from tests.network.product import SPOTCHECK, Settings, some
from tests.network.world import INDICATORS
from tests.world.paperwork import write_inventory

pytestmark = pytest.mark.xdist_group("network")

SITES = some("good", "v4only", "broken6-refused", "broken6-silent", "counter6", "claim4", "ns4only")


@pytest.fixture(scope="module")
def data(bare_network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    rows = [
        {"id": site.name, "kind": "portal", "name": site.name, "address": f"http://{site.host}/", "owner": site.name,
         "level": "county", "region": "云川市", "status": "running"}
        for site in SITES
    ]  # fmt: skip
    write_inventory(folder / "inventory.csv", rows)
    config = Settings(nameservers=()).write(folder)
    bare_network.mend()
    words = ["--inventory", str(folder / "inventory.csv"), "--config", str(config), "--data", str(folder / "data")]
    done = bare_network.run(*SPOTCHECK, "run", *words, "--quarter", "2026Q4", "--on", "2026-11-22")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "data"


def rows(data: Path) -> list[dict[str, str]]:
    lines = here("findings", "--format", "jsonl", "--data", str(data)).splitlines()
    return [one for one in map(json.loads, lines) if one["indicator"] in INDICATORS]


def here(*words: str) -> str:
    """A command that needs no network."""
    done = CliRunner().invoke(spotcheck.app, words)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_run_finds_what_the_key_says(data: Path) -> None:
    found = {(one["target"], one["indicator"]): f"{one['outcome']} {one['reason']}" for one in rows(data)}
    wanted = {(site.name, name): text for site in SITES for name, text in site.expected.items()}
    assert {pair: found[pair] for pair, text in wanted.items() if not found[pair].startswith(text)} == {}


def test_what_a_run_kept_is_whole(data: Path) -> None:
    here("verify", "--data", str(data))


def test_judging_again_from_captures_changes_nothing(data: Path) -> None:
    before = rows(data)
    assert "→" not in here("judge", before[0]["run"], "--data", str(data))
    assert rows(data) == before
