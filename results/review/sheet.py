"""The evidence sheet of one finding: everything a person needs to conclude, and how to see it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.indicator import Indicator
from crawler.captures.store import CaptureStore
from crawler.clock import CHINA
from crawler.model import Capture, CaptureKind, Decision, Digest, Finding, Target
from results.audit import Trail
from results.gathering import CAPTURES
from results.review.conclusions import UNTOUCHED, Standing, standings
from results.review.exemption_rows import Exemption, excuses
from results.review.repeat import repeat, to_keep
from results.rules import catalogue_of, pack_of

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}  # how such files begin
LARGEST = 8_000_000  # bytes of a picture within a page


@dataclass(frozen=True, slots=True)
class Proof:
    """One capture behind a finding: None where the store no longer has it."""

    digest: Digest
    capture: Capture | None
    commands: tuple[str, ...]  # to get its bytes out, and to look again


@dataclass(frozen=True, slots=True)
class Picture:
    """A screenshot of the target, taken in the same run or handed in by a person."""

    capture: Capture
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One finding with all that stands around it. ``replaced``: a later judgement no longer says so."""

    finding: Finding
    is_current: bool
    target: Target
    indicator: Indicator | None
    pack: str
    standing: Standing
    outdated: Decision | None
    exemption: Exemption | None
    notice: str
    proofs: tuple[Proof, ...]
    picture: Picture | None

    @property
    def title(self) -> str:
        return self.indicator.title if self.indicator else self.finding.indicator


def sheet(trail: Trail, data: Path, number: int) -> Sheet:
    """Raises InputError for a finding there is not."""
    finding, is_current = trail.finding(number)
    target = next(one for one in trail.inventory(finding.run) if one.id == finding.target)
    known = {one.id: one for one in catalogue_of(trail, finding.run).indicators}
    captures = _captures(data, finding)
    return Sheet(
        finding=finding,
        is_current=is_current,
        target=target,
        indicator=known.get(finding.indicator),
        pack=pack_of(trail, finding.run).title,
        standing=standings(trail, finding.run, [number]).get(number, UNTOUCHED),
        outdated=trail.outdated_decisions(finding.run).get((finding.target, finding.indicator)) if is_current else None,
        exemption=excuses([finding], trail.exemptions()).get(number),
        notice=_notice(trail, finding),
        proofs=tuple(_proof(digest, captures.get(digest), data, finding) for digest in _ordered(finding, captures)),
        picture=_picture(data, finding, captures),
    )


def _notice(trail: Trail, finding: Finding) -> str:
    """Year and number of the notice it stands in, or an empty string."""
    found = trail.noticed(finding.run).get(finding.id)
    record = trail.notices(finding.run)[found] if found else None
    return f"{record.year}-{record.number}" if record else ""


def _captures(data: Path, finding: Finding) -> Mapping[Digest, Capture]:
    """The captures of the finding that the store has, by digest."""
    if not (data / CAPTURES / "index.sqlite").exists():
        return {}
    wanted = set(finding.captures)
    with CaptureStore(data / CAPTURES) as store:
        rows = [row for row in store.index.of_target(finding.run, finding.target) if row.digest in wanted]
        elsewhere = (store.index.of_digest(digest) for digest in wanted - {row.digest for row in rows})
        return {row.digest: row.capture() for row in (*rows, *(row for row in elsewhere if row))}


def _ordered(finding: Finding, captures: Mapping[Digest, Capture]) -> list[Digest]:
    """First the captures of what the finding names, then what else was looked at."""
    named = {str(finding.data.get("url", "")), *_addresses(finding.subjects)}
    return sorted(finding.captures, key=lambda one: one not in captures or captures[one].url not in named)


def _proof(digest: Digest, capture: Capture | None, data: Path, finding: Finding) -> Proof:
    if capture is None:
        return Proof(digest, None, ())
    return Proof(digest, capture, (*to_keep(digest, capture, data, finding.monitored_on), *repeat(capture)))


def _picture(data: Path, finding: Finding, captures: Mapping[Digest, Capture]) -> Picture | None:
    """A screenshot of a page the finding is about, else of the home page; what is no picture is not shown as one."""
    if not (data / CAPTURES / "index.sqlite").exists():
        return None
    with CaptureStore(data / CAPTURES) as store:
        own = [one for one in captures.values() if one.kind is CaptureKind.SCREENSHOT]
        rows = [row for row in store.index.of_target(finding.run, finding.target) if row.kind == CaptureKind.SCREENSHOT]
        wanted = {one.url for one in captures.values()} | set(_addresses(finding.subjects))
        shots = sorted((row.capture() for row in rows), key=lambda one: one.url not in wanted)
        for capture in (*own, *shots):
            _, content = store.read(capture.digest)
            kind = next((name for start, name in PICTURES.items() if content.startswith(start)), "")
            if kind and len(content) <= LARGEST:
                return Picture(capture, kind, content)
    return None


def _addresses(subjects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (str(subject["url"]) for subject in subjects if subject.get("url"))


def moment(capture: Capture) -> str:
    """When a capture was made, in China."""
    return capture.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
