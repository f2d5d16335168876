"""A host's story for a machine: one JSON object. docs/ipv6.md names its keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from checks.judge import Judged
from crawler.model import Fault
from crawler.reading.names.addresses import address_class
from crawler.reading.names.answers import AddressRecords, NameAnswer
from crawler.reading.service.facts import LinkLevel, LinkSupport, Support, Vantage
from results.ipv6.inspection import Story
from results.ipv6.repeat import commands
from results.ipv6.story import sentence_of


def as_json(story: Story) -> dict[str, Any]:
    """JSON values only; null where something was not gathered, ``{"fault": …}`` where it could not be seen."""
    return {
        "host": story.host,
        "url": story.target.address,
        "on": story.on.isoformat(),
        "findings": [_finding(one) for one in story.judged],
        "names": _names(story.names),
        "authority": _fact(story.authority),
        "service": _service(story),
        "links": _links(story.links),
        "likeness": _fact(story.likeness),
        "vantage": _vantage(story),
        "commands": [asdict(one) for one in commands(story)],
    }


def one_line(value: Mapping[str, Any]) -> str:
    """JSON in one line; what could drive a terminal is escaped, everything else is as it is read."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]


def _finding(one: Judged) -> dict[str, Any]:
    return {
        "indicator": one.indicator.id,
        "title": one.indicator.title,
        "outcome": one.verdict.outcome,
        "reason": one.verdict.reason,
        "data": one.verdict.data,
        "message": sentence_of(one),
        "subjects": one.verdict.subjects,
    }


def _fact(fact: Any) -> Any:
    if fact is None:
        return None
    return {"fault": fact.kind, "detail": fact.detail} if isinstance(fact, Fault) else asdict(fact)


def _names(names: AddressRecords | Fault | None) -> Any:
    """Every answer, and the class of every address."""
    if not isinstance(names, AddressRecords):
        return _fact(names)
    return {**asdict(names), "classes": _classes((*names.a, *names.aaaa))}


def _classes(answers: Iterable[NameAnswer]) -> Mapping[str, str]:
    return {address: address_class(address) for answer in answers for address in answer.addresses}


def _service(story: Story) -> Any:
    """Every attempt, also where no verdict came of them."""
    if story.service is None and not story.probes:
        return None
    fault = _fact(story.service) if isinstance(story.service, Fault) else {}
    return {**fault, "url": story.target.address, "probes": [asdict(probe) for probe in story.probes]}


def _vantage(story: Story) -> dict[str, Any]:
    """What was proven of our own line (null: nothing was concluded), and by which answers and attempts."""
    log = story.log
    found = story.vantage if isinstance(story.vantage, Vantage) else None
    proven = {name: getattr(found, name) if found else None for name in ("dns", "ipv4", "ipv6")}
    answers, probes = ([asdict(one) for one in log.answers], [asdict(one) for one in log.control])
    return {**proven, "answers": answers, "probes": probes}


def _links(links: LinkSupport | Fault | None) -> Any:
    if not isinstance(links, LinkSupport):
        return _fact(links)
    return {
        "second": _level(links.second),
        "third": _level(links.third),
        "outside": [asdict(host) for host in links.outside],
    }


def _level(level: LinkLevel) -> dict[str, Any]:
    counts = {support.value: level.count(support) for support in Support}
    return {**asdict(level), "links": level.links, "counts": counts}
