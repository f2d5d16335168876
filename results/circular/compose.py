"""The circular of a quarter: from its edition alone, so that the same edition gives the same words on any day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from crawler.clock import CHINA
from results.circular.annexes import Annexes
from results.circular.demands import demands
from results.circular.faults import fault_classes, sentences, summary
from results.circular.figures import Figures
from results.circular.given import given
from results.circular.overall import overall
from results.circular.wording import MOST_NAMED, Wording
from results.letters import web
from results.letters.blocks import (
    AnnexNote,
    Block,
    Form,
    Imprint,
    Letter,
    Line,
    Paragraph,
    Remark,
    Role,
    Signature,
    Title,
    Upright,
)
from results.letters.titles import broken
from results.notices.files import safe_name
from results.publishing.masking import safe
from results.publishing.quarter import QuarterResult
from results.publishing.rows import Standing
from results.text import chinese_day

REASON = 400  # characters of a correction's reason


@dataclass(frozen=True, slots=True)
class Circular:
    """``name``: of its files, without folder and ending."""

    letter: Letter
    figures: Figures
    name: str


def compose(result: QuarterResult, figures: Figures | None = None) -> Circular:
    """The circular, ready for every renderer, and the figures it tells."""
    figures = figures or Figures(result)
    wording = Wording(result, given(result.edition), figures)
    letter = _letter(wording)
    form = "draft_file" if result.is_draft else "file"
    # A draft bears its quarter's name: it has no number.
    shown = str(result.edition.quarter) if result.is_draft else result.edition.name
    return Circular(letter, figures, safe_name(wording.own("head", form, name=shown)))


def html_of(result: QuarterResult) -> str:
    """The circular as a part of a page, its long tables cut so that the page stays small."""
    circular = compose(result)
    wording = Wording(result, given(result.edition), circular.figures)
    return web.render(circular.letter, lambda shown: wording.own("annexes", "cut", shown=shown))


def _letter(wording: Wording) -> Letter:
    edition, annexes = wording.result.edition, Annexes(wording)
    blocks = (
        Title(broken(wording.title_parts)),
        Line(wording.addressee),
        *_notes(wording),
        Paragraph(wording.own("opening", "text")),
        *_body(wording, annexes),
        *([AnnexNote(wording.own("annexes", "note"), annexes.titles)] if annexes.keys else []),
        Signature(wording.office, _day(wording)),
        *(Remark(text) for text in [wording.own("foot", "remark")] if text and not wording.result.is_draft),
        *annexes.blocks(),
        *_imprint(wording),
    )
    at = edition.at or datetime.combine(edition.published_on, time(), CHINA)
    mark, number = wording.own("head", "mark"), wording.own("head", "number")
    return Letter(wording.template.form, mark, number, "".join(wording.title_parts), wording.office, at, blocks)


def _notes(wording: Wording) -> Iterator[Paragraph]:
    """What a reader of a draft, or of a later edition, has to know before."""
    result = wording.result
    if result.is_draft:
        pending = any(entry.standing is Standing.PENDING for entry in result.entries)
        text = wording.own("opening", "pending" if pending else "draft")
        yield Paragraph(text + ("" if result.is_healthy else wording.own("opening", "unhealthy")))
    elif result.edition.number > 1:
        yield Paragraph(_correction(wording))


def _correction(wording: Wording) -> str:
    """Why and of whom the edition says something else than the one before it."""
    edition = wording.result.edition
    reason = safe(edition.correction, REASON).rstrip(wording.shared("words", "stop"))
    changed = [one.target for one in wording.result.changes if one.edition.number == edition.number]
    names = wording.joined([wording.name(one) for one in changed[:MOST_NAMED]])
    if len(changed) > MOST_NAMED:
        names = wording.own("problems", "more", names=names)
    text = wording.own("opening", "correction", reason=reason)
    return text + (wording.own("opening", "changed", names=names) if names else "")


def _body(wording: Wording, annexes: Annexes) -> Iterator[Paragraph]:
    ranks = iter(range(9))

    def first(key: str) -> Paragraph:
        heading = wording.own("headings", key)
        return Paragraph(
            wording.shared("levels", "first", numeral=wording.numeral(next(ranks)), heading=heading), Role.FIRST_LEVEL
        )

    yield first("overall")
    yield from _parts(wording, overall(wording, annexes.mark_of))
    yield first("problems")
    yield Paragraph(summary(wording))
    yield from _parts(wording, ((one.title, sentences(wording, one)) for one in fault_classes(wording)))
    yield first("demands")
    *others, last = _parts(wording, demands(wording))
    yield from others
    yield replace(last, stays=True)  # so that the signature stands on a page with words


def _parts(wording: Wording, parts: Iterator[tuple[str, list[str]]]) -> Iterator[Paragraph]:
    for place, (heading, texts) in enumerate(parts):
        yield Paragraph(
            wording.shared("levels", "second", numeral=wording.numeral(place), heading=heading), Role.SECOND_LEVEL
        )
        yield from (Paragraph(text) for text in texts)


def _day(wording: Wording) -> str:
    """成文日期; a draft has none."""
    edition = wording.result.edition
    return wording.own("head", "draft_day") if wording.result.is_draft else chinese_day(edition.published_on)


def _imprint(wording: Wording) -> Iterator[Block]:
    """版记: a letter has it for its copies alone, a draft has none."""
    if wording.result.is_draft:
        return
    foot = {key: wording.own("foot", key) for key in ("copies", "printer", "printed_on")}
    if foot["copies"] or wording.template.form is Form.DOCUMENT:
        yield Upright()
        yield Imprint(foot["copies"], foot["printer"], foot["printed_on"])
