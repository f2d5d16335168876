"""The columns that every portal keeps among its statutory contents: gazette, rules, plans."""

from __future__ import annotations

from crawler.reading.columns.kinds import ColumnKind, column_kind, names_kind
from crawler.reading.columns.menus import NAME_LENGTH, clean_name
from crawler.reading.columns.navigation import is_own, item_links
from crawler.reading.disclosure.labels import LabelledLink
from crawler.reading.disclosure.tree import read_nodes
from crawler.reading.listings.blocks import read_layout
from crawler.reading.pages.page import Page

DOCUMENTS = frozenset({ColumnKind.RULE, ColumnKind.NORMATIVE_DOCUMENT, ColumnKind.POLICY_DOCUMENT, ColumnKind.PLAN})


def find_content(page: Page, kind: ColumnKind) -> LabelledLink | None:
    """The column of a kind: in the tree, else in any menu of the page. A column with an address before one without."""
    nodes = [LabelledLink(node.name, node.url) for node in read_nodes(page) if is_of(node.name, kind)]
    linked = next((node for node in nodes if node.url), None) or next(iter(menu_columns(page, kind)), None)
    return linked or next(iter(nodes), None)


def menu_columns(page: Page, kind: ColumnKind) -> list[LabelledLink]:
    """The short links of the page whose names speak of the kind, items of lists left out."""
    found: list[LabelledLink] = []
    items = item_links(page)
    for anchor in read_layout(page).ground.anchors:
        if anchor.article or anchor.element in items or not 2 <= len(anchor.title) <= 2 * NAME_LENGTH:
            continue
        name = clean_name(anchor.title)
        if len(name) <= NAME_LENGTH and is_of(name, kind) and is_own(anchor.url, page.url, kind):
            found.append(LabelledLink(name, anchor.url))
    return found


def is_of(name: str, kind: ColumnKind) -> bool:
    """The name is of the kind, or that of a column of several kinds of documents (规章和规范性文件)."""
    own = column_kind(name)
    return own is kind or (own in DOCUMENTS and kind in DOCUMENTS and names_kind(name, kind))
