"""The whole main job over saved real pages, on the day they were saved, beside the hand-made labels."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.product import Office
from tests.world.paperwork import settings, write_inventory
from tests.world.replay import FOLDER, is_present, load_replay, true_hosts
from tests.world.server import serve

pytestmark = [
    pytest.mark.xdist_group("realpages"),
    pytest.mark.skipif(not is_present(), reason=f"no saved pages at {FOLDER.parent.name}/{FOLDER.name}"),
]

FOOTER_CHECKS = {"foot-idcode": "site_code", "foot-icp": "icp", "foot-police": "police", "foot-conac": "conac"}
PART_CHECKS = {"zl-guide": "指南", "zl-system": "制度", "zl-annual": "年报", "zl-apply": "依申请公开"}


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, Any]]]:
    """Host → indicator → finding, of one run a host on its own day."""
    folder, replay = tmp_path_factory.mktemp("realpages"), load_replay()
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with serve(replay) as world:
        (folder / "spotcheck.toml").write_text(settings(world.proxy, world.nameservers), encoding="utf-8")
        write_inventory(folder / "inventory.csv", [host.row() for host in true_hosts(replay)])
        for host in true_hosts(replay):
            data = folder / host.host
            office = Office(data, folder / "inventory.csv", folder / "spotcheck.toml", host.on.isoformat())
            office.run("--only", host.host, code=None)
            found[host.host] = {finding["indicator"]: finding for finding in office.findings()}
            office.verify()
    return found


def labels() -> dict[str, dict[str, Any]]:
    """Host → the labels of its home page, for hosts whose home page was saved."""
    replay = load_replay()
    return {host.host: dict(host.pages["/"].expected) for host in true_hosts(replay) if "/" in host.pages}


def test_a_fact_that_the_label_has_is_never_called_missing(replayed: dict[str, dict[str, dict[str, Any]]]) -> None:
    for host, label in labels().items():
        for indicator, name in FOOTER_CHECKS.items():
            if (label.get("footer") or {}).get(name):
                assert replayed[host][indicator]["outcome"] == "passed", (host, indicator, replayed[host][indicator])


def test_the_parts_of_the_disclosure_column_are_never_called_missing(
    replayed: dict[str, dict[str, dict[str, Any]]],
) -> None:
    for host, label in labels().items():
        for indicator, name in PART_CHECKS.items():
            if (label.get("disclosure") or {}).get(name):
                assert replayed[host][indicator]["reason"] != "no-part", (host, replayed[host][indicator])


def test_a_home_page_is_dated_as_its_label_says(replayed: dict[str, dict[str, dict[str, Any]]]) -> None:
    for host, label in labels().items():
        newest, read = label.get("latest_item_date"), replayed[host]["home-stale-14d"]["data"].get("newest_on")
        if newest and read and not is_export(host):
            assert read == newest


def is_export(host: str) -> bool:
    """Pages saved as templates: the export has lost links that the live page had, so a newer item may be gone."""
    return any(page.file.suffix == ".jsp" for page in load_replay().hosts[host].pages.values())


def test_a_page_that_was_not_saved_accuses_nobody(replayed: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Only single pages were saved, and the rest answers 404: a site that calls most of its pages missing."""
    all_findings = [finding for findings in replayed.values() for finding in findings.values()]
    failed = [finding for finding in all_findings if finding["outcome"] == "failed"]
    assert failed == []
