"""Visits of an availability campaign to every website of the network, and a campaign in the middle of trouble."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.config import load_config
from tests.network.drill import DAYS, STATES, Drill
from tests.network.line import Network
from tests.network.product import Settings
from tests.network.world import CONTROLS, SITES

pytestmark = pytest.mark.xdist_group("network")

OPEN, REFUSED, MUTE = "kept", "failed tcp", "failed slow"
NO_NAME, NO_ANSWER = "failed dns", ("failed dns", "unclear dns")  # what a resolver says of a zone in trouble varies
ASKED = "unclear"
# website → what a visit over each family comes to; all others open over both
KEY: dict[str, tuple[Any, Any]] = {
    "v4only": (OPEN, "unclear dns"),
    "v6only": ("unclear dns", OPEN),
    **dict.fromkeys(
        ("ula", "linklocal", "loopback6", "mapped", "sixtofour", "teredo", "nat64", "documentation"), (OPEN, ASKED)
    ),
    "nxdomain": (NO_NAME, NO_NAME),
    "nodata": ("unclear dns", "unclear dns"),
    **dict.fromkeys(("servfail", "lame", "silent-ns", "noglue", "nodelegation"), (NO_ANSWER, NO_ANSWER)),
    "refused-dns": ("unclear dns", "unclear dns"),
    "split": ((OPEN, REFUSED, ASKED), (OPEN, REFUSED, ASKED)),
    "cname-cdn4": (OPEN, "unclear dns"),
    "cname-loop": (NO_ANSWER, NO_ANSWER),
    "cname-dangling": (NO_NAME, NO_NAME),
    "notcp": ((OPEN, *NO_ANSWER), (OPEN, *NO_ANSWER)),
    "stale": (OPEN, (OPEN, "unclear dns")),
    "broken6-refused": (OPEN, REFUSED),
    "broken6-silent": (OPEN, REFUSED),
    "broken6-lost": (OPEN, (REFUSED, "unclear tcp")),
    "broken6-barred": (OPEN, (REFUSED, "unclear tcp")),
    "broken6-reset": (OPEN, "failed http"),
    "broken6-mute": (OPEN, MUTE),
    "broken6-garbage": (OPEN, "failed http"),
    "broken4": (REFUSED, OPEN),
    "down": (REFUSED, REFUSED),
    "both-closed": ("failed http", REFUSED),
    "vhost6": (OPEN, "failed page"),
    "half6-other": (OPEN, (OPEN, "failed page")),
    "error6": (OPEN, "failed page"),
    "error-both": ("failed page", "failed page"),
    "gateway6": (OPEN, "failed http"),
    "wall6": (OPEN, "unclear http"),
    "wall4": ("unclear http", OPEN),
    "robots": ("unclear http", "unclear http"),
    "challenge6": (OPEN, "unclear http"),
    "empty6": (OPEN, "failed page"),
    "endless6": (OPEN, (OPEN, MUTE)),
    "stall6": (OPEN, MUTE),
    "tarpit6": (OPEN, (MUTE, "failed http")),
    "loop6": (OPEN, "unclear http"),
    "inward6": (OPEN, "unclear dns"),
    "https6closed": (OPEN, REFUSED),
    "onward4": (OPEN, "unclear dns"),
    "claim4": (OPEN, "unclear dns"),
    "control-down": (REFUSED, REFUSED),
}


@pytest.fixture(scope="module")
def made(bare_network: Network, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Website and family → what one visit came to."""
    folder = tmp_path_factory.mktemp("visits")
    config = load_config(Settings().write(folder))
    job = {"data": str(folder), "writer": "visits", "config": config.model_dump(mode="json")}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    bare_network.mend()
    asked = [
        {"campaign": "c", "target": site.name, "url": f"http://{site.host}/", "family": family, "slot": 0}
        for site in SITES
        for family in ("ipv4", "ipv6")
    ]
    running = subprocess.Popen(
        bare_network.words(sys.executable, "-m", "spiders.availability", str(folder / "job.json")),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=bare_network.environment(),
    )  # fmt: skip
    assert running.stdin and running.stdout
    with running:
        for one in asked:
            running.stdin.write(json.dumps(one | {"limit_ms": 3000}) + "\n")
        running.stdin.flush()
        told = [json.loads(running.stdout.readline()) for _ in asked]
        running.stdin.close()
    return {
        (one["target"], one["family"]): f"{one['state']} {one['stage']}".strip() + f" | {one['detail']}" for one in told
    }


def test_every_website_is_told_as_its_fault_is(made: dict[tuple[str, str], str]) -> None:
    wrong = {}
    for site in SITES:
        for family, wanted in zip(("ipv4", "ipv6"), KEY.get(site.name, (OPEN, OPEN)), strict=True):
            choices = (wanted,) if isinstance(wanted, str) else wanted
            late = "own machine late" in made[site.name, family]  # a busy machine accuses nobody, here too
            if not late and not made[site.name, family].startswith(choices):
                wrong[site.name, family] = made[site.name, family]
    assert wrong == {}


def test_no_website_is_said_to_fail_that_does_not(made: dict[tuple[str, str], str]) -> None:
    failed = {key for key, told in made.items() if told.startswith("failed")}
    assert not failed & {(site.name, family) for site in SITES if site.name not in KEY for family in ("ipv4", "ipv6")}
    assert all(told.startswith("kept") for (name, _), told in made.items() if f"www.{name}.gov.test" in CONTROLS)


def test_a_certificate_that_a_browser_warns_of_is_noted_and_the_visit_is_kept(
    made: dict[tuple[str, str], str],
) -> None:
    assert made["expired", "ipv4"] == "kept | certificate expired"
    assert made["wrongname", "ipv6"] == "kept | certificate of another name"


def test_a_campaign_in_the_middle_of_trouble_adds_up(network: Network, tmp_path: Path) -> None:
    drill = Drill(network, tmp_path, 60, names=("good", "https", "down", "wall4"), visits=2)
    drill.begin()
    drill.wait_until(0.3)
    drill.kill_engine(3)
    drill.wait_until(0.6)
    drill.kill_visitor()
    drill.cut(5)
    shown = drill.finish()
    assert shown["planned"] == 4 * 2 * DAYS * 2
    counts = {state: sum(line[state] for line in shown["sites"]) for state in STATES}
    assert counts["kept"] > 0
    by_name = {(line["target"], line["family"]): line for line in shown["sites"]}
    assert all(by_name[name, family]["failed"] == 0 for name in ("good", "https") for family in ("ipv4", "ipv6"))
    assert by_name["wall4", "ipv4"]["kept"] == by_name["wall4", "ipv4"]["failed"] == 0
    assert by_name["down", "ipv4"]["kept"] == 0
