"""A whole gathering process against a real server: each kind of trouble becomes its capture or its fault."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.captures.store import CaptureStore
from crawler.model import Capture, CaptureKind, Role, TargetId
from crawler.reading.availability.log import AccessLog, access_log_of, access_log_to_json
from crawler.reading.pages.page import read_page
from spiders.gather import NO_SPACE
from tests.small_disk import small_disk
from tests.spiders.conftest import BOTH, ROOT, RUN, Gathered, gather, site, start
from tests.spiders.portal_server import PAGE, Portal, answer, portal

FAULTS = {
    "loop": "redirect-loop",
    "away": "off-site",
    "inside": "off-site",
    "bomb": "too-large",
    "one-line-20mb": "too-large",
    "huge": "too-large",
    "broken-gzip": "decompression-failed",
    "slow": "timeout",
}
PAGES = ("gbk", "moved", "blocked412", "gzip", "half", "")


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """One process that meets everything at once."""
    with portal() as server:
        targets = [site(name or "home", server.url(f"/{name}")) for name in (*FAULTS, *PAGES)]
        targets.append(site("refused", "http://127.0.0.1:9/"))
        targets.append(site("unknown", "http://no-such-name.invalid/"))
        targets.append(site("private", "http://10.0.0.1/"))
        return gather(tmp_path_factory.mktemp("gather"), targets)


def homes(visited: Gathered, target: str) -> list[tuple[Capture, bytes]]:
    """What the web answered for the home page."""
    found = visited.captures(target)
    return [(c, body) for c, body in found if c.role is Role.HOME and c.kind is CaptureKind.RESPONSE]


@pytest.mark.parametrize(("route", "kind"), FAULTS.items())
def test_each_trouble_becomes_a_fault_of_its_kind(visited: Gathered, route: str, kind: str) -> None:
    assert visited.faults(route)[-1] == kind


def test_a_port_that_refuses_is_told_from_a_name_that_is_not_there(visited: Gathered) -> None:
    assert visited.faults("refused")[-1] == "connection-refused"
    assert visited.faults("unknown")[-1] in {"name-not-found", "dns-failure"}


def test_a_private_address_is_never_entered(visited: Gathered) -> None:
    assert visited.faults("private")[-1] == "forbidden-address"


def test_a_home_page_that_does_not_answer_is_asked_twice(visited: Gathered) -> None:
    assert visited.faults("slow") == ["timeout", "timeout"]


def test_a_redirect_is_kept_hop_by_hop(visited: Gathered) -> None:
    hops = [(c.status, c.url.rsplit("/", 1)[1], c.via) for c, _ in homes(visited, "moved")]
    assert [(status, path) for status, path, _ in hops] == [(301, "moved"), (200, "")]
    assert hops[1][2].endswith("/moved")


def test_a_redirect_into_a_folder_with_a_chinese_name_or_a_backslash_arrives(tmp_path: Path, server: Portal) -> None:
    head = "Location: /首页\\index.html".encode("gb18030").decode("latin-1")
    busy = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n{head}\r\n\r\n".encode("latin-1")
    server.more |= {"/": busy, "/%CA%D7%D2%B3/index.html": answer(PAGE.encode())}
    seen = gather(tmp_path, [site("far", server.url())])
    assert [capture.status for capture, _ in homes(seen, "far")] == [302, 200]


def test_half_a_page_is_kept_and_marked_as_cut(visited: Gathered) -> None:
    ((home, body),) = homes(visited, "half")
    assert home.truncated
    assert PAGE.encode().startswith(body)


def test_a_wall_is_kept_as_it_stood(visited: Gathered) -> None:
    ((home, _),) = homes(visited, "blocked412")
    assert home.status == 412


def test_bodies_come_back_without_their_encoding(visited: Gathered) -> None:
    for name in ("gbk", "gzip", "home"):
        ((home, body),) = homes(visited, name)
        page = read_page(body, home.url, on=date(2026, 11, 16), content_type=home.content_type)
        assert "欢迎您" in page.html


def test_every_target_is_told_of_once_with_its_manifest(visited: Gathered) -> None:
    told = [event for event in visited.events if event["event"] == "gathered"]
    assert len(told) == len({event["target"] for event in told}) == len(FAULTS) + len(PAGES) + 3
    with CaptureStore(visited.data / "captures") as store:
        for event in told:
            assert store.manifest(RUN, TargetId(event["target"])) == (event["manifest"], event["captures"])


def test_the_pages_told_of_are_those_that_came(visited: Gathered) -> None:
    counted = sum(event["count"] for event in visited.events if event["event"] == "pages")
    stored = sum(
        c.kind is CaptureKind.RESPONSE for name in (*FAULTS, *PAGES) for c, _ in visited.captures(name or "home")
    )
    assert counted == stored > 0


def test_the_files_open_with_warc_tools(visited: Gathered) -> None:
    types = set()
    for path in (visited.data / "captures" / RUN).glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                types.add(record.rec_type)
    assert types >= {"warcinfo", "request", "response", "metadata"}


def test_the_store_verifies_against_what_was_told(visited: Gathered) -> None:
    manifests = {TargetId(e["target"]): e["manifest"] for e in visited.events if e["event"] == "gathered"}
    with CaptureStore(visited.data / "captures") as store:
        assert list(store.problems(RUN, manifests)) == []


def test_a_host_that_hangs_keeps_no_other_host_waiting(tmp_path: Path, server: Portal) -> None:
    server.held.add("127.0.0.2")
    others = [site(f"s{n}", server.url(host=f"127.0.1.{n}")) for n in range(1, 21)]
    targets = [site("slow", server.url(host="127.0.0.2")), *others]
    told = gather(tmp_path, targets, pacing={"delay_s": 0, "timeout_s": 2})
    order = [event["target"] for event in told.events if event["event"] == "gathered"]
    assert order[-1] == "slow"
    assert len(order) == 21


def test_robots_rules_are_obeyed_and_kept(tmp_path: Path, server: Portal) -> None:
    server.robots["127.0.0.3"] = answer(b"User-agent: *\nDisallow: /", kind="text/plain")
    seen = gather(tmp_path, [site("closed", server.url(host="127.0.0.3"))])
    assert seen.faults("closed") == ["robots-denied"]
    assert server.requests["127.0.0.3", "/"] == 0
    assert next(c.role for c, _ in seen.captures("closed")) is Role.ROBOTS


def test_a_crawl_delay_is_kept_up_to_its_limit(tmp_path: Path, server: Portal) -> None:
    asked = {"127.0.0.5": 0.4, "127.0.0.6": 9999}
    for host, delay in asked.items():
        server.robots[host] = answer(f"User-agent: *\nCrawl-delay: {delay}\n".encode(), kind="text/plain")
    targets = [site(f"h{host[-1]}", server.url("/moved", host=host)) for host in asked]
    seen = gather(tmp_path, targets, pacing={"delay_s": 0, "crawl_delay_max_s": 0.6})
    for name, delay in (("h5", 0.4), ("h6", 0.6)):
        times = [c.at for c, _ in seen.captures(name) if c.kind is CaptureKind.RESPONSE]
        assert len(times) > 1
        assert min((after - before).total_seconds() for before, after in pairwise(times)) > delay - 0.1


def test_both_families_keep_the_crawl_delay_too(tmp_path: Path, server: Portal) -> None:
    server.robots["127.0.0.7"] = answer(b"User-agent: *\nCrawl-delay: 0.3\n", kind="text/plain")
    targets = [site("h7", server.url("/moved", host="127.0.0.7"))]
    seen = gather(tmp_path, targets, ipv6={**BOTH, "control_hosts": []})
    times = [c.at for c, _ in seen.captures("h7") if c.kind is CaptureKind.RESPONSE]
    probes = [c for c, _ in seen.captures("h7") if c.kind is CaptureKind.PROBE]
    assert len(probes) >= 2
    assert min((after - before).total_seconds() for before, after in pairwise(times)) > 0.25


def test_both_families_of_a_finished_target_are_not_visited_again(tmp_path: Path, server: Portal) -> None:
    targets = [site("a", server.url())]
    changed = {"ipv6": {**BOTH, "control_hosts": [server.url().removeprefix("http://").rstrip("/")]}}
    gather(tmp_path, targets, "w1", **changed)
    asked = dict(server.requests)
    assert asked["127.0.0.1", "/"] >= 4  # the visit, the control rounds, two attempts
    gather(tmp_path, targets, "w2", **changed)
    assert dict(server.requests) == asked


def test_a_server_that_asks_for_a_pause_gets_it_and_is_asked_again(tmp_path: Path, server: Portal) -> None:
    busy = answer(b"slow down", 429, ("Retry-After: 1",))
    server.turns["/moved"] = [busy, busy]
    seen = gather(tmp_path, [site("busy", server.url("/moved"))])
    asked = [capture for capture, _ in seen.captures("busy") if capture.url.endswith("/moved")]
    assert [capture.status for capture in asked] == [429, 429, 301]
    assert all((after.at - before.at).total_seconds() > 0.9 for before, after in pairwise(asked))


@pytest.mark.parametrize("head", [(), ("Retry-After: 3600",), ("Retry-After: soon",)])
def test_without_a_pause_that_can_be_kept_a_busy_server_is_left_alone(
    tmp_path: Path, server: Portal, head: tuple[str, ...]
) -> None:
    server.more["/busy"] = answer(b"slow down", 429, head)
    gather(tmp_path, [site("busy", server.url("/busy"))])
    assert server.requests["127.0.0.1", "/busy"] == 1


def test_robots_that_a_busy_server_kept_to_itself_allow_nothing_but_the_home_page(
    tmp_path: Path, server: Portal
) -> None:
    server.robots["127.0.0.8"] = answer(b"", 429)
    gather(tmp_path, [site("busy", server.url("/moved", host="127.0.0.8"))])
    assert server.requests["127.0.0.8", "/moved"] == 1


def test_where_robots_cannot_be_read_only_the_home_page_is_looked_at(tmp_path: Path, server: Portal) -> None:
    server.robots["127.0.0.4"] = answer(b"", 503)
    gather(tmp_path, [site("dark", server.url(host="127.0.0.4"))])
    assert {path for host, path in server.requests if host == "127.0.0.4"} == {"/robots.txt", "/"}


def test_a_second_gathering_of_the_run_asks_nothing_again(tmp_path: Path, server: Portal) -> None:
    targets = [site("a", server.url("/moved")), site("b", server.url("/broken-gzip"))]
    first = gather(tmp_path, targets, "w1")
    asked = dict(server.requests)
    second = gather(tmp_path, targets, "w2")
    assert dict(server.requests) == asked
    assert {e["target"]: e["manifest"] for e in second.events} == {
        e["target"]: e["manifest"] for e in first.events if e["event"] == "gathered"
    }


def test_a_killed_process_leaves_a_store_that_verifies_and_goes_on(tmp_path: Path, server: Portal) -> None:
    targets = [site(f"s{n}", server.url(host=f"127.0.2.{n}")) for n in range(1, 30)]
    targets.append(site("slow", server.url("/slow")))
    process = start(tmp_path, targets)
    try:
        assert process.stdout is not None
        told = [json.loads(process.stdout.readline())]
        process.kill()
        told += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    finally:
        process.kill()
        process.communicate()
    done = {TargetId(event["target"]): event["manifest"] for event in told if event["event"] == "gathered"}
    with CaptureStore(tmp_path / "captures") as store:
        store.recover(RUN)
        assert list(store.problems(RUN, done)) == []
    rest = gather(tmp_path, [target for target in targets if target.id not in done], "w2")
    manifests = done | {TargetId(e["target"]): e["manifest"] for e in rest.events if e["event"] == "gathered"}
    assert len(manifests) == 30
    with CaptureStore(tmp_path / "captures") as store:
        assert list(store.problems(RUN, manifests)) == []
    homes = [count for (host, path), count in server.requests.items() if host.startswith("127.0.2") and path == "/"]
    assert len(homes) == 29
    assert sum(homes) <= 29 * 2


def test_a_process_whose_starter_goes_away_stops(tmp_path: Path, server: Portal) -> None:
    process = start(tmp_path, [site("slow", server.url("/slow"))], pacing={"delay_s": 0, "timeout_s": 300})
    try:
        while not server.requests:
            assert process.poll() is None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 130
    finally:
        process.kill()
        process.wait()


def test_a_scrapy_user_gets_an_item_a_target(tmp_path: Path, server: Portal) -> None:
    inventory, items = tmp_path / "sites.csv", tmp_path / "items.jsonl"
    inventory.write_text(
        f"id,kind,name,address,owner\ns,portal,云溪县人民政府,{server.url()},云溪县人民政府\n", encoding="utf-8"
    )
    (tmp_path / "spotcheck.toml").write_text('[network]\nallow_private = ["127.0.0.0/8"]\n[browser]\nenabled = false\n')
    words = ["-a", f"inventory={inventory}", "-a", f"data={tmp_path}", "-a", f"config={tmp_path / 'spotcheck.toml'}"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "portal", *words, "-a", "run=r1", "-o", str(items)],
        check=False, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    (item,) = [json.loads(line) for line in items.read_text().splitlines()]
    assert item["target"] == "s"
    assert item["captures"] >= 2


def test_a_week_of_visits_that_was_handed_over_is_kept_once_however_often_a_run_begins(
    tmp_path: Path, server: Portal
) -> None:
    log = AccessLog("2026Q4-a1", server.url("/"), "2026-11-02T00:00:00+08:00", 7, 20, 86_400, 15_000)
    told = {"s1": access_log_to_json(log).decode()}
    for writer in ("w1", "w2"):
        seen = gather(tmp_path, [site("s1", server.url("/")), site("s2", server.url("/x"))], writer, access_logs=told)
    (kept,) = [body for capture, body in seen.captures("s1") if capture.role is Role.ACCESS_LOG]
    assert access_log_of(kept) == log
    assert not [capture for capture, _ in seen.captures("s2") if capture.role is Role.ACCESS_LOG]


@pytest.mark.parametrize("pages", [6, 60])
def test_a_full_disk_ends_the_process_and_no_website_pays_for_it(server: Portal, tmp_path: Path, pages: int) -> None:
    with small_disk(tmp_path / "disk", "16m") as disk:
        targets = [site(f"s{number}", server.url(f"/s{number}")) for number in range(12)]
        CaptureStore(disk.folder / "captures").close()
        disk.leave(pages * 4096)
        process = start(disk.folder, targets)
        events = [json.loads(line) for line in process.stdout or ()]
        assert process.wait(60) == NO_SPACE, process.stderr.read() if process.stderr else ""
        process.communicate()
        assert [one["event"] for one in events if one["event"] != "pages"] == ["trouble"]
        assert events[-1]["why"]
        disk.make_room()
        with CaptureStore(disk.folder / "captures") as store:
            store.recover(RUN)
        later = gather(disk.folder, targets, "w2")
        assert [later.faults(target.id) for target in targets] == [[]] * 12
        with CaptureStore(disk.folder / "captures") as store:
            manifests = {one["target"]: one["manifest"] for one in later.events if one["event"] == "gathered"}
            assert len(manifests) == 12
            assert list(store.problems(RUN, manifests)) == []
