from __future__ import annotations

import gzip
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.captures.store import CaptureStore
from crawler.captures.warc import Exchange, manifest_of, split_members
from crawler.captures.writer import Asked, CaptureWriter
from crawler.model import CaptureKind, Fault, FaultKind, Role, RunId, TargetId
from crawler.reading.names.answers import AnswerKind, NameAnswer, read_answer
from crawler.reading.sites.seen import read_fault
from tests.small_disk import SmallDisk, small_disk

RUN, TARGET = RunId("2026Q4-1"), TargetId("yunxi")
URL = "http://www.yunxi.gov.test/"


def gz(body: bytes) -> bytes:
    """The same bytes each second: they name the tests."""
    return gzip.compress(body, mtime=0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaptureStore]:
    with CaptureStore(tmp_path, limit=1 << 20) as store:
        yield store


def page(keep: CaptureWriter, number: int, body: bytes = b"", **headers: str) -> None:
    asked = Asked(TARGET, f"{URL}{number}.html", Role.COLUMN, "政务公开\x1f公告", URL)
    exchange = Exchange("GET", (("Host", "www.yunxi.gov.test"),), tuple(headers.items()), "OK")
    keep.write_response(asked, body or b"<p>%d</p>" % number, exchange, status=200, content_type="text/html")


def fill(store: CaptureStore, writer: str = "w") -> str:
    """One target with every kind of record; its manifest."""
    with store.writer(RUN, writer) as keep:
        for number in range(3):
            page(keep, number)
        asked = Asked(TARGET, f"{URL}x", Role.PART, "guide", URL)
        keep.write_fault(asked, Fault(FaultKind.TIMEOUT, "20 s", asked.url))
        keep.write_again(store.rows_of(RUN, TARGET, f"{URL}1.html")[0], asked)
        keep.write_resource(asked, CaptureKind.RENDERED, b"<p>made</p>", "text/html", note="script-list")
        keep.write_resource(asked, CaptureKind.SCREENSHOT, b"\x89PNG", "image/png")
        keep.write_dns(TARGET, NameAnswer("yunxi.gov.test", "AAAA", AnswerKind.NODATA, "127.0.0.1:53"), b"\0\1")
        return keep.finish(TARGET)[0]


def files(store: CaptureStore) -> list[Path]:
    return sorted((store.root / RUN).glob("*.warc.gz"))


def test_what_was_written_is_what_is_read(store: CaptureStore) -> None:
    fill(store)
    found = list(store.of_target(RUN, TARGET))
    assert [capture.kind.value for capture, _ in found] == [
        "response", "response", "response", "fault", "response", "rendered", "screenshot", "dns",
    ]  # fmt: skip
    capture, body = found[0]
    assert (capture.url, capture.role, capture.label, capture.via, capture.status) == (
        f"{URL}0.html", Role.COLUMN, "政务公开\x1f公告", URL, 200,
    )  # fmt: skip
    assert body == b"<p>0</p>"
    assert read_fault(found[3][1], URL).kind is FaultKind.TIMEOUT
    assert read_answer(found[7][1]).kind is AnswerKind.NODATA
    assert store.read(capture.digest) == (capture, body)


def test_an_answer_seen_in_another_role_keeps_its_body_once(store: CaptureStore) -> None:
    fill(store)
    capture, body = list(store.of_target(RUN, TARGET))[4]
    assert (capture.role, capture.label, body) == (Role.PART, "guide", b"<p>1</p>")
    found = store.find(RUN, TARGET, f"{URL}1.html", Role.PART)
    assert found == capture


def test_the_newest_capture_of_an_address_is_found(store: CaptureStore) -> None:
    with store.writer(RUN, "w") as keep:
        page(keep, 1, b"first")
        page(keep, 1, b"second")
    found = store.find(RUN, TARGET, f"{URL}1.html", Role.COLUMN)
    assert found is not None
    assert store.read(found.digest)[1] == b"second"
    assert store.find(RUN, TARGET, f"{URL}1.html", Role.DETAIL) is None


@pytest.mark.parametrize(("encoding", "packed"), [("gzip", gz(b"page")), ("br", brotli.compress(b"page"))])
def test_a_body_is_opened_for_its_reader(store: CaptureStore, encoding: str, packed: bytes) -> None:
    with store.writer(RUN, "w") as keep:
        page(keep, 1, packed, **{"Content-Encoding": encoding})
    assert [body for _, body in store.of_target(RUN, TARGET)] == [b"page"]


def test_a_bomb_gives_an_empty_body_marked_as_cut(store: CaptureStore) -> None:
    with store.writer(RUN, "w") as keep:
        page(keep, 1, gz(b"\0" * (4 << 20)), **{"Content-Encoding": "gzip"})
    ((capture, body),) = store.of_target(RUN, TARGET)
    assert (capture.truncated, body) == (True, b"")


def test_a_full_file_is_followed_by_the_next(store: CaptureStore) -> None:
    with store.writer(RUN, "w", file_limit=1) as keep:
        for number in range(3):
            page(keep, number)
    assert len(files(store)) == 3
    assert list(store.problems(RUN, {})) == []


def test_two_writers_never_share_a_file(store: CaptureStore) -> None:
    with store.writer(RUN, "w") as one, store.writer(RUN, "w") as two:
        page(one, 1)
        page(two, 2)
    assert len(files(store)) == 2
    assert list(store.problems(RUN, {})) == []


def test_addresses_and_words_of_any_shape_are_kept(store: CaptureStore) -> None:
    odd = Asked(TARGET, "http://云溪.政务/a b\r\nSpotcheck-Role: home", Role.DETAIL, "破\ud83d\n题", "http://x/\x00")
    with store.writer(RUN, "w") as keep:
        keep.write_fault(odd, Fault(FaultKind.UNKNOWN, "\ud83d", odd.url))
    ((capture, _),) = store.of_target(RUN, TARGET)
    assert capture.role is Role.DETAIL
    assert "\n" not in capture.url
    assert list(store.problems(RUN, {})) == []


def test_an_untouched_store_has_no_problems(store: CaptureStore) -> None:
    assert list(store.problems(RUN, {TARGET: fill(store)})) == []


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_any_changed_byte_is_found(place: int, flip: int) -> None:
    with tempfile.TemporaryDirectory() as folder, CaptureStore(Path(folder)) as store:
        manifest = fill(store)
        (file,) = files(store)
        raw = bytearray(file.read_bytes())
        raw[place % len(raw)] ^= flip
        file.write_bytes(raw)
        problems = list(store.problems(RUN, {TARGET: manifest}))
        assert problems
        assert file.name in problems[0]


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-1], lambda raw: raw + b"x", lambda raw: raw[10:]])
def test_a_longer_or_shorter_file_is_found(store: CaptureStore, spoil: object) -> None:
    fill(store)
    (file,) = files(store)
    file.write_bytes(spoil(file.read_bytes()))  # type: ignore[operator]
    assert list(store.problems(RUN, {}))


def test_a_missing_file_and_a_strange_one_are_named(store: CaptureStore) -> None:
    fill(store)
    (file,) = files(store)
    file.rename(file.with_name("other-001.warc.gz"))
    problems = list(store.problems(RUN, {}))
    assert any(line.startswith(file.name) and "missing" in line for line in problems)
    assert any(line.startswith("other-001") for line in problems)


def test_a_row_that_was_changed_or_taken_out_does_not_match_the_trail(store: CaptureStore) -> None:
    manifest = fill(store)
    assert next(iter(store.index.of_target(RUN, TARGET))).status == 200
    store.index._db.execute("UPDATE captures SET status = 404 WHERE id = 2")
    assert any("row does not say" in line for line in store.problems(RUN, {}))
    assert any("audit trail" in line for line in store.problems(RUN, {TARGET: manifest}))


@pytest.mark.parametrize("left", [1, 40, 200])
def test_a_torn_record_is_cut_and_its_row_goes(store: CaptureStore, left: int) -> None:
    fill(store)
    (file,) = files(store)
    rows = list(store.index.of_target(RUN, TARGET))
    raw = file.read_bytes()
    file.write_bytes(raw[: rows[-1].offset + min(left, rows[-1].length - 1)])
    store.recover(RUN)
    assert list(store.index.of_target(RUN, TARGET)) == rows[:-1]
    assert list(store.problems(RUN, {})) == []


def test_the_index_can_be_made_anew_from_the_files(store: CaptureStore) -> None:
    manifest = fill(store)
    (file,) = files(store)
    store.index.drop(RUN, file.name, 0)
    store.recover(RUN)
    assert manifest_of(store.index.of_target(RUN, TARGET))[0] == manifest
    assert list(store.problems(RUN, {TARGET: manifest})) == []


def test_a_response_without_its_request_is_torn(store: CaptureStore) -> None:
    with store.writer(RUN, "w") as keep:
        page(keep, 1)
        page(keep, 2)
    (file,) = files(store)
    last = list(store.index.of_target(RUN, TARGET))[-1]
    raw = file.read_bytes()
    response, _ = split_members(raw[last.offset :])
    file.write_bytes(raw[: last.offset + response[0]])
    store.index.drop(RUN, file.name, last.offset)
    store.recover(RUN)
    assert file.stat().st_size == last.offset
    assert list(store.problems(RUN, {})) == []


def test_a_file_that_is_being_written_is_not_repaired(store: CaptureStore) -> None:
    with store.writer(RUN, "w") as keep:
        page(keep, 1)
        (file,) = files(store)
        with file.open("ab") as other:
            other.write(b"half a record")
        size = file.stat().st_size
        store.recover(RUN)
        assert file.stat().st_size == size


def test_a_damaged_lookup_tree_of_the_index_is_found(tmp_path: Path) -> None:
    with CaptureStore(tmp_path) as store:
        manifest = fill(store)
        digest = next(capture.digest for capture, _ in store.of_target(RUN, TARGET))
    path = tmp_path / "index.sqlite"
    body = path.read_bytes()
    copies = [at for at in range(len(body)) if body.startswith(digest.encode(), at)]
    assert len(copies) >= 2  # the row, and the tree that looks rows up by digest
    for at in copies:
        changed = bytearray(body)
        changed[at + 10] ^= 0x01
        path.write_bytes(changed)
        with CaptureStore(tmp_path) as store:
            assert list(store.problems(RUN, {TARGET: manifest}))


# a disk that fills and gets room again


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", "4m") as disk:
        yield disk


def body(number: int) -> bytes:
    return random.Random(number).randbytes(3000)  # packing makes nothing of it


def test_a_record_for_which_there_is_no_room_leaves_nothing_and_the_next_one_is_sound(disk: SmallDisk) -> None:
    with CaptureStore(disk.folder) as store:
        with store.writer(RUN, "w") as keep:
            page(keep, 0)
            disk.leave(30_000)
            with pytest.raises(OSError, match=r"space|full"):
                for number in range(1, 40):
                    page(keep, number, body(number))
            written = number
            with pytest.raises(OSError, match=r"space|full"):
                page(keep, 40, body(40))
            disk.make_room()
            page(keep, 41, body(41))
            manifest, count = keep.finish(TARGET)
        assert count == written + 1
        assert list(store.problems(RUN, {TARGET: manifest})) == []
        store.recover(RUN)
        assert store.manifest(RUN, TARGET) == (manifest, count)


def test_a_file_that_cannot_even_be_begun_is_not_left_behind(disk: SmallDisk) -> None:
    with CaptureStore(disk.folder) as store, store.writer(RUN, "w") as keep:
        told: list[OSError] = []
        keep.on_unwritable = told.append
        disk.leave(0)
        with pytest.raises(OSError, match=r"space|full"):
            page(keep, 0, body(0))
        assert len(told) == 1
        disk.make_room()
        page(keep, 1, body(1))
        manifest, _ = keep.finish(TARGET)
        assert list(store.problems(RUN, {TARGET: manifest})) == []
