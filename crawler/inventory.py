"""台账: CSV and XLSX in, Targets out; every bad row is named and no good row is lost because of one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.addresses import is_private, plain_host, same_site, tidy, typed
from crawler.errors import InputError
from crawler.headed import Headed, headed, is_filler
from crawler.lexicon import load, say
from crawler.model import Target, TargetId, TargetKind, TargetStatus
from crawler.platforms import is_platform
from crawler.registration import COLUMNS as LIFE
from crawler.registration import DAYS, Ending, Registration, aliases, day_of, ending_of, plain
from crawler.sheets import tables

COLUMNS = tuple(each.name for each in fields(Target))
SITE_CODE = re.compile(r"\d{10}|bm\d{8}", re.I)
HINTS = frozenset({"no-source"})  # a public account has no page and no feed; imports and attestations do without
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the file: where, what, and what to write instead."""

    line: int
    column: str
    value: str
    problem: str
    next_step: str
    dropped: bool  # the row was left out
    sheet: str = ""  # of a workbook with several

    def sentence(self, file: str) -> str:
        """One line for the console."""
        place = ":".join(filter(None, (file, self.sheet, str(self.line)))) + (
            f" [{self.column}]" if self.column else ""
        )
        value = say("place.value", value=self.value[:60]) if self.value else ""
        problem = f"{self.problem}{value}"
        dropped = say("inventory.dropped") if self.dropped else ""
        return say("place.sentence", place=place, problem=problem, next=self.next_step, dropped=dropped)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The targets of a file in its order, and what was wrong with it."""

    targets: tuple[Target, ...]
    problems: tuple[Problem, ...]
    registrations: Mapping[TargetId, Registration] = field(default_factory=dict)  # of the targets that have any
    hints: tuple[Problem, ...] = ()  # nothing is wrong, but the machine alone can do little with the row
    columns: frozenset[str] = frozenset()  # those the file has: what it has no column for, it does not say

    @property
    def digest(self) -> str:
        """SHA-256 over the targets as read: equal lists have equal digests, whatever file they came in."""
        text = "\n".join("\x1f".join(str(getattr(target, name)) for name in COLUMNS) for target in self.targets)
        return hashlib.sha256(text.encode()).hexdigest()


def load_inventory(path: Path) -> Inventory:
    """Read a list. Raises InputError when the file as a whole cannot be read; bad rows become problems."""
    if not path.is_file():
        raise InputError(say("inventory.missing"), file=str(path), next_step=say("inventory.missing-next"))
    lists = [found for table in tables(path) if (found := headed(table))]
    if not lists:
        raise _no_header(path)
    seen: dict[tuple[str, str], str] = {}
    parts = [_Reader(one, seen).read() for one in lists]
    return Inventory(
        tuple(target for part in parts for target in part.targets),
        tuple(problem for part in parts for problem in part.problems),
        {id: life for part in parts for id, life in part.registrations.items()},
        tuple(hint for part in parts for hint in part.hints),
        frozenset[str]().union(*(part.columns for part in parts)),
    )


def _no_header(path: Path) -> InputError:
    return InputError(say("inventory.no-header"), file=str(path), line=1, next_step=say("inventory.no-header-next"))


class _Reader:
    """One sheet's rows into targets, problems gathered on the way. ``seen`` is shared by the sheets of a file."""

    def __init__(self, listed: Headed, seen: dict[tuple[str, str], str]) -> None:
        self.listed, self.seen = listed, seen
        self.problems: list[Problem] = []
        self.hints: list[Problem] = []
        self.header = listed.header
        self.places = self._places()
        self.lives: dict[TargetId, Registration] = {}

    def read(self) -> Inventory:
        targets = [target for line, cells in self.listed.rows if (target := self._target(line, cells))]
        return Inventory(tuple(targets), tuple(self.problems), self.lives, tuple(self.hints), frozenset(self.places))

    def _places(self) -> dict[str, list[int]]:
        """Column → positions (a joint list heads sites and accounts apart); unknown ones are problems of the header."""
        names, places, top = aliases("headers"), dict[str, list[int]](), self.listed.line
        for position, header in enumerate(self.header):
            name = names.get(plain(header))
            if name is None and header:
                self._tell(top, header, "", "unknown-column", header=header, known=", ".join(COLUMNS + LIFE))
            elif header in self.header[:position]:
                self._tell(top, header, "", "repeated-column", header=header)
            elif name:
                places.setdefault(name, []).append(position)
        return places

    def _tell(self, line: int, column: str, value: str, what: str, *, dropped: bool = False, **data: object) -> None:
        step = load("console")["inventory"].get(f"{what}-next", "")
        said, step = say(f"inventory.{what}", **data), step.format(**data) if data else step
        problem = Problem(line, column, value, said, step, dropped, self.listed.sheet)
        (self.hints if what in HINTS else self.problems).append(problem)

    def _label(self, name: str) -> str:
        """The column as the file heads it."""
        return self.header[self.places[name][0]] if name in self.places else name

    def _target(self, line: int, cells: Sequence[str]) -> Target | None:
        row = {name: self._text(line, name, cells) for name in COLUMNS}
        if is_filler(row, cells):
            return None
        kind = self._kind(line, row)
        address = self._address(line, row, kind)
        if kind is None or address is None or not self._named(line, row):
            return None
        identity = self._identity(kind, row, address)
        if self._repeated(line, kind, identity, row, address):
            return None
        row["feed"] = self._feed(line, row["feed"])
        self._hints(line, kind, row, address)
        life = self._registration(line, row, cells)
        target = Target(
            id=TargetId(identity), kind=kind, name=row["name"], address=address, owner=row["owner"],
            level=aliases("levels").get(plain(row["level"]), row["level"]), region=row["region"],
            site_code=row["site_code"], platform=row["platform"], account_id=row["account_id"],
            feed=row["feed"], status=self._status(line, row, life), note=row["note"],
        )  # fmt: skip
        if life != Registration():
            self.lives[target.id] = life
        return target

    def _text(self, line: int, name: str, cells: Sequence[str]) -> str:
        texts = (cells[place].strip() for place in self.places.get(name, ()) if place < len(cells))
        raw = next(filter(None, texts), "")
        text = CONTROL.sub("", raw)
        if text != raw:
            self._tell(line, self._label(name), text, "control-character")
        return " ".join(text.split())

    def _kind(self, line: int, row: dict[str, str]) -> TargetKind | None:
        word = row["kind"]
        if word:
            found = aliases("kinds").get(plain(word)) or _said_kind(plain(word))
            if found is None:
                self._tell(line, self._label("kind"), word, "bad-kind", dropped=True)
            elif found == TargetKind.ACCOUNT and not row["platform"] and is_platform(word):
                row["platform"] = word
            return TargetKind(found) if found else None
        if row["platform"] or row["feed"] or row["account_id"]:
            return TargetKind.ACCOUNT
        labels = plain_host(typed(row["address"])).split(".")
        if len(labels) > 2:
            return TargetKind.PORTAL if labels[0] == "www" and len(labels) == 4 else TargetKind.DEPARTMENT_SITE
        self._tell(line, self._label("kind"), "", "no-kind", dropped=True)
        return None

    def _named(self, line: int, row: Mapping[str, str]) -> bool:
        if not row["name"]:
            self._tell(line, self._label("name"), "", "no-name", dropped=True)
        return bool(row["name"])

    def _address(self, line: int, row: Mapping[str, str], kind: TargetKind | None) -> str | None:
        """The address in its plain form; None drops the row, an account may have none."""
        text = row["address"]
        if not text:
            if kind is TargetKind.ACCOUNT:
                return ""
            self._tell(line, self._label("address"), "", "no-address", dropped=True)
            return None
        address = tidy(text)
        if address is None:
            self._tell(line, self._label("address"), text, "bad-address", dropped=True)
        elif is_private(address):
            self._tell(line, self._label("address"), text, "private-address")
        return address

    def _feed(self, line: int, text: str) -> str:
        """The address of a feed, with a scheme; empty where it can be none."""
        if not text or text.lower().startswith(("http://", "https://")):
            return text
        address = tidy(text)
        if address is None:
            self._tell(line, self._label("feed"), text, "bad-address")
        return address or ""

    def _identity(self, kind: TargetKind, row: Mapping[str, str], address: str) -> str:
        """Row numbers (序号) name nobody: with one row put in above, each would belong to somebody else, and with it
        explanations, notices and what was seen before. Two rows that they tell apart stay two."""
        counts_rows = plain(self._label("id")) in {plain(word) for word in load("inventory")["fillers"]["row_numbers"]}
        if row["id"] and not counts_rows:
            return row["id"]
        identity = _derived_id(kind, row, address)
        is_taken = counts_rows and kind is not TargetKind.ACCOUNT and ("id", identity) in self.seen
        return _address_id(address) if is_taken else identity

    def _repeated(self, line: int, kind: TargetKind, identity: str, row: Mapping[str, str], address: str) -> bool:
        keys = [("id", "id", identity)]
        if kind is not TargetKind.ACCOUNT:
            keys.append(("address", "address", same_site(address)))
        elif row["platform"] and row["account_id"]:
            keys.append(("account", "account_id", f"{plain(row['platform'])}/{row['account_id']}"))
        for what, column, key in keys:
            other = self.seen.get((what, key))
            if other is not None:
                self._tell(line, self._label(column), row[column], f"repeated-{what}", dropped=True, other=other)
                return True
        place = ":".join(filter(None, (self.listed.sheet, str(line))))
        self.seen.update({(what, key): place for what, _, key in keys})
        return False

    def _hints(self, line: int, kind: TargetKind, row: Mapping[str, str], address: str) -> None:
        """Problems that leave the row in."""
        if not row["owner"]:
            self._tell(line, self._label("owner"), "", "no-owner")
        if row["site_code"] and not SITE_CODE.fullmatch(row["site_code"]):
            self._tell(line, self._label("site_code"), row["site_code"], "bad-site-code")
        if kind is TargetKind.ACCOUNT and not address and not row["feed"]:
            self._tell(line, self._label("feed"), "", "no-source")

    def _status(self, line: int, row: Mapping[str, str], life: Registration) -> TargetStatus:
        if not row["status"] and life.ended_as:
            return TargetStatus.CLOSED
        found = aliases("statuses").get(plain(row["status"]))
        if found is None:
            self._tell(line, self._label("status"), row["status"], "bad-status")
        return TargetStatus(found or "running")

    def _registration(self, line: int, row: Mapping[str, str], cells: Sequence[str]) -> Registration:
        """The days and the end, from the columns of their own; how it ended often stands in the status alone."""
        days = {name: self._day(line, name, cells) for name in DAYS}
        word = self._text(line, "ended_as", cells)
        ending = ending_of(word)
        if word and ending is None and aliases("statuses").get(plain(word)) != "running":
            self._tell(line, self._label("ended_as"), word, "bad-ending")
        into, status = self._text(line, "merged_into", cells), row["status"]
        if into and aliases("statuses").get(plain(status)) == "closed":
            ending = ending or Ending.MERGED  # 关停 is the common word for every end; this one has an heir
        ending = ending or ending_of(status)
        ended_on = self._end(cells, days["changed_on"]) if ending or into else None
        return Registration(**days, ended_as=ending, merged_into=into, ended_on=ended_on)

    def _end(self, cells: Sequence[str], changed_on: date | None) -> date | None:
        """Where a list has a column of its own for the day of the end, no other change's day stands for it."""
        words = {plain(word) for word in load("inventory")["days"]["of_the_end"]}
        places = [place for place in self.places.get("changed_on", ()) if plain(self.header[place]) in words]
        days = (day_of(cells[place].strip()) for place in places if place < len(cells))
        return max((day for day in days if day), default=None) if places else changed_on

    def _day(self, line: int, name: str, cells: Sequence[str]) -> date | None:
        """The latest of the days a row holds in columns of one meaning (变更日期, 注销日期): the last change."""
        texts = [cells[place].strip() for place in self.places.get(name, ()) if place < len(cells)]
        days = {text: day_of(text) for text in texts if text}
        for text in (text for text, day in days.items() if day is None):
            self._tell(line, self._label(name), text, "bad-day")
        return max((day for day in days.values() if day), default=None)


def _said_kind(word: str) -> str | None:
    """The kind that a longer word speaks of (市级部门网站, 抖音号)."""
    patterns: Mapping[str, str] = load("inventory")["kind_patterns"]
    return next((kind for kind, pattern in patterns.items() if re.search(pattern, word)), None)


def _derived_id(kind: TargetKind, row: Mapping[str, str], address: str) -> str:
    """An id for a list without one: stable as long as the thing itself is."""
    if kind is TargetKind.ACCOUNT:
        return "/".join(part for part in (row["platform"], row["account_id"] or row["name"]) if part)
    if SITE_CODE.fullmatch(row["site_code"]):
        return row["site_code"]
    return _address_id(address)


def _address_id(address: str) -> str:
    parts = urlsplit(address)
    return (parts.netloc + parts.path).rstrip("/")
