"""What the published list says, as values: lines, figures and sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checks.catalogue import Catalogue
from checks.indicator import Automation, Consequence, Indicator, Status
from crawler.clock import CHINA, Quarter, china_day
from crawler.config import Office
from crawler.model import Finding, Rating, RatingKind, Target, TargetId, TargetKind
from results.rating.scoring import PassRate, ScoredRating, is_counted_veto, pass_rate
from results.rating.view import amount
from results.rows import RunRecord
from results.text import chinese_day, plain, words


@dataclass(frozen=True, slots=True)
class Line:
    """One target as the list shows it. ``rating`` and ``kind`` are keys of the page's words."""

    target: TargetId
    name: str
    owner: str
    kind: str
    site_code: str
    platform: str
    address: str
    rating: str
    problems: str
    open: str
    findings: tuple[int, ...]

    @property
    def code(self) -> str:
        return self.site_code or self.platform


@dataclass(frozen=True, slots=True)
class Row:
    """One pass rate by name. ``is_part`` for a share of the row above."""

    name: str
    rate: PassRate
    percent: str
    is_part: bool = False

    @property
    def fraction(self) -> str:
        form: str = words("page")["percent_of"]
        return form.format(qualified=self.rate.qualified, rated=self.rate.rated)

    @property
    def figures(self) -> str:
        form: str = words("page")["figures"]
        return form.format(qualified=self.rate.qualified, rated=self.rate.rated)

    @property
    def pending_beside(self) -> str:
        form: str = words("page")["text"]["pending_beside"]
        return form.format(pending=self.rate.pending)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page, in the order of reading."""

    title: str
    when: str
    office: str
    draft_reasons: tuple[str, ...]
    counts: str
    closed: str
    groups: tuple[Row, ...]
    kinds: tuple[Row, ...]
    total: PassRate
    lines: tuple[Line, ...]
    method: tuple[str, ...]
    proof: str
    head: str
    catalogue: str

    @property
    def is_draft(self) -> bool:
        return bool(self.draft_reasons)

    @property
    def failed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.rating == RatingKind.UNQUALIFIED)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a page is made of."""

    run: RunRecord
    targets: tuple[Target, ...]
    findings: Mapping[int, Finding]
    ratings: Mapping[TargetId, ScoredRating]
    catalogue: Catalogue
    office: Office
    healthy: bool
    head: tuple[int, str, datetime | None]

    def rate(self, name: str, targets: Iterable[Target], is_part: bool = False) -> Row:
        rate = pass_rate(self.ratings[target.id] for target in targets if target.id in self.ratings)
        return Row(name, rate, rate.percent(2) or words("page")["no_rate"], is_part)


def compose(basis: Basis) -> Page:
    """The page of a run."""
    text: Mapping[str, Any] = words("page")["text"]
    rated = [target for target in basis.targets if target.id in basis.ratings]
    sites = sum(target.is_site for target in rated)
    closed = len(basis.targets) - len(rated)
    total = basis.rate("", rated).rate
    return Page(
        title=words("page")["title"].format(city=basis.office.city, quarter=_quarter(basis.run)),
        when=text["when"].format(on=chinese_day(basis.run.on)),
        office=text["office"].format(office=basis.office.name) if basis.office.name else "",
        draft_reasons=_draft_reasons(total, basis.healthy),
        counts=text["counts"].format(sites=sites, accounts=len(rated) - sites),
        closed=text["closed"].format(count=closed) if closed else "",
        groups=_groups(basis, rated),
        kinds=tuple(_kinds(basis, rated)),
        total=total,
        lines=tuple(_line(basis, target) for target in rated),
        method=_method(basis),
        proof=_proof(basis),
        head=basis.head[1],
        catalogue=basis.catalogue.digest.removeprefix("sha256:"),
    )


def _quarter(run: RunRecord) -> str:
    quarter, form = Quarter.parse(run.quarter), words("page")
    return str(form["quarter"]).format(year=quarter.year, number=form["quarter_numbers"][quarter.number - 1])


def _draft_reasons(total: PassRate, healthy: bool) -> tuple[str, ...]:
    forms = words("page")["draft"]
    reasons = [] if healthy else [str(forms["unhealthy"])]
    return (*reasons, *([str(forms["pending"]).format(pending=total.pending)] if total.pending else []))


def _groups(basis: Basis, rated: Sequence[Target]) -> tuple[Row, ...]:
    names = words("page")["groups"]
    sites = basis.rate(names["sites"], (t for t in rated if t.is_site))
    return sites, basis.rate(names["accounts"], (t for t in rated if not t.is_site))


def _kinds(basis: Basis, rated: Sequence[Target]) -> Iterable[Row]:
    for kind in TargetKind:
        own = [target for target in rated if target.kind is kind]
        if own:
            yield basis.rate(words("page")["kinds"][kind.value], own)
        platforms = dict.fromkeys(plain(t.platform) for t in own if t.kind is TargetKind.ACCOUNT and t.platform)
        for platform in platforms:
            yield basis.rate(platform, (t for t in own if plain(t.platform) == platform), is_part=True)


def _line(basis: Basis, target: Target) -> Line:
    rating = basis.ratings[target.id]
    upheld = [number for number in rating.upheld if _counts(_indicator(basis, number))]
    return Line(
        target=target.id,
        name=plain(target.name),
        owner=plain(target.owner),
        kind=target.kind.value,
        site_code=plain(target.site_code),
        platform=plain(target.platform),
        address=plain(target.address, 400),
        rating=rating.kind.value,
        problems=_titles(basis, upheld),
        open=_titles(basis, rating.open) or _never_judged(rating),
        findings=(*upheld, *rating.open),
    )


def _never_judged(rating: Rating) -> str:
    return str(words("page")["text"]["never_judged"]) if rating.kind is RatingKind.PENDING else ""


def _indicator(basis: Basis, finding: int) -> Indicator:
    return basis.catalogue.get(basis.findings[finding].indicator)


def _counts(indicator: Indicator) -> bool:
    """Only what is in force is published as a fault: trial and advisory indicators accuse nobody."""
    return indicator.status is Status.IN_FORCE and indicator.consequence in {Consequence.VETO, Consequence.DEDUCT}


def _titles(basis: Basis, findings: Iterable[int]) -> str:
    return str(words("page")["separator"]).join(_indicator(basis, number).title for number in findings)


def _method(basis: Basis) -> tuple[str, ...]:
    text, catalogue = words("page")["text"], basis.catalogue
    separator = str(words("letter")["and"])
    counted = [i for i in catalogue.indicators if is_counted_veto(i)]  # what decides, and nothing else
    documents = (one for i in counted for one in i.source.document.split(words("letter")["documents"]))
    manual = [i.title for i in catalogue.indicators if i.automation is Automation.MANUAL]
    trial = [i.title for i in catalogue.indicators if i.status is Status.TRIAL]
    values = {
        "basis": separator.join(dict.fromkeys(one.strip() for one in documents)),
        "manual": separator.join(manual) or text["none"],
        "trial": separator.join(trial) or text["none"],
    }
    paragraphs = [text["method"]["sources"], *_counting(basis), text["method"]["limits"]]
    return tuple(str(paragraph).format(**values) for paragraph in paragraphs)


def _counting(basis: Basis) -> Iterable[str]:
    """How ratings follow, with points where any target has some, and what does not count though it was found."""
    forms = words("page")["text"]["method"]
    scores = [one.score for one in basis.ratings.values() if one.score.scored]
    yield forms["points" if scores else "vetoes"].format(line=amount(scores[0].pass_line) if scores else "")
    if excused := sum(len(one.excused) for one in basis.ratings.values()):
        yield forms["excused"].format(count=excused)


def _proof(basis: Basis) -> str:
    text, (seq, _, at) = words("page")["text"], basis.head
    moment = (at or basis.run.started_at).astimezone(CHINA)
    shown = text["moment"].format(day=chinese_day(china_day(moment)), hour=moment.hour, minute=moment.minute)
    return str(text["proof"]).format(run=basis.run.id, seq=seq, at=shown)
