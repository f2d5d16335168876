"""A letter as part of a web page: headings, paragraphs and tables that say what they are, and no word read as markup.

A page has its own head: the mark and the number, which a person sets, are not shown.
"""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate
from typing import Any

from results.letters import blocks
from results.letters.blocks import Block, Letter, Role
from results.text import legible

LARGEST = 250_000  # bytes of an article: its tables get what its words leave
MANY = 8  # columns that need the whole width of a screen
TAGS = {Role.FIRST_LEVEL: "h2", Role.SECOND_LEVEL: "h3"}


def render(letter: Letter, cut: Callable[[int], str]) -> str:
    """An ``article``. ``cut`` says how many rows of a table that is too long for a page are shown."""
    prose = _Page(cut).render([block for block in letter.blocks if not isinstance(block, blocks.Table)])
    tables = sum(isinstance(block, blocks.Table) for block in letter.blocks)
    return _Page(cut, max(0, LARGEST - len(prose.encode())), tables).render(letter.blocks)


class _Page:
    """A page under construction, from top to bottom."""

    def __init__(self, cut: Callable[[int], str], left: int = 0, tables: int = 0) -> None:
        self.cut = cut
        self.left, self.tables = left, tables  # bytes of rows that may still be shown, and tables that share them
        self.annex = 0  # of the annexes so far
        self.caption = ""

    def render(self, content: Sequence[Block]) -> str:
        lines = ['<article class="letter">']
        for block in content:
            lines += self.lines(block)
        return "\n".join([*lines, *(["</section>"] if self.annex else []), "</article>"]) + "\n"

    def lines(self, block: Block) -> Iterator[str]:
        makers: Mapping[type, Callable[[Any], Iterator[str]]] = {
            blocks.Title: lambda b: one("h1", "<br>".join(map(words, b.lines)), raw=True),
            blocks.Line: lambda b: one("p", b.text, "addressee"),
            blocks.Paragraph: lambda b: one(TAGS.get(b.role, "p"), b.text),
            blocks.Code: lambda b: iter([f"<p><code>{words(b.text)}</code></p>"]),
            blocks.AnnexNote: self.annex_note,
            blocks.Signature: lambda b: iter(
                [f'<p class="signature">{words(b.office)}<br>{words(b.day)}</p>'],
            ),
            blocks.Remark: lambda b: one("p", b.text, "remark"),
            blocks.Annex: self.begin_annex,
            blocks.Small: self.small,
            blocks.Table: self.table,
            blocks.Picture: self.picture,
            blocks.Imprint: self.imprint,
            blocks.Upright: lambda _: iter(()),  # a page on a screen has no sides
        }
        return makers[type(block)](block)

    def annex_note(self, block: blocks.AnnexNote) -> Iterator[str]:
        yield f'<p class="annexes">{words(block.lead)}</p>'
        yield '<ol class="annexes">'
        for place, text in enumerate(block.items, 1):
            yield f'<li><a href="#annex-{place}">{words(text)}</a></li>'
        yield "</ol>"

    def begin_annex(self, block: blocks.Annex) -> Iterator[str]:
        if self.annex:
            yield "</section>"
        self.annex += 1
        self.caption = block.title
        yield f'<section class="annex" id="annex-{self.annex}" aria-labelledby="annex-{self.annex}-title">'
        yield f'<h2 id="annex-{self.annex}-title">{words(block.mark)}　{words(block.title)}</h2>'

    def small(self, block: blocks.Small) -> Iterator[str]:
        if block.role is Role.FIRST_LEVEL:
            self.caption = block.text
            return one("h3", block.text)
        return one("p", block.text, "small")

    def table(self, block: blocks.Table) -> Iterator[str]:
        made = ["<tr>" + "".join(map(_cell, row, _tags(row))) + "</tr>" for row in block.rows]
        sizes = list(accumulate(len(row.encode()) + 1 for row in made))
        shown = made[: max(1, bisect_right(sizes, self.left // self.tables))]
        self.left, self.tables = self.left - sum(len(row.encode()) + 1 for row in shown), self.tables - 1
        headings = "".join(f'<th scope="col">{words(text)}</th>' for text in block.headings)
        kind = "wide many" if len(block.headings) > MANY else "wide"
        yield f'<div class="{kind}" role="region" tabindex="0" aria-label="{words(self.caption)}">'
        yield f"<table>\n<caption>{words(self.caption)}</caption>"
        yield f"<thead><tr>{headings}</tr></thead>\n<tbody>"
        yield from shown
        yield "</tbody>\n</table>\n</div>"
        if len(shown) < len(made):
            yield from one("p", self.cut(len(shown)), "small")

    def picture(self, block: blocks.Picture) -> Iterator[str]:
        kind = "jpeg" if block.suffix == "jpg" else block.suffix
        data = base64.b64encode(block.content).decode()
        caption = words(block.caption)
        yield f'<figure><img src="data:image/{kind};base64,{data}" alt="{caption}">'
        yield f"<figcaption>{caption}</figcaption></figure>"

    def imprint(self, block: blocks.Imprint) -> Iterator[str]:
        if self.annex:
            self.annex = 0
            yield "</section>"
        shown = [text for text in (block.copies, f"{block.office}　{block.day}") if text.strip()]
        yield '<p class="imprint">' + "<br>".join(map(words, shown)) + "</p>"


def words(text: str) -> str:
    """Text as text: no markup, no control or direction marks."""
    return escape(legible(text))


def one(tag: str, text: str, kind: str = "", *, raw: bool = False) -> Iterator[str]:
    name = f' class="{kind}"' if kind else ""
    yield f"<{tag}{name}>{text if raw else words(text)}</{tag}>"


def _tags(row: Sequence[str]) -> Iterator[str]:
    """The first cell names its row."""
    return iter(['th scope="row"', *["td"] * (len(row) - 1)])


def _cell(text: str, tag: str) -> str:
    return f"<{tag}>{words(text)}</{tag.partition(' ')[0]}>"
