"""The tree below 法定主动公开内容 as it was visited: node by node, with what stands there and how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crawler.reading.columns.column import ColumnLink, ColumnState, kind_of, read_column
from crawler.reading.disclosure.column import MenuNode, read_nodes
from crawler.reading.listings.listing import data_calls
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import PATH_SEPARATOR, Seen, distrusted
from crawler.reading.sites.site import NodeSeen
from crawler.reading.sites.sought import VisitedColumn


@dataclass(slots=True)
class NodeTree:
    """Grows with the pages that show the menu, and with the pages of its nodes."""

    menu: dict[tuple[tuple[str, ...], str], MenuNode] = field(default_factory=dict)
    visited: dict[str, VisitedColumn] = field(default_factory=dict)  # by address key

    def take_menu(self, page: Page | None) -> None:
        """The nodes a page's menu names; the first page that names one says where it stands."""
        known = {(node.name, node.url) for node in self.menu.values()}
        for node in read_nodes(page) if page is not None else ():
            if (node.name, node.url) not in known:
                self.menu[node.path, node.url] = node

    def take_node(self, seen: Seen) -> None:
        """One node's own page."""
        path = tuple(part for part in seen.label.split(PATH_SEPARATOR) if part) or (seen.requested,)
        link = ColumnLink(path[-1], seen.requested, path, kind_of(path))
        column = self.visited.setdefault(address_key(seen.requested), VisitedColumn(link, seen.digests))
        column.fault, page = seen.fault, seen.rendered or seen.page
        if page is None:
            return
        self.take_menu(page)
        column.ends_at, column.page = page.url, read_column(page, link)
        if column.page.state is ColumnState.SCRIPTED:
            column.asked = {address_key(call.url): call.family for call in data_calls(page)}

    def distrust(self) -> None:
        """A "not found" of this site proves nothing."""
        for column in self.visited.values():
            column.fault = distrusted(column.fault)

    def read_whole(self, columns: Mapping[str, VisitedColumn]) -> bool:
        """Every node was seen, and one without a page of its own shows what stands below it: the tree hides nothing."""
        heads = {node.path[:place] for node in self.menu.values() for place in range(1, len(node.path))}
        return all(self._is_seen(node, columns) if node.url else node.path in heads for node in self.menu.values())

    def _is_seen(self, node: MenuNode, columns: Mapping[str, VisitedColumn]) -> bool:
        column = self.visited.get(address_key(node.url)) or columns.get(address_key(node.url))
        return column is not None and column.state is not None

    def fact(self, columns: Mapping[str, VisitedColumn]) -> tuple[NodeSeen, ...]:
        """Every node of the menu; ``columns`` are those visited for themselves, nodes among them."""
        return tuple(self._seen(node, columns) for node in self.menu.values())

    def _seen(self, node: MenuNode, columns: Mapping[str, VisitedColumn]) -> NodeSeen:
        key = address_key(node.url) if node.url else ""
        column = self.visited.get(key) or columns.get(key)
        bare = NodeSeen(node.path, node.url)
        if column is None:
            return bare
        listing = column.listing()
        return replace(
            bare,
            state=listing.state,
            newest=listing.newest,
            item_count=listing.item_count,
            undated=listing.undated,
            note=listing.note,
            fault=listing.fault,
            capture=listing.capture,
        )
