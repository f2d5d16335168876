"""The timetable on a real disk that fills and gets room again: nothing lost, nothing twice, and it goes on."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.errors import InputError
from results.alerts.message import Alert, Kind
from results.alerts.state import State, read_state, write_state
from results.audit import Trail
from results.operations.backup import Request, make
from results.operations.restore import restore
from results.timetable.attempt import Ending, make_room, read_end, write_end
from results.timetable.leases import Leases
from results.timetable.rows import JobEnd, Result
from results.verify import verify
from tests.results.office import NOON, filled
from tests.results.timetable.office import DAY, HOUR, MINUTE, Office, at, settings
from tests.small_disk import SmallDisk, small_disk

PAGE = 4096
ROOM = (0, 0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 25, 33, 40, 60)  # pages left, day after day
JOBS = {"due-list": "0 8 * * * any", "log-head": "0 9 * * * any", "newmedia-pass": "0 10 * * * any"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", "16m") as disk:
        yield disk


class Anew(Office):
    """Opens the trail for every act, as the service does."""

    def _open(self) -> AbstractContextManager[Trail]:
        return Trail.open(self.data)


def ticked(office: Office) -> str:
    """What the service would say of it."""
    try:
        office.tick()
    except (InputError, OSError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("restarted", [False, True])
def test_every_occurrence_is_worked_once_whatever_could_not_be_written(disk: SmallDisk, restarted: bool) -> None:
    office = Anew(disk.folder / "var", settings(**JOBS), "2026-03-01 12:00")
    office.trail.close()
    office.leases._connection.execute("PRAGMA synchronous = FULL")
    office.work.takes = lambda lease: HOUR / 4
    office.tick()
    said = []
    for day, pages in enumerate(ROOM):
        disk.leave(pages * PAGE)
        for minute in range(0, 24 * 60, 20):
            office.clock.now = at("2026-03-02 00:00") + day * DAY + minute * MINUTE
            if minute == 600 and day % 3:
                disk.make_room()
            said.append(ticked(office))
            if restarted and said[-1]:
                office.leases.__exit__(None, None, None)
                disk.make_room()  # a service that cannot open its table does not come up; systemd tries again
                office.leases = Leases(office.data)
                office._table = office.leases._connection
                office.restart()
        disk.make_room()
    assert any(said), "the disk was never too full"
    office.pass_time(office.clock.now + DAY)
    with Trail.read(office.data) as trail:
        ends = list(trail.job_ends())
    last = Counter((end.job, end.due_at) for end in ends if end.result.is_last)
    wanted = {(job, at(f"2026-03-02 {hour}:00") + n * DAY) for n in range(len(ROOM)) for job, hour in HOURS.items()}
    assert wanted <= set(last)
    assert set(last.values()) == {1}
    assert max(Counter(office.work.completed).values()) == 1
    assert {(end.job, end.due_at) for end in ends if end.result is Result.DONE} == set(office.work.completed)
    assert len({(end.job, end.due_at, end.attempt) for end in ends}) == len(ends)
    office.leases.__exit__(None, None, None)
    assert verify(office.data) == []


HOURS = {"due-list": "08", "log-head": "09", "newmedia-pass": "10"}


def test_an_end_is_written_where_nothing_else_can_be(disk: SmallDisk) -> None:
    make_room(disk.folder / "one.end")
    disk.leave(0)
    write_end(disk.folder / "one.end", Ending(0, "", "磁盘已满" * 70))
    assert read_end(disk.folder / "one.end") == Ending(0, "", "磁盘已满" * 70)


def test_what_was_told_is_noted_where_nothing_else_can_be(disk: SmallDisk) -> None:
    """Else the full disk would be told every five minutes for as long as it is full."""
    write_state(disk.folder, State())
    disk.leave(0)
    state = read_state(disk.folder)
    for hour in range(20):
        state.note([Alert(Kind.DISK, f"job {hour} failed", "").key], NOON + timedelta(hours=hour), 1)
        write_state(disk.folder, state)
    assert read_state(disk.folder) == state
    assert not list(disk.folder.glob("*.new"))


@pytest.mark.parametrize("pages", [0, 1, 3, 10, 60, 90, 120])
def test_a_back_up_onto_a_disk_that_fills_says_so_and_the_earlier_one_stands(
    disk: SmallDisk, tmp_path: Path, pages: int
) -> None:
    data, to = filled(tmp_path / "office"), disk.folder / "copies"
    make(Request(data, to), NOON)
    with Trail.open(data) as trail:
        for n in range(40):
            trail.record_job_end(_end(n), NOON)
    (data / "heads").mkdir()
    (data / "heads" / "one.txt").write_bytes(b"x" * 300_000)
    disk.leave(pages * PAGE)
    with pytest.raises(InputError, match="已满") as caught:
        make(Request(data, to), NOON + DAY)
    assert str(to) in caught.value.file
    assert restore(to, tmp_path / "new").is_whole
    disk.make_room()
    made = make(Request(data, to), NOON + 2 * DAY)
    assert made.manifest.is_sound
    assert restore(to, tmp_path / "newer").is_whole


def test_a_full_data_folder_is_backed_up_all_the_same(disk: SmallDisk, tmp_path: Path) -> None:
    data = disk.folder / "var"
    shutil.copytree(filled(tmp_path / "office"), data)
    make(Request(data, tmp_path / "copies"), NOON)
    disk.leave(0)
    assert make(Request(data, tmp_path / "copies"), NOON + DAY).manifest.is_sound
    assert restore(tmp_path / "copies", tmp_path / "new").is_whole


def _end(number: int) -> JobEnd:
    return JobEnd("backup", NOON + timedelta(minutes=number), NOON, 1, Result.DONE, 0, "x" * 300)
