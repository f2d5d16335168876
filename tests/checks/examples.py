"""Worked examples of the catalogue as targets, evidence and registries: tables in, dataclasses out.

A field an example does not name takes its default, or the most neutral value of its type (nothing seen, nothing
proven), so that an example shows only what matters.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from checks.catalogue import Catalogue, Indicator
from checks.indicator import Example
from checks.judge import Judged, judge
from crawler.model import Digest, Evidence, Fault, Registry, Target, TargetId, TargetKind
from crawler.reading.accounts.account import AccountActivity
from crawler.reading.availability.log import AccessLog
from crawler.reading.disclosure.column import Part
from crawler.reading.footer.footer import Footer
from crawler.reading.names.answers import AddressRecords
from crawler.reading.names.zones import Authority
from crawler.reading.service.facts import Likeness, LinkSupport, Reachability, Service
from crawler.reading.sites.annual import AnnualReports
from crawler.reading.sites.site import (
    ColumnListing,
    DisclosureColumn,
    GazetteColumn,
    HomePage,
    NormativeDocumentColumn,
    PlanColumn,
    RuleColumn,
)
from crawler.reading.sites.website_forms import WebsiteForms
from crawler.registration import Registration

FACTS: dict[str, type] = {
    fact.__name__: fact
    for fact in (
        AccessLog,
        HomePage,
        ColumnListing,
        DisclosureColumn,
        RuleColumn,
        NormativeDocumentColumn,
        PlanColumn,
        GazetteColumn,
        Footer,
        AddressRecords,
        Authority,
        Service,
        Reachability,
        Likeness,
        LinkSupport,
        AccountActivity,
        AnnualReports,
        Registration,
        WebsiteForms,
    )
}
CAPTURE = Digest("sha256:" + "0" * 64)

DEFAULTS: dict[TargetKind, dict[str, Any]] = {
    TargetKind.PORTAL: {
        "name": "示例市人民政府网站",
        "address": "http://www.shili.gov.test/",
        "owner": "示例市人民政府办公室",
        "level": "市级",
    },
    TargetKind.DEPARTMENT_SITE: {
        "name": "示例市财政局网站",
        "address": "http://czj.shili.gov.test/",
        "owner": "示例市财政局",
        "level": "市级",
    },
    TargetKind.ACCOUNT: {
        "name": "示例财政",
        "address": "http://weixin.gov.test/shilicaizheng",
        "owner": "示例市财政局",
        "platform": "微信公众号",
    },
}


def build(hint: Any, value: Any) -> Any:
    """A value of a type from what TOML can hold."""
    if get_origin(hint) in (Union, types.UnionType):
        return _one_of(get_args(hint), value)
    if get_origin(hint) is Literal:
        return value
    if get_origin(hint) is tuple:
        return tuple(build(get_args(hint)[0], one) for one in value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _fact(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is date:
        return date.fromisoformat(str(value))
    return value


def _one_of(choices: tuple[Any, ...], value: Any) -> Any:
    """TOML has no null: a missing key is None, and "unknown" never needs to be written."""
    if isinstance(value, bool):
        return value
    real = [choice for choice in choices if choice is not type(None) and get_origin(choice) is not Literal]
    if not real:
        return value
    return build(next(choice for choice in real if choice is not bool), value) if value is not None else None


def _fact(fact: type, table: Mapping[str, Any]) -> Any:
    if fact is AccessLog and "runs" in table:
        table = _drawn(table)
    hints = get_type_hints(fact)
    unknown = set(table) - {one.name for one in fields(fact)}
    assert not unknown, f"{fact.__name__} has no {unknown}"
    values = {
        one.name: build(hints[one.name], table[one.name]) if one.name in table else _neutral(hints[one.name])
        for one in fields(fact)
        if one.name in table or (one.default is MISSING and one.default_factory is MISSING)
    }
    if fact is DisclosureColumn:
        values["parts"] = _all_parts(values["parts"], hints["parts"])
    return fact(**values)


def _drawn(table: Mapping[str, Any]) -> dict[str, Any]:
    """A campaign's log whose visits an example gives in runs of equal ones, one after the other."""
    rest = {name: value for name, value in table.items() if name != "runs"}
    span = timedelta(seconds=rest["day_s"] / rest["visits"])
    begins_at = datetime.fromisoformat(rest["begins_at"])
    alike = [{k: v for k, v in run.items() if k != "times"} for run in table["runs"] for _ in range(run["times"])]
    made = []
    for slot, one in enumerate(alike):
        at = (begins_at + span * (slot + 0.5)).isoformat()
        began_at = "" if one["state"] == "missed" else at
        made.append({"family": "ipv4", **one, "slot": slot, "due_at": at, "began_at": began_at})
    return {**rest, "made": made}


def _neutral(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType) or get_origin(hint) is Literal:
        return None
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and is_dataclass(hint):
        return _fact(hint, {})
    return hint() if hint in (str, int, float, bool) else None


def _all_parts(given: tuple[Any, ...], hint: Any) -> tuple[Any, ...]:
    """The facts always hold all five parts, in order."""
    seen = {one.part: one for one in given}
    blank = get_args(hint)[0]
    return tuple(seen.get(part) or build(blank, {"part": part.value}) for part in Part)


def example_target(indicator: Indicator, table: Mapping[str, Any], identifier: str = "t-1") -> Target:
    kind = TargetKind(table.get("kind", indicator.applies_to.kinds[0].value))
    return build(Target, {"id": identifier, "kind": kind.value, **DEFAULTS[kind], **table})


def example_indicator(indicator: Indicator, example: Example) -> Indicator:
    """The indicator with the limits an office has set in the example."""
    return indicator.model_copy(update={"limits": {**indicator.limits, **example.limits}})


def example_evidence(example: Example, target: TargetId) -> list[Evidence[Any]]:
    found: list[Evidence[Any]] = []
    for name, tables in example.evidence.items():
        if tables == []:
            found.append(Evidence(target, FACTS[name], (), (CAPTURE,)))
        for table in tables if isinstance(tables, list | tuple) else [tables]:
            found.append(Evidence(target, FACTS[name], build(FACTS[name], table), (CAPTURE,)))
    for name, table in example.faults.items():
        found.append(Evidence(target, FACTS[name], build(Fault, table), (CAPTURE,)))
    return found


def judge_example(catalogue: Catalogue, indicator: Indicator, example: Example) -> Judged:
    target = example_target(indicator, example.target)
    peers = [example_target(indicator, {"kind": "portal", **peer}, f"p-{n}") for n, peer in enumerate(example.peers, 1)]
    registry = Registry((target, *peers))
    evidence = example_evidence(example, target.id)
    judged = judge(
        target, evidence, registry, Catalogue((example_indicator(indicator, example),)), date.fromisoformat(example.on)
    )
    assert len(judged) == 1
    return judged[0]
