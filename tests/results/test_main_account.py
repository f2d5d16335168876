"""One main account for each owner and platform; what is not known of an account never counts against it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from crawler.errors import InputError
from crawler.model import Fault, FaultKind, Target, TargetId, TargetStatus
from crawler.reading.accounts.account import AccountActivity, AccountSource
from crawler.reading.accounts.facts import Profile
from results.accounts.main_account import Activity, Group, Rule, groups
from spotcheck import app
from tests.results.watched import ACCOUNT, PORTAL, SEEN_ON, ago, posted, site, watched

OWNER = "临江市水利局"


def wechat(number: int, name: str = "", **other: Any) -> Target:
    values: dict[str, Any] = {"name": name or f"账号{number}", "owner": OWNER, "platform": "微信公众号"}
    return replace(ACCOUNT, id=TargetId(f"w{number}"), **{**values, "account_id": f"w{number}", **other})


def seen(days: int | None, verified: bool | None = None, state: str = "") -> Activity:
    return Activity(SEEN_ON - timedelta(days=days) if days is not None else None, verified, state)


USUAL = Rule()


def only(targets: Sequence[Target], *known: Activity, rule: Rule = USUAL) -> Group:
    (found,) = groups(targets, {one.id: each for one, each in zip(targets, known, strict=False)}, rule)
    return found


def main_of(group: Group) -> tuple[str, tuple[str, ...]]:
    return group.places[0].target.id, group.places[0].why


THREE = (wechat(1), wechat(2), wechat(3))


def test_an_account_alone_is_the_main_one() -> None:
    assert main_of(only([wechat(1)])) == ("w1", ("only",))


def test_the_account_with_the_most_recent_post_is_the_main_one() -> None:
    assert main_of(only(THREE, seen(60), seen(1), seen(30))) == ("w2", ("activity",))


def test_posts_a_few_days_apart_are_equally_recent() -> None:
    assert main_of(only(THREE, seen(5), seen(1), seen(40))) == ("w1", ("activity", "first"))
    assert main_of(only(THREE, seen(5), seen(1), seen(40), rule=Rule(equal_days=0))) == ("w2", ("activity",))


@pytest.mark.parametrize("name", [OWNER, "临江市水利局 ", "临江水利", "临江水利发布", "临江水利微信公众号"])
def test_the_account_named_like_its_owner_is_the_main_one(name: str) -> None:
    assert main_of(only((wechat(1), wechat(2, name), wechat(3, "水润临江")))) == ("w2", ("name",))


def test_the_owners_full_name_stands_before_a_short_one() -> None:
    assert main_of(only((wechat(1, "临江水利"), wechat(2, OWNER)))) == ("w2", ("name",))


def test_a_verified_account_stands_before_one_known_not_to_be() -> None:
    assert main_of(only(THREE[:2], seen(None, verified=False), seen(None, verified=True))) == ("w2", ("verified",))
    assert main_of(only(THREE[:2], seen(None), seen(None, verified=True))) == ("w1", ("first",))


def test_no_activity_known_never_counts_against_an_account() -> None:
    assert main_of(only(THREE, seen(None), seen(1), seen(90))) == ("w1", ("activity", "first"))
    assert [place.advice for place in only(THREE, seen(1), seen(None), seen(90)).places] == ["keep", "look", "merge"]


def test_an_account_known_to_be_dormant_or_leaving_stands_back_and_is_closed() -> None:
    found = only(THREE, seen(200, state="dormant"), seen(None), seen(300, state="leaving"))
    assert main_of(found) == ("w2", ("activity",))
    assert [place.advice for place in found.places] == ["keep", "close", "planned"]


def test_an_owner_with_only_dormant_accounts_is_told_so() -> None:
    found = only(THREE[:2], seen(200, state="dormant"), seen(100, state="dormant"))
    assert [(place.target.id, place.advice) for place in found.places] == [("w2", "revive"), ("w1", "close")]


def test_the_office_sets_the_order_of_the_rule() -> None:
    two = (wechat(1), wechat(2, OWNER))
    known = (seen(1), seen(60))
    assert main_of(only(two, *known))[0] == "w1"
    assert main_of(only(two, *known, rule=Rule(("name", "activity"))))[0] == "w2"
    assert main_of(only(two, *known, rule=Rule(("first",)))) == ("w1", ("first",))
    assert main_of(only(two, *known, rule=Rule(()))) == ("w1", ("first",))


def test_one_platform_under_two_names_is_one_group_and_closed_accounts_are_in_none() -> None:
    targets = (wechat(1, platform="微信"), wechat(2), wechat(3, status=TargetStatus.CLOSED), PORTAL)
    assert [place.target.id for place in only(targets).places] == ["w1", "w2"]
    assert len(list(groups((wechat(1), wechat(2, platform="微博"), wechat(3, owner="")), {}, Rule()))) == 2


KNOWN = st.builds(Activity, st.none() | st.dates(date(2020, 1, 1), SEEN_ON), st.sampled_from((None, True, False)))


@given(known=st.lists(KNOWN, min_size=1, max_size=6), order=st.permutations(Rule().order))
def test_every_account_stands_in_the_table_once_and_one_is_main(known: list[Activity], order: list[str]) -> None:
    found = only([wechat(number) for number in range(len(known))], *known, rule=Rule(order)).places
    assert sorted(place.target.id for place in found) == [f"w{number}" for number in range(len(known))]
    assert [place.is_main for place in found] == [True] + [False] * (len(known) - 1)
    assert found[0].why


@given(known=st.lists(KNOWN, min_size=1, max_size=6))
def test_no_account_with_known_activity_passes_one_before_it_without(known: list[Activity]) -> None:
    found = only([wechat(number) for number in range(len(known))], *known, rule=Rule(("activity",)))
    unknown = [number for number, one in enumerate(known) if one.newest_on is None]
    assert not unknown or int(found.places[0].target.id[1:]) <= unknown[0]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["account", "main", *arguments])


def objects(*arguments: str) -> list[dict[str, Any]]:
    result = call("--json", *arguments)
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(*arguments: str) -> str:
    error = call(*arguments).exception
    assert isinstance(error, InputError), error
    return str(error)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    verified = AccountSource("page", "http://a.gov.test/", ago(2), 9, profile=Profile(verified=True))
    office: dict[Target, Any] = {
        ACCOUNT: {AccountActivity: posted(40)},
        wechat(1): {AccountActivity: posted(120)},
        wechat(2): {AccountActivity: posted(3, verified)},
        wechat(3): {AccountActivity: Fault(FaultKind.BLOCKED)},
        **site(),
    }
    return watched(tmp_path / "office", office)


def test_the_table_rests_on_the_latest_run_and_begins_with_what_is_to_be_done(data: Path) -> None:
    several, single = objects("--data", str(data))
    assert (several["owner"], several["main"]["target"], several["main"]["verified"]) == (OWNER, "w2", True)
    assert [(one["target"], one["newest_on"], one["advice"]) for one in several["others"]] == [
        ("w1", "2026-07-24", "close"), ("w3", None, "look"),
    ]  # fmt: skip
    assert (single["main"]["target"], single["main"]["why"], single["others"]) == ("m1", ["only"], [])


def test_the_table_reads_in_chinese_and_says_what_it_rests_on(data: Path) -> None:
    result = call("--data", str(data))
    for word in ("主账号", "可按程序关停", "核实", "2026-11-19"):
        assert word in result.stdout
    assert "2026Q4-1" in result.stderr
    assert "共 2 组" in result.stderr


def test_the_table_as_csv_opens_in_a_spreadsheet(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "main.csv"
    assert call("--data", str(data), "--csv", str(file)).exit_code == 0
    found = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [row["编号"] for row in found] == ["w2", "w1", "w3", "m1"]
    assert [row["处理建议"] for row in found] == [
        "重点维护",
        "长期未更新，可按程序关停",
        "活动情况不详，核实后并入或保留",
        "重点维护",
    ]


def listed(tmp_path: Path, *lines: str) -> str:
    file = tmp_path / "accounts.csv"
    file.write_text("\n".join(("id,kind,name,owner,platform,account_id", *lines)), encoding="utf-8")
    return str(file)


def test_a_list_alone_is_enough(tmp_path: Path) -> None:
    file = listed(tmp_path, f"a,account,水润临江,{OWNER},微信,x1", f"b,account,临江水利,{OWNER},公众号,x2")
    (found,) = objects("--inventory", file, "--data", str(tmp_path / "nowhere"))
    assert (found["main"]["target"], found["main"]["why"]) == ("b", ["name"])
    assert found["others"][0]["advice"] == "look"
    assert "没有检查记录" in call("--inventory", file, "--data", str(tmp_path / "nowhere")).stderr


def test_an_id_that_went_over_to_another_account_brings_no_activity_along(data: Path, tmp_path: Path) -> None:
    file = listed(tmp_path, f"w1,account,新账号,{OWNER},微信,new", f"w2,account,账号2,{OWNER},微信公众号,w2")
    (found,) = objects("--inventory", file, "--data", str(data))
    dates = {one["target"]: one["newest_on"] for one in (found["main"], *found["others"])}
    assert dates == {"w1": None, "w2": "2026-11-19"}


def test_accounts_without_owner_or_platform_are_counted_apart(tmp_path: Path) -> None:
    file = listed(tmp_path, "a,account,水润临江,,微信,x1", f"b,account,临江水利,{OWNER},微信,x2")
    assert "1 个账号缺" in call("--inventory", file, "--data", str(tmp_path / "nowhere")).stderr


def test_what_is_wrong_is_named(data: Path, tmp_path: Path) -> None:
    assert "--inventory" in refused("--data", str(tmp_path / "nowhere"))
    assert "2031Q1" in refused("--data", str(data), "--run", "2031Q1")
    assert "--csv" in refused("--data", str(data), "--json", "--csv", str(tmp_path / "x.csv"))
    assert "gone" in refused("--data", str(data), "--csv", str(tmp_path / "gone" / "x.csv"))
    assert "none.csv" in refused("--inventory", str(tmp_path / "none.csv"))
    bad = tmp_path / "bad.toml"
    bad.write_text('[newmedia]\nmain_by = ["luck"]\n', encoding="utf-8")
    assert "main_by" in refused("--data", str(data), "--config", str(bad))
