"""Saved real pages served again under their true host names; what was not saved answers 404.

The pages stay outside the repository: a folder with ``labels.jsonl``, one line a page with ``path``, ``kind``,
``gov_url`` and the hand-made ``expected`` facts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.world.model import Answer, Names
from tests.world.pages import NOT_FOUND
from tests.world.paperwork import Row

FOLDER = Path(__file__).parents[3] / "shared" / "realpages"  # beside the repository, where it is present
DAY = re.compile(r"(?<!\d)(20\d{2})-?([01]\d)-?([0-3]\d)(?!\d)")
SEEN_DAYS = ("generated_at", "latest_item_date", "meta_pubdate", "visible_pubdate")


@dataclass(frozen=True, slots=True)
class SavedPage:
    file: Path
    kind: str  # home, column, list, article ... as labelled
    url: str  # the true address, or an invented one on a made-up host
    is_true: bool  # the address is the true one
    expected: Mapping[str, Any]  # the hand labels
    on: date | None  # the day the page was saved, as far as it shows it


@dataclass(slots=True)
class SavedHost:
    """One host and the day its pages were saved; ``on`` is the newest day any of them shows."""

    host: str
    on: date
    pages: dict[str, SavedPage] = field(default_factory=dict)  # path → page

    @property
    def is_true(self) -> bool:
        return any(page.is_true for page in self.pages.values())

    def row(self) -> Row:
        """The host's row of an inventory."""
        footers = [page.expected.get("footer") or {} for page in self.pages.values()]
        owner = next((footer["organizer"] for footer in footers if footer.get("organizer")), self.host)
        code = next((footer["site_code"] for footer in footers if footer.get("site_code")), "")
        return {
            "id": self.host, "kind": "portal" if self.host.startswith("www.") else "department_site", "name": self.host,
            "address": f"http://{self.host}/", "owner": owner, "level": "city", "site_code": code, "status": "running",
        }  # fmt: skip


@dataclass(slots=True)
class Replay:
    """Saved hosts as something to serve. AAAA is refused: nobody knows what the names answered that day."""

    hosts: dict[str, SavedHost]

    @property
    def names(self) -> dict[str, Names]:
        return {host: Names(("answer", ("198.18.7.7",)), ("refused", ())) for host in self.hosts}

    def answer(self, host: str, path: str) -> Answer | None:
        saved = self.hosts.get(host)
        if saved is None:
            return None
        page = saved.pages.get(path) or saved.pages.get(path.partition("?")[0])
        return Answer(page.file.read_bytes()) if page else NOT_FOUND


def is_present(folder: Path = FOLDER) -> bool:
    return (folder / "labels.jsonl").is_file()


def load_replay(folder: Path = FOLDER) -> Replay:
    """Every labelled page. Pages whose true address is unknown get one on ``<folder>.saved.gov.test``."""
    hosts: dict[str, SavedHost] = {}
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        page = _page(folder, json.loads(line))
        parts = urlsplit(page.url)
        host = hosts.setdefault(parts.hostname or "", SavedHost(parts.hostname or "", page.on or date.min))
        host.pages[parts.path or "/"] = page
        host.on = max(host.on, page.on or date.min)
    return Replay(hosts)


def true_hosts(replay: Replay) -> list[SavedHost]:
    """The real hosts, whose day is known: what an inventory is written for."""
    return [host for host in replay.hosts.values() if host.is_true and host.on > date.min]


def _page(folder: Path, label: dict[str, Any]) -> SavedPage:
    place = Path(label["path"])
    url = label["gov_url"] or f"http://{place.parts[0]}.saved.gov.test/{place.name}"
    expected = label.get("expected") or {}
    days = [_day(str(expected.get(name) or "")) for name in SEEN_DAYS] + [_day(place.stem)]
    on = max((day for day in days if day), default=None)
    return SavedPage(folder / place, label["kind"], url, bool(label["gov_url"]), expected, on)


def _day(text: str) -> date | None:
    match = DAY.search(text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None
