"""Tables of accounts: one a row below headed columns, or a unit a row with a column for each platform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from crawler.lexicon import load
from crawler.platforms import is_platform, platform_name
from crawler.reading.accounts.listed import ListedAccount, Scope, account
from crawler.reading.accounts.listtree import Box, Mark, Words
from crawler.reading.accounts.listwords import Said, heading_platform, is_name, is_noise, is_organ, trimmed
from crawler.registration import plain

HEADS = 4  # rows from the top in which the headings stand
WIDEST = 60  # columns
ID = re.compile(r"[\w-]{3,40}", re.ASCII)
Row = list[Box | None]


def read_table(table: Box, scope: Scope, *, is_list: bool) -> list[ListedAccount] | None:
    """The accounts of a table with headed columns; None for a table that has none: it only lays out the page."""
    if any(inner.tag == "table" for inner in _boxes(table)):
        return None
    grid = list(_grid(table))
    for place, row in enumerate(grid[:HEADS]):
        texts = [_text(cell) for cell in row]
        columns = _columns(texts)
        if {"name", "platform"} <= set(columns) or {"name", "owner"} <= set(columns) or (is_list and _is_told(columns)):
            return list(_accounts(_unfolded(grid[place + 1 :], texts), columns, scope))
        units = {n: heading_platform(text) for n, text in enumerate(texts) if heading_platform(text)}
        if len(set(units.values())) > 1 and "owner" in columns:
            return [found for each in grid[place + 1 :] for found in _unit(each, columns["owner"], units)]
    return None


def _is_told(columns: dict[str, int]) -> bool:
    return len(columns) > 1 and not {"name", "account"}.isdisjoint(columns)


@cache
def _headers() -> dict[str, str]:
    return {plain(word): key for key, words in load("account_lists")["list_headers"].items() for word in words}


def _columns(texts: Sequence[str]) -> dict[str, int]:
    """Column → position; of two columns of one meaning the first."""
    found: dict[str, int] = {}
    for place, text in enumerate(texts):
        key = _headers().get(plain(text))
        if key:
            found.setdefault(key, place)
    if "account" in found and "name" not in found:
        found["name"] = found.pop("account")
    return found


def _unfolded(rows: Sequence[Row], heads: Sequence[str]) -> list[Row]:
    """One account a row, where the headings come several times side by side."""
    width = next(n for n in range(1, len(heads) + 1) if list(heads) == list(heads[:n]) * (len(heads) // n))
    return [row[n : n + width] for row in rows for n in range(0, max(len(row), 1), width)]


def _accounts(rows: Sequence[Row], columns: dict[str, int], scope: Scope) -> Iterator[ListedAccount]:
    """A row that is one cell is a heading: of a platform, an owner, or something else."""
    for row in rows:
        if len(columns) > 1 and len({id(cell) for cell in row}) == 1:
            text = _text(row[0])
            platform = heading_platform(text)
            owner = text if is_organ(text) else scope.owner
            scope = Scope(platform, scope.owner) if platform else Scope(scope.platform, owner)
        else:
            found = _account(row, columns, scope)
            if found:
                yield found


def _account(row: Row, columns: dict[str, int], scope: Scope) -> ListedAccount | None:
    cells = {key: row[place] for key, place in columns.items() if place < len(row) and row[place] is not None}
    texts = {key: _text(cell) for key, cell in cells.items()}
    said = Said()
    word = texts.get("platform", "")
    said.put(platform=platform_name(word) if is_platform(word) else heading_platform(word))
    said.put(owner=texts.get("owner", ""), account_id=_id(texts.get("account_id", "") or texts.get("account", "")))
    marks = [mark for cell in {id(cell): cell for cell in row if cell}.values() for mark in cell.marks()]
    name = texts.get("name", "")
    if not name or plain(name) in _headers() or is_noise(name):
        return None
    said.put(name=trimmed(name))
    links, pictures = [m for m in marks if m.address][:1], [m for m in marks if m.picture][:1]
    bare = [Mark(m.address, m.platform, m.picture, m.is_code) for m in (*links, *pictures)]
    return account(bare, [], scope, told=said)


def _id(text: str) -> str:
    return text if ID.fullmatch(text) else ""


def _unit(row: Row, owner_place: int, platforms: dict[int, str]) -> Iterator[ListedAccount]:
    """The accounts of one unit: what stands in the column of a platform is the account's name, link or code."""
    owner = _text(row[owner_place]) if owner_place < len(row) else ""
    if not owner or is_platform(owner) or plain(owner) in _headers():
        return
    for place, platform in platforms.items():
        cell = row[place] if place < len(row) else None
        if cell is None:
            continue
        names = [words.text for words in cell.words() if is_name(words.text)]
        marks = list(cell.marks())
        if len(names) > 1 and len(names) >= len(marks):
            pairs = [
                ([mark for mark in marks[n : n + 1] if len(marks) == len(names)], [name])
                for n, name in enumerate(names)
            ]
        else:
            pairs = [(marks, names)] if marks or names else []
        for own, texts in pairs:
            found = account(own, [texts], Scope(platform), told=Said(owner=owner))
            if found and (found.name or found.address or found.picture):
                yield found


def _grid(table: Box) -> Iterator[Row]:
    """Rows of cells; a cell that spans several stands in each of them."""
    waiting: dict[int, tuple[Box, int]] = {}
    for row in (box for box in _boxes(table) if box.tag == "tr"):
        line: Row = []
        cells = iter([item for item in row.items if isinstance(item, Box) and item.tag in {"td", "th"}])
        cell = next(cells, None)
        while (cell is not None or any(place >= len(line) for place in waiting)) and len(line) < WIDEST:
            held = waiting.pop(len(line), None)
            if held:
                if held[1] > 1:
                    waiting[len(line)] = (held[0], held[1] - 1)
                line.append(held[0])
                # a place that is held again is looked at in the next row only
                continue
            if cell is None:
                line.append(None)
                continue
            for n in range(max(1, min(cell.spans[1], WIDEST))):
                if cell.spans[0] > 1:
                    waiting[len(line)] = (cell, cell.spans[0] - 1)
                line.append(cell if n == 0 or cell.spans[0] >= 1 else None)
            cell = next(cells, None)
        yield line


def _boxes(box: Box) -> Iterator[Box]:
    """The boxes below a box, those of tables within left out but for themselves."""
    for item in box.items:
        if isinstance(item, Box):
            yield item
            if item.tag != "table":
                yield from _boxes(item)


def _text(cell: Box | None) -> str:
    if cell is None:
        return ""
    return "".join(leaf.text if isinstance(leaf, Words) else _link_text(leaf) for leaf in cell.leaves())


def _link_text(mark: Mark) -> str:
    return mark.labels[0] if mark.address and mark.labels else ""
