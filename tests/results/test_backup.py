"""Back-up and restore: whole, small, never over anything, and honest about a flipped byte."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import signal
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange
from crawler.captures.writer import Asked
from crawler.errors import InputError, VerificationError
from crawler.model import Role, RunId
from results.audit import DATABASE, Trail
from results.operations.backup import Request, make
from results.operations.restore import MARK, restore
from results.operations.store import Backups, digest_of
from results.verify import verify
from spotcheck import app
from tests.results.noticed import call, noticed
from tests.results.office import BUREAU, NOON, PORTAL, RECORD, RUN, filled

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def captured(data: Path, run: str = RUN, pages: int = 5, name: str = "w1") -> None:
    """Captures of the portal as a gathering writes them."""
    with CaptureStore(data / "captures") as store, store.writer(RunId(run), name) as writer:
        for number in range(pages):
            asked = Asked(PORTAL.id, f"http://www.linjiang.gov.test/{number}.html", Role.COLUMN)
            body = f"<p>{run} {number}".encode() * 200
            writer.write_response(asked, body, Exchange(), status=200, content_type="text/html")
        writer.finish(PORTAL.id)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An office with letters out, a run with captures that its trail knows of, and odd files beside."""
    data = noticed(tmp_path / "office")
    record = replace(RECORD, id=RunId("2026Q4-2"), key="key-2")
    captured(data, record.id)
    with Trail.open(data) as trail, CaptureStore(data / "captures") as store:
        trail.begin_run(record, (PORTAL,))
        trail.record_gathered(record.id, PORTAL.id, *store.manifest(record.id, PORTAL.id), NOON)
        trail.finish_run(record.id, True, {}, NOON)
    (data / "calendars").mkdir(exist_ok=True)
    (data / "calendars" / "2026Q4-2.toml").write_text("x = 1\n")
    (data / "readings" / "2026Q4-2").mkdir(parents=True)
    (data / "readings" / "2026Q4-2" / "a.json.gz").write_bytes(b"made anew")
    assert verify(data) == []
    return data


def tree(folder: Path) -> dict[str, str]:
    """Path → digest of what a restore brings back byte for byte."""
    made = ("spotcheck.sqlite", "spotcheck.seal", "captures/index.sqlite", "backup.json")
    files = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    skipped = (".lock", "-wal", "-shm")
    kept = (n for n in named if n not in made and not n.endswith(skipped) and "readings" not in n)
    return {name: digest_of(named[name]) for name in kept}


def test_a_restored_folder_is_the_one_that_was_backed_up(data: Path, tmp_path: Path) -> None:
    to, new = tmp_path / "disk", tmp_path / "new"
    assert call(data, "backup", "--to", str(to)).exit_code == 0
    result = call(new, "restore", "--from", str(to))
    assert result.exit_code == 0, result.output
    assert verify(new) == []
    assert tree(new) == tree(data)
    assert not (new / "readings").exists()
    with Trail.read(data) as old, Trail.read(new) as restored:
        assert restored.head() == old.head()
    assert oct((to / "objects").stat().st_mode)[-3:] == "700"


def test_the_second_back_up_holds_only_what_is_new(data: Path, tmp_path: Path) -> None:
    first = make(Request(data, tmp_path / "disk"), AT)
    again = make(Request(data, tmp_path / "disk"), AT + timedelta(days=1))
    assert again.added == 0
    captured(data, "2026Q4-3")
    third = make(Request(data, tmp_path / "disk"), AT + timedelta(days=2))
    (new,) = (data / "captures" / "2026Q4-3").glob("*.warc.gz")
    assert third.added == new.stat().st_size + (data / "captures" / "index.sqlite").stat().st_size
    assert len(Backups(tmp_path / "disk").names()) == 3
    assert first.manifest.head == third.manifest.head


def test_only_so_many_are_kept_and_their_bytes_stay(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    for day in range(4):
        captured(data, f"given-{day}", name=f"w{day}")
        make(Request(data, to, keep=2), AT + timedelta(days=day))
    assert Backups(to).names() == ["20261124T030000Z", "20261125T030000Z"]
    assert restore(to, tmp_path / "new", "20261124T030000Z").is_whole


@pytest.mark.parametrize("suffix", [".warc.gz", ".docx", ".toml"])
def test_a_flipped_byte_in_the_back_up_is_found(data: Path, tmp_path: Path, suffix: str) -> None:
    to = tmp_path / "disk"
    made = make(Request(data, to), AT)
    item = next(item for item in made.manifest.items if item.path.endswith(suffix))
    flip(Backups(to).place(item.sha256))
    result = call(tmp_path / "new", "restore", "--from", str(to), "--json")
    assert result.exit_code == 4
    found = json.loads(result.stdout)
    assert any(item.path in line for line in found["broken"])
    assert not (tmp_path / "new" / item.path).exists()
    listed = CliRunner().invoke(app, ["backups", "--from", str(to), "--check"])
    assert (listed.exit_code, item.path in listed.stderr) == (4, True)
    make(Request(data, to, reread=True), AT + timedelta(days=1))
    assert CliRunner().invoke(app, ["backups", "--from", str(to), "--check"]).exit_code == 0
    assert restore(to, tmp_path / "healed").is_whole


def test_a_broken_trail_or_manifest_is_not_restored(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    made = make(Request(data, to), AT)
    manifest = to / "backups" / f"{made.manifest.name}.json"
    text = manifest.read_text()
    manifest.write_text(text.replace("calendars", "../calendar"))
    with pytest.raises(VerificationError, match=made.manifest.name):
        restore(to, tmp_path / "new")
    manifest.write_text(text)
    item = next(item for item in made.manifest.items if item.path == DATABASE)
    flip(Backups(to).place(item.sha256))
    with pytest.raises(VerificationError, match=item.sha256):
        restore(to, tmp_path / "new")
    assert not (tmp_path / "new" / DATABASE).exists()


def test_nothing_is_restored_over_anything(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    make(Request(data, to), AT)
    before = tree(data)
    with pytest.raises(InputError, match="不是空的"):
        restore(to, data)
    assert tree(data) == before
    with pytest.raises(InputError, match="没有备份"):
        restore(tmp_path / "nowhere", tmp_path / "new")
    with pytest.raises(InputError, match=r"20261122T030000Z"):
        restore(to, tmp_path / "new", "20200101T000000Z")


def test_a_restore_that_was_stopped_goes_on(data: Path, tmp_path: Path) -> None:
    to, new = tmp_path / "disk", tmp_path / "new"
    make(Request(data, to), AT)

    def stop(done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(to, new, watch=stop)
    assert (new / MARK).exists()
    assert not (new / DATABASE).exists()
    assert restore(to, new).is_whole
    assert not (new / MARK).exists()


def test_a_restore_that_was_stopped_goes_on_though_a_newer_back_up_came_meanwhile(data: Path, tmp_path: Path) -> None:
    to, new = tmp_path / "disk", tmp_path / "new"
    first = make(Request(data, to), AT).manifest.name

    def stop(done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(to, new, watch=stop)
    captured(data, "2026Q4-3")
    make(Request(data, to), AT + timedelta(days=1))
    restored = restore(to, new)
    assert (restored.manifest.name, restored.is_whole) == (first, True)


def test_a_broken_manifest_hinders_no_back_up_and_nothing_is_deleted_beside_it(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    names = [make(Request(data, to), AT + timedelta(days=day)).manifest.name for day in range(3)]
    broken = to / "backups" / f"{names[1]}.json"
    broken.write_bytes(broken.read_bytes()[:-40])
    objects = {path.name for path in (to / "objects").rglob("*")}
    result = call(data, "backup", "--to", str(to), "--keep", "1")
    assert result.exit_code == 4
    assert "备份完成" in result.stdout
    assert str(broken) in result.stderr
    assert "没有删除任何旧备份" in result.stderr
    assert len(Backups(to).names()) == 4
    assert objects <= {path.name for path in (to / "objects").rglob("*")}
    assert (data / "backup.json").exists()
    broken.unlink()
    assert call(data, "backup", "--to", str(to), "--keep", "1").exit_code == 0
    assert len(Backups(to).names()) == 1


@pytest.mark.parametrize("name", ["leases.sqlite", "captures/index.sqlite"])
def test_a_broken_table_beside_the_trail_keeps_nobody_from_copying_the_rest(
    data: Path, tmp_path: Path, name: str
) -> None:
    to = tmp_path / "disk"
    make(Request(data, to), AT)
    (data / name).write_bytes(b"not a database any more")
    result = call(data, "backup", "--to", str(to), "--keep", "1")
    assert result.exit_code == 4
    assert name in result.stderr
    assert len(Backups(to).names()) == 2
    restored = restore(to, tmp_path / "new")
    assert restored.broken == ()
    assert (tmp_path / "new" / name).read_bytes() == b"not a database any more"
    with Trail.read(data) as old, Trail.read(tmp_path / "new") as new:
        assert new.head() == old.head()
    assert {path.name for path in data.rglob("*.warc.gz")} == {
        path.name for path in (tmp_path / "new").rglob("*.warc.gz")
    }


def test_another_offices_trail_is_refused_also_where_the_newest_manifest_is_broken(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    make(Request(data, to), AT)
    newest = to / "backups" / "20261123T030000Z.json"
    newest.write_text("{")
    with pytest.raises(InputError, match="不是本审计链"):
        make(Request(filled(tmp_path / "other"), to), AT + timedelta(days=2))


def test_a_killed_back_up_leaves_the_earlier_one_whole(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    make(Request(data, to), AT)
    captured(data, "given-9")
    files = len(Backups(to).read(Backups(to).names()[0]).items)
    for after in range(1, files, 2):
        child = multiprocessing.get_context("fork").Process(target=_killed, args=(data, to, after))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
    assert Backups(to).names() == ["20261122T030000Z"]
    assert restore(to, tmp_path / "old").is_whole
    assert make(Request(data, to), AT + timedelta(days=2)).manifest.is_sound
    assert restore(to, tmp_path / "new").is_whole
    assert list((to / "staging").iterdir()) == []


def _killed(data: Path, to: Path, after: int) -> None:
    def die(done: int) -> None:
        if done == after:
            os.kill(os.getpid(), signal.SIGKILL)

    make(Request(data, to), AT + timedelta(days=1), die)


def test_a_back_up_taken_while_a_run_writes_is_whole(data: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    begun, enough = context.Event(), context.Event()
    writer = context.Process(target=_write, args=(data, begun, enough))
    writer.start()
    try:
        assert begun.wait(30)
        for number in range(4):
            assert make(Request(data, tmp_path / "disk"), AT + timedelta(hours=number)).manifest.is_sound
    finally:
        enough.set()
        writer.join()
    heads = []
    for name in Backups(tmp_path / "disk").names():
        restored = restore(tmp_path / "disk", tmp_path / name, name)
        assert restored.problems == () and restored.broken == ()
        heads.append(restored.manifest.head[0])
    assert heads == sorted(heads)


def _write(data: Path, begun: Any, enough: Any) -> None:
    """A run that gathers: bytes, rows of the index and rows of the trail, without end."""
    number = 0
    with Trail.open(data) as trail:
        while not enough.is_set():
            number += 1
            record = replace(RECORD, id=RunId(f"2026Q4-w{number}"), key=f"w{number}")
            trail.begin_run(record, (PORTAL, BUREAU))
            captured(data, record.id, pages=3)
            with CaptureStore(data / "captures") as store:
                trail.record_gathered(record.id, PORTAL.id, *store.manifest(record.id, PORTAL.id), NOON)
            begun.set()
            if number % 2:
                trail.finish_run(record.id, True, {}, NOON)


def test_damage_of_the_original_is_copied_said_and_deletes_nothing(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    make(Request(data, to), AT)
    with sqlite3.connect(data / DATABASE) as database:
        database.execute("DROP TRIGGER decisions_no_update")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    result = call(data, "backup", "--to", str(to), "--keep", "1")
    assert result.exit_code == 4
    assert "spotcheck verify" in result.stderr
    assert len(Backups(to).names()) == 2
    assert "已有问题" in call_bare("backups", "--from", str(to))


def test_another_offices_back_ups_are_left_alone(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    make(Request(data, to), AT)
    other = filled(tmp_path / "other")
    with pytest.raises(InputError, match="20261122T030000Z"):
        make(Request(other, to), AT + timedelta(days=1))
    assert Backups(to).names() == ["20261122T030000Z"]


@pytest.mark.parametrize("to", ["office", "office/backups", "."])
def test_a_back_up_inside_what_it_copies_is_refused(data: Path, tmp_path: Path, to: str) -> None:
    with pytest.raises(InputError, match="互相包含"):
        make(Request(data, tmp_path / to), AT)


def test_captures_on_another_disk_are_followed_once(data: Path, tmp_path: Path) -> None:
    (data / "captures").rename(tmp_path / "large")
    (data / "captures").symlink_to(tmp_path / "large")
    (tmp_path / "large" / "again").symlink_to(tmp_path / "large")
    make(Request(data, tmp_path / "disk"), AT)
    assert restore(tmp_path / "disk", tmp_path / "new").is_whole


def test_a_disk_that_cannot_be_written_is_said(data: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").write_text("a file")
    with pytest.raises(InputError, match="剩余空间"):
        make(Request(data, tmp_path / "disk"), AT)


def call_bare(*arguments: str) -> str:
    return CliRunner().invoke(app, arguments).stdout


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(raw)


def test_a_disk_that_fills_leaves_the_earlier_back_up_whole(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    make(Request(data, to), AT)
    largest = (data / DATABASE).stat().st_size
    (data / "captures" / "large.bin").write_bytes(os.urandom(4 * largest))
    for room in (1000, largest // 2, 2 * largest):
        child = multiprocessing.get_context("fork").Process(target=_cramped, args=(data, to, room))
        child.start()
        child.join()
        assert child.exitcode == 7
    assert Backups(to).names() == ["20261122T030000Z"]
    assert restore(to, tmp_path / "old").is_whole
    assert make(Request(data, to), AT + timedelta(days=2)).manifest.is_sound
    assert restore(to, tmp_path / "new").is_whole


def _cramped(data: Path, to: Path, room: int) -> None:
    """Files cannot grow beyond ``room`` bytes: to the program the same as a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        make(Request(data, to), AT + timedelta(days=1))
    except InputError:
        os._exit(7)
    os._exit(0)


def test_a_restored_folder_is_nobody_elses_to_read(data: Path, tmp_path: Path) -> None:
    make(Request(data, tmp_path / "disk"), AT)
    restore(tmp_path / "disk", tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
