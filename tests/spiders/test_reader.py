"""What a gathering process read is what the captures say, to the byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crawler.captures.readings import Readings
from crawler.captures.store import CaptureStore
from crawler.model import Target, TargetId
from crawler.reading.evidence import read_target
from tests.spiders.conftest import RUN, Gathered, gather, site
from tests.spiders.portal_server import Portal

ON = date(2026, 11, 16)
ROUTES = ("", "moved", "gbk", "gzip", "half", "blocked412", "loop", "broken-gzip", "bomb")


def told(gathered: Gathered) -> dict[str, tuple[str, str]]:
    """Target → (manifest, digest of the reading)."""
    events = [event for event in gathered.events if event["event"] == "gathered"]
    return {event["target"]: (event["manifest"], event["reading"]) for event in events}


def read_again(gathered: Gathered, target: Target, manifest: str, folder: Path) -> str:
    """The digest of a reading made from the stored captures alone."""
    with CaptureStore(gathered.data / "captures", limit=2 << 20) as store:
        read = read_target(target, store.of_target(RUN, target.id), ON)
        return Readings(folder, RUN, ON).keep(target.id, manifest, read.evidence(), read.made)


def test_the_reading_kept_is_the_one_the_captures_give(server: Portal, tmp_path: Path) -> None:
    gathered = gather(tmp_path / "g", [site(name or "home", server.url(f"/{name}")) for name in ROUTES])
    kept = told(gathered)
    for target in gathered.targets:
        manifest, digest = kept[target.id]
        assert digest, target.id
        assert read_again(gathered, target, manifest, tmp_path / "again") == digest, target.id


def test_a_visit_that_goes_on_leaves_its_captures_to_the_judge(server: Portal, tmp_path: Path) -> None:
    target = site("home", server.url("/"))
    first = told(gather(tmp_path, [target]))
    assert told(gather(tmp_path, [target], "w2"))["home"] == (first["home"][0], "")


def test_a_page_too_long_to_wait_for_is_left_to_the_judge(server: Portal, tmp_path: Path) -> None:
    long = gather(tmp_path, [site("long", server.url("/long"))])
    assert told(long)[TargetId("long")][1] == ""
