"""A menu that a script builds: the nodes that stand in its data (zTree, dTree, layui, JSON), with their levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.reading.disclosure.labels import label, opened_address, part_of, pattern
from crawler.reading.pages.literals import read_literals
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_scripts

NAMES = ("name", "title", "text", "label", "channelname", "catalogname", "columnname", "menuname", "catname", "cname")
ADDRESSES = ("url", "href", "link", "channelurl", "linkurl", "jump_url", "jumpurl", "pageurl", "weburl", "src")
OWN_IDS = ("id", "channelid", "nodeid", "catalogid", "columnid")
PARENT_IDS = ("pid", "parentid", "parent_id", "fid", "parent")
ADDED = re.compile(
    r"""\.add\(\s*['"]?(-?\w+)['"]?\s*,\s*['"]?(-?\w+)['"]?\s*,\s*(['"])(.{1,60}?)\3(?:\s*,\s*(['"])(.{0,300}?)\5)?"""
)
LONGEST = 600_000  # characters of all the scripts read
MOST = 600  # nodes
DEEPEST = 6  # levels
SHORT = 16  # characters of a menu's word; titles of articles are longer
MENU_SHARE = 0.8  # of the names of a menu are no longer


@dataclass(frozen=True, slots=True)
class MenuNode:
    """A node of a menu. ``path`` holds the names from the outermost node down, itself last; ``url`` may be empty."""

    name: str
    path: tuple[str, ...]
    url: str


@dataclass(slots=True)
class Raw:
    """A node as the data has it."""

    name: str
    url: str
    own: str
    above: str  # the parent's id
    inside: int | None = None  # the node it is nested in


@once
def scripted_menus(page: Page) -> tuple[tuple[MenuNode, ...], ...]:
    """The menus in the page's scripts, each as its nodes in the order of the data."""
    quick = pattern("tree", "in_scripts")
    menus: list[list[Raw]] = []
    left = LONGEST
    for script in inline_scripts(page):
        if len(script) > left or not quick.search(script):
            continue
        left -= len(script)
        added = [Raw(label(m[4]), m[6] or "", m[1], m[2]) for m in ADDED.finditer(script)]
        menus.append(added)
        for value in read_literals(script):
            raw: list[Raw] = []
            collect(value, None, raw)
            menus.append(raw)
    return tuple(nodes for menu in menus if is_menu(menu) and (nodes := resolved(page, menu)))


def is_menu(menu: list[Raw]) -> bool:
    """Several short names: neither a setting nor a list of articles."""
    node = pattern("tree", "node")
    return len(menu) > 1 and sum(len(one.name) <= SHORT and bool(node.search(one.name)) for one in menu) >= (
        MENU_SHARE * len(menu)
    )


def collect(value: Any, inside: int | None, raw: list[Raw]) -> None:
    """The named objects of a value, the outer ones first."""
    waiting: list[tuple[Any, int | None]] = [(value, inside)]
    while waiting and len(raw) < MOST:
        one, above = waiting.pop()
        if isinstance(one, list):
            waiting.extend((inner, above) for inner in reversed(one) if isinstance(inner, list | dict))
        elif isinstance(one, dict):
            fields = {str(key).lower(): inner for key, inner in one.items()}
            name = label(text_of(fields, NAMES))
            if name:
                ids = text_of(fields, OWN_IDS), text_of(fields, PARENT_IDS)
                raw.append(Raw(name, text_of(fields, ADDRESSES), *ids, above))
                above = len(raw) - 1
            inner = [each for each in one.values() if isinstance(each, list | dict)]
            waiting.extend((each, above) for each in reversed(inner))


def text_of(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The first of these fields that holds a word or a number."""
    found = (fields[key] for key in keys if key in fields)
    return next((str(one).strip() for one in found if isinstance(one, str | int) and str(one).strip()), "")


def resolved(page: Page, menu: list[Raw]) -> tuple[MenuNode, ...]:
    """The nodes with their levels: as they are nested, else as their ids say."""
    by_id = {one.own: number for number, one in enumerate(menu) if one.own}
    nodes = (
        MenuNode(one.name, tuple(reversed(list(upwards(number, menu, by_id)))), opened_address(page, one.url))
        for number, one in enumerate(menu)
    )
    return tuple(dict.fromkeys(nodes))


def upwards(number: int, menu: list[Raw], by_id: Mapping[str, int]) -> Iterator[str]:
    """The names from a node up to its outermost one."""
    place: int | None = number
    for _ in range(DEEPEST):
        if place is None:
            return
        one = menu[place]
        yield one.name
        above = one.inside if one.inside is not None else by_id.get(one.above)
        place = above if above != place else None


def below(menu: tuple[MenuNode, ...], head: MenuNode) -> tuple[MenuNode, ...]:
    """The nodes below one of them, their paths beginning there."""
    size = len(head.path)
    return tuple(
        MenuNode(one.name, one.path[size:], one.url)
        for one in menu
        if len(one.path) > size and one.path[:size] == head.path
    )


def names_parts(menu: tuple[MenuNode, ...]) -> bool:
    """The menu is that of the column's parts."""
    return sum(part_of(one.name) is not None for one in menu) > 1
