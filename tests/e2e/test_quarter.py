"""One quarter over the sample city, from the inventory to the published list."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.captures.readings import Readings
from crawler.captures.store import CaptureStore
from crawler.reading.evidence import read_target
from results.audit import Trail
from tests.e2e.product import Office
from tests.world.key import expected

pytestmark = pytest.mark.xdist_group("city")


def outcomes(office: Office, outcome: str) -> set[tuple[str, str]]:
    return {(finding["target"], finding["indicator"]) for finding in office.findings("--outcome", outcome)}


def test_no_target_is_accused_outside_the_answer_key(quarter: Office) -> None:
    assert outcomes(quarter, "failed") - expected("failed") == set()


def test_the_run_is_well_by_every_monitor(quarter: Office) -> None:
    readings = [json.loads(line) for line in quarter.told("health", "--json").splitlines()]
    assert readings
    assert [one for one in readings if not one["well"]] == []


def test_every_planted_fault_is_found(quarter: Office) -> None:
    assert expected("failed") - outcomes(quarter, "failed") == set()


def test_what_could_not_be_seen_asks_a_person(quarter: Office) -> None:
    assert expected("cantTell") - outcomes(quarter, "cantTell") == set()


def test_every_target_has_one_finding_for_each_indicator_that_concerns_it(quarter: Office) -> None:
    catalogue = json.loads(quarter.call("catalogue", "--json").stdout)
    with quarter.inventory.open(encoding="utf-8-sig", newline="") as file:
        kinds = {row["id"]: row["kind"] for row in csv.DictReader(file)}
    wanted = {(t, i["id"]) for t, kind in kinds.items() for i in catalogue if kind in i["applies_to"]["kinds"]}
    found = Counter((finding["target"], finding["indicator"]) for finding in quarter.findings())
    assert set(found) == wanted
    assert set(found.values()) == {1}


def test_a_finding_says_what_a_stranger_needs_to_check_it(quarter: Office) -> None:
    keys = {"run", "target", "indicator", "outcome", "reason", "data", "subjects", "message", "captures", "observed_at"}
    for finding in quarter.findings():
        assert keys <= set(finding)
        assert finding["message"] and "{" not in finding["message"]
        if finding["outcome"] == "failed" and not finding["indicator"].startswith(("dom-", "m-one-")):
            assert all(digest.startswith("sha256:") for digest in finding["captures"])
            assert finding["captures"]


def test_judging_again_from_captures_changes_nothing(quarter: Office) -> None:
    before = quarter.findings()
    done = quarter.call("judge", before[0]["run"], "--data", str(quarter.data))
    assert "→" not in done.stdout
    assert quarter.findings() == before
    quarter.verify()


def test_what_was_read_while_gathering_is_what_the_captures_say(quarter: Office, tmp_path: Path) -> None:
    """Every kept reading, made anew from the captures alone, is the same to the byte."""
    with Trail.open(quarter.data, create=False) as trail, CaptureStore(quarter.data / "captures") as store:
        record = trail.run(quarter.findings()[0]["run"])
        manifests, digests = trail.gathered(record.id), trail.readings(record.id)
        targets = {target.id: target for target in trail.targets(record.id)}
        again = Readings(tmp_path, record.id, record.on)
        differing = [
            name
            for name, digest in digests.items()
            for read in [read_target(targets[name], store.of_target(record.id, name), record.on)]
            if again.keep(name, manifests.get(name, ""), read.evidence(), read.made) != digest
        ]
    assert len(digests) > 60
    assert differing == []


def test_the_captures_are_warc_that_others_can_read(quarter: Office) -> None:
    kinds: Counter[str] = Counter()
    for path in (quarter.data / "captures").glob("*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                kinds[record.rec_type] += 1
                record.content_stream().read()
                assert record.digest_checker.passed is not False
    assert {"warcinfo", "request", "response", "metadata"} <= set(kinds)


def test_the_crawler_names_itself_and_keeps_robots_txt(quarter: Office) -> None:
    agents = set()
    for path in (quarter.data / "captures").glob("*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "request":
                    agents.add(record.http_headers.get_header("User-Agent"))
    assert agents and all("spotcheck" in agent and "+" in agent for agent in agents)


def test_decisions_notices_and_list_follow_from_the_findings(quarter: Office, tmp_path: Path) -> None:
    data = ["--data", str(quarter.data)]
    vetoes = ("home-stale-14d", "columns-stale-5")
    upheld, dismissed = (quarter.findings("--outcome", "failed", "--indicator", one)[0] for one in vetoes)
    notices = ["notices", "--out", str(tmp_path / "notices"), *data, "--config", str(quarter.config)]
    quarter.call("decide", str(upheld["id"]), "--as", "upheld", "--by", "甲", "--reason", "属实", *data)
    quarter.call(*notices)
    assert not list((tmp_path / "notices").rglob("*.docx"))  # a veto takes two persons
    quarter.call("decide", str(upheld["id"]), "--as", "upheld", "--by", "乙", "--reason", "属实", *data)
    quarter.call("decide", str(dismissed["id"]), "--as", "dismissed", "--by", "甲", "--reason", "有说明", *data)
    quarter.call(*notices)
    assert [len(list((tmp_path / "notices").rglob(form))) for form in ("*.docx", "*.pdf")] == [1, 1]
    quarter.call("publish", "--draft", "--out", str(tmp_path / "list"), *data, "--config", str(quarter.config))
    assert (tmp_path / "list" / "index.html").exists()
    assert (tmp_path / "list" / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    quarter.verify()


def test_a_changed_byte_in_trail_or_captures_is_found(quarter: Office, tmp_path: Path) -> None:
    copy = Office(tmp_path / "copy", quarter.inventory, quarter.config, quarter.on)
    shutil.copytree(quarter.data, copy.data)
    warc = max((copy.data / "captures").glob("*/*.warc.gz"), key=lambda path: path.stat().st_size)
    body = bytearray(warc.read_bytes())
    body[len(body) // 2] ^= 0x01
    warc.write_bytes(body)
    assert warc.name in copy.verify(code=4)

    shutil.rmtree(copy.data)
    shutil.copytree(quarter.data, copy.data)
    with sqlite3.connect(copy.data / "spotcheck.sqlite") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE findings SET outcome = 'passed' WHERE seq = (SELECT max(seq) FROM findings)")
    assert "findings" in copy.verify(code=4)


def test_a_run_records_its_pack_and_another_is_tried_without_a_trace(quarter: Office) -> None:
    with Trail.read(quarter.data) as trail:
        run = trail.runs()[0].id
        order, rules = trail.order(run), {row["indicator"] for row in trail.table_rows("rules")}
    assert order is not None
    assert (order.pack, order.purpose.value, order.pack_content["lineage"]) == (
        "national-2019",
        "check",
        ["national-2019"],
    )
    assert {finding["indicator"] for finding in quarter.findings()} <= rules
    before = {path: path.read_bytes() for path in quarter.data.glob("*.sqlite")}
    words = ["judge", run, "--pack", "example-county-intervals", "--data", str(quarter.data), "--json"]
    changed = [json.loads(line) for line in quarter.call(*words).stdout.splitlines()]
    assert {one["indicator"] for one in changed} <= {"columns-overdue-10", None}  # all that the pack speaks of
    assert all(one["before"]["outcome"] != one["after"]["outcome"] for one in changed if one["indicator"])
    assert {path: path.read_bytes() for path in quarter.data.glob("*.sqlite")} == before
