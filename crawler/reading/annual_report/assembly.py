"""A report put together from its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading.annual_report.applications import read_applications
from crawler.reading.annual_report.blocks import Block, Line
from crawler.reading.annual_report.disputes import read_disputes
from crawler.reading.annual_report.emptiness import with_zeros
from crawler.reading.annual_report.form import AnnualReport
from crawler.reading.annual_report.identities import identities
from crawler.reading.annual_report.outline import Outline, read_outline, sections, topics
from crawler.reading.annual_report.prose import read_figures
from crawler.reading.annual_report.publishing import read_layout, read_publishing
from crawler.reading.annual_report.title import read_title, signature

FEWEST_SECTIONS = 3  # of six, without which a text is no report


@dataclass(frozen=True, slots=True)
class Source:
    """Where the blocks come from, and what is known besides them."""

    url: str
    form: str  # html, pdf, docx, text
    complete: bool = True
    titles: tuple[str, ...] = ()
    issuer: str | None = None


def assembled(blocks: Sequence[Block], source: Source) -> AnnualReport | None:
    """The report, or None where the blocks hold too few of its sections and no table of applications."""
    outline = read_outline(blocks)
    requests, whole = read_applications(outline)
    if len(outline.headings) < FEWEST_SECTIONS and requests is None:
        return None
    layout = read_layout(outline.blocks)
    found = (read_publishing(outline, layout), requests, read_disputes(outline))
    tables = tuple(with_zeros([table for table in found if table is not None], whole))
    text = prose_of(outline)
    named = read_title(outline.blocks, source.titles, text)
    return AnnualReport(
        url=source.url,
        year=named.year,
        format=layout,
        organ=named.organ or source.issuer or signature(outline.blocks),
        title=named.title,
        sections=sections(outline, source.complete),
        topics=topics(outline, source.complete),
        tables=tables,
        identities=tuple(identities(tables, whole)),
        figures=tuple(read_figures(outline, tables)),
        text=text,
        source=source.form,
        complete=source.complete,
    )


def prose_of(outline: Outline) -> str:
    """What stands between the first heading and the end, tables left out."""
    start = min((heading.place for heading in outline.headings.values()), default=0)
    return "\n".join(block.text for block in outline.blocks[start:] if isinstance(block, Line))
