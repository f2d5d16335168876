"""The monitors: what is ill is named with a figure and advice, what cannot be compared is well."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.captures.index import Tally
from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange
from crawler.captures.writer import Asked
from crawler.config import Config, Gather
from crawler.model import CaptureKind, Fault, FaultKind, Outcome, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose
from crawler.service_sections import Health
from results.audit import Trail
from results.health.figures import RunFigures, SiteFigures, _count
from results.health.look import health_of
from results.health.monitors import Seen, is_healthy, look
from results.health.rows import Reading
from tests.results.noticed import call, printed
from tests.results.office import NOON, RECORD, finding

SITES = [TargetId(f"s{number}") for number in range(10)]
GOOD = SiteFigures(pages=40, lists=12, columns=8, told=30, untold=3)
PAST = {site: [GOOD] * 4 for site in SITES}


def seen(**other: object) -> Seen:
    figures = RunFigures({site: replace(GOOD) for site in SITES})
    values: dict[str, object] = {"figures": figures, "past": PAST, "sites": SITES, "visited": SITES}
    return Seen(**{**values, **other})  # type: ignore[arg-type]


def spoiled(count: int, **changed: object) -> RunFigures:
    return RunFigures({site: replace(GOOD, **(changed if n < count else {})) for n, site in enumerate(SITES)})


def ill(readings: tuple[Reading, ...]) -> set[str]:
    return {one.monitor for one in readings if not one.is_well and not one.target}


def test_a_run_like_those_before_it_is_well() -> None:
    readings = look(seen())
    assert is_healthy(readings)
    assert all(one.is_well and not one.advice for one in readings)
    assert len({one.monitor for one in readings}) == 11


@pytest.mark.parametrize(
    ("changed", "monitor", "sites"),
    [
        ({"pages": 3}, "yield", 3),
        ({"lists": 1}, "yield", 3),
        ({"columns": 0}, "yield", 3),
        ({"untold": 20}, "drift", 3),
        ({"refused": 40}, "refused", 3),
        ({"no_name": 1}, "names", 3),
        ({"renders": 4, "failed_renders": 4}, "browser", 2),
        ({"first_at": "2026-11-21T01:00:00+00:00", "last_at": "2026-11-21T01:30:00+00:00"}, "cut", 3),
    ],
)
def test_what_is_ill_is_named_with_advice(changed: dict[str, object], monitor: str, sites: int) -> None:
    assert ill(look(seen(figures=spoiled(1, **changed)))) == set()
    readings = look(seen(figures=spoiled(sites, **changed)))
    assert ill(readings) == {monitor}
    (one,) = [one for one in readings if one.monitor == monitor and not one.target]
    assert one.advice
    assert "{" not in one.advice


def test_single_targets_that_are_ill_are_named_and_make_no_run_ill() -> None:
    readings = look(seen(figures=spoiled(1, pages=3)))
    assert is_healthy(readings)
    (one,) = [one for one in readings if one.target]
    assert (one.target, one.monitor, one.seen, one.expected) == ("s0", "pages", "3", ">= 16")


@pytest.mark.parametrize("past", [{}, {site: [GOOD] for site in SITES}])
def test_a_run_without_a_past_fails_no_comparison(past: dict[TargetId, list[SiteFigures]]) -> None:
    assert is_healthy(look(seen(figures=spoiled(10, pages=0, lists=0, columns=0, untold=30), past=past)))


@pytest.mark.parametrize("changed", [{"pages": 3}, {"untold": 20}, {"no_name": 1}])
def test_two_websites_of_a_small_office_make_no_run_ill(changed: dict[str, object]) -> None:
    figures = RunFigures({site: replace(GOOD, **(changed if n < 2 else {})) for n, site in enumerate(SITES[:3])})
    assert is_healthy(look(seen(figures=figures, sites=SITES[:3], visited=SITES[:3])))


def test_one_odd_run_in_the_past_changes_nothing() -> None:
    past = {site: [GOOD, replace(GOOD, pages=4000, lists=900), GOOD] for site in SITES}
    assert is_healthy(look(seen(past=past)))


def test_a_website_that_does_not_answer_is_not_said_to_yield_too_little() -> None:
    gone = spoiled(4, pages=0, lists=0, columns=0, told=0, untold=0)
    assert is_healthy(look(seen(figures=gone, mute=frozenset(SITES[:4]))))
    assert ill(look(seen(figures=gone))) == {"yield"}


@pytest.mark.parametrize(("mute", "is_well"), [(5, True), (6, False)])
def test_a_silent_majority_is_our_own_line(mute: int, is_well: bool) -> None:
    assert ("silent" not in ill(look(seen(mute=frozenset(SITES[:mute]))))) is is_well


def test_two_silent_sites_of_two_are_no_sign_of_anything() -> None:
    assert is_healthy(look(seen(sites=SITES[:2], visited=SITES[:2], mute=frozenset(SITES[:2]))))


@pytest.mark.parametrize(("controls", "is_well"), [((0, 0), True), ((0, 6), False), ((4, 6), True), ((0, 2), True)])
def test_control_hosts_that_are_silent_are_our_own_line(controls: tuple[int, int], is_well: bool) -> None:
    figures = replace(seen().figures, controls=controls)
    assert is_healthy(look(seen(figures=figures))) is is_well


@pytest.mark.parametrize(("walled", "is_well"), [(5, True), (6, False)])
def test_walls_in_the_place_of_most_home_pages_make_a_run_ill_however_few_pages_they_are(
    walled: int, is_well: bool
) -> None:
    """A wall ends a visit: six refusals beside the hundreds of pages that four open websites gave."""
    figures = spoiled(walled, pages=0, lists=0, columns=0, told=0, untold=0, refused=1)
    assert (
        ill(look(seen(figures=figures, past={}, walled=frozenset(SITES[:walled])))) == set() if is_well else {"walled"}
    )


def test_two_walls_of_two_are_no_sign_of_anything() -> None:
    assert is_healthy(look(seen(sites=SITES[:2], visited=SITES[:2], walled=frozenset(SITES[:2]))))


def test_a_look_at_the_service_after_the_visit_does_not_make_it_a_long_one() -> None:
    site = SiteFigures()
    for role, minute in ((Role.HOME, 0), (Role.COLUMN, 20), (Role.SERVICE, 45)):
        at = f"2026-11-21T01:{minute:02}:00+00:00"
        _count(site, Tally("s1", role, CaptureKind.RESPONSE, 200, "", 1, at, at))
    assert site.took == timedelta(minutes=20)


def test_our_own_mistakes_make_a_run_ill() -> None:
    assert ill(look(seen(crashed=1))) == {"crashed"}
    assert ill(look(seen(given_up=2))) == {"given-up"}


def test_the_limits_are_the_offices() -> None:
    figures = spoiled(3, refused=40)
    assert is_healthy(look(seen(figures=figures, limits=Health(blocked=0.9))))


# out of captures and the trail

TARGETS = tuple(
    Target(TargetId(f"s{n}"), TargetKind.PORTAL, f"网站{n}", f"http://s{n}.gov.test/", f"单位{n}") for n in range(4)
)


def gathered(
    data: Path,
    name: str,
    pages: int,
    status: int = 200,
    *,
    healthy: bool = True,
    browser: FaultKind = FaultKind.BROWSER_FAILED,
    config: Config | None = None,
) -> RunId:
    """A run over four websites, with so many column pages of each and a silent control host."""
    record = replace(RECORD, id=RunId(name), key=name)
    with CaptureStore(data / "captures") as store, Trail.open(data) as trail:
        trail.begin_run(record, TARGETS)
        with store.writer(record.id, "w1") as writer:
            for target in TARGETS:
                for number in range(pages):
                    asked = Asked(target.id, f"{target.address}{number}", Role.COLUMN)
                    writer.write_response(asked, b"x", Exchange(), status=status, content_type="text/html")
                writer.write_fault(Asked(target.id, target.address, Role.HOME), Fault(browser))
                hop = Hop("http://control.gov.test/", "192.0.2.1", 80, End.ANSWERED, status=200)
                probe = Probe(hop.url, Family.V4, Purpose.CONTROL, 1, NOON.isoformat(), (hop,))
                writer.write_probe(target.id, probe, Role.CONTROL)
                writer.finish(target.id)
        judgement = trail.begin_judgement(record.id, "sha256:k", "0.1.0", NOON)
        for target in TARGETS:
            made = finding(target, "columns-stale-5", Outcome.PASSED, data={"seen": pages}, run=record.id)
            other = finding(target, "zl-name", Outcome.CANT_TELL, reason="unreadable", run=record.id)
            line = finding(target, "v6-aaaa", Outcome.CANT_TELL, reason="timeout", run=record.id)
            trail.record_findings(record.id, judgement, target.id, [made, other, line], NOON)
        health = health_of(trail, data, record, config or Config(), ())
        trail.record_monitors(record.id, judgement, health.readings, NOON)
        trail.finish_run(record.id, healthy and health.is_well, {}, NOON)
    return record.id


def test_figures_come_out_of_the_captures_and_past_runs(tmp_path: Path) -> None:
    for number in range(3):
        gathered(tmp_path, f"2026Q4-{number}", 20)
    assert "运行正常" in printed(tmp_path, "health")
    gathered(tmp_path, "2026Q4-few", 4)
    result = call(tmp_path, "health", "--json")
    assert result.exit_code == 3
    found = {(one["monitor"], one["target"]): one for one in map(json.loads, result.stdout.splitlines())}
    assert found["yield", None] | {"advice": ""} == {
        "run": "2026Q4-few", "monitor": "yield", "target": None, "well": False, "seen": "4/4", "expected": "<= 0.25",
        "advice": "",
    }  # fmt: skip
    assert found["lists", "s2"]["seen"] == "4"
    assert found["columns", "s2"]["expected"] == ">= 8"
    assert found["control", None]["seen"] == "0/4"
    assert found["browser", None]["seen"] == "4/4"
    assert found["drift", None]["seen"] == "0/4"
    text = call(tmp_path, "health", "2026Q4-few").stdout
    assert "不得用于合格率" in text
    assert "请人工打开看一看" in text


def test_a_run_by_other_settings_is_not_compared(tmp_path: Path) -> None:
    """Who has fewer columns visited has not lost any."""
    for number in range(3):
        gathered(tmp_path, f"2026Q4-{number}", 20)
    fewer = Config(gather=Gather(columns=4))
    gathered(tmp_path, "2026Q4-few", 4, config=fewer)
    assert "columns=4 " in printed(tmp_path, "health")
    gathered(tmp_path, "2026Q4-as-few", 4, config=fewer)
    assert call(tmp_path, "health").exit_code == 0
    gathered(tmp_path, "2026Q4-fewer", 1, config=fewer)
    assert call(tmp_path, "health").exit_code == 3
    gathered(tmp_path, "2026Q4-as-before", 4)
    assert call(tmp_path, "health").exit_code == 3


def test_daily_passes_over_accounts_do_not_push_the_past_of_websites_out_of_sight(tmp_path: Path) -> None:
    for number in range(3):
        gathered(tmp_path, f"2026Q4-{number}", 20)
    account = Target(TargetId("a1"), TargetKind.ACCOUNT, "微信", "", "单位")
    with Trail.open(tmp_path) as trail:
        for day in range(30):
            passed = replace(RECORD, id=RunId(f"2026Q4-newmedia-{day}"), key=f"pass-{day}")
            trail.begin_run(passed, (account,))
            trail.finish_run(passed.id, True, {}, NOON)
    gathered(tmp_path, "2026Q4-few", 4)
    assert call(tmp_path, "health").exit_code == 3


def test_an_ill_run_is_nobodys_past(tmp_path: Path) -> None:
    for number in range(3):
        gathered(tmp_path, f"2026Q4-{number}", 20, healthy=False)
    gathered(tmp_path, "2026Q4-few", 4)
    assert call(tmp_path, "health").exit_code == 0


def test_refused_pages_make_a_run_ill_without_any_past(tmp_path: Path) -> None:
    gathered(tmp_path, "2026Q4-1", 20, status=412)
    result = call(tmp_path, "health")
    assert result.exit_code == 3
    assert "白名单" in result.stdout


def test_a_run_of_an_older_program_says_that_nothing_was_looked_at(tmp_path: Path) -> None:
    with Trail.open(tmp_path) as trail:
        trail.begin_run(RECORD, TARGETS)
        assert list(trail.monitors(RECORD.id)) == []
    assert "尚未完成" in printed(tmp_path, "health")
    with Trail.open(tmp_path) as trail:
        trail.finish_run(RECORD.id, True, {}, NOON)
    assert "较早版本" in call(tmp_path, "health").stderr


def test_monitors_are_written_once_a_judgement(tmp_path: Path) -> None:
    run = gathered(tmp_path, "2026Q4-1", 20)
    with Trail.open(tmp_path) as trail:
        head = trail.head()
        trail.record_monitors(run, 1, look(seen()), NOON)
        assert trail.head() == head


def test_an_office_without_a_browser_gathers_well(tmp_path: Path) -> None:
    gathered(tmp_path, "2026Q4-0", 20, browser=FaultKind.NO_BROWSER)
    readings = [json.loads(line) for line in call(tmp_path, "health", "--json").stdout.splitlines()]
    (browser,) = [one for one in readings if one["monitor"] == "browser"]
    assert (browser["well"], browser["seen"]) == (True, "0/0")
