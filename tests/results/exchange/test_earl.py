"""EARL as others read it: parsed by an RDF library, its counts are those of the trail."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from crawler.model import DecisionKind, Outcome, TargetId
from results.audit import Trail
from results.exchange import earl
from results.exchange.names import iri
from results.review.decide import Selection
from results.review.exemption_rows import Exemption
from tests.results.office import BUREAU, NOON, PORTAL, RECORD, RUN, filled, finding, uphold

PREFIXES = """PREFIX earl: <http://www.w3.org/ns/earl#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX ptr: <http://www.w3.org/2009/pointers#>
PREFIX sc: <urn:spotcheck:term:> """


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three that failed: one upheld by two persons, one dismissed, one that waits for the second person."""
    with Trail.open(filled(tmp_path)) as trail:
        upheld, dismissed, waiting = (one.id for one in trail.findings(RUN, outcome=Outcome.FAILED))
        uphold(trail, upheld)
        trail.record_decision(dismissed, DecisionKind.DISMISSED, "王芳", "栏目已更新", NOON)
        uphold(trail, waiting, by=["王芳"])
    return tmp_path


def written(data: Path, with_names: bool = False) -> str:
    with Trail.read(data) as trail:
        return "".join(earl.pieces(trail, RUN, Selection(), with_names))


def asked(text: str, query: str) -> list[tuple[str, ...]]:
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    return [tuple(str(value).rpartition("#")[2] for value in row) for row in graph.query(PREFIXES + query)]  # type: ignore[union-attr]


def test_every_current_finding_is_one_assertion_with_its_four_parts(data: Path) -> None:
    query = """SELECT ?number ?outcome ?mode WHERE { ?a a earl:Assertion ; dct:identifier ?number ; earl:mode ?mode ;
               earl:assertedBy ?who ; earl:subject ?subject ; earl:test ?test ; earl:result ?result .
               ?who a earl:Assertor . ?subject a earl:TestSubject . ?test a earl:TestCriterion .
               ?result a earl:TestResult ; earl:outcome ?outcome ; dct:date ?day ; earl:info ?info }"""
    found = asked(written(data), query)
    with Trail.read(data) as trail:
        assert {int(number) for number, *_ in found} == {one.id for one in trail.findings(RUN)}
    assert Counter((outcome, mode) for _, outcome, mode in found) == {
        ("passed", "automatic"): 3,
        ("cantTell", "automatic"): 3,
        ("failed", "semiAuto"): 1,
        ("passed", "semiAuto"): 1,
        ("failed", "automatic"): 1,
    }


def test_all_that_machines_said_is_as_often_there_as_in_the_trail(data: Path) -> None:
    query = "SELECT ?o ?a WHERE { ?a earl:assertedBy ?who ; earl:result/earl:outcome ?o . ?who a earl:Software }"
    found = Counter(outcome for outcome, _ in asked(written(data), query))
    with Trail.read(data) as trail:
        tally: Counter[str] = Counter()
        for (outcome, _), count in trail.tally(RUN).items():
            tally[outcome.value] += count
    assert found == tally


def test_a_dismissed_finding_fails_in_no_assertion_and_keeps_the_machines_word_apart(data: Path) -> None:
    text = written(data)
    said = asked(text, "SELECT ?o ?i WHERE { ?a sc:conclusion 'dismissed' ; a earl:Assertion ; earl:result ?r . "
                       "?r earl:outcome ?o ; earl:info ?i }")  # fmt: skip
    assert said == [("passed", "经人工认定不属实，理由：栏目已更新")]
    below = asked(text, "SELECT ?o ?m WHERE { ?a sc:conclusion 'dismissed' ; dct:replaces ?was . "
                        "?was a sc:ReplacedAssertion ; earl:mode ?m ; earl:result/earl:outcome ?o }")  # fmt: skip
    assert below == [("failed", "automatic")]


def test_one_persons_word_where_it_takes_two_is_no_conclusion(data: Path) -> None:
    query = "SELECT ?m ?o WHERE { ?a sc:conclusion 'awaiting-second' ; earl:mode ?m ; earl:result/earl:outcome ?o }"
    assert asked(written(data), query) == [("automatic", "failed")]


def test_reviewers_are_named_only_where_that_was_asked_for(data: Path) -> None:
    plain, named = written(data), written(data, with_names=True)
    assert not any(name in plain for name in ("王芳", "李强"))
    assert asked(plain, "SELECT ?t WHERE { ?a earl:mode earl:semiAuto ; earl:assertedBy/dct:title ?t }") == [
        ("审核人",),
        ("审核人",),
    ]
    people = "SELECT ?n WHERE { ?a earl:mode earl:semiAuto ; earl:assertedBy/foaf:member?/foaf:name ?n }"
    assert Counter(asked(named, people)) == {("王芳",): 2, ("李强",): 1}
    main = "SELECT ?n WHERE { ?g a foaf:Group ; earl:mainAssertor/foaf:name ?n }"
    assert asked(named, main) == [("李强",)]


def test_subject_rule_captures_and_pages_are_told(data: Path) -> None:
    query = """SELECT ?id ?title ?owner ?version ?source ?page WHERE { ?a sc:conclusion 'dismissed' ;
        a earl:Assertion ; earl:subject ?s ; earl:test ?t ; earl:result ?r . ?s dct:identifier ?id ; dct:title ?title ;
        sc:owner ?owner ; dct:hasPart ?capture . ?t dct:hasVersion ?version ; dct:source ?source .
        ?r sc:evidence ?capture ; earl:pointer/ptr:reference ?page }"""
    ((target, title, owner, version, source, page),) = asked(written(data), query)
    assert (target, title, owner) == (BUREAU.id, BUREAU.name, BUREAU.owner)
    assert version == "第1版" and "国办" in source
    assert page == "http://www.linjiang.gov.test/yw/"


def test_an_accepted_explanation_stands_beside_the_fault(data: Path) -> None:
    given = Exemption(BUREAU.id, finding(BUREAU, "home-stale-14d").indicator, "迁移", RECORD.on, RECORD.on, "王芳")
    with Trail.open(data) as trail:
        number = trail.record_exemption(given, NOON).id
    found = asked(written(data), "SELECT ?e WHERE { ?a a earl:Assertion ; sc:exemption ?e }")
    assert found == [(str(number),)]


def test_a_matter_no_machine_sees_is_manual(tmp_path: Path) -> None:
    with Trail.open(filled(tmp_path)) as trail:
        number = trail.begin_judgement(RUN, "k", "1", NOON)
        own = finding(PORTAL, "zl-name", Outcome.UNTESTED, reason="manual", subjects=(), data={})
        trail.record_findings(RUN, number, PORTAL.id, [own], NOON)
    query = "SELECT ?o WHERE { ?a earl:mode earl:manual ; earl:result/earl:outcome ?o }"
    assert asked(written(tmp_path), query) == [("untested",)]


def test_hostile_names_and_addresses_stay_text(tmp_path: Path) -> None:
    name, bad = '</script>"\\\n<b>', 'http://a b.gov.test/<x>"{}|^`\\ \u202e栏目?q=%zz'
    target = replace(BUREAU, id=TargetId("坏 id/#?"), name=name, address=bad)
    with Trail.open(tmp_path) as trail:
        trail.begin_run(RECORD, [target])
        number = trail.begin_judgement(RUN, "k", "1", NOON)
        seen = finding(target, "x", message=name, subjects=({"name": name, "url": bad},))
        trail.record_findings(RUN, number, target.id, [seen], NOON)
    text = written(tmp_path)
    assert json.loads(text)["@graph"]
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    assert len(rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt")) == len(graph)
    assert asked(text, "SELECT ?i WHERE { ?s a earl:TestSubject ; dct:identifier ?i }") == [("?",)]


@pytest.mark.parametrize("address", ["", "linjiang", "javascript:alert(1)", "http://", "http://[", "微信:x"])
def test_what_is_no_web_address_names_nothing(address: str) -> None:
    assert iri(address) == ""


def test_the_same_trail_gives_the_same_names_and_another_one_others(tmp_path: Path, data: Path) -> None:
    assert written(data) == written(data)
    other = tmp_path / "other"
    with Trail.open(other) as trail:
        trail.begin_run(replace(RECORD, inventory_digest="sha256:other"), [BUREAU])
        number = trail.begin_judgement(RUN, "k", "1", NOON)
        trail.record_findings(RUN, number, BUREAU.id, [finding(BUREAU, "home-stale-14d")], NOON)
    mine, theirs = ({node["@id"] for node in json.loads(written(one))["@graph"]} for one in (data, other))
    assert mine & theirs == {"urn:spotcheck:program:0.1.0"}
