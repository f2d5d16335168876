"""Letters and publications on a disk that fills and gets room again: whole or not at all, each number given once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checks.catalogue import load_catalogue
from crawler.errors import NO_DISK, InputError
from results.audit import Trail
from results.files import digest_of
from results.intervals import intervals_of, keep_intervals
from results.notices.issue import Order, issue
from results.publishing import freeze
from results.publishing.release import release
from results.publishing.write import read_sums
from results.verify import verify
from tests.results.noticed import ISSUED, OFFICE
from tests.results.office import NOON, RECORD, RUN, filled, uphold
from tests.results.published import CONFIG, inspected, noon, usual
from tests.small_disk import SmallDisk, small_disk

PAGE = 4096
ROOM = (0, 1, 2, 4, 6, 8, 11, 14, 18, 22, 27, 33, 40, 50, 65, 90)  # pages left, time after time


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", "32m") as disk:
        yield disk


def again_and_again(disk: SmallDisk, work: Callable[[], object]) -> list[str]:
    """The work with more and more room, at last with enough; what was said where it did not come to its end."""
    said = []
    for pages in ROOM:
        disk.leave(pages * PAGE)
        try:
            work()
        except InputError as error:
            said.append(str(error))
        except OSError as error:
            assert error.errno in NO_DISK, error  # what the door has words for
            said.append(str(error))
        finally:
            disk.make_room()
        assert verify(disk.folder / "var") == []
    work()
    return said


def test_letters_are_issued_once_and_whole(disk: SmallDisk) -> None:
    data = disk.folder / "var"
    filled(data)
    with Trail.open(data) as trail:
        for finding in trail.findings(RUN):
            if finding.target in {"d1", "p1", "m1"} and finding.outcome.value == "failed":
                uphold(trail, finding.id)
    order = Order(data, data / "notices", RECORD, ISSUED, NOON)

    def letters() -> None:
        with Trail.open(data) as trail:
            issue(trail, order, OFFICE, load_catalogue())

    assert again_and_again(disk, letters)
    with Trail.read(data) as trail:
        found = list(trail.notices().values())
    assert sorted((one.year, one.number) for one in found) == [(2026, number + 1) for number in range(len(found))]
    assert {one.file for one in found} == {path.name for path in (data / "notices").glob("*.docx")}
    for one in found:
        assert digest_of((data / "notices" / one.file).read_bytes()) == one.document_digest
    assert list((data / "notices").glob("*.new")) == []


def test_a_quarter_is_published_once_and_whole(disk: SmallDisk, tmp_path: Path) -> None:
    data, out = disk.folder / "var", disk.folder / "site"
    record = inspected(data, usual())
    calm = inspected(tmp_path / "calm", usual())
    order = freeze.Order(record, "王芳", record.on, noon(record.on), "")

    def publish() -> None:
        with Trail.open(data) as trail:
            release(trail, order, CONFIG, out)

    assert again_and_again(disk, publish)
    with Trail.open(tmp_path / "calm") as trail:
        release(trail, replace(order, run=calm), CONFIG, tmp_path / "site")
    with Trail.read(data) as trail:
        assert len(list(trail.known_rows("editions"))) == 1
    assert set(read_sums(out)) == set(read_sums(tmp_path / "site"))
    assert {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()} - set(read_sums(out)) == {
        "SHA256SUMS", ".lock",
    }  # fmt: skip


def test_the_table_a_run_goes_by_is_kept_whole_or_not_at_all(disk: SmallDisk, tmp_path: Path) -> None:
    """Half a table would be a shorter one, and nobody would ever write it anew."""
    run = RECORD.id
    table = tmp_path / "city.toml"
    rows = "\n".join(f'[[interval]]\ndays = {days}\nwords = ["栏目{days}"]' for days in range(1, 400))
    table.write_text(f'title = "市"\nset_by = "市政府办"\n{rows}\n', encoding="utf-8")
    data = disk.folder / "var"
    (data / "intervals").mkdir(parents=True)
    disk.leave(2 * PAGE)
    with pytest.raises(OSError, match="space"):
        keep_intervals(data, run, str(table))
    assert list((data / "intervals").iterdir()) == []
    disk.make_room()
    keep_intervals(data, run, str(table))
    assert Path(intervals_of(data, run)).read_bytes() == table.read_bytes()
