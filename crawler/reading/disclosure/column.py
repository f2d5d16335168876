"""The 政府信息公开专栏: its entry, its parts and its tree."""

from __future__ import annotations

from crawler.reading.disclosure.absence import entry_is_absent, entry_is_hinted, hinted_parts
from crawler.reading.disclosure.contents import find_content
from crawler.reading.disclosure.entry import entry_candidates, entry_rank, find_entry
from crawler.reading.disclosure.guide import GuideFields, read_guide
from crawler.reading.disclosure.labels import LabelledLink, Part
from crawler.reading.disclosure.menudata import MenuNode
from crawler.reading.disclosure.menufiles import menu_files, read_menu
from crawler.reading.disclosure.parts import parts_are_complete, read_parts
from crawler.reading.disclosure.title import column_title
from crawler.reading.disclosure.tree import read_nodes, read_tree

__all__ = [
    "GuideFields",
    "LabelledLink",
    "MenuNode",
    "Part",
    "column_title",
    "entry_candidates",
    "entry_is_absent",
    "entry_is_hinted",
    "entry_rank",
    "find_content",
    "find_entry",
    "hinted_parts",
    "menu_files",
    "parts_are_complete",
    "read_guide",
    "read_menu",
    "read_nodes",
    "read_parts",
    "read_tree",
]
