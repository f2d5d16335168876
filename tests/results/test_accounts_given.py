"""Exports and attestations of accounts, from the command to the judge: nothing lost, doubled, forged or accused falsely."""

# ruff: noqa: E501 - tables of cases stay unbroken

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.catalogue import load_catalogue
from checks.judge import judge
from crawler import clock
from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange
from crawler.captures.writer import Asked
from crawler.clock import CHINA
from crawler.config import Newmedia
from crawler.errors import InputError
from crawler.model import (
    Fault,
    FaultKind,
    Outcome,
    Registry,
    Role,
    RunId,
    Target,
    TargetId,
    TargetKind,
    TargetStatus,
    Verdict,
)
from crawler.reading.accounts.pictures import picture_type
from crawler.reading.evidence import read_target
from crawler.registration import Ending, Registration
from results import migrations, verify
from results.accounts import given as accounts
from results.accounts.for_run import given_for
from results.accounts.given import AttestOrder, Imported, ImportOrder, attest, import_file
from results.audit import DATABASE, Trail
from results.schema import SINCE
from spiders.given import bring
from spiders.newmedia import keep_registration
from tests.results.office import NOON, filled

ON = date(2026, 11, 21)
WECHAT = Target(
    TargetId("wx1"),
    TargetKind.ACCOUNT,
    "临江发布",
    "",
    "临江市政府办",
    platform="微信公众号",
    account_id="linjiangfabu",
    feed="http://rss.gov.test/wx1.xml",
)
WEIBO = Target(
    TargetId("wb1"), TargetKind.ACCOUNT, "临江发布", "", "临江市政府办", platform="微博", account_id="11223344"
)
WATER = Target(TargetId("wx2"), TargetKind.ACCOUNT, "临江水利", "", "临江市水利局", platform="微信公众号")
TWIN = replace(WATER, id=TargetId("wx3"))
SITE = Target(TargetId("p1"), TargetKind.PORTAL, "临江市人民政府", "http://www.linjiang.gov.test/", "临江市政府办")
TARGETS = (SITE, WECHAT, WEIBO, WATER)
RUN = RunId("2026Q4-20261121-1")
STALE = "m-stale-14d"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOON)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at.astimezone(UTC))


def png(width: int = 300, height: int = 400) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(width: int = 300, height: int = 400) -> bytes:
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x04AB"
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
        + b"\x12" * 300
        + b"\xff\xd9"
    )


def ago(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def export(folder: Path, *lines: str, name: str = "wx.csv", header: str = "标题,发布时间,链接,公众号名称") -> Path:
    path = folder / name
    path.write_text("\n".join((header, *lines)), encoding="utf-8")
    return path


def taken(data: Path, file: Path, **other: Any) -> Imported:
    values = {"by": "张三", "targets": TARGETS, "platform": "公众号"} | other
    return import_file(ImportOrder(data, file, **values))


def word(data: Path, folder: Path, **other: Any) -> AttestOrder:
    shot = folder / "shot.png"
    if not shot.exists():
        shot.write_bytes(png())
    values = {"account": "wx2", "last_post_on": date(2026, 11, 2), "screenshot": shot, "by": "李四", "targets": TARGETS}
    return AttestOrder(data, **(values | other))


def whats(done: Imported) -> list[str]:
    return [problem.what for problem in done.problems]


def captured(data: Path, target: Target, *, on: date = ON, feed: bytes | None = None, days: int = 14) -> Verdict:
    """What a run makes of an account: a feed's answer, if any, and what people handed in; judged."""
    with Trail.open(data) as trail:
        chosen = given_for(trail, on, Newmedia(given_days=days))
    run = RunId(f"run-{on}-{days}")
    with CaptureStore(data / "captures") as store, store.writer(run, "test") as writer:
        if feed is not None:
            asked = Asked(target.id, target.feed, Role.FEED)
            writer.write_response(asked, feed, Exchange(), status=200, content_type="application/rss+xml")
        else:
            writer.write_fault(Asked(target.id, "", Role.ACCOUNT_PAGE), Fault(FaultKind.NO_SOURCE))
        line: Any = SimpleNamespace(target=target, gatherer=SimpleNamespace(run=run, store=store, keep=writer))
        bring(line, chosen.get(target.id, ()))
        bring(line, chosen.get(target.id, ()))  # a visit that is gone on with brings nothing twice
        evidence = read_target(target, store.of_target(run, target.id), on).evidence()
    judged = judge(target, evidence, Registry(TARGETS), load_catalogue(), on)
    return next(one.verdict for one in judged if one.indicator.id == STALE)


def said(verdict: Verdict) -> tuple[Outcome, str]:
    return verdict.outcome, verdict.reason


# exports


def test_every_row_goes_to_its_account_by_id_by_platform_and_id_or_by_name(tmp_path: Path) -> None:
    rows = (
        "一,2026-11-20,,,,,wb1", "二,2026-11-19,,微信,LinJiangFabu,,", "三,2026-11-18,,官方微信,,临江水利,", "四,2026-11-17,,新浪微博,,临江发布,",
    )  # fmt: skip
    file = export(tmp_path, *rows, header="标题,发布时间,链接,平台,微信号,账号名称,台账编号")
    done = taken(tmp_path / "var", file, platform="")
    assert {record.target: (record.posts, record.newest_title) for record in done.new} == {
        "wb1": (2, "一"),
        "wx1": (1, "二"),
        "wx2": (1, "三"),
    }
    assert done.problems == ()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("一,2026-11-20,,微信,,不在台账,", "unknown-account"), ("一,2026-11-20,,抖音,,临江发布,", "unknown-account"),
        ("一,2026-11-20,,,,临江发布,", "no-platform"), ("一,2026-11-20,,微信,,,", "no-account"), ("一,2026-11-20,,,,,", "no-account"),
        ("一,2026-11-20,,微信,bieren,临江发布,", "other-account"), ("一,2026-11-20,,微博,,,wx1", "other-account"),
        ("一,2026-11-20,,微信,,临江水利,", "several-accounts"), ("一,11-20,,微信,,临江发布,", "bad-day"),
        ("一,,,微信,,临江发布,", "no-day"), ("一,2026-11-20,,,,,p1", "unknown-account"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_the_good_ones_are_taken(tmp_path: Path, row: str, what: str) -> None:
    file = export(
        tmp_path, "好,2026-11-20,,微信,linjiangfabu,,", row, header="标题,发布时间,链接,平台,微信号,账号名称,台账编号"
    )
    done = taken(tmp_path / "var", file, platform="", targets=(*TARGETS, TWIN))
    assert whats(done) == [what]
    assert [record.target for record in done.new] == ["wx1"]
    sentence = done.problems[0].sentence("wx.csv")
    assert sentence.startswith("wx.csv:3：")
    assert sentence.endswith("。")


def test_a_file_without_any_account_needs_to_be_told_whose_it_is(tmp_path: Path) -> None:
    file = export(tmp_path, "一,2026-11-20", header="作品名称,发布时间")
    assert taken(tmp_path / "var", file).records == ()
    assert [record.target for record in taken(tmp_path / "var", file, account="wx2").new] == ["wx2"]
    with pytest.raises(InputError, match="台账"):
        taken(tmp_path / "var", file, account="p1")


def test_rows_of_another_account_are_not_taken_for_the_one_named(tmp_path: Path) -> None:
    file = export(tmp_path, "一,2026-11-20,,临江水利", "二,2026-11-19,,临江发布")
    done = taken(tmp_path / "var", file, account="wx1")
    assert [(record.target, record.posts, record.left_out) for record in done.new] == [("wx1", 1, 1)]


@pytest.mark.parametrize(
    ("lines", "other", "match"),
    [
        (["一,2026-11-22,,临江发布"], {}, "wx.csv:2.*今天"),
        (["一,2026-11-20,,临江发布"], {"until": date(2026, 11, 22)}, "今天"),
        (["一,2026-11-20,,临江发布"], {"until": date(2026, 11, 19)}, "wx.csv:2.*最新"),
        (["一,2026-11-20,,临江发布"], {"by": "  "}, "--by"),
        (["一,2026-11-20,,临江发布"], {"account": "没有"}, "没有"),
        ([], {}, "没有一行"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    tmp_path: Path, lines: list[str], other: dict[str, Any], match: str
) -> None:
    with pytest.raises(InputError, match=match):
        taken(tmp_path / "var", export(tmp_path, *lines), **other)
    assert not (tmp_path / "var" / "captures").exists()


@pytest.mark.parametrize("path", ["nothing.csv", "."])
def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path, path: str) -> None:
    with pytest.raises(InputError):
        taken(tmp_path / "var", tmp_path / path)


def test_the_period_a_file_names_itself_holds_unless_a_person_contradicts_it(tmp_path: Path) -> None:
    body = "统计时间：2026-10-01 至 2026-11-15\n标题,发布时间,公众号名称\n一,2026-11-02,临江发布\n"
    (tmp_path / "wx.csv").write_text(body, encoding="utf-8")
    (record,) = taken(tmp_path / "var", tmp_path / "wx.csv").new
    assert record.until_on == date(2026, 11, 15)
    with pytest.raises(InputError, match="2026-11-15"):
        taken(tmp_path / "var", tmp_path / "wx.csv", until=date(2026, 11, 20))


def test_the_same_bytes_are_taken_once_whatever_the_file_is_called(tmp_path: Path) -> None:
    data, file = tmp_path / "var", export(tmp_path, "一,2026-11-20,,临江发布", "二,2026-11-20,,临江水利")
    first = taken(data, file)
    before = {path: path.read_bytes() for path in (data / "captures").rglob("*.warc.gz")}
    again = taken(data, file.rename(tmp_path / "other.csv"), by="王五")
    assert (len(first.new), len(again.new), again.standing) == (2, 0, first.new)
    assert {path: path.read_bytes() for path in (data / "captures").rglob("*.warc.gz")} == before
    assert verify.verify(data) == []


def test_an_account_added_to_the_inventory_later_is_taken_from_the_same_file(tmp_path: Path) -> None:
    data, file = tmp_path / "var", export(tmp_path, "一,2026-11-20,,临江发布", "二,2026-11-20,,临江水利")
    assert [record.target for record in taken(data, file, targets=(SITE, WECHAT)).new] == ["wx1"]
    assert [record.target for record in taken(data, file).new] == ["wx2"]
    assert verify.verify(data) == []


# attestations


def test_a_word_is_taken_down_with_its_screenshot(tmp_path: Path) -> None:
    record, is_new = attest(word(tmp_path / "var", tmp_path, title=" 防汛 提示 "))
    assert is_new
    assert (record.target, record.title, record.by, record.seen_at, record.id) == ("wx2", "防汛 提示", "李四", NOON, 1)
    with CaptureStore(tmp_path / "var" / "captures") as store:
        assert store.read(record.screenshot_digest)[1] == png()
    assert verify.verify(tmp_path / "var") == []


def test_the_same_word_is_taken_down_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = attest(word(tmp_path / "var", tmp_path))
    set_clock(monkeypatch, NOON + timedelta(hours=3))
    assert attest(word(tmp_path / "var", tmp_path)) == (first, False)
    corrected, is_new = attest(word(tmp_path / "var", tmp_path, last_post_on=date(2026, 11, 3)))
    assert is_new
    assert corrected.id == 2


@pytest.mark.parametrize(
    ("other", "match"),
    [
        ({"last_post_on": date(2026, 11, 22)}, "查看日"),
        ({"last_post_on": date(2026, 11, 20), "seen_at": datetime(2026, 11, 19, 9, tzinfo=CHINA)}, "查看日"),
        ({"seen_at": NOON + timedelta(minutes=1)}, "晚于现在"),
        ({"last_post_on": date(1999, 1, 1)}, "过早"),
        ({"account": "p1"}, "没有这个账号"),
        ({"account": "没有"}, "没有这个账号"),
        ({"by": ""}, "--by"),
    ],
)
def test_a_word_that_cannot_be_is_refused_and_nothing_is_kept(
    tmp_path: Path, other: dict[str, Any], match: str
) -> None:
    with pytest.raises(InputError, match=match):
        attest(word(tmp_path / "var", tmp_path, **other))
    assert not (tmp_path / "var" / "captures").exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"not a picture", b"GIF89a" + b"0" * 500, png()[:-20], png()[:60] + b"\x01" + png()[61:], png(20, 20), jpeg()[:-2], jpeg(50, 50),
     b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%PDF-1.7"],
)  # fmt: skip
def test_a_screenshot_is_known_by_its_bytes_and_not_by_its_name(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "shot.png").write_bytes(body)
    with pytest.raises(InputError, match="PNG"):
        attest(word(tmp_path / "var", tmp_path))


def test_a_screenshot_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "MOST_PICTURE_BYTES", 100)
    with pytest.raises(InputError, match="上限"):
        attest(word(tmp_path / "var", tmp_path))


def test_whole_pictures_of_both_kinds_are_known() -> None:
    assert (picture_type(png()), picture_type(jpeg())) == ("image/png", "image/jpeg")


@settings(max_examples=300, deadline=None)
@given(
    tail=st.binary(max_size=200),
    head=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", jpeg()[:30], png()[:40]]),
)
def test_no_bytes_break_the_look_at_a_picture(head: bytes, tail: bytes) -> None:
    assert picture_type(head + tail) in {"", "image/png", "image/jpeg"}


# killed between the bytes and the row


class Killed(BaseException):
    pass


def killed(monkeypatch: pytest.MonkeyPatch, method: str, act: Callable[[], object]) -> None:
    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Trail, method, die)
        with pytest.raises(Killed):
            act()


def stored(data: Path) -> list[str]:
    """Every capture of everything handed in, by folder and digest."""
    with sqlite3.connect(data / "captures" / "index.sqlite") as index:
        found = index.execute("SELECT run || digest FROM captures WHERE kind <> 'file' ORDER BY 1").fetchall()
    return [name for (name,) in found]


def test_an_import_killed_before_its_rows_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, file = tmp_path / "var", export(tmp_path, "一,2026-11-20,,临江发布", "二,2026-11-20,,临江水利")
    killed(monkeypatch, "record_imports", lambda: taken(data, file))
    assert verify.verify(data) == []
    before = stored(data)
    assert len(taken(data, file).new) == 2
    assert stored(data) == before
    assert len(before) == len(set(before)) == 3
    assert verify.verify(data) == []


def test_a_word_killed_before_its_row_keeps_the_time_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "var"
    killed(monkeypatch, "record_attestation", lambda: attest(word(data, tmp_path)))
    before = stored(data)
    set_clock(monkeypatch, NOON + timedelta(days=1))
    record, is_new = attest(word(data, tmp_path))
    assert (is_new, record.seen_at) == (True, NOON)
    assert stored(data) == before
    assert verify.verify(data) == []


@pytest.mark.parametrize("left", [1, 40, 300])
def test_bytes_torn_by_a_kill_are_mended_by_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    data, file = tmp_path / "var", export(tmp_path, "一,2026-11-20,,临江发布")
    killed(monkeypatch, "record_imports", lambda: taken(data, file))
    (path,) = (data / "captures").rglob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:-left])
    assert len(taken(data, file).new) == 1
    assert len(stored(data)) == 2
    assert verify.verify(data) == []


# verification


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        set_clock(patch, NOON)
        taken(folder / "var", export(folder, "一,2026-11-20,,临江发布"))
        attest(word(folder / "var", folder))
    assert verify.verify(folder / "var") == []
    return folder / "var"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 1), where=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_any_changed_byte_of_what_was_handed_in_is_found(kept: Path, which: int, where: float, mask: int) -> None:
    path = sorted((kept / "captures").rglob("*.warc.gz"))[which]
    sound = path.read_bytes()
    content = bytearray(sound)
    content[int(where * len(content))] ^= mask
    path.write_bytes(content)
    problems = verify.verify(kept)
    path.write_bytes(sound)
    assert any(path.name in line for line in problems)


@pytest.mark.parametrize("folder", [0, 1])
def test_bytes_that_are_gone_are_missed(kept: Path, tmp_path: Path, folder: int) -> None:
    data = Path(shutil.copytree(kept, tmp_path / "var"))
    path = sorted((data / "captures").rglob("*.warc.gz"))[folder]
    path.unlink()
    assert any(path.name in line for line in verify.verify(data))


def test_bytes_that_were_taken_out_with_their_index_rows_are_missed(kept: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(kept, tmp_path / "var"))
    with Trail.read(data) as trail:
        (record,) = trail.imports()
    shutil.rmtree(data / "captures" / record.folder)
    with sqlite3.connect(data / "captures" / "index.sqlite") as index:
        index.execute("DELETE FROM captures WHERE run = ?", (record.folder,))
    problems = verify.verify(data)
    assert any(record.capture in line for line in problems)
    assert any(record.file_digest in line for line in problems)


@pytest.mark.parametrize("table", ["account_imports", "account_attestations"])
def test_a_changed_row_is_named(kept: Path, tmp_path: Path, table: str) -> None:
    data = Path(shutil.copytree(kept, tmp_path / "var"))
    plain = sqlite3.connect(data / DATABASE, isolation_level=None)
    triggers = plain.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        plain.execute(f"DROP TRIGGER {name}")
    plain.execute(f"UPDATE {table} SET target = 'wb1'")
    for _, sql in triggers:
        plain.execute(sql)
    plain.close()
    assert any(table in line for line in verify.verify(data))


def test_a_folder_of_captures_that_is_gone_is_missed(kept: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(kept, tmp_path / "var"))
    shutil.rmtree(data / "captures")
    assert sum("captures" in line for line in verify.verify(data)) == 2


# databases of older programs


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database as the first version made it."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "VERSION", 1)
        patch.setattr(migrations.migrate, "__defaults__", (1,))
        return filled(tmp_path / "old")


def test_a_database_of_the_first_version_is_read_and_verified_as_it_is(old: Path) -> None:
    before = (old / DATABASE).read_bytes()
    assert verify.verify(old) == []
    with Trail.read(old) as trail:
        assert (trail.version, trail.imports(), trail.attestations()) == (1, (), ())
        assert trail.basis()[0] == trail.head()[0] > 0
    assert (old / DATABASE).read_bytes() == before


def test_a_database_of_the_first_version_is_made_newer_by_one_row_of_its_own(old: Path, tmp_path: Path) -> None:
    with Trail.read(old) as trail:
        seq, _ = trail.head()
    record, _ = attest(word(old, tmp_path))
    assert record.id == seq + 2
    with Trail.open(old) as trail:
        (row,) = trail.table_rows("upgrades")
        assert (row["from_version"], row["to_version"], row["seq"]) == (1, migrations.VERSION, seq + 1)
    assert verify.verify(old) == []


def test_an_older_database_without_its_newer_tables_does_not_hide_their_rows(old: Path, tmp_path: Path) -> None:
    attest(word(old, tmp_path))
    plain = sqlite3.connect(old / DATABASE, isolation_level=None)
    for table in SINCE:
        plain.execute(f"DROP TABLE {table}")
    plain.execute("PRAGMA user_version = 1")
    plain.close()
    assert any("末尾" in line for line in verify.verify(old))


# the run and the judge

BROKEN = b"<html><body>502 Bad Gateway</body></html>"


def rss(*days: int) -> bytes:
    items = "".join(
        f"<item><title>t{n}</title><link>http://mp.gov.test/f{n}</link><pubDate>{ago(n)}</pubDate></item>" for n in days
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>a</title>{items}</channel></rss>'.encode()


def test_an_import_alone_shows_a_recent_post(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(3)},,临江水利"))
    assert said(captured(tmp_path / "var", WATER)) == (Outcome.PASSED, "recent")


def test_an_import_alone_shows_silence_where_it_holds_everything_until_the_monitoring_day(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(15)},,临江水利"), until=ON)
    verdict = captured(tmp_path / "var", WATER)
    assert said(verdict) == (Outcome.FAILED, "stale")
    assert verdict.data["newest_on"] == ago(15)


@pytest.mark.parametrize("until", [None, ON - timedelta(days=1)])
def test_an_import_that_may_lack_the_newest_posts_accuses_nobody(tmp_path: Path, until: date | None) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(15)},,临江水利"), until=until)
    assert said(captured(tmp_path / "var", WATER)) == (Outcome.CANT_TELL, "source-unhealthy")


def test_a_row_that_could_not_be_read_may_be_the_newest_post(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(15)},,临江水利", "二,11-20,,临江水利"), until=ON)
    assert said(captured(tmp_path / "var", WATER)) == (Outcome.CANT_TELL, "source-unhealthy")


def test_an_import_speaks_beside_a_broken_feed(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(3)},,临江发布"))
    assert said(captured(tmp_path / "var", WECHAT, feed=BROKEN)) == (Outcome.PASSED, "recent")


def test_an_import_shows_silence_beside_a_broken_feed(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(30)},,临江发布"), until=ON)
    assert said(captured(tmp_path / "var", WECHAT, feed=BROKEN)) == (Outcome.FAILED, "stale")


def test_an_import_of_earlier_days_and_a_broken_feed_prove_nothing_together(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(30)},,临江发布"))
    assert captured(tmp_path / "var", WECHAT, feed=BROKEN).outcome is Outcome.CANT_TELL


def test_a_recent_import_outweighs_a_feed_that_stands_still(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(2)},,临江发布"))
    assert said(captured(tmp_path / "var", WECHAT, feed=rss(40, 50))) == (Outcome.PASSED, "recent")


def test_a_word_of_the_monitoring_day_counts_like_any_other_source(tmp_path: Path) -> None:
    attest(word(tmp_path / "var", tmp_path, last_post_on=ON - timedelta(days=14)))
    assert said(captured(tmp_path / "var", WATER)) == (Outcome.PASSED, "recent")
    attest(word(tmp_path / "var", tmp_path, last_post_on=ON - timedelta(days=15)))
    assert said(captured(tmp_path / "var", WATER, days=13)) == (Outcome.FAILED, "stale")


def test_a_word_of_an_earlier_day_proves_posts_and_no_silence(tmp_path: Path) -> None:
    earlier = datetime(2026, 11, 18, 9, tzinfo=CHINA)
    attest(word(tmp_path / "var", tmp_path, last_post_on=date(2026, 11, 1), seen_at=earlier))
    assert said(captured(tmp_path / "var", WATER)) == (Outcome.CANT_TELL, "source-unhealthy")
    attest(word(tmp_path / "var", tmp_path, last_post_on=date(2026, 11, 10), seen_at=earlier))
    assert said(captured(tmp_path / "var", WATER, days=13)) == (Outcome.PASSED, "recent")


def test_what_was_handed_in_too_long_ago_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(2)},,临江水利"))
    attest(word(tmp_path / "var", tmp_path))
    set_clock(monkeypatch, NOON + timedelta(days=15))
    assert said(captured(tmp_path / "var", WATER, on=ON + timedelta(days=15))) == (Outcome.CANT_TELL, "no-source")


def test_of_several_imports_the_one_that_reaches_furthest_counts(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(2)},,临江水利"))
    taken(tmp_path / "var", export(tmp_path, f"旧,{ago(40)},,临江水利", name="old.csv"))
    assert said(captured(tmp_path / "var", WATER)) == (Outcome.PASSED, "recent")


def test_a_source_the_office_left_out_is_not_brought_along(tmp_path: Path) -> None:
    taken(tmp_path / "var", export(tmp_path, f"一,{ago(2)},,临江水利"))
    attest(word(tmp_path / "var", tmp_path))
    with Trail.read(tmp_path / "var") as trail:
        both = given_for(trail, ON, Newmedia(sources=("attest", "import")))
        none = given_for(trail, ON, Newmedia(sources=("feed",)))
    assert [str(one["role"]) for one in both[WATER.id]] == ["attest", "import"]
    assert none == {}


def test_judging_again_needs_nothing_but_the_runs_own_captures(tmp_path: Path) -> None:
    data = tmp_path / "var"
    taken(data, export(tmp_path, f"一,{ago(15)},,临江水利"), until=ON)
    first = captured(data, WATER)
    with Trail.read(data) as trail:
        (record,) = trail.imports()
    shutil.rmtree(data / "captures" / record.folder)
    with CaptureStore(data / "captures") as store:
        evidence = read_target(WATER, store.of_target(RunId(f"run-{ON}-14"), WATER.id), ON).evidence()
    judged = judge(WATER, evidence, Registry(TARGETS), load_catalogue(), ON)
    assert next(one.verdict for one in judged if one.indicator.id == STALE) == first


@pytest.mark.parametrize(("days", "told"), [(5, "posted-after-closing"), (40, "no-later-post")])
def test_an_import_speaks_for_a_closed_account_without_a_page(tmp_path: Path, days: int, told: str) -> None:
    data, closed = tmp_path / "var", replace(WATER, address="", feed="", status=TargetStatus.CLOSED)
    assert closed.is_visited
    taken(data, export(tmp_path, f"一,{ago(days)},,临江水利"), until=ON)
    with Trail.open(data) as trail:
        chosen = given_for(trail, ON, Newmedia())
    ended_on = ON - timedelta(days=30)
    life = Registration(ended_as=Ending.CANCELLED, changed_on=ended_on, ended_on=ended_on)
    with CaptureStore(data / "captures") as store, store.writer(RUN, "test") as writer:
        line: Any = SimpleNamespace(target=closed, gatherer=SimpleNamespace(run=RUN, store=store, keep=writer))
        keep_registration(line, life)
        bring(line, chosen[closed.id])
        evidence = read_target(closed, store.of_target(RUN, closed.id), ON).evidence()
    judged = judge(closed, evidence, Registry(TARGETS), load_catalogue(), ON)
    assert next(one.verdict.reason for one in judged if one.indicator.id == "m-closed-posting") == told


def test_digests_in_the_trail_are_those_of_the_bytes(tmp_path: Path) -> None:
    file = export(tmp_path, f"一,{ago(2)},,临江水利")
    (record,) = taken(tmp_path / "var", file).new
    assert record.file_digest == f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
    with CaptureStore(tmp_path / "var" / "captures") as store:
        assert json.loads(store.read(record.capture)[1])["file"] == record.file_digest
        assert store.read(record.file_digest)[1] == file.read_bytes()
