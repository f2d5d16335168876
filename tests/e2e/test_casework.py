"""初查 → 反馈 → 整改 → 复查 → 认定 → 销号 against the served city, of which some owners repair their pages."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.product import SPOTCHECK, Office
from tests.world.city import City, build_city
from tests.world.model import TODAY
from tests.world.paperwork import city_rows, settings, write_inventory
from tests.world.repairs import repair
from tests.world.server import World, serve

pytestmark = pytest.mark.xdist_group("casework")

SITES = ("home-stale", "wrong-name", "guide-missing")
BY = ("--by", "王芳")
ON = ("--on", TODAY.isoformat())
READING = {"due", "reconsiderations", ("notice", "list"), ("notice", "show"), ("recheck", "show")}


@dataclass(frozen=True)
class Desk:
    """An office, the city it watches, and what it types."""

    office: Office
    city: City
    world: World

    def call(self, *words: str, code: int | None = 0) -> str:
        done = self.office.call(*words, "--data", str(self.office.data), code=code)
        return done.stdout + done.stderr

    def rows(self, *words: str) -> list[dict[str, Any]]:
        """What a command says as JSON; one that only reads needs no process of its own."""
        ask = self.office.told if words[:2] in READING or words[0] in READING else self.call
        return [json.loads(line) for line in ask(*words, "--json").splitlines() if line.startswith("{")]

    @property
    def recheck_words(self) -> list[str]:
        return ["recheck", "--all-answered", *ON, "--config", str(self.office.config)]

    def notice_of(self, target: str) -> str:
        """The name of the notice that a target's finding stands in."""
        for one in self.rows("notice", "list"):
            (found,) = self.rows("notice", "show", one["name"])
            if any(finding["target"] == target for finding in found["findings"]):
                return str(one["name"])
        raise AssertionError(target)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Three faulty sites checked, their faults upheld by two people, notices served and answered."""
    folder = tmp_path_factory.mktemp("casework")
    city = build_city()
    write_inventory(folder / "inventory.csv", city_rows(city))
    with serve(city) as world:
        (folder / "spotcheck.toml").write_text(settings(world.proxy, world.nameservers), encoding="utf-8")
        office = Office(folder / "data", folder / "inventory.csv", folder / "spotcheck.toml", TODAY.isoformat())
        office.run(*(word for site in SITES for word in ("--only", site)))
        desk = Desk(office, city, world)
        for name in ("王芳", "李强"):
            desk.call("decide", "--outcome", "failed", "--as", "upheld", "--by", name, "--reason", "属实", code=None)
        desk.call("notices", *ON, "--config", str(office.config))
        for one in desk.rows("notice", "list"):
            desk.call("notice", "serve", one["name"], "--how", "公文交换", *BY, *ON)
            desk.call("notice", "respond", one["name"], "--note", "已整改", *BY, *ON)
        yield desk


def test_a_fault_is_noticed_put_right_looked_at_again_and_closed(desk: Desk) -> None:
    noticed = {row["name"] for row in desk.rows("notice", "list")}
    assert len(noticed) == len(SITES)
    assert {row["task"] for row in desk.rows("due", *ON)} == {"answered"}
    repair(desk.city, "home-stale", "guide-missing")
    desk.world.requests.clear()
    (told,) = desk.rows(*desk.recheck_words)
    hosts = {host for host, _ in desk.world.requests if "yunchuan" in host}
    assert {host.split(".")[0] for host in hosts if host.split(".")[0] in {"fgw", *SITES}} == set(SITES)

    found = desk.rows("recheck", "show", told["run"])
    proposed = {(one["target"], one["indicator"]): one["proposal"] for one in found}
    assert proposed[("home-stale", "home-stale-14d")] == "rectified"
    assert proposed[("wrong-name", "zl-name")] == "not-rectified"
    assert proposed[("guide-missing", "zl-guide")] == "rectified"
    stale = next(one for one in found if one["target"] == "home-stale")
    assert stale["before"]["newest_on"] < stale["after"]["newest_on"]
    assert stale["before"]["captures"] != stale["after"]["captures"]
    judged = {(one["target"], one["indicator"]) for one in desk.office.findings("--run", told["run"])}
    assert judged == set(proposed)

    assert {row["task"] for row in desk.rows("due", *ON)} == {"looked-at"}
    desk.call("recheck", "confirm", told["run"], "--as", "rectified", *BY, *ON, "--reason", "经查看，已更新")
    desk.call("recheck", "confirm", told["run"], "--as", "not-rectified", *BY, *ON, "--reason", "名称未改")
    repaired, unrepaired = desk.notice_of("home-stale"), desk.notice_of("wrong-name")
    assert "不能销号" in desk.call("notice", "close", unrepaired, *BY, *ON, "--note", "完成", code=2)
    desk.call("notice", "close", repaired, *BY, *ON, "--note", "已整改到位")
    states = {one["name"]: one["state"] for one in desk.rows("notice", "list")}
    assert (states[repaired], states[unrepaired]) == ("closed", "rechecked")

    repair(desk.city, "wrong-name")
    again = ["recheck", "--notice", unrepaired, *ON, "--config", str(desk.office.config)]
    (second,) = desk.rows(*again)
    assert second["proposed"] == {"rectified": 1}
    desk.call("recheck", "confirm", second["run"], "--as", "rectified", *BY, *ON, "--reason", "已改名")
    desk.call("notice", "close", unrepaired, *BY, *ON, "--note", "已整改到位")

    checked = {one["run"] for one in desk.office.findings()}
    assert checked.isdisjoint({told["run"], second["run"]})  # the quarter's check stays the quarter's check
    assert "不是检查" in desk.call("publish", "--run", told["run"], code=2)
    desk.office.verify()


def test_a_follow_up_of_closed_notices_shows_a_relapse_and_opens_it_again(desk: Desk) -> None:
    number = desk.notice_of("home-stale")
    desk.city.pages.update(build_city().pages)  # the faults are back
    (told,) = desk.rows("recheck", "--follow-up", "2026", *ON, "--config", str(desk.office.config))
    found = {one["target"]: one["proposal"] for one in desk.rows("recheck", "show", told["run"])}
    assert found["home-stale"] == "not-rectified"
    relapse = ["recheck", "confirm", told["run"], "--as", "not-rectified", *BY, *ON, "--reason", "又停更"]
    assert "--reopen" in desk.call(*relapse, code=2)
    desk.call(*relapse, "--reopen", "--due", "2026-12-01")
    (case,) = desk.rows("notice", "show", number)
    assert (case["state"], case["due_on"]) == ("rechecked", "2026-12-01")
    assert [one["event"] for one in case["events"]][-3:] == ["reopened", "reopened", "not-rectified"]
    desk.office.verify()


def test_a_recheck_that_was_killed_goes_on_as_the_same_run(desk: Desk) -> None:
    number = desk.notice_of("home-stale")
    words = ["recheck", "--notice", number, *ON, "--config", str(desk.office.config)]
    desk.world.requests.clear()
    process = subprocess.Popen(
        [*SPOTCHECK, *words, "--data", str(desk.office.data)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not desk.world.requests and process.poll() is None:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    runs = [one["run"] for one in desk.rows("notice", "list")]
    assert len(set(runs)) == 1
    (told,) = desk.rows(*words)
    found = desk.office.findings("--run", told["run"])
    assert {(one["target"], one["indicator"]) for one in found} == {("home-stale", "home-stale-14d")}
    assert told["run"].endswith("recheck-3")
    desk.office.verify()


def test_a_reconsideration_shows_the_stored_and_a_fresh_look_and_decides_nothing(desk: Desk) -> None:
    (case,) = desk.rows("notice", "show", desk.notice_of("wrong-name"))
    number = next(one["finding"] for one in case["findings"] if one["target"] == "wrong-name")
    words = ["reconsider", str(number), "--asked-by", "生态环境局", "--reason", "栏目名称已规范", *BY, *ON]
    assert "[office]" in desk.call(*words, code=2)
    own = desk.office.config.with_name("own.toml")
    text = desk.office.config.read_text(encoding="utf-8")
    own.write_text(text.replace("[office]", "[office]\nreconsideration = true"), encoding="utf-8")
    words += ["--config", str(own)]
    (stored,) = desk.rows(*words, "--stored-only")
    assert (stored["stored"]["outcome"], stored["fresh"]) == ("failed", None)
    repair(desk.city, "wrong-name")
    (told,) = desk.rows(*words)
    assert [told[name]["outcome"] for name in ("original", "stored", "fresh")] == ["failed", "failed", "passed"]
    assert told["original"]["captures"] == told["stored"]["captures"] != told["fresh"]["captures"]
    assert desk.rows(*words) == [told]  # the same request again looks at nothing anew
    assert len(desk.rows("reconsiderations")) == 2
    (finding,) = [one for one in desk.office.findings() if one["id"] == number]
    assert finding["decision"]["kind"] == "upheld"
    desk.office.verify()
