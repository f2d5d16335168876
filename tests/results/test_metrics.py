"""Figures for a monitoring system: a valid exposition, whatever names hold."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families as parsed
from typer.testing import CliRunner

from crawler import clock
from results.audit import Trail
from results.health.rows import Reading
from results.operations.backup import Request, make
from results.operations.measure import measure
from results.operations.metrics import Metric, exposition
from results.timetable.rows import JobEnd, Result
from spotcheck import app
from tests.results.noticed import BUREAU, noticed, printed, refused
from tests.results.office import NOON, RUN

NOW = NOON + timedelta(days=20)


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value for family in parsed(text) for one in family.samples
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = noticed(tmp_path / "office")
    printed(data, "notice", "serve", BUREAU, "--how", "当面", "--by", "王芳", "--on", "2026-11-21")
    with Trail.open(data) as trail:
        trail.record_monitors(RUN, 1, [Reading("silent", True, "0/2", "<= 0.5")], NOON)
        trail.record_job_end(JobEnd("backup", NOON, NOON, 1, Result.FAILED), NOON)
        trail.record_job_end(JobEnd("backup", NOON, NOON, 2, Result.DONE), NOON)
    return data


def test_the_figures_of_an_office(data: Path, tmp_path: Path) -> None:
    make(Request(data, tmp_path / "disk"), NOON)
    found = samples(exposition(measure(data, NOW)))

    def value(name: str, **labels: str) -> float:
        return found[f"spotcheck_{name}", tuple(sorted(labels.items()))]

    assert value("runs_total", state="healthy") == 1
    assert value("last_run_healthy", run=RUN) == 1
    assert value("last_run_monitor_well", monitor="silent") == 1
    assert value("last_run_findings", outcome="failed") == 3
    assert value("last_run_end_timestamp_seconds") == NOON.timestamp()
    assert value("notices_overdue") == 1
    assert value("notices_open") == 2
    assert sum(count for (name, _), count in found.items() if name == "spotcheck_findings_awaiting") == 3
    assert value("job_ends_total", job="backup", result="failed") == 1
    assert value("job_done_timestamp_seconds", job="backup") == NOON.timestamp()
    assert value("backup_age_seconds") == timedelta(days=20).total_seconds()
    assert value("backup_sound") == 1
    assert value("data_bytes", part="databases") > 10_000
    assert value("disk_free_bytes") > 0
    with Trail.read(data) as trail:
        assert value("trail_rows_total") == trail.head()[0]


def test_names_of_strangers_break_no_line() -> None:
    hostile = 'a"b\\c\nd{e="f"} 中文'
    text = exposition([Metric("x", "help \\ of\ntwo lines", [({"name": hostile}, 1.5)])])
    ((key, value),) = samples(text).items()
    assert key[1] == (("name", hostile),)
    assert value == 1.5
    assert len(text.splitlines()) == 3


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_in_a_label_is_read_back(text: str) -> None:
    (key,) = samples(exposition([Metric("x", "x", [({"name": text}, 1)])]))
    assert key[1] == (("name", text),)


@pytest.mark.parametrize("value", [0, 1, -3, 0.1, 1e-9, 1795345438.53, 2**53])
def test_a_number_is_read_back_as_it_was(value: float) -> None:
    (found,) = samples(exposition([Metric("x", "x", [({}, value)])])).values()
    assert math.isclose(found, value, rel_tol=1e-15)


def test_a_folder_without_a_trail_has_figures_of_its_disk(tmp_path: Path) -> None:
    names = {name for name, _ in samples(exposition(measure(tmp_path / "new", NOW)))}
    assert names == {"spotcheck_disk_free_bytes"}


def test_the_file_for_a_collector_is_whole_and_readable(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    out = tmp_path / "spotcheck.prom"
    shown = CliRunner().invoke(app, ["metrics", "--data", str(data)]).stdout
    assert CliRunner().invoke(app, ["metrics", "--data", str(data), "--out", str(out)]).exit_code == 0
    assert samples(out.read_text()).keys() == samples(shown).keys()
    assert out.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.glob("*.new")] == []
    assert "无法写入" in refused(data, "metrics", "--out", str(tmp_path / "nowhere" / "x.prom"))
