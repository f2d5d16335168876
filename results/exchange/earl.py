"""Findings as EARL 1.0 in JSON-LD, the words in which inspection tools hand on results (https://www.w3.org/TR/EARL10/).

One ``earl:Assertion`` a finding: the word on it that stands. Where persons concluded, theirs (``earl:semiAuto``), and
what the machine had said hangs below it under ``dct:replaces``, as a ``sc:ReplacedAssertion``: who counts assertions
that failed must neither count a dismissed one nor an upheld one twice. Else the machine's (``earl:automatic``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.model import RunId, Target, TargetId
from results.audit import Trail
from results.exchange.names import Names, iri
from results.exchange.records import Told, told
from results.exchange.rules import Key, Rule, rule_of, rules
from results.review.conclusions import Conclusion, person, upholders
from results.review.decide import Selection
from results.rows import instant
from results.text import words

LANGUAGE = "zh-CN"
MANUAL = "manual"  # the judge's reason where no check looks
OUTCOMES = {Conclusion.UPHELD: "failed", Conclusion.DISMISSED: "passed", Conclusion.UNDECIDABLE: "cantTell"}


def _link(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id"}


def _text(term: str) -> dict[str, str]:
    return {"@id": term, "@language": LANGUAGE}


CONTEXT: Mapping[str, Any] = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ptr": "http://www.w3.org/2009/pointers#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sc": "urn:spotcheck:term:",
    "assertedBy": _link("earl:assertedBy"),
    "mainAssertor": _link("earl:mainAssertor"),
    "subject": _link("earl:subject"),
    "test": _link("earl:test"),
    "result": _link("earl:result"),
    "mode": _link("earl:mode"),
    "outcome": _link("earl:outcome"),
    "pointer": _link("earl:pointer"),
    "info": _text("earl:info"),
    "title": _text("dct:title"),
    "source": _text("dct:source"),
    "identifier": "dct:identifier",
    "version": "dct:hasVersion",
    "date": {"@id": "dct:date", "@type": "xsd:dateTime"},
    "hasPart": _link("dct:hasPart"),
    "replaces": _link("dct:replaces"),
    "evidence": _link("sc:evidence"),
    "reference": _link("ptr:reference"),
    "homepage": _link("foaf:homepage"),
    "address": "sc:address",
    "owner": _text("sc:owner"),
    "name": "foaf:name",
    "member": _link("foaf:member"),
    "reason": "sc:reason",
    "conclusion": "sc:conclusion",
    "exemption": "sc:exemption",
    "run": "sc:run",
    "status": "sc:status",
    "consequence": "sc:consequence",
}


def pieces(trail: Trail, run: RunId, selection: Selection, with_names: bool = False) -> Iterator[str]:
    """The document piece by piece. Raises InputError for an outcome or a target there is not, before the first one."""
    found = told(trail, run, selection)
    targets = {target.id: target for target in trail.inventory(run)}
    return _pieces(found, _Graph(Names(_identity(trail)), targets, rules(trail), with_names))


def _identity(trail: Trail) -> str:
    """What no other office's trail has: the hash of its first run."""
    return next(str(row["hash"])[:16] for row in trail.table_rows("runs"))


def _pieces(found: Iterable[Told], graph: _Graph) -> Iterator[str]:
    yield '{"@context":' + _json(CONTEXT) + ',"@graph":['
    between = "\n"
    for one in found:
        for node in graph.nodes(one):
            yield between + _json(node)
            between = ",\n"
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass
class _Graph:
    """What the nodes of a file name; each target, rule, program and reviewer is described where it is first named."""

    names: Names
    targets: Mapping[TargetId, Target]
    rules: Mapping[Key, Rule]
    with_names: bool
    described: set[str] = field(default_factory=set)

    def nodes(self, one: Told) -> Iterator[dict[str, Any]]:
        """The finding's assertion, after all it names that was not described yet."""
        concluded = one.standing.conclusion in OUTCOMES
        described = [self._software(one), self._subject(one), self._test(one)]
        described += self._assertors(one) if concluded else []
        for node in described:
            if node["@id"] not in self.described:
                self.described.add(node["@id"])
                yield node
        yield self._concluded(one) if concluded else self._machine(one)

    def _machine(self, one: Told) -> dict[str, Any]:
        finding = one.finding
        said = {"outcome": f"earl:{finding.outcome.value}", "date": instant(finding.observed_at)}
        return {
            "@id": self.names.finding(finding.id),
            "@type": "earl:Assertion",
            **self._about(one),
            "assertedBy": self.names.software(finding.program_version),
            "mode": "earl:manual" if finding.reason == MANUAL else "earl:automatic",
            "result": {**said, "info": finding.message, "reason": finding.reason, **self._seen(one)},
        }

    def _concluded(self, one: Told) -> dict[str, Any]:
        """What persons concluded, with what the machine had said below it."""
        finding, latest, conclusion = one.finding, one.standing.latest, one.standing.conclusion
        assert latest is not None
        machine = self._machine(one) | {"@id": self.names.replaced(finding.id), "@type": "sc:ReplacedAssertion"}
        sentence = words("exchange")["earl"][conclusion.value]
        info = sentence.format(message=finding.message, reason=latest.reason)
        said = {"outcome": f"earl:{OUTCOMES[conclusion]}", "date": instant(latest.at), "info": info}
        return {
            "@id": self.names.finding(finding.id),
            "@type": "earl:Assertion",
            **self._about(one),
            "assertedBy": self._assertors(one)[-1]["@id"],
            "mode": "earl:manual" if finding.reason == MANUAL else "earl:semiAuto",
            "result": {**said, **self._seen(one)},
            "replaces": machine,
        }

    def _about(self, one: Told) -> dict[str, Any]:
        finding = one.finding
        captures = [self.names.capture(digest) for digest in finding.captures]
        about = {"identifier": str(finding.id), "run": finding.run, "conclusion": one.standing.conclusion.value}
        about |= {"exemption": str(one.exemption.id)} if one.exemption else {}
        subject = {"@id": self.names.target(finding.target), "hasPart": captures}
        return {**about, "subject": subject, "test": self.names.test(finding)}

    def _seen(self, one: Told) -> dict[str, Any]:
        """The captures the result rests on, and the pages concerned."""
        pages = [*one.finding.subjects, one.finding.data]
        places = {url: page for page in pages if (url := iri(str(page.get("url") or "")))}
        pointers = [
            {"@type": "ptr:Pointer", "reference": url, "title": str(page.get("name") or page.get("title") or url)}
            for url, page in places.items()
        ]
        evidence = [self.names.capture(digest) for digest in one.finding.captures]
        return {"@type": "earl:TestResult", "evidence": evidence} | ({"pointer": pointers} if pointers else {})

    def _software(self, one: Told) -> dict[str, Any]:
        version = one.finding.program_version
        return {
            "@id": self.names.software(version),
            "@type": ["earl:Assertor", "earl:Software"],
            "title": words("exchange")["earl"]["software"],
            "name": "spotcheck",
            "version": version,
        }

    def _subject(self, one: Told) -> dict[str, Any]:
        target = self.targets[one.finding.target]
        node = {"@id": self.names.target(target.id), "@type": "earl:TestSubject", "identifier": target.id}
        node |= {"title": target.name, "owner": target.owner, "address": target.address}
        return node | ({"homepage": page} if (page := iri(target.address)) else {})

    def _test(self, one: Told) -> dict[str, Any]:
        finding, said = one.finding, words("exchange")["earl"]
        rule = rule_of(self.rules, finding)
        node = {"@id": self.names.test(finding), "@type": ["earl:TestCriterion", "earl:TestRequirement"]}
        node |= {"identifier": finding.indicator, "title": rule.title or finding.indicator}
        node |= {"version": said["version"].format(version=finding.indicator_version)}
        source = said["clause"].format(document=rule.document, clause=rule.clause) if rule.document else ""
        return node | {"source": source, "status": rule.status, "consequence": rule.consequence}

    def _assertors(self, one: Told) -> list[dict[str, Any]]:
        """Who concluded: the last of these nodes, the ones before it its members."""
        said = one.standing.words
        if not self.with_names:
            role = words("exchange")["earl"]["reviewer"]
            return [{"@id": self.names.person(""), "@type": "earl:Assertor", "title": role}]
        wanted = upholders(said) if one.standing.takes_two and upholders(said) else {person(said[-1].by)}
        named = {person(word.by): word.by for word in reversed(said) if person(word.by) in wanted}
        people = [
            {"@id": self.names.person(key), "@type": ["earl:Assertor", "foaf:Person"], "name": name}
            for key, name in named.items()
        ]
        members = [each["@id"] for each in people]
        group = {"@type": ["earl:Assertor", "foaf:Group"], "mainAssertor": members[0], "member": members}
        return people if len(people) == 1 else [*people, {"@id": self.names.group(sorted(named)), **group}]
