"""Findings as a sheet for people: the words of the office, the machine's verdict and the persons' apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.model import RunId, Target, TargetId
from results.audit import Trail
from results.exchange.records import Told, told
from results.exchange.rules import Rule, rule_of, rules
from results.exchange.spreadsheet import Cell, Sheet
from results.review.decide import Selection
from results.text import words

WIDTHS = {
    "id": 9, "run": 12, "target": 12, "name": 26, "owner": 26, "address": 34, "indicator": 20, "title": 24,
    "status": 10, "consequence": 11, "outcome": 16, "message": 60, "conclusion": 16, "decided_at": 20,
    "decision_reason": 34, "decided_by": 12, "withdrawn": 12, "exemption": 10, "document": 44, "monitored_on": 12,
    "observed_at": 20, "indicator_version": 10, "program_version": 10, "captures": 40,
}  # fmt: skip
NAMES = "decided_by"


def columns(with_names: bool) -> list[str]:
    return [name for name in WIDTHS if with_names or name != NAMES]


def findings_sheet(trail: Trail, run: RunId, selection: Selection, with_names: bool = False) -> Sheet:
    """The findings of a selection. Raises InputError for an outcome or a target there is not."""
    headings: Mapping[str, str] = words("exchange")["headings"]
    names = columns(with_names)
    shown = _rows(trail, run, told(trail, run, selection), names)
    return Sheet(str(words("exchange")["sheet"]), [(headings[name], WIDTHS[name]) for name in names], shown)


def _rows(trail: Trail, run: RunId, found: Iterator[Told], names: Sequence[str]) -> Iterator[list[Cell]]:
    targets = {target.id: target for target in trail.inventory(run)}
    known = rules(trail)
    for one in found:
        values = _values(one, targets, rule_of(known, one.finding))
        yield [values[name] for name in names]


def _values(one: Told, targets: Mapping[TargetId, Target], rule: Rule) -> dict[str, Cell]:
    finding, target = one.finding, targets[one.finding.target]
    return {
        "id": finding.id,
        "run": finding.run,
        "target": finding.target,
        "name": target.name,
        "owner": target.owner,
        "address": target.address,
        "indicator": finding.indicator,
        **_ruled(rule),
        "outcome": words("review")["outcomes"][finding.outcome.value],
        "message": finding.message,
        **_concluded(one),
        "monitored_on": finding.monitored_on,
        "observed_at": finding.observed_at,
        "indicator_version": finding.indicator_version,
        "program_version": finding.program_version,
        "captures": "\n".join(finding.captures),
    }


def _ruled(rule: Rule) -> dict[str, Cell]:
    names: Mapping[str, Any] = words("exchange")
    clause = str(names["earl"]["clause"]).format(document=rule.document, clause=rule.clause) if rule.document else ""
    return {
        "title": rule.title,
        "status": names["statuses"].get(rule.status, ""),
        "consequence": names["consequences"].get(rule.consequence, ""),
        "document": clause,
    }


def _concluded(one: Told) -> dict[str, Cell]:
    standing, latest = one.standing, one.standing.latest
    return {
        "conclusion": words("review")["conclusions"][standing.conclusion.value],
        "decided_at": latest.at if latest else None,
        "decision_reason": latest.reason if latest else "",
        "decided_by": latest.by if latest else "",
        "withdrawn": words("exchange")["yes"] if standing.is_withdrawn else "",
        "exemption": one.exemption.id if one.exemption else None,
    }
