"""A quarter's results as files for machines and spreadsheets: CSV, XLSX and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from results.circular import given
from results.exchange.spreadsheet import Sheet, workbook
from results.publishing.figures import Group, rectification
from results.publishing.lines import TargetLine, group_name, named, said, shown, site_words, titles
from results.publishing.quarter import Excused, QuarterResult
from results.publishing.quarter_tables import Shown
from results.publishing.rows import Standing
from results.tables import csv_text
from results.text import plain

LIST, PROBLEMS, FIGURES, COUNTS = "list.csv", "problems.csv", "figures.csv", "problem-counts.csv"
UNCHECKED, CORRECTIONS, BOOK, DATA = "unchecked.csv", "corrections.csv", "list.xlsx", "quarter.json"
WIDTHS = {"list": 18, "problems": 18, "figures": 14}
Row = Sequence[Any]


def names(quarter: Shown) -> tuple[tuple[str, str], ...]:
    """(file, what it is) of the files that are written."""
    made = [LIST, PROBLEMS, FIGURES, COUNTS, CORRECTIONS, BOOK, DATA]
    if quarter.result.is_draft:
        made.remove(CORRECTIONS)
    if quarter.unchecked:
        made.insert(4, UNCHECKED)
    return tuple((name, site_words()["files"][name]) for name in made)


def files(quarter: Shown) -> Iterator[tuple[str, bytes]]:
    heads = site_words()["csv"]
    yield LIST, _csv(list_heads(quarter), list_rows(quarter))
    yield PROBLEMS, _csv(heads["problems"], problem_rows(quarter))
    yield FIGURES, _csv(heads["figures"], figure_rows(quarter.groups))
    yield COUNTS, _csv(heads["counts"], _count_rows(quarter))
    if quarter.unchecked:
        yield UNCHECKED, _csv(heads["unchecked"], _unchecked_rows(quarter))
    if not quarter.result.is_draft:
        yield CORRECTIONS, _csv(heads["corrections"], _change_rows(quarter.result))
    yield BOOK, _book(quarter)
    yield DATA, _json(quarter)


def _csv(heads: Row, rows: Iterable[Row]) -> bytes:
    return csv_text([heads, *rows]).encode()


def list_heads(quarter: Shown) -> list[str]:
    heads = site_words()["csv"]
    return [*heads["list"], *(heads["list_draft"] if quarter.result.is_draft else [])]


def list_rows(quarter: Shown) -> Iterator[Row]:
    is_draft = quarter.result.is_draft
    for number, line in enumerate(quarter.targets, 1):
        one = line.target
        place = (one.level, one.region, one.owner, one.code, one.platform, one.address)
        known = (line.result, line.points, titles(line.problems), line.reason, _numbers(line), line.not_counted)
        yield (number, one.id, one.name, one.kind, *place, *known, *((line.open,) if is_draft else ()))


def _numbers(line: TargetLine) -> str:
    return " ".join(str(one.finding) for one in line.problems)


def problem_rows(quarter: Shown) -> Iterator[Row]:
    for line in quarter.problems:
        one, problem = line.target, line.problem
        whose = (one.id, one.name, one.kind, one.platform, one.owner, one.region)
        what = (problem.indicator, problem.title, line.consequence, problem.message, line.places, line.address)
        yield (line.number, problem.finding, *whose, *what, problem.source, problem.monitored_on.isoformat())


def figure_rows(groups: Iterable[Group]) -> Iterator[Row]:
    forms = site_words()
    for one in groups:
        count = one.count
        name = group_name(one.dimension, one.name)
        numbers = (count.running, count.checked, count.qualified, count.unqualified, count.set_aside, count.pending)
        shares = (count.rated, one.pass_rate, one.coverage, one.undecided_share)
        yield (forms["fields"][one.field], forms["dimensions"][one.dimension], name, *numbers, *shares)


def _count_rows(quarter: Shown) -> Iterator[Row]:
    forms = site_words()
    for one in quarter.counts:
        kind = forms["consequences"][one.consequence]
        yield forms["fields"][one.field], one.indicator, one.title, kind, one.targets


def _unchecked_rows(quarter: Shown) -> Iterator[Row]:
    for number, one in enumerate(quarter.unchecked, 1):
        place = (one.level, one.region, one.owner, one.code, one.platform, one.address)
        yield (number, one.id, one.name, one.kind, *place)


def _change_rows(result: QuarterResult) -> Iterator[Row]:
    for one in result.changes:
        edition, target = one.edition, named(one.target)
        head = (edition.number, edition.published_on.isoformat(), shown(edition.correction, 400), target.id)
        yield (*head, target.name, *said(one.before), *said(one.after))


def _book(quarter: Shown) -> bytes:
    forms, heads = site_words()["sheets"], site_words()["csv"]
    parts = (
        ("list", list_heads(quarter), list_rows(quarter)),
        ("problems", heads["problems"], problem_rows(quarter)),
        ("figures", heads["figures"], figure_rows(quarter.groups)),
    )
    sheets = (Sheet(forms[name], [(head, WIDTHS[name]) for head in columns], rows) for name, columns, rows in parts)
    return workbook(sheets)


def _json(quarter: Shown) -> bytes:
    """One object; of its lists one member a line, so that it can be read without a parser for all of it."""
    parts = (f'"{key}": {_value(value)}' for key, value in _content(quarter))
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _value(value: Any) -> str:
    if isinstance(value, dict) or not isinstance(value, Iterator):
        return json.dumps(value, ensure_ascii=False)
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in value)
    return f"[\n{lines}\n]" if lines else "[]"


def _content(quarter: Shown) -> Iterator[tuple[str, Any]]:
    """Documented in ``site_dictionary.toml``, key by key, in this order."""
    result = quarter.result
    yield from _heading(result)
    yield "closed", result.closed
    yield "excused", {str(name): count for name, count in sorted(result.excused.items())}
    found = rectification(result)
    yield "rectification", asdict(found) if found else None
    yield "figures", (_figure(one, result.is_draft) for one in quarter.groups)
    yield "problem_counts", ({k: str(v) if k != "targets" else v for k, v in asdict(o).items()} for o in quarter.counts)
    yield "targets", (_target(line, result.is_draft) for line in quarter.targets)
    yield "problems", (_problem(line.problem, line.places) for line in quarter.problems)
    yield "unchecked", (_known(one) for one in quarter.unchecked)
    yield "changes", (_change(one) for one in result.changes)


def _heading(result: QuarterResult) -> Iterator[tuple[str, Any]]:
    edition = result.edition
    words = {key: one for key, one in edition.words.items() if key != given.KEY}  # the circular says its own
    yield "quarter", str(edition.quarter)
    yield "edition", edition.number
    yield "run", edition.run
    yield "monitored_on", result.run.on.isoformat()
    yield "published_on", "" if result.is_draft else edition.published_on.isoformat()
    yield "correction", shown(edition.correction, 400)
    yield "office", shown(edition.office)
    yield "city", shown(edition.city)
    yield "decimals", edition.decimals
    yield "rounding", str(edition.rounding)
    yield "settings", words.pop("settings", {})
    yield "method", words
    yield "catalogue_digest", edition.catalogue_digest
    yield "head", {"seq": edition.head[0], "hash": edition.head[1]}


def _figure(one: Group, is_draft: bool) -> Mapping[str, Any]:
    count = one.count
    counts = {"running": count.running, "checked": count.checked, "rated": count.rated}
    counts |= {"qualified": count.qualified, "unqualified": count.unqualified, "set_aside": count.set_aside}
    if is_draft:
        counts["pending"] = count.pending
    shares = {"pass_rate": one.pass_rate, "coverage": one.coverage, "set_aside_share": one.undecided_share}
    return {"field": str(one.field), "dimension": str(one.dimension), "name": shown(one.name), **counts, **shares}


def _target(line: TargetLine, is_draft: bool) -> Mapping[str, Any]:
    numbers = [one.finding for one in line.problems]
    rating = {"rating": str(line.standing), "points": line.points, "reason": line.reason, "problems": numbers}
    opened = {"open": line.open} if is_draft and line.standing is Standing.PENDING else {}
    return {**_known(line.target), **rating, "excused": [_excused(one) for one in line.excused], **opened}


def _excused(one: Excused) -> Mapping[str, Any]:
    told = {"finding": one.finding, "indicator": one.indicator, "title": one.title}
    return {**told, "consequence": str(one.consequence), "why": str(one.weight)}


def _known(one: Any) -> Mapping[str, str]:
    keys = ("id", "name", "kind", "level", "region", "owner", "code", "platform", "address")
    return {key: getattr(one, key) for key in keys}


def _problem(one: Any, places: str) -> Mapping[str, Any]:
    keys = ("finding", "target", "indicator", "title", "consequence", "source", "message", "address")
    said_ = {key: getattr(one, key) for key in keys} | {"target": plain(one.target)}
    return {**said_, "places": places, "monitored_on": one.monitored_on.isoformat()}


def _change(one: Any) -> Mapping[str, Any]:
    keys = ("rating", "points", "problems")
    before, after = (dict(zip(keys, said(each), strict=True)) for each in (one.before, one.after))
    return {"edition": one.edition.number, "target": plain(one.target.id), "before": before, "after": after}
