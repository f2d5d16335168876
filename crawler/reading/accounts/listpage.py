"""A portal's list of its new-media accounts, whatever its form: groups, cards, walls of codes, tabs, tables, trees."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.reading.accounts.listdata import read_answer, read_records
from crawler.reading.accounts.listed import ListedAccount, Scope, account, merged, one_account, telling
from crawler.reading.accounts.listtables import read_table
from crawler.reading.accounts.listtabs import LONGEST_BAR, panels, tab_platforms
from crawler.reading.accounts.listtitles import HEADINGS, is_list_page, title_platform
from crawler.reading.accounts.listtree import Box, Item, Mark, Words, read_tree
from crawler.reading.accounts.listwords import (
    has_day,
    heading_platform,
    is_group,
    is_line,
    is_noise,
    is_organ,
    short_platforms,
    sign_platform,
    tells,
)
from crawler.reading.accounts.state import page_data
from crawler.reading.footer.footer import read_footer
from crawler.reading.listings.anchors import base_url
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page

ROWS = frozenset({"li", "dd", "td", "p", "a", "option"})
LONGEST_BARE = 14  # characters of a name that stands alone
FEW = 3  # lines a box may have and still be a heading


@once
def read_account_list(page: Page, data: tuple[bytes, ...] = ()) -> tuple[ListedAccount, ...]:
    """The accounts a page lists, in its order. A page that lists none gives none.

    ``data``: the answers that the page's scripts would ask for.
    """
    tree, scope = read_tree(page), Scope(title_platform(page))
    is_list = is_list_page(page, tree)
    found = merged(
        [
            *_Reader(is_list, is_list and len(short_platforms(tree.all_signs())) > 1).box(tree, scope),
            *(_of_data(page, data, scope) if is_list else ()),
        ]
    )
    titles = {each.platform for each in found if _is_bare(each) and len(each.name) > LONGEST_BARE}
    found = tuple(each for each in found if not _is_bare(each) or (each.name and each.platform not in titles))
    if any(each.owner for each in found):
        return found
    owner = read_footer(page).owner or ""
    return tuple(replace(each, owner=owner, owner_from_footer=bool(owner)) for each in found)


def _of_data(page: Page, data: tuple[bytes, ...], scope: Scope) -> list[ListedAccount]:
    """What the page's own scripts hold, and the answers they would ask for."""
    values = [*page_data(page), *(value for body in data for value in read_answer(body))]
    return read_records(values, base_url(page), scope)


def _is_bare(account: ListedAccount) -> bool:
    """Nothing but a name: where one of a group is too long for one, they are titles of news."""
    return not (account.address or account.picture or account.account_id or account.owner)


@dataclass(slots=True)
class _Headings:
    """The headings in force within one box; one of a kind ends its forerunner and what came below it."""

    outer: Scope
    stack: list[tuple[str, str]]

    def put(self, kind: str, text: str) -> None:
        kinds = [each for each, _ in self.stack]
        if kind in kinds:
            del self.stack[kinds.index(kind) :]
        self.stack.append((kind, text))

    @property
    def scope(self) -> Scope:
        values = dict(self.stack)
        return Scope(values.get("platform", self.outer.platform), values.get("owner", self.outer.owner))


@dataclass(frozen=True, slots=True)
class _Reader:
    is_list: bool
    is_short: bool  # icons name platforms in short

    def box(self, box: Box, scope: Scope) -> Iterator[ListedAccount]:
        """The accounts below a box."""
        if box.tag == "table":
            rows = read_table(box, scope, is_list=self.is_list)
            if rows is not None:
                yield from rows
                return
        yield from self._items(box.items, scope)

    def _items(self, items: Sequence[Item], outer: Scope) -> Iterator[ListedAccount]:
        headings, flat, done, rows = _Headings(outer, []), _Flat.of(items), set[int](), _caption_rows(items)
        sections = self._sections(items)
        for place, item in enumerate(items):
            if place in done:
                continue
            if place in rows:
                done.add(place + 1)
                cards = (self._card([mark], [[words.text]], headings.scope) for mark, words in rows[place])
                yield from (card for card in cards if card)
                continue
            if isinstance(item, Mark):
                found = self._card([item], [flat.around(place)], headings.scope)
                if found:
                    yield found
            elif isinstance(item, Words):
                if place not in flat.taken:
                    yield from self._line(item, headings, has_more=place + 1 < len(items))
            else:
                near = range(place + 1, min(place + 1 + LONGEST_BAR, len(items)))
                tabs = panels(item, [items[n] for n in near]) if tab_platforms(item) else []
                for panel, platform in tabs:
                    yield from self._inner(panel, replace(headings.scope, platform=platform))
                done |= {n for n in near if _holds(items[n], [panel for panel, _ in tabs])}
                if not tabs:
                    yield from self._inner_or_heading(item, headings, sections.get(place, ""))

    def _sections(self, items: Sequence[Item]) -> dict[int, str]:
        """Boxes side by side whose classes name platforms, each another: what a single one is named for says little."""
        named = {n: sign_platform(item.signs) for n, item in enumerate(items) if isinstance(item, Box)}
        return named if self.is_list and len(set(named.values()) - {""}) > 1 else {}

    def _inner_or_heading(self, box: Box, headings: _Headings, icon: str) -> Iterator[ListedAccount]:
        if next(box.marks(), None) is None:
            texts = [words.text for words in box.words()]
            if any(has_day(text) for text in texts):
                return
            found = {heading_platform(text) for text in texts} - {""}
            if len(found) == 1 and len(texts) <= FEW:
                headings.put("platform", found.pop())
                return
            if len(texts) == 1 and is_organ(texts[0]):
                headings.put("owner", texts[0])
                return
            if len(found) > 1 and not self.is_list:
                return
        yield from self._inner(box, replace(headings.scope, icon=icon or headings.outer.icon))

    def _inner(self, item: Item, scope: Scope) -> Iterator[ListedAccount]:
        """A box as one card, or as what holds several."""
        if isinstance(item, Words):
            yield from self._line(item, _Headings(scope, []), has_more=False)
            return
        marks = [item] if isinstance(item, Mark) else telling(list(item.marks()))
        if marks and one_account(marks) and (isinstance(item, Mark) or _is_card(item, marks)):
            levels = [] if isinstance(item, Mark) else _levels(item)
            found = self._card(marks, levels, replace(scope, icon=self._icon(item) or scope.icon))
            if found:
                yield found
        elif isinstance(item, Box):
            yield from self.box(item, scope)

    def _icon(self, item: Item) -> str:
        """The one platform that the classes and file names of a box stand for."""
        signs = item.all_signs() if isinstance(item, Box) else item.signs
        short = short_platforms(signs) if self.is_short else set()
        return sign_platform(signs) or (short.pop() if len(short) == 1 else "")

    def _line(self, words: Words, headings: _Headings, *, has_more: bool) -> Iterator[ListedAccount]:
        """A line by itself: a heading, or an account that is only named."""
        platform = heading_platform(words.text)
        if platform:
            headings.put("platform", platform)
        elif is_organ(words.text) and has_more:
            headings.put("owner", words.text)
        elif words.tags & HEADINGS and not is_group(words.text) and not is_noise(words.text):
            headings.put("platform", "")  # another matter begins
        elif self.is_list and words.tags & ROWS and (headings.scope.platform or tells(words.text).platform):
            found = account([], [[words.text]], headings.scope) if is_line(words.text) else None
            if found and found.name:
                yield found

    def _card(self, marks: Sequence[Mark], levels: Sequence[Sequence[str]], scope: Scope) -> ListedAccount | None:
        found = account(marks, levels, scope)
        if found is None or found.address or (any(mark.is_code for mark in marks) and (found.platform or self.is_list)):
            return found
        return found if self.is_list and found.platform and found.name else None


def _is_card(box: Box, marks: Sequence[Mark]) -> bool:
    """Words that are headings of two platforms, or of many things, stand around no single account."""
    words, known = list(box.words()), {mark.platform for mark in marks}
    platforms = {heading_platform(each.text) for each in words} - {""}
    return len(words) <= 2 * FEW and len(platforms) <= 1 and not any(_is_another(each.text, known) for each in words)


def _is_another(text: str, known: set[str]) -> bool:
    """The line names an account of another platform than the links beside it."""
    said, platforms = tells(text), known - {""}
    return bool(said.name and said.platform and platforms and said.platform not in platforms)


def _levels(box: Box) -> list[list[str]]:
    """The lines around the only account of a box, the nearest box first."""
    levels = [[item.text for item in box.items if isinstance(item, Words)]]
    inner = [item for item in box.items if isinstance(item, Box)]
    for item in sorted(inner, key=lambda item: next(item.marks(), None) is None):
        has_mark = next(item.marks(), None) is not None
        levels = [*_levels(item), *levels] if has_mark else [*levels, [words.text for words in item.words()]]
    return levels


def _holds(item: Item, panels: Sequence[Item]) -> bool:
    return any(
        item is panel or (isinstance(item, Box) and any(inner is panel for inner in item.items)) for panel in panels
    )


def _caption_rows(items: Sequence[Item]) -> dict[int, list[tuple[Mark, Words]]]:
    """Rows of pictures and rows of as many captions, in turns: the place of a pair's first row → its pairs."""
    rows = {n: [*item.leaves()] for n, item in enumerate(items) if isinstance(item, Box)}
    kinds = {n: type(row[0]) for n, row in rows.items() if row and len({type(leaf) for leaf in row}) == 1}
    found: dict[int, list[tuple[Mark, Words]]] = {}
    first = next((kinds[n] for n in kinds if len(rows[n]) > 1), None)
    for n, kind in kinds.items():
        below = rows.get(n + 1, [])
        if kind is first and kinds.get(n + 1, first) is not first and len(rows[n]) == len(below):
            leaves = [
                (one, other) if isinstance(one, Mark) else (other, one)
                for one, other in zip(rows[n], below, strict=True)
            ]
            found[n] = [(mark, words) for mark, words in leaves if isinstance(mark, Mark) and isinstance(words, Words)]
    return found if any(len(pairs) > 1 for pairs in found.values()) else {}


@dataclass(frozen=True, slots=True)
class _Flat:
    """Marks and lines side by side in one box: which lines are which mark's."""

    lines: dict[int, list[str]]
    taken: frozenset[int]

    @classmethod
    def of(cls, items: Sequence[Item]) -> _Flat:
        places = [n for n, item in enumerate(items) if isinstance(item, Mark)]
        known = {item.platform for item in items if isinstance(item, Mark)}
        words = {n: item.text for n, item in enumerate(items) if isinstance(item, Words)}
        free = [n for n, text in words.items() if not heading_platform(text) and not _is_another(text, known)]
        lines, taken = dict[int, list[str]](), set[int]()
        if not places or len(free) < len(places):
            return cls(lines, frozenset())
        after, alone = places[0] < free[0], set(free)
        for n in free:
            at = bisect(places, n) - after
            if not 0 <= at < len(places) or (not after and _is_named(items[places[at]])):
                continue
            between = range(min(n, places[at]) + 1, max(n, places[at]))
            if len(between) < FEW and alone.issuperset(between):
                lines.setdefault(places[at], []).append(words[n])
                taken.add(n)
        return cls(lines, frozenset(taken))

    def around(self, place: int) -> list[str]:
        return self.lines.get(place, [])


def _is_named(item: Item) -> bool:
    return isinstance(item, Mark) and any(tells(label).name for label in item.labels)
