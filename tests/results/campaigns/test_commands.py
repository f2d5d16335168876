"""``spotcheck campaign``: what a person types, and what is refused."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from typer.testing import CliRunner, Result

import spotcheck
from crawler import clock
from crawler.errors import InputError
from crawler.lock import only_one
from results.audit import Trail
from results.campaigns.plan import digest
from tests.world.paperwork import write_inventory

ROOT = Path(__file__).parents[3]


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    rows = [
        {"id": name, "kind": kind, "name": f"对象{name}", "address": address, "owner": "市政府", "status": status,
         "platform": "微信" if kind == "account" else ""}
        for name, kind, address, status in (
            ("s1", "portal", "http://127.0.0.1:9/", "running"),
            ("s2", "department_site", "http://127.0.0.2:9/", "running"),
            ("s3", "department_site", "http://www.guan.gov.test/", "closed"),
            ("m1", "account", "http://weixin.gov.test/1", "running"),
        )
    ]  # fmt: skip
    write_inventory(tmp_path / "inventory.csv", rows)
    (tmp_path / "spotcheck.toml").write_text(
        '[network]\nallow_private = ["127.0.0.0/8"]\n[pacing]\ndelay_s = 0\n[ipv6]\ncontrol_hosts = []\n', "utf-8"
    )
    return tmp_path / "inventory.csv"


def call(inventory: Path, *words: str) -> Result:
    where = ["--data", str(inventory.parent / "data")]
    return CliRunner().invoke(spotcheck.app, ["campaign", *words, *where])


def begin(inventory: Path, *words: str) -> Result:
    settings = str(inventory.parent / "spotcheck.toml")
    return call(inventory, "begin", "--inventory", str(inventory), "--by", "王芳", "--config", settings, *words)


def test_a_campaign_is_planned_for_the_running_websites_from_tomorrow_on(inventory: Path) -> None:
    done = begin(inventory)
    assert done.exit_code == 0, done.output
    assert "2 个网站" in done.output and "共 560 次访问" in done.output
    with Trail.read(inventory.parent / "data") as trail:
        one = trail.campaign()
        sites = trail.campaign_sites(one.name)
    assert one.plan.begins_at.date() == clock.today() + timedelta(days=1)
    assert (one.plan.begins_at.hour, one.plan.days, one.plan.visits, one.limit_ms) == (0, 7, 20, 15_000)
    assert [site.target for site in sites] == ["s1", "s2"]
    assert digest(one.plan, ["s1", "s2"]) == one.plan_digest  # type: ignore[list-item]
    assert len(one.plan.seed) >= 32


def test_two_campaigns_have_different_names_and_seeds(inventory: Path) -> None:
    told = [json.loads(begin(inventory, "--json").stdout.splitlines()[-1]) for _ in range(2)]
    assert told[0]["campaign"] != told[1]["campaign"]
    assert told[0]["seed"] != told[1]["seed"]


def test_a_plan_is_drawn_again_from_what_the_trail_holds(inventory: Path) -> None:
    begin(inventory, "--name", "w", "--seed", "摇号")
    done = json.loads(call(inventory, "plan", "w", "--target", "s2", "--json").stdout)
    assert (done["same"], done["slots"], len(done["plan"])) == (True, 560, 280)
    assert "核对一致" in call(inventory, "plan").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--on", "2020-01-01"], "已经过去"),
        (["--at", "明天"], "写法不对"),
        (["--at", "2099-01-01T00:00", "--on", "2099-01-01"], "只能写一个"),
        (["--on", "9999-12-31"], "一年以后"),
        (["--at", "9999-12-31T23:59"], "一年以后"),
        (["--on", "2062-11-23"], "一年以后"),
        (["--at", "0001-01-01T00:00"], "已经过去"),
        (["--at", "2026-13-01T00:00"], "写法不对"),
        (["--on", "31.12.2026"], "写法不对"),
        (["--seed", "\udc80"], "无法显示"),
        (["--seed", "一\n二"], "无法显示"),
        (["--days", "400"], "超出范围"),
        (["--visits", "-1"], "超出范围"),
        (["--rehearsal-day-s", "86400"], "超出范围"),
        (["--family", "ipv5"], "没有这种网络协议"),
        (["--name", "../x"], "名称只能"),
        (["--by", " "], "缺少发起人"),
    ],
)
def test_what_is_asked_wrongly_is_refused_and_nothing_is_written(
    inventory: Path, words: Sequence[str], said: str
) -> None:
    done = begin(inventory, *words)
    assert isinstance(done.exception, InputError) and said in str(done.exception)
    with Trail.read(inventory.parent / "data") as trail:
        assert trail.campaigns() == ()


@pytest.mark.parametrize(
    "words", [["plan", "--target", "s9"], ["show", "--target", "s9"], ["plan", "w9"], ["run", "w9"]]
)
def test_a_campaign_or_website_that_is_none_is_named(inventory: Path, words: Sequence[str]) -> None:
    begin(inventory)
    done = call(inventory, *words)
    assert isinstance(done.exception, InputError) and words[-1] in str(done.exception)


def test_a_name_is_taken_once(inventory: Path) -> None:
    begin(inventory, "--name", "w")
    assert "已有同名" in str(begin(inventory, "--name", "w").exception)


def test_a_second_engine_is_refused(inventory: Path) -> None:
    begin(inventory)
    with only_one(inventory.parent / "data" / "campaign.lock", "", ""):
        assert "另一个进程" in str(call(inventory, "run").exception)


def test_a_rehearsal_is_made_stopped_killed_and_gone_on_with(inventory: Path) -> None:
    data = inventory.parent / "data"
    begin(inventory, "--rehearsal-day-s", "12", "--days", "1", "--visits", "2", "--family", "ipv4", "--name", "r")
    words = [sys.executable, "-m", "spotcheck", "campaign", "run", "--data", str(data)]
    words += ["--config", str(inventory.parent / "spotcheck.toml")]
    first = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while first.poll() is None and not list((data / "logs").glob("visits-*.log")):
        Event().wait(0.05)  # until the visiting process has begun; a busy machine may be late for it all
    first.send_signal(signal.SIGTERM)
    assert first.wait() in {130, 0}  # 0 where a busy machine was late for it all
    first = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    first.kill()
    first.wait()
    subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    shown = json.loads(call(inventory, "show", "--json").stdout)
    assert shown["ended"] and shown["planned"] == 4
    for line in shown["sites"]:
        assert line["kept"] + line["failed"] + line["unclear"] + line["missed"] + line["void"] == line["planned"] == 2
    assert "尚未到时 0 次" in call(inventory, "show").output
    assert len(json.loads(call(inventory, "show", "--target", "s1", "--json").stdout)["made"]) == 2
    assert "没有尚未结束" in call(inventory, "run").output
    assert CliRunner().invoke(spotcheck.app, ["verify", "--data", str(data)]).exit_code == 0
