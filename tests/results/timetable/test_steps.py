"""What jobs run: the commands a person would type, on the right day, quarter, draw, run and notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.clock import Quarter, china_day
from crawler.config import Config, Schedule
from crawler.errors import InputError
from crawler.inventory import load_inventory
from results.audit import Trail
from results.order_rows import Purpose
from results.sampling.draws import DrawOrder, make
from results.sampling.method import Request, parse_rate
from results.timetable.leases import Lease
from results.timetable.rows import JobEnd, Result
from results.timetable.steps import BUILDERS, Desk, Work
from results.timetable.view import job_json, last_words
from spotcheck import app, run
from tests.results.noticed import BUREAU, noticed, printed
from tests.results.office import RUN, filled
from tests.results.timetable.office import at, settings

LIST = "id,kind,name,address\np1,portal,临江市人民政府,http://www.linjiang.gov.test/\nd1,department_site,局,http://d1.gov.test/\n"


def lease(job: str, due: str = "2026-12-10 01:00", **more: object) -> Lease:
    return Lease(job, at(due), at(due), "working", 1, **more)  # type: ignore[arg-type]


def desk(data: Path, **more: object) -> Desk:
    (data / "inventory.csv").write_text(LIST, encoding="utf-8")
    schedule = Schedule(inventory=str(data / "inventory.csv"), **more)  # type: ignore[arg-type]
    return Desk(data, Config(schedule=schedule))


def typed(work: Work) -> list[list[str]]:
    """The commands as a person types them, without the data folder."""
    return [list(step[3 : step.index("--data")]) for step in work.steps]


def test_every_job_of_the_settings_has_its_commands_and_the_other_way_round() -> None:
    assert set(BUILDERS) == set(Schedule().lines)


def test_a_quarter_is_drawn_by_the_office_s_text_and_then_inspected(tmp_path: Path) -> None:
    work = desk(tmp_path, sample_percent=30, seed=" 云川市1号文 ").work(lease("quarterly-spot-check"))
    sample, check = typed(work)
    assert sample[sample.index("--seed") + 1] == "云川市1号文 2026Q4"
    assert sample[sample.index("--rate") + 1] == "30%"
    assert check[check.index("--sample") + 1] == "2026Q4-1"


def test_a_draw_made_by_hand_is_the_one_inspected(tmp_path: Path) -> None:
    table = desk(tmp_path)
    with Trail.open(tmp_path) as trail:
        asked = Request(Quarter(2026, 4), parse_rate("100%"), "摇号 7 3 1")
        make(trail, DrawOrder(load_inventory(tmp_path / "inventory.csv"), asked, "王芳"), at("2026-12-01 09:00"))
    (check,) = typed(table.work(lease("quarterly-spot-check")))
    assert check[:1] == ["run"]
    assert check[check.index("--sample") + 1] == "2026Q4-1"


def test_a_late_spot_check_is_of_the_quarter_it_was_due_in_and_of_the_day_it_began(tmp_path: Path) -> None:
    one = lease("quarterly-spot-check", first_at=at("2027-01-04 10:00"))
    check = typed(desk(tmp_path).work(one))[-1]
    assert check[check.index("--quarter") + 1] == "2026Q4"
    assert check[check.index("--on") + 1] == "2027-01-04"
    again = replace(one, attempt=2, began_at=at("2027-01-05 10:00"))
    assert typed(desk(tmp_path).work(again))[-1] == check


def test_a_share_needs_a_seed_that_is_given() -> None:
    with pytest.raises(ValueError, match="seed"):
        Schedule(sample_percent=30)


def test_the_draw_s_commands_are_those_of_the_door(tmp_path: Path) -> None:
    """Typed for real: the first step makes the draw that the second names."""
    sample, _ = desk(tmp_path).work(lease("quarterly-spot-check")).steps
    assert run(list(sample[3:])) == 0
    with Trail.read(tmp_path) as trail:
        assert [(one.id, one.by, one.seed) for one in trail.samples()] == [("2026Q4-1", "时间表", "2026Q4")]


def test_the_daily_pass_visits_accounts_and_says_where_there_are_none(tmp_path: Path) -> None:
    work = desk(tmp_path).work(lease("newmedia-pass"))
    assert (work.steps, bool(work.note)) == ((), True)
    (check,) = typed(desk(tmp_path).work(lease("annual-governments")))
    assert check[-4:] == ["--routine", "annual", "--kind", "portal"]


def test_the_weekly_check_judges_the_newest_retrieval_again_and_lists_what_waits(tmp_path: Path) -> None:
    assert desk(tmp_path).work(lease("weekly-check")).note
    filled(tmp_path)
    assert desk(tmp_path).work(lease("weekly-check")).note  # a quarter's check is no retrieval


def test_early_warning_goes_by_the_quarter_s_check_where_there_is_no_retrieval(tmp_path: Path) -> None:
    filled(tmp_path)
    with Trail.open(tmp_path) as trail:
        if trail.is_healthy(RUN) is None:
            trail.finish_run(RUN, True, {}, at("2026-11-21 13:00"))
    (warn,) = typed(desk(tmp_path, warn_days=5).work(lease("early-warning")))
    assert warn == ["warn", "--within", "5d", "--run", RUN]


def test_rechecks_look_at_notices_that_came_due_or_were_answered(tmp_path: Path) -> None:
    noticed(tmp_path)
    printed(tmp_path, "notice", "serve", BUREAU, "--by", "王芳", "--how", "直接送达", "--on", "2026-11-21")
    table = desk(tmp_path)
    assert table.work(lease("rechecks", "2026-11-30 03:00")).note
    (typed_,) = typed(table.work(lease("rechecks", "2026-12-31 03:00")))
    assert typed_ == ["recheck", "--notice", BUREAU, "--on", "2026-12-31"]


def test_a_backup_without_a_folder_says_where_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="backup") as caught:
        desk(tmp_path).work(lease("backup"))
    assert "[backup]" in caught.value.next_step


def test_on_an_empty_folder_what_only_looks_has_nothing_to_do(tmp_path: Path) -> None:
    for job in ("due-list", "log-head", "verification", "retention", "early-warning", "rechecks", "campaign-run"):
        work = desk(tmp_path).work(lease(job))
        assert (work.steps, bool(work.note)) == ((), True), job


def test_the_head_of_a_trail_waits_for_its_first_row(tmp_path: Path) -> None:
    Trail.open(tmp_path).close()
    work = desk(tmp_path).work(lease("log-head"))
    assert (work.steps, bool(work.note)) == ((), True)
    filled(tmp_path)
    assert "head" in desk(tmp_path).work(lease("log-head")).steps[0]


def test_a_routine_s_run_never_stands_in_for_the_quarter_s_check(tmp_path: Path) -> None:
    filled(tmp_path)
    with Trail.open(tmp_path) as trail:
        record = replace(trail.run(RUN), id=type(RUN)("2026Q4-20261123-weekly-1"), on=date(2026, 11, 23), key="other")
        trail.begin_run(record, trail.inventory(RUN))
        assert record.routine == "weekly"
        assert trail.latest_check().id == RUN
        assert {one.id for one in trail.checks()} == {RUN, record.id}
        assert all(order.purpose is Purpose.CHECK for order in trail.orders().values())


def test_the_head_is_written_once_and_found_by_verification(tmp_path: Path) -> None:
    filled(tmp_path)
    for _ in range(2):
        done = CliRunner().invoke(app, ["head", "--data", str(tmp_path)])
        assert done.exit_code == 0
    (file,) = (tmp_path / "heads").iterdir()
    with Trail.read(tmp_path) as trail:
        seq, hash_ = trail.head()
    assert hash_ in file.read_text(encoding="utf-8")
    assert f"{seq:09}" in file.name


def test_a_list_says_why_a_job_comes_later_and_that_a_year_is_not_known() -> None:
    config = settings(**{"weekly-retrieval": "0 1 * * mon next-workday", "backup": "0 1 4 2 * next-workday"})
    jobs = _jobs(config)
    moved = job_json(jobs["weekly-retrieval"], [], None, at("2026-10-03 12:00"))
    assert moved["next_run_at"] == "2026-10-08T01:00:00+08:00"
    assert "2026-10-05" in moved["why"]
    guessed = job_json(jobs["backup"], [], None, at("2030-06-01 12:00"))
    assert "2031" in guessed["why"]


def test_a_late_start_is_told_in_the_list() -> None:
    end = JobEnd("backup", at("2026-03-02 22:00"), at("2026-03-05 23:00"), 1, Result.DONE)
    assert "晚 3 天" in last_words(end)
    assert "晚" not in last_words(replace(end, began_at=at("2026-03-02 22:00")))
    assert china_day(end.due_at) == date(2026, 3, 2)


def _jobs(config: Config) -> dict[str, object]:
    from results.timetable.jobs import timetable  # noqa: PLC0415

    return dict(timetable(config))


@pytest.mark.parametrize(
    "words", [["--kind", "account"], ["--kind", "portal", "--only", "p1"], ["--routine", "Weekly 1"]]
)
def test_a_run_of_a_kind_there_is_not_or_of_a_strange_routine_is_refused(tmp_path: Path, words: list[str]) -> None:
    desk(tmp_path)
    order = ["run", "--inventory", str(tmp_path / "inventory.csv"), "--data", str(tmp_path / "var"), *words]
    assert isinstance(CliRunner().invoke(app, order).exception, InputError)
    assert not (tmp_path / "var").exists()
