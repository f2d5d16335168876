"""Which numbered paragraphs are tasks: those that name units; in a document that names none, what sections hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from results.ledger import units
from results.ledger.draft import Draft, leftovers_of, of_node
from results.ledger.outline import Node
from results.ledger.task import Leftover
from results.ledger.words import pattern

SECTIONS = ("part", "section")


@dataclass(slots=True)
class Chosen:
    drafts: list[Draft] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)


def choose(nodes: list[Node], *, beside_table: bool = False) -> Chosen:
    """The tasks among the numbered paragraphs of one part of a document, and what is none.

    ``beside_table``: the document has a table of tasks, too, so that a mere line may be a heading inside of it.
    """
    every = [each for node in nodes for each in node.walk()]
    owners = [each for each in every if each.states]
    kinds = {each.mark.kind for each in owners if each.mark}
    chosen = Chosen()
    for node in nodes:
        if owners:
            _stated(node, (), kinds, every, chosen)
        else:
            _unstated(node, chosen, beside_table)
    return chosen


def _unstated(node: Node, chosen: Chosen, beside_table: bool) -> None:
    """No unit is named anywhere: what stands right below a section, or a section that holds nothing but text."""
    mark = node.mark
    words = "".join(paragraph.text for paragraph in node.paragraphs)
    if beside_table and not node.children and not pattern("lines", "sentence").search(words):
        chosen.leftovers += leftovers_of(node)
        return
    if mark is None or mark.kind not in SECTIONS or not node.children:
        chosen.drafts.append(of_node(node, (_number(node),), whole=True))
        return
    chosen.leftovers += leftovers_of(node)
    chosen.drafts += [of_node(child, (mark.number, _number(child)), whole=True) for child in node.children]


def _number(node: Node) -> int:
    return node.mark.number if node.mark else 0


def _stated(node: Node, above: tuple[int, ...], kinds: set[str], every: list[Node], chosen: Chosen) -> None:
    path = (*above, _number(node))
    stating = [child for child in node.children if any(each.states for each in child.walk())]
    if node.states:
        parted = bool(stating) and len(stating) == len(node.children)
        chosen.drafts.append(of_node(node, path, whole=not parted))
        below = node.children if parted else []
    elif _is_for_all(node, stating, every):
        chosen.drafts.append(of_node(node, path, whole=True))
        below = []
    elif stating:
        chosen.leftovers += leftovers_of(node)
        below = node.children
    elif node.mark and node.mark.kind in kinds and not _holds(node, kinds):
        chosen.drafts.append(of_node(node, path, whole=True))
        below = []
    else:
        chosen.leftovers += leftovers_of(node)
        below = node.children
    for child in below:
        _stated(child, path, kinds, every, chosen)


def _holds(node: Node, kinds: set[str]) -> bool:
    """Whether paragraphs of a kind that are tasks elsewhere stand below a section."""
    return any(child.mark and child.mark.kind in kinds for child in node.children)


def _is_for_all(node: Node, stating: list[Node], every: list[Node]) -> bool:
    """Whether units named in a paragraph of their own below the last of several points are those of all of them."""
    if len(node.children) < 2 or stating != node.children[-1:] or node.mark is None:
        return False
    last = stating[0]
    if last.children or len(last.paragraphs) < 2 or units.split(last.paragraphs[-1].text).body.strip("。；; "):
        return False
    return _mostly_for_all(last, every)


def _mostly_for_all(node: Node, every: list[Node]) -> bool:
    """Whether elsewhere, too, it is the last of its kind that names units, rather than each for itself."""
    kind = node.mark.kind if node.mark else ""
    groups = [[one for one in each.children if one.mark and one.mark.kind == kind] for each in every]
    told = [[one.states for one in group] for group in groups if len(group) > 1]
    return sum(all(each) for each in told) < sum(each[-1] and not any(each[:-1]) for each in told)


def paths(drafts: list[Draft]) -> Iterator[tuple[Draft, str]]:
    """Every draft with the shortest number that tells it from all others."""
    deepest = max((len(draft.path) for draft in drafts), default=1)
    for length in range(1, deepest + 1):
        numbers = [".".join(map(str, draft.path[-length:])) for draft in drafts]
        if len(set(numbers)) == len(numbers):
            break
    yield from zip(drafts, numbers if drafts else [], strict=True)
