"""What happened between two lists: opened, changed, merged, closed, cancelled, reopened, and what nobody can tell.

What a list has no column for it does not say: nothing changes, opens or ends because of a missing column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crawler.filing import Filing, filed
from crawler.inventory import Inventory
from crawler.matching import Unclear, match
from crawler.model import Target, TargetStatus
from crawler.platforms import platform_name
from crawler.registration import Ending, Registration, plain
from crawler.workdays import Workdays, shipped

SHOWN = ("kind", "name", "address", "owner", "level", "region", "site_code", "platform", "account_id", "feed", "note")
LIFE = ("ended_as", "merged_into", "opened_on", "changed_on", "filed_on")
REGISTERED = frozenset({"name", "address", "owner", "platform", "account_id"})  # a change of them is to be filed


Fields = dict[str, tuple[str, str]]  # column → old and new value


class ChangeKind(StrEnum):
    OPENED = "opened"
    CHANGED = "changed"
    MERGED = "merged"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    AMBIGUOUS = "ambiguous"  # may be any of several of the other list: a person tells


@dataclass(frozen=True, slots=True)
class Change:
    """One target's change. ``fields`` holds old and new value by column; ``target`` is the newest row there is."""

    kind: ChangeKind
    target: Target
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    merged_into: str = ""
    stated: bool = True  # False: the row is gone, and no list says why
    filing: Filing | None = None  # of accounts
    is_old: bool = False  # the target stands in the older list only
    candidates: tuple[Target, ...] = ()  # of the other list, where it is ambiguous


def changes(old: Inventory, new: Inventory, *, within: int, workdays: Workdays | None = None) -> tuple[Change, ...]:
    """Every change in the order of the new list, what is gone after it. ``within`` counts working days for filing, by
    the shipped calendar without another."""
    return tuple(_Comparison(old, new, within, workdays or shipped()).all())


class _Comparison:
    def __init__(self, old: Inventory, new: Inventory, within: int, workdays: Workdays) -> None:
        self.old, self.new, self.within, self.workdays = old, new, within, workdays
        both = old.columns & new.columns
        self.compared = tuple(name for name in (*SHOWN, *LIFE) if name in both)

    def all(self) -> Iterator[Change]:
        matching = match(self.old.targets, self.new.targets)
        olds = {id(new): old for old, new in matching.pairs}
        added = {id(target) for target in matching.added}
        for target in self.new.targets:
            change = self._added(target) if id(target) in added else None
            if id(target) in olds:
                change = self._between(olds[id(target)], target)
            if change:
                yield change
        yield from (self._gone(target) for target in matching.gone if target.status is TargetStatus.RUNNING)
        yield from (_ambiguous(each) for each in matching.unclear)

    def _added(self, target: Target) -> Change:
        life = _life(self.new, target)
        if target.status is TargetStatus.RUNNING:
            return Change(ChangeKind.OPENED, target, filing=self._filing(target, life, is_opening=True))
        return Change(_end(life), target, merged_into=life.merged_into, filing=self._filing(target, life))

    def _gone(self, target: Target) -> Change:
        """A row that is no longer there has ended, as far as the lists go; how, only the older list could say."""
        life = _life(self.old, target)
        unknown = self._filing(target, Registration())
        stated = life.ended_as is not None
        return Change(_end(life), target, merged_into=life.merged_into, stated=stated, filing=unknown, is_old=True)

    def _between(self, old: Target, new: Target) -> Change | None:
        before, after = _life(self.old, old), _life(self.new, new)
        fields = self._fields(old, new, before, after)
        told = not self.new.columns.isdisjoint({"status", "ended_as"})
        if old.status is not new.status and told:
            fields = {"status": (str(old.status), str(new.status)), **fields}
        if not fields:
            return None
        kind = ChangeKind.CHANGED
        if "status" in fields:
            kind = ChangeKind.REOPENED if new.status is TargetStatus.RUNNING else _end(after)
        to_file = "status" in fields or REGISTERED & set(fields)
        fresh = after if after.changed_on != before.changed_on else Registration()  # an old day is of an older change
        filing = self._filing(new, fresh) if to_file else None
        return Change(kind, new, fields, after.merged_into, filing=filing)

    def _fields(
        self, old: Target, new: Target, before: Registration, after: Registration
    ) -> dict[str, tuple[str, str]]:
        found = {}
        for name in self.compared:
            one = _text(getattr(before if name in LIFE else old, name))
            other = _text(getattr(after if name in LIFE else new, name))
            if _compared(name, one) != _compared(name, other):
                found[name] = (one, other)
        return found

    def _filing(self, target: Target, life: Registration, *, is_opening: bool = False) -> Filing | None:
        if target.is_site:
            return None
        return filed(life, self.within, is_opening=is_opening, workdays=self.workdays)


def _life(inventory: Inventory, target: Target) -> Registration:
    return inventory.registrations.get(target.id, Registration())


def _end(life: Registration) -> ChangeKind:
    if life.ended_as is None and life.merged_into:
        return ChangeKind.MERGED
    return ChangeKind(str(life.ended_as or Ending.CLOSED))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _compared(name: str, text: str) -> str:
    """Width, blanks and a platform's other name are no change; in an address every character may be one."""
    if name in {"address", "feed"}:
        return text
    return platform_name(text) if name == "platform" else plain(text)


def _ambiguous(unclear: Unclear) -> Change:
    return Change(ChangeKind.AMBIGUOUS, unclear.target, is_old=unclear.is_old, candidates=unclear.candidates)
