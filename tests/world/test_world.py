"""The sample city itself: its size, its servers, its answer key."""

from __future__ import annotations

import http.client
import inspect
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.rcode
import pytest

from crawler.config import load_config
from crawler.inventory import load_inventory
from tests.world import hostile, oddities, report_spoils, spoils
from tests.world.city import DEPARTMENTS, PORTALS, TURNING, City, build_city
from tests.world.families import FAMILIES
from tests.world.key import EXPECTED, expected
from tests.world.model import TODAY
from tests.world.paperwork import city_rows, write_inventory
from tests.world.server import World, serve

ROOT = Path(__file__).parents[2]
INDICATORS = {
    *[
        "home-stale-14d",
        "columns-stale-5",
        "columns-blank-5",
        "zl-exists",
        "zl-name",
        "zl-entry-home",
        "zl-guide",
        "zl-system",
    ],
    *[
        "zl-statutory",
        "zl-annual",
        "zl-apply",
        "rules-collected",
        "normdoc-validity",
        "plan-column",
        "plan-145",
        "plan-history",
    ],
    *[
        "v6-aaaa",
        "dom-portal-form",
        "dom-dept-form",
        "foot-idcode",
        "foot-icp",
        "foot-police",
        "foot-conac",
        "foot-sponsor",
    ],
    *["m-stale-14d", "m-one-per-platform"],
    *["ar-dept-0131", "ar-gov-0331", "ar-six-sections", "ar-table2", "ar-carry"],
    *["ar-t3-identity", "ar-t3-sum", "ar-t3-cols", "ar-t4-sum"],
}
INDICATORS |= {"m-zombie-close", "m-filing-late", "m-closed-posting"}
INDICATORS |= {"publish-20wd", "date-logic", "site-annual-form-0131", "interp-3wd"}
ASKING = {"ar-text-vs-table", "ar-dup", "m-entertainment", "m-serious-problem", "m-commercial-ad", "m-registered"}


@pytest.fixture(scope="module")
def city() -> City:
    return build_city()


@pytest.fixture(scope="module")
def world(city: City) -> Iterator[World]:
    with serve(city) as running:
        yield running


def fetch(world: World, url: str, method: str = "GET") -> tuple[int, bytes]:
    host, port = world.proxy.removeprefix("http://").split(":")
    line = http.client.HTTPConnection(host, int(port), timeout=5)
    line.request(method, url)
    answer = line.getresponse()
    return answer.status, answer.read()


def ask(world: World, name: str, kind: str = "AAAA", *, tcp: bool = False) -> dns.message.Message:
    server, port = world.nameservers[0].split(":")
    query = dns.message.make_query(name, kind)
    send = dns.query.tcp if tcp else dns.query.udp
    return send(query, server, port=int(port), timeout=2)


def test_the_city_has_62_websites_and_217_accounts(city: City) -> None:
    kinds = Counter(row["kind"] for row in city_rows(city))
    assert kinds["portal"] + kinds["department_site"] == 62
    assert kinds == {"portal": 12, "department_site": 50, "account": 217}


def test_the_inventory_is_read_without_losing_a_row(city: City, tmp_path: Path) -> None:
    write_inventory(tmp_path / "inventory.csv", city_rows(city))
    inventory = load_inventory(tmp_path / "inventory.csv")
    assert [target.id for target in inventory.targets] == [row["id"] for row in city_rows(city)]
    assert not [problem for problem in inventory.problems if problem.dropped]


def test_the_key_names_only_known_targets_indicators_and_outcomes(city: City) -> None:
    key = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    assert set(key) <= {row["id"] for row in city_rows(city)}
    assert {indicator for said in key.values() for indicator in said} <= INDICATORS | ASKING
    told = [entry for said in key.values() for entry in said.values()]
    assert {outcome for entry in told for outcome in (entry if isinstance(entry, dict) else [entry])} == {
        "failed",
        "cantTell",
    }


def test_every_indicator_that_can_fail_fails_somewhere() -> None:
    assert {indicator for _, indicator in expected("failed")} == INDICATORS


def test_every_host_of_the_city_is_its_own(city: City) -> None:
    hosts = Counter(site.host for site in city.sites)
    assert max(hosts.values()) == 1
    assert all(host.endswith(".gov.test") for host in hosts)


def test_every_page_of_every_site_can_be_made(city: City) -> None:
    for host, pages in city.pages.items():
        for path, make in pages.routes.items():
            answer = make()
            assert answer.status in {200, 302}, (host, path)
            assert answer.body or answer.status == 302, (host, path)


def test_every_spoil_and_oddity_is_somewhere_in_the_city() -> None:
    used = {inspect.unwrap(spoil) for *_, spoiled in (*PORTALS, *DEPARTMENTS) for spoil in spoiled if callable(spoil)}
    part_of_others = {spoils.leaf, spoils.flat, spoils.age, spoils.address, spoils.no_part, spoils.signed}
    part_of_others |= {hostile.everything, oddities.abroad, report_spoils.newest, report_spoils.report}
    part_of_others.add(report_spoils.out_by_now)
    for module in (spoils, hostile, oddities, report_spoils):
        made = {function for _, function in inspect.getmembers(module, inspect.isfunction)}
        assert {f.__name__ for f in made - used - part_of_others if f.__module__ == module.__name__} == set()


@pytest.mark.parametrize("on", [date(2026, 3, 16), date(2026, 5, 18), date(2026, 8, 17), TODAY], ids=str)
def test_nothing_that_came_out_later_stands_in_the_city_of_a_day(on: date) -> None:
    early = build_city(today=on)
    ahead = {
        site.id for site in early.sites for column in site.every_column() if any(a.on > on for a in column.articles)
    }
    assert ahead == {"fgw"}  # a clerk's slip, planted
    assert all(
        str(said) <= str(on) for one in early.accounts for name, said in one.life.items() if name.endswith("_on")
    )


@pytest.mark.parametrize("turn", range(1, len(TURNING)))
def test_the_same_faults_can_be_served_in_other_templates(turn: int) -> None:
    turned = build_city(turn)
    for site in turned.sites:
        pages = turned.pages[site.host]
        shown = [pages.family.column_path(column) for column in site.every_column() if column.articles]
        assert all(pages.routes[path]().status == 200 for path in shown), site.id


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_proxy_serves_a_home_page_of_each_family(city: City, world: World, family: str) -> None:
    site = next(s for s in city.sites if s.family == family and "*" not in s.answers and "/" not in s.answers)
    status, body = fetch(world, f"http://{site.host}{site.home_path}")
    assert status == 200
    assert site.name in body.decode(site.encoding)
    assert world.requests[site.host, site.home_path] >= 1


def test_every_column_leads_to_its_articles(city: City, world: World) -> None:
    site = next(site for site in city.sites if site.id == "yunchuan")
    pages = city.pages[site.host]
    column = site.column("gfxwj")
    path = pages.family.article_path(column, column.articles[0])
    assert path.encode() in fetch(world, f"http://{site.host}{pages.family.column_path(column)}")[1]
    body = fetch(world, f"http://{site.host}{path}")[1].decode()
    assert all(name in body for name in ("索引号", "文号", "发文机关", "成文日期", "发布日期", "有效性"))


def test_the_disclosure_column_may_live_on_another_host(world: World) -> None:
    assert b"http://zfxxgk.dongling.gov.test/zfxxgk/" in fetch(world, "http://www.dongling.gov.test/")[1]
    assert "政府信息公开指南" in fetch(world, "http://zfxxgk.dongling.gov.test/")[1].decode("utf-8-sig")


@pytest.mark.parametrize(
    ("host", "status"),
    [("wall-ruishu", 412), ("wall-captcha", 200), ("forbidden", 403), ("error-500", 500), ("refused", 503),
     ("missing-name", 503), ("soft-404", 200), ("redirect-loop", 302)],
)  # fmt: skip
def test_a_host_that_cannot_be_looked_at_answers_as_such_hosts_do(world: World, host: str, status: int) -> None:
    assert fetch(world, f"http://{host}.yunchuan.gov.test/")[0] == status


def test_half_a_response_promises_more_than_it_brings(world: World) -> None:
    with pytest.raises(http.client.IncompleteRead):
        fetch(world, "http://half-response.yunchuan.gov.test/")


def test_the_zip_bomb_is_small_on_the_line(world: World) -> None:
    assert len(fetch(world, "http://zip-bomb.yunchuan.gov.test/")[1]) < 1_000_000


def test_the_long_line_has_no_line_break(world: World) -> None:
    body = fetch(world, "http://one-line.yunchuan.gov.test/")[1]
    assert len(body) > 19_000_000
    assert b"\n" not in body


def test_the_endless_page_ends_when_the_client_goes(world: World) -> None:
    host, port = world.proxy.removeprefix("http://").split(":")
    line = http.client.HTTPConnection(host, int(port), timeout=5)
    line.request("GET", "http://endless.yunchuan.gov.test/")
    assert len(line.getresponse().read(3_000_000)) == 3_000_000
    line.close()
    assert fetch(world, "http://www.yunchuan.gov.test/")[0] == 200


def test_the_proxy_makes_no_tunnels_and_knows_no_strangers(world: World) -> None:
    host, port = world.proxy.removeprefix("http://").split(":")
    line = http.client.HTTPConnection(host, int(port), timeout=5)
    line.set_tunnel("www.yunchuan.gov.test", 443)
    with pytest.raises(OSError, match="502"):
        line.connect()
    assert fetch(world, "http://www.example.org/")[0] == 503


@pytest.mark.parametrize(
    ("host", "code", "answers"),
    [("www.yunchuan.gov.test", "NOERROR", 1), ("no-aaaa.yunchuan.gov.test", "NOERROR", 0),
     ("missing-name.yunchuan.gov.test", "NXDOMAIN", 0), ("name-servfail.yunchuan.gov.test", "SERVFAIL", 0),
     ("wrong-charset.yunchuan.gov.test", "SERVFAIL", 0), ("nobody.gov.test", "NXDOMAIN", 0)],
)  # fmt: skip
@pytest.mark.parametrize("tcp", [False, True])
def test_the_name_server_gives_every_kind_of_answer(
    world: World, host: str, code: str, answers: int, tcp: bool
) -> None:
    said = ask(world, host, tcp=tcp)
    assert (dns.rcode.to_text(said.rcode()), len(said.answer)) == (code, answers)


def test_a_silent_name_is_silent(world: World) -> None:
    server, port = world.nameservers[0].split(":")
    query = dns.message.make_query("name-timeout.yunchuan.gov.test", "A")
    with pytest.raises(dns.exception.Timeout):
        dns.query.udp(query, server, port=int(port), timeout=0.2)


def test_the_command_writes_files_that_the_product_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.world", "--data", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        assert load_config(Path(ready["config"])).network.proxy == ready["proxy"]
        assert len(load_inventory(Path(ready["inventory"])).targets) == 279
        assert (ready["on"], ready["quarter"]) == ("2026-11-16", "2026Q4")
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_an_answer_too_large_for_udp_comes_by_tcp(world: World) -> None:
    assert not ask(world, "fgw.yunchuan.gov.test").answer
    alias, address = ask(world, "fgw.yunchuan.gov.test", tcp=True).answer
    assert str(alias[0].target) == "fgw.yunchuan.gov.test.cdn.example."
    assert str(address[0]).startswith("240e:")


def test_an_account_stands_under_the_area_of_its_owner(city: City) -> None:
    rows = city_rows(city)
    places = {(row["owner"], row["level"], row["region"]) for row in rows if row["kind"] != "account"}
    accounts = [row for row in rows if row["kind"] == "account"]
    assert {(row["owner"], row["level"], row["region"]) for row in accounts} <= places
    assert {row["level"] for row in accounts} == {"city", "county"}
