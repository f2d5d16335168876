"""What the rules said when findings were made by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model import Finding
from results.audit import Trail

Key = tuple[str, str]  # digest of the catalogue, id of the indicator


@dataclass(frozen=True, slots=True)
class Rule:
    """Empty texts where the trail kept no rules yet."""

    title: str = ""
    status: str = ""
    consequence: str = ""
    document: str = ""
    clause: str = ""


def rules(trail: Trail) -> Mapping[Key, Rule]:
    names = Rule.__dataclass_fields__
    rows = trail.known_rows("rules")
    return {
        (row["catalogue_digest"], row["indicator"]): Rule(**{name: str(row[name]) for name in names}) for row in rows
    }


def rule_of(known: Mapping[Key, Rule], finding: Finding) -> Rule:
    return known.get((finding.catalogue_digest, finding.indicator), Rule())
