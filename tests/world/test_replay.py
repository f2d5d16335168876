"""Saved pages and the benchmark's sites."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.world.bench_site import BenchSites
from tests.world.replay import FOLDER, is_present, load_replay, true_hosts


def saved(folder: Path, *labels: dict[str, object]) -> None:
    (folder / "town").mkdir()
    for label in labels:
        (folder / str(label["path"])).write_bytes(str(label["path"]).encode())
    (folder / "labels.jsonl").write_text("\n".join(json.dumps(label) for label in labels), encoding="utf-8")


def test_a_saved_page_answers_under_its_true_address(tmp_path: Path) -> None:
    expected = {
        "generated_at": "2024-05-06 10:00:00",
        "footer": {"organizer": "某县人民政府", "site_code": "5799000001"},
    }
    saved(
        tmp_path,
        {"path": "town/home.html", "kind": "home", "gov_url": "http://www.town.gov.test/", "expected": expected},
        {"path": "town/a_20240509.html", "kind": "article", "gov_url": None, "expected": {}},
    )
    replay = load_replay(tmp_path)
    answer = replay.answer("www.town.gov.test", "/")
    assert answer and answer.body == b"town/home.html"
    missing = replay.answer("www.town.gov.test", "/missing/")
    assert missing and missing.status == 404
    assert replay.answer("elsewhere.gov.test", "/") is None
    invented = replay.answer("town.saved.gov.test", "/a_20240509.html")
    assert invented and invented.body == b"town/a_20240509.html"
    (host,) = true_hosts(replay)
    assert (host.on, host.row()["owner"], host.row()["kind"]) == (date(2024, 5, 6), "某县人民政府", "portal")


@pytest.mark.skipif(not is_present(), reason=f"no saved pages in {FOLDER.parent.name}/{FOLDER.name}")
def test_every_saved_page_is_served() -> None:
    replay = load_replay()
    assert true_hosts(replay)
    for host in replay.hosts.values():
        for path in host.pages:
            answer = replay.answer(host.host, path)
            assert answer and answer.status == 200 and answer.body


def test_the_benchmark_has_300_hosts_of_20_linked_pages_of_30_kb() -> None:
    sites = BenchSites()
    assert len(sites.rows()) == 300
    assert len(sites.paths) == 20
    bodies = {path: sites.answer("b007.bench.gov.test", path) for path in sites.paths}
    linked = b"".join(answer.body for answer in bodies.values() if answer)
    for path, answer in bodies.items():
        assert answer and 25_000 < len(answer.body) < 40_000, path
        assert f'"{path}"'.encode() in linked or f"'{path}'".encode() in linked
