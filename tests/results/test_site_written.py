"""The site in a folder: the same bytes anywhere, nothing of others touched, and made good after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crawler.errors import InputError
from results.publishing.write import SUMS, read_sums, write
from tests.results.published import four_quarters

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from results.audit import Trail
from results.publishing.quarter import published
from results.publishing.site import pages
from results.publishing.write import write
with Trail.read(Path(sys.argv[1])) as trail:
    write(Path(sys.argv[2]), pages(trail.editions(), lambda one: published(trail, one)))
"""


def test_zone_language_and_hash_seed_change_no_byte(tmp_path: Path) -> None:
    four_quarters(tmp_path / "data", ["2026Q3", "2026Q4"])
    sums = []
    for number, (zone, language) in enumerate((("America/New_York", "C"), ("Asia/Shanghai", "zh_CN.UTF-8"))):
        env = os.environ | {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": str(number + 1)}
        out = tmp_path / f"out{number}"
        subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "data"), str(out)], check=True, cwd=ROOT, env=env)
        sums.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert sums[0] == sums[1]
    assert len(sums[0]) > 40


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def _pages(*names: str, content: bytes = b"1") -> list[tuple[str, bytes]]:
    return [(name, content + name.encode()) for name in names]


def test_only_what_differs_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    write(tmp_path, _pages("a/x.html", "b/y.html", "z.css"))
    os.utime(tmp_path / "z.css", ns=(1, 1))
    sums = write(tmp_path, _pages("a/x.html", "z.css"))
    assert (tmp_path / "z.css").stat().st_mtime_ns == 1
    assert not (tmp_path / "b").exists()
    assert read_sums(tmp_path) == sums
    assert sums.keys() == {"a/x.html", "z.css"}


def test_files_of_others_are_left_and_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "own.txt").write_text("mine")
    write(tmp_path, _pages("a/x.html"))
    write(tmp_path, _pages("b.html"))
    assert (tmp_path / "a" / "own.txt").read_text() == "mine"
    with pytest.raises(InputError, match="不是公布程序写入的"):
        write(tmp_path, _pages("a/own.txt"))
    assert (tmp_path / "a" / "own.txt").read_text() == "mine"


def test_a_list_of_sums_that_others_made_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("mine")
    (tmp_path / SUMS).write_text(f"{'0' * 64}  a.html\n")
    with pytest.raises(InputError, match=SUMS):
        write(tmp_path, _pages("b.html"))
    assert (tmp_path / "a.html").read_text() == "mine"


@pytest.mark.parametrize("killed_at", range(4))
def test_a_call_that_was_killed_is_made_good_by_the_next(tmp_path: Path, killed_at: int) -> None:
    class Killed(BaseException):
        pass

    def until(pages: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        for number, page in enumerate(pages):
            if number == killed_at:
                raise Killed
            yield page

    write(tmp_path / "out", _pages("a.html", "c.html", "old.html"))
    with pytest.raises(Killed):
        write(tmp_path / "out", until(_pages("a.html", "b.html", "c.html", "d.html", content=b"2")))
    (tmp_path / "out" / ".b.html.new").write_bytes(b"half")
    third = _pages("a.html", "b.html", "e.html", content=b"3")
    write(tmp_path / "out", third)
    write(tmp_path / "clean", third)
    assert files_in(tmp_path / "out") == files_in(tmp_path / "clean")


def test_a_folder_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="无法写入"):
        write(tmp_path / "file" / "under", _pages("a.html"))
