"""The laws of the catalogue: what every indicator, check, reason and example must keep."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checks import wording
from checks.catalogue import Catalogue, Indicator, load_catalogue
from checks.check import CHECKS
from checks.indicator import Example
from checks.judge import judge
from crawler.model import Evidence, Fault, FaultKind, Outcome, Registry
from crawler.reading.accounts.account import AccountActivity
from crawler.reading.disclosure.column import Part
from crawler.reading.footer.footer import Footer
from crawler.reading.sites.annual import AnnualReports
from crawler.reading.sites.site import ColumnListing, DisclosureColumn, SoughtColumn
from crawler.reading.sites.website_forms import WebsiteForms
from tests.checks.examples import FACTS, build, example_evidence, example_target, judge_example

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue()
CASES = [
    pytest.param(indicator, example, id=f"{indicator.id}: {example.name}")
    for indicator in CATALOGUE.indicators
    for example in indicator.examples
]
INDICATORS = [pytest.param(indicator, id=indicator.id) for indicator in CATALOGUE.indicators]
CHECKED = [pytest.param(indicator, id=indicator.id) for indicator in CATALOGUE.indicators if not indicator.manual]
SEEN = [
    pytest.param(indicator, id=indicator.id)
    for indicator in CATALOGUE.indicators
    if any(not need.is_context for need in (CHECKS[indicator.id].needs.values() if not indicator.manual else ()))
]
ASKED_FOR = (
    "home-stale-14d columns-stale-5 columns-blank-5 columns-overdue-10 zl-exists zl-name zl-entry-home "
    "zl-guide zl-system zl-statutory zl-annual zl-apply zl-gazette rules-collected normdoc-validity "
    "plan-column plan-145 plan-history v6-aaaa dom-portal-form dom-dept-form foot-idcode foot-icp foot-police "
    "foot-conac foot-sponsor m-stale-14d m-one-per-platform severe-wording-error interaction-no-channel "
    "ar-dept-0131 ar-gov-0331 ar-local-earlier ar-six-sections ar-table2 ar-t3-identity ar-t3-sum ar-t3-cols "
    "ar-t4-sum ar-text-vs-table ar-carry ar-dup publish-20wd date-logic site-annual-form-0131 interp-3wd "
    "v6-home-reachable v6-home-success v6-authority v6-consistency v6-second-level v6-third-level v6-perf v6-badge "
    "v6-app dom-suffix dom-ip-only dom-columns-form dom-one "
    "m-no-interaction m-serious-problem m-hollow m-zombie-close m-entertainment m-identity m-registered m-marking "
    "m-commercial-ad m-closed-posting m-app-unusable m-fake-data m-forced m-filing-late m-app-2026 site-unreachable"
)
# A difference is to be explained: a person's word alone. Times are figures without a limit.
NEVER_FAILED = {"ar-text-vs-table", "ar-dup", "v6-perf", "v6-app", "dom-columns-form"}
# What only a person reads out of posts and menus.
NEVER_FAILED |= {"m-no-interaction", "m-serious-problem", "m-entertainment", "m-marking", "m-commercial-ad"}
NEVER_FAILED |= {"m-app-unusable", "m-registered", "m-app-2026"}
NEVER_PASSED = {"v6-app", "m-app-unusable", "m-app-2026"}  # only sorted out for a person
RETURNS = {"passed", "failed", "cant_tell", "inapplicable"}


def test_the_catalogue_holds_the_indicators_of_the_standards() -> None:
    assert sorted(ASKED_FOR.split()) == sorted(indicator.id for indicator in CATALOGUE.indicators)


def test_every_check_belongs_to_an_indicator() -> None:
    assert CHECKS.keys() <= {indicator.id for indicator in CATALOGUE.indicators}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_indicator_without_a_check_is_manual(indicator: Indicator) -> None:
    assert indicator.manual == (indicator.id not in CHECKS)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_reason_with_a_message_has_an_example(indicator: Indicator) -> None:
    assert set(indicator.own_reasons) <= {example.reason for example in indicator.examples}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_has_an_example(indicator: Indicator) -> None:
    assert indicator.examples


@pytest.mark.parametrize("indicator", CHECKED)
def test_every_indicator_with_a_check_shows_a_pass_and_a_failure(indicator: Indicator) -> None:
    shown = {example.outcome for example in indicator.examples}
    assert Outcome.PASSED in shown or indicator.id in NEVER_PASSED
    assert Outcome.FAILED in shown or indicator.id in NEVER_FAILED


def reasons_in(path: Path) -> set[str]:
    """Every reason a module can return, read from its source: the first argument of passed(), failed() ..."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RETURNS:
            found |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
        if isinstance(node, ast.keyword) and node.arg in {"reason", "shown", "missing"}:
            found |= {node.value.value} if isinstance(node.value, ast.Constant) else set()
    return {reason for reason in found if isinstance(reason, str) and re.fullmatch("[a-z-]+-[a-z-]+|[a-z]+", reason)}


@pytest.mark.parametrize("indicator", CHECKED)
def test_every_reason_in_a_check_has_a_message(indicator: Indicator) -> None:
    function = CHECKS[indicator.id].function
    path = Path(function.__code__.co_filename)
    reasons = {reason for reason in reasons_in(path) if not reason.endswith("-")}
    assert reasons <= indicator.messages.keys()


def test_every_reason_in_a_module_of_a_family_has_a_message() -> None:
    known = {reason for indicator in CATALOGUE.indicators for reason in indicator.messages}
    for path in (ROOT / "checks").glob("*/*.py"):
        assert {reason for reason in reasons_in(path) if not reason.endswith("-")} <= known, path.name


@pytest.mark.parametrize("indicator", INDICATORS)
def test_reasons_are_kebab_case(indicator: Indicator) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", reason) for reason in indicator.messages)


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_of_fault_has_its_own_sentence(kind: FaultKind) -> None:
    sentence = wording.words()["faults"][kind.value]
    assert sentence.endswith("须由人工检查。")
    assert {name for _, name, _, _ in string.Formatter().parse(sentence) if name} <= {"url", "detail"}


@pytest.mark.parametrize(("indicator", "example"), CASES)
def test_every_key_of_the_subjects_has_a_heading(indicator: Indicator, example: Example) -> None:
    verdict = judge_example(CATALOGUE, indicator, example).verdict
    assert {key for subject in verdict.subjects for key in subject} <= wording.subject_headings().keys()


@pytest.mark.parametrize(("indicator", "example"), CASES)
def test_a_fault_in_place_of_any_evidence_never_fails(indicator: Indicator, example: Example) -> None:
    target = example_target(indicator, example.target)
    registry = Registry((target,))
    evidence = example_evidence(example, target.id)
    for position in range(len(evidence)):
        for kind in FaultKind:
            changed = [*evidence]
            changed[position] = replace(changed[position], seen=Fault(kind))
            verdict = _verdict(indicator, target, changed, registry, example)
            assert verdict.outcome in (Outcome.CANT_TELL, Outcome.INAPPLICABLE)


@pytest.mark.parametrize("indicator", SEEN)
def test_a_fact_that_holds_only_faults_never_fails(indicator: Indicator) -> None:
    target = example_target(indicator, {})
    for kind in (kind for kind in FaultKind if kind is not FaultKind.SOFT_404):
        fault = {"kind": kind.value, "url": "http://www.shili.gov.test/x/"}
        evidence = [Evidence(target.id, fact, _faulty(fact, fault)) for fact in FACTS.values()]
        example = Example(name="fault", outcome=Outcome.CANT_TELL, reason=kind.value)
        verdict = _verdict(indicator, target, evidence, Registry((target,)), example)
        assert verdict.outcome is not Outcome.FAILED, kind


@pytest.mark.parametrize("indicator", SEEN)
def test_facts_in_which_nothing_could_be_told_never_fail(indicator: Indicator) -> None:
    target = example_target(indicator, {})
    evidence = [Evidence(target.id, fact, () if fact is ColumnListing else build(fact, {})) for fact in FACTS.values()]
    example = Example(name="nothing", outcome=Outcome.CANT_TELL, reason="")
    assert _verdict(indicator, target, evidence, Registry((target,)), example).outcome is not Outcome.FAILED


def test_no_sentence_for_an_open_question_accuses() -> None:
    accusing = re.compile("不合格|违反|违规|严重|失职")
    for indicator in CATALOGUE.indicators:
        for example in indicator.examples:
            if example.outcome in (Outcome.CANT_TELL, Outcome.UNTESTED):
                assert not accusing.search(indicator.messages[example.reason])


def test_a_check_file_has_at_most_sixty_lines() -> None:
    for path in (ROOT / "checks").glob("*/*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 60, path.name


def test_the_digest_is_the_same_on_every_reading_and_changes_with_a_limit() -> None:
    assert load_catalogue().digest == CATALOGUE.digest
    changed = CATALOGUE.get("home-stale-14d").model_copy(update={"limits": {"days": 15}})
    assert Catalogue((changed,)).digest != Catalogue((CATALOGUE.get("home-stale-14d"),)).digest


def _verdict(indicator: Indicator, target: Any, evidence: Any, registry: Registry, example: Example) -> Any:
    (judged,) = judge(target, evidence, registry, Catalogue((indicator,)), date.fromisoformat(example.on))
    assert judged.error == ""
    text = indicator.messages[judged.verdict.reason].format_map(judged.verdict.data)
    assert "{" not in text
    return judged.verdict


def _faulty(fact: type, fault: dict[str, str]) -> Any:
    """A fact that holds links, and behind each of them the fault."""
    link = {"label": "政府信息公开", "url": "http://www.shili.gov.test/x/"}
    if fact is DisclosureColumn:
        parts = [{"part": part.value, "link": link, "fault": fault} for part in Part]
        return build(fact, {"entry": link, "page_read": True, "title": "政府信息公开", "parts": parts})
    if fact is AnnualReports:
        late = {"year": 2025, "title": "2025年年报", "url": fault["url"], "listed_on": "2026-07-01", "fault": fault}
        return build(fact, {"link": link, "fault": fault, "reports": [late], "complete": True})
    if fact is WebsiteForms:
        return build(fact, {"link": link, "fault": fault, "forms": [{"year": 2024}], "complete": True})
    if issubclass(fact, SoughtColumn):
        return build(fact, {"link": link, "fault": fault})
    if fact is ColumnListing:
        column = {"name": "栏目", "path": ["栏目"], "kind": "news"}
        return tuple(
            build(fact, {"link": {**column, "url": f"http://www.shili.gov.test/{n}/"}, "fault": fault})
            for n in range(9)
        )
    if fact is AccountActivity:
        return build(fact, {"sources": [{"source": "page", "url": fault["url"], "fault": fault}]})
    return build(fact, {}) if fact is not Footer else build(Footer, {"icp_linked": False})
