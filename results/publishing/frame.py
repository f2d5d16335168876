"""What stands around every published page: title, marks of drafts and corrections, ways to the other pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from results.html import render
from results.publishing.lines import quarter_name, shown, site_words
from results.publishing.quarter import QuarterResult
from results.publishing.rows import Edition, Standing
from results.text import chinese_day

HOME = "index.html"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that stands before everything else, with a way to what it speaks of."""

    text: str
    link: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """``up``: from the page to the root of the site; ``here``: to the quarter's folder; empty or ending in a slash."""

    title: str
    lines: tuple[str, ...] = ()
    nav: tuple[tuple[str, str], ...] = ()  # (name, file)
    notes: tuple[Note, ...] = ()
    draft: tuple[str, ...] = ()  # what keeps it from being published; empty: it is no draft
    is_hidden: bool = False  # from search engines
    has_home: bool = True
    up: str = ""
    here: str = ""
    edition: Edition | None = None

    def page(self, template: str, heading: str = "", **more: Any) -> bytes:
        """``heading``: of a page that is not the main one."""
        words = site_words()
        text = render(f"site/{template}.html.j2", frame=self, heading=heading, words=words, HOME=HOME, **more)
        return text.encode()


def frame_of(result: QuarterResult, nav: Sequence[tuple[str, str]], latest: int = 0) -> Frame:
    """Of one quarter's pages. ``latest``: the number of the quarter's newest edition."""
    edition, forms = result.edition, site_words()
    text = forms["frame"]
    lines = [text["monitored"].format(on=chinese_day(result.run.on))]
    if not result.is_draft:
        lines.append(text["published"].format(on=chinese_day(edition.published_on)))
    if edition.office:
        lines.append(text["office"].format(office=shown(edition.office)))
    superseded = edition.number < latest
    return Frame(
        title=title_of(edition),
        lines=tuple(lines),
        nav=tuple(nav),
        notes=tuple(_notes(edition, latest)),
        draft=_draft_reasons(result),
        is_hidden=result.is_draft or superseded,
        has_home=not result.is_draft,
        up="" if result.is_draft else "../../" if superseded else "../",
        edition=edition,
    )


def latest_frame(frame: Frame, edition: Edition) -> Frame:
    """The same page at an address that does not change: it leads into the quarter's own folder."""
    here = f"../{edition.quarter}/"
    told = (replace(note, href=f"{here}{note.href}") for note in frame.notes)
    notes = (Note(site_words()["notes"]["latest"], f"{edition.quarter}/", f"{here}{HOME}"), *told)
    return replace(frame, up="../", here=here, notes=notes)


def title_of(edition: Edition) -> str:
    form: str = site_words()["title"]
    return form.format(city=shown(edition.city), quarter=quarter_name(edition.quarter))


def _notes(edition: Edition, latest: int) -> list[Note]:
    forms: Mapping[str, str] = site_words()["notes"]
    if 0 < edition.number < latest:
        return [Note(forms["superseded"].format(number=edition.number), forms["superseded_link"], f"../{HOME}")]
    if edition.number > 1:
        text = forms["corrected"].format(number=edition.number, on=chinese_day(edition.published_on))
        return [Note(text, forms["corrected_link"], "corrections.html")]
    return []


def _draft_reasons(result: QuarterResult) -> tuple[str, ...]:
    if not result.is_draft:
        return ()
    forms: Mapping[str, str] = site_words()["draft"]
    pending = sum(entry.standing is Standing.PENDING for entry in result.entries)
    reasons = [] if result.is_healthy else [forms["unhealthy"]]
    reasons += [forms["pending"].format(pending=pending)] if pending else []
    return tuple(reasons) or (forms["ready"],)
