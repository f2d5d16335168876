"""The pages of one quarter, each as a file of its folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from results.publishing import charts, data_files
from results.publishing import quarter_tables as tables
from results.publishing.explained import dictionary, method
from results.publishing.figures import Dimension, Field, Group, rectification
from results.publishing.frame import HOME, Frame, Note, frame_of
from results.publishing.lines import shown, site_words
from results.publishing.listing import Listing, Sheet, page_of
from results.publishing.quarter import QuarterResult
from results.publishing.quarter_tables import Shown
from results.publishing.rows import Edition, Standing, Weight
from results.text import chinese_day

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Folder:
    """A quarter ready to be written: its figures, its frame, and where each finding is told of."""

    shown: Shown
    frame: Frame
    problems: tuple[Sheet, ...]
    files: Mapping[int, str]
    lists: tuple[tuple[str, Listing], ...]  # (key, list) of pages of their own, in the order of the menu
    circular: str

    @property
    def result(self) -> QuarterResult:
        return self.shown.result


def folder(result: QuarterResult, circular: str = "", latest: int = 0) -> Folder:
    """``circular``: its body as HTML. ``latest``: the number of the quarter's newest edition."""
    quarter = tables.shown_of(result)
    problems = tables.problem_list(quarter).pages() if quarter.problems else ()
    files = page_of(problems, [line.problem.finding for line in quarter.problems])
    lists: list[tuple[str, Listing]] = []
    for field in Field:
        own = [line for line in quarter.targets if line.field is field]
        if own:
            lists.append((field, tables.target_list(quarter, field, own, files, "")))
    if quarter.unchecked:
        lists.append(("unchecked", tables.unchecked_list(quarter)))
    if tables.helps_by_owner(quarter):
        lists.append(("owners", tables.pair_table(quarter, Dimension.OWNER, "owners")))
    nav = [("index", HOME), *((key, f"{one.slug}-1.html") for key, one in lists)]
    if problems:
        nav.insert(1 + sum(key in set(Field) for key, _ in lists), ("problems", problems[0].name))
    nav += [("circular", "circular.html")] if circular else []
    nav += [(one, f"{one}.html") for one in ("method", "dictionary", *(() if result.is_draft else ("corrections",)))]
    named = [(site_words()["nav"][key], file) for key, file in nav]
    return Folder(quarter, frame_of(result, named, latest), problems, files, tuple(lists), circular)


def files(found: Folder, editions: tuple[Edition, ...] = ()) -> Iterator[File]:
    """Every file of the quarter's folder. ``editions``: all of the quarter, the newest last."""
    frame, headings = found.frame, site_words()["headings"]
    inside = _inside(found, "")
    yield HOME, index(found, inside)
    for sheet in (*found.problems, *(s for _, one in found.lists for s in one.pages()), *_overflow(inside)):
        yield sheet.name, frame.page("list", sheet.title, sheet=sheet)
    yield "method.html", method(frame, found.shown)
    yield "dictionary.html", dictionary(frame, found.shown)
    if not found.result.is_draft:
        yield from _corrections(found, editions)
    if found.circular:
        body = Markup(found.circular)  # noqa: S704  made by the circular's own templates, which escape
        yield "circular.html", frame.page("circular", headings["circular"], body=body)
    yield from data_files.files(found.shown)


def index(found: Folder, inside: Mapping[str, Any] | None = None, frame: Frame | None = None) -> bytes:
    """The quarter's first page. ``frame``: of the same page at another address."""
    frame = frame or found.frame
    result, text = found.result, site_words()["text"]
    whole = [one for one in found.shown.groups if one.dimension is Dimension.ALL]
    numbers = {field: sum(line.field is field for line in found.shown.targets) for field in Field}
    return frame.page(
        "quarter",
        counts=text["counts"].format(sites=numbers[Field.SITES], accounts=numbers[Field.ACCOUNTS]),
        closed=text["closed"].format(count=result.closed) if result.closed else "",
        unchecked=text["unchecked"].format(count=len(result.unchecked)) if result.unchecked else "",
        rates=tuple(rates(whole)),
        rectified=_rectified(result),
        excused=_excused(result),
        files=data_files.names(found.shown),
        charts={field: charts.bars(field, tables.counts_of(found.shown, field)) for field in Field},
        lists=[(site_words()["nav"][key], one.pages()) for key, one in found.lists],
        problems=found.problems,
        **(inside or _inside(found, frame.here)),
    )


def _inside(found: Folder, here: str) -> dict[str, Any]:
    """The tables of the first page; what is too long for it stands on pages of its own."""
    quarter = found.shown
    made: dict[str, Any] = {"kind": tables.kind_table(quarter), "platform": tables.platform_table(quarter)}
    for dimension in (Dimension.LEVEL, Dimension.REGION):
        made[str(dimension)] = tables.pair_table(quarter, dimension, f"{dimension}s")
    for name, standing in (("unqualified", Standing.UNQUALIFIED), ("aside", Standing.SET_ASIDE)):
        lines = tables.standing_in(quarter, standing)
        made[name] = tables.target_list(quarter, name, lines, found.files, here)
    made["problem_counts"] = {field: tables.count_table(quarter, field) for field in Field}
    is_ranked = bool(quarter.result.edition.words.get("settings", {}).get("ranking"))
    made["rankings"] = [tables.ranking_table(quarter, field) for field in Field] if is_ranked else []
    return made


def _overflow(inside: Mapping[str, Any]) -> Iterator[Sheet]:
    plain = [one for one in inside.values() if isinstance(one, Listing)]
    for one in (*plain, *inside["problem_counts"].values(), *inside["rankings"]):
        if not one.is_short:
            yield from one.pages()


def rates(found: Iterable[Group]) -> Iterator[dict[str, str]]:
    """The pass rates of whole fields, each with its fraction, its coverage and the share that is undecided."""
    forms = site_words()
    for one in found:
        coverage = {"percent": one.coverage, "part": one.count.checked, "of": one.count.running}
        fraction = forms["text"]["fraction"].format(part=one.count.qualified, of=one.count.rated)
        yield {
            "name": forms["fields"][one.field] + forms["headings"]["rate"],
            "rate": one.pass_rate or forms["none"],
            "fraction": fraction if one.count.rated else forms["text"]["no_rate"],
            "coverage": forms["text"]["coverage"].format(**coverage) if one.count.running else "",
            "beside": tables.share_beside(one) if one.count.checked else "",
        }


def _rectified(result: QuarterResult) -> str:
    text, found = site_words()["text"], rectification(result)
    if not found:
        return str(text["no_rectification"])
    counts = {name: getattr(found, name) for name in ("notices", "findings", "rectified", "open", "share")}
    sentence = str(text["rectification"]).format(**counts)
    has_void = len(result.rectifications) > found.findings
    return sentence + (str(text["rectification_void"]) if has_void else "")


def _excused(result: QuarterResult) -> str:
    counts = {str(name): result.excused.get(name, 0) for name in (Weight.EXPLAINED, Weight.RECTIFIED)}
    form: str = site_words()["text"]["excused"]
    return form.format(count=sum(counts.values()), **counts) if any(counts.values()) else ""


def _corrections(found: Folder, editions: tuple[Edition, ...]) -> Iterator[File]:
    """Every edition with its reason, and what each changed."""
    forms, frame = site_words(), found.frame
    known = [one for one in editions if one.number <= found.result.edition.number]
    lines = []
    for one in known:
        form = forms["text"]["correction" if one.correction else "first_edition"]
        text = form.format(number=one.number, on=chinese_day(one.published_on), reason=shown(one.correction, 400))
        is_now = one.number == editions[-1].number
        href = HOME if one.number == found.result.edition.number else _way(frame, one)
        lines.append(Note(text, forms["text"]["edition_now" if is_now else "edition_kept"], href))
    changes = tables.change_list(found.result)
    heading = forms["headings"]["corrections"]
    yield "corrections.html", frame.page("corrections", heading, editions=lines, changes=changes)
    if not changes.is_short:
        for sheet in changes.pages():
            yield sheet.name, frame.page("list", sheet.title, sheet=sheet)


def _way(frame: Frame, edition: Edition) -> str:
    """From the corrections of a quarter to an earlier edition: a kept one is a folder deeper."""
    return ("../" if frame.up == "../../" else "") + f"edition-{edition.number}/{HOME}"
