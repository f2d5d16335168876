"""Quarters of invented offices whose circulars are kept in ``tests/results/circulars`` for a person to read aloud.

python -m tests.results.circular_quarters    write them anew, after the templates have changed and the change was read
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from crawler.config import Config, Office, Publish
from crawler.model import Decision, Outcome, Target
from results.audit import RunRecord, Trail
from results.casework.machine import NoticeEvent
from results.casework.moves import DATED, RESULTS, EventKind
from results.circular.compose import compose
from results.letters.blocks import Letter
from results.notices.rows import NoticeForm, NoticeKind, NoticeRecord
from results.publishing.draft import draft, heading
from results.publishing.quarter import QuarterResult, published
from results.rules import catalogue_of
from tests.results.letter_words import lines
from tests.results.published import (
    ACCOUNT_VETO,
    DEDUCTION,
    GOOD,
    SITE_VETO,
    Fate,
    account,
    inspected,
    noon,
    released,
    site,
)

FOLDER = Path(__file__).parent / "circulars"
CITY = Config(
    office=Office(name="临江市人民政府办公室", city="临江市", telephone="0000-1234567"),
    publish=Publish(decimals=1, named_full=True, named_below=80),
)
PROVINCE = Config(
    office=Office(name="云山省人民政府办公厅", city="云山省"),
    publish=Publish(rounding="truncate", ranking=True, named_below=90, annex_rows=4),
)
COUNTY = Config(office=Office(name="青石县人民政府办公室", city="青石县"))
BUREAUS = ("水利局", "教育局", "财政局", "林业局", "卫生健康委员会", "统计局")
FOOTER, GUIDE, UNANSWERED = "foot-icp", "zl-guide", "m-no-interaction"


def bureau(place: int, region: str = "临江市", **other: object) -> Target:
    name = f"{region}{BUREAUS[place % len(BUREAUS)]}"
    values: dict[str, object] = {"name": name, "owner": name, **other}
    return site(place + 10, _shown(region), **values)  # type: ignore[arg-type]


def portal(number: int, region: str = "临江市") -> Target:
    name = f"{region}人民政府"
    return site(number, _shown(region), portal=True, name=name, owner=f"{name}办公室")


def _shown(region: str) -> str:
    return "市本级" if region == "临江市" else region


def voice(number: int, name: str, platform: str, region: str = "市本级", owner: str = "临江市人民政府办公室") -> Target:
    return account(number, region, name=name, platform=platform, owner=owner)


def city() -> Mapping[Target, Fate]:
    """A usual city: two regions, and one of everything that can become of a target."""
    return {
        portal(1): Fate(upheld=(FOOTER,)),
        portal(2, "青石县"): GOOD,
        bureau(0): Fate(upheld=(SITE_VETO, DEDUCTION)),
        bureau(1): Fate(upheld=(DEDUCTION, GUIDE)),
        bureau(2): GOOD,
        bureau(3, "青石县"): Fate(open=(SITE_VETO,), set_aside="网站整体改版，暂停服务"),
        bureau(4, "青石县"): GOOD,
        voice(1, "临江发布", "微信"): GOOD,
        voice(2, "临江发布", "微博"): Fate(upheld=(ACCOUNT_VETO, UNANSWERED)),
        voice(3, "青石之声", "微信", "青石县", "青石县人民政府办公室"): GOOD,
    }


def province() -> Mapping[Target, Fate]:
    """Three cities, of which a part is drawn; more targets than the annexes list."""
    fates: dict[Target, Fate] = {}
    for place, region in enumerate(("东川市", "南屏市", "西陵市")):
        fates[portal(place + 1, region)] = GOOD
        for number in range(4):
            fate = Fate(upheld=(SITE_VETO,)) if number < place else GOOD
            fates[bureau(6 * place + number, region)] = Fate(chosen=False) if number == 3 else fate
    fates[voice(1, "云山发布", "微信", "", "云山省人民政府办公厅")] = GOOD
    return fates


def faultless() -> Mapping[Target, Fate]:
    """One region, no account, nothing to say."""
    return {bureau(number, "青石县"): GOOD for number in range(3)}


def unfinished() -> Mapping[Target, Fate]:
    """Not all concluded: what nobody has concluded on is no fault."""
    return {**city(), bureau(5): Fate(open=(SITE_VETO,)), voice(4, "临江教育", "微信", owner="临江市教育局"): GOOD}


def result_of(data: Path, fates: Mapping[Target, Fate], config: Config, quarter: str = "2026Q4") -> QuarterResult:
    """A quarter as it was published, over what the trail in the folder knows of earlier ones."""
    edition = released(data, inspected(data, fates, quarter), config)
    with Trail.read(data) as trail:
        return published(trail, edition)


def draft_of(data: Path, fates: Mapping[Target, Fate], config: Config) -> QuarterResult:
    record = inspected(data, fates)
    with Trail.read(data) as trail:
        found = draft(trail, record, catalogue_of(trail, record.id))
        edition = heading(found.found, config.office, config.publish, "", record.on, late=found.late(record.on))
        return found.result(edition, trail)


def notified(
    data: Path, *, mended: int, later: Sequence[EventKind] = (), served: bool = True, owner: str = "临江市水利局"
) -> None:
    """The third quarter with a notice of three problems, of which some were put right, and what came after."""
    fates = {bureau(0): Fate(upheld=(SITE_VETO, DEDUCTION, GUIDE))}
    record = inspected(data, fates, "2026Q3")
    with Trail.open(data) as trail:
        words = [trail.decisions(record.id)[one.id] for one in trail.findings(record.id, outcome=Outcome.FAILED)]
        notice = _notice(trail, record, words, owner)
        if not served:
            return
        given = NoticeEvent(notice, EventKind.SERVED, record.on + timedelta(days=2), "王芳")
        day = record.on + timedelta(days=12)
        mends = [NoticeEvent(notice, EventKind.RECTIFIED, day, "王芳", finding=one.finding) for one in words[:mended]]
        more = [_event(notice, kind, day, words[-1].finding) for kind in later]
        trail.record_events(lambda: [given, *mends, *more], noon(day))


def _event(notice: int, kind: EventKind, day: date, finding: int) -> NoticeEvent:
    due_on = day + timedelta(days=365) if kind in DATED else None
    return NoticeEvent(notice, kind, day, "王芳", finding=finding if kind in RESULTS else None, due_on=due_on)


def _notice(trail: Trail, record: RunRecord, words: list[Decision], owner: str) -> int:
    issued, due = record.on + timedelta(days=1), record.on + timedelta(days=10)
    made = NoticeRecord(record.id, 2026, 1, owner, issued, due, "2026-001.docx", "sha256:" + "0" * 64)
    form = NoticeForm(NoticeKind.RECTIFICATION, "临政网改", "rectification 1", "sha256:" + "0" * 64, trail.head())
    return trail.record_notice(made, words, noon(issued), form).id


def usual_result(data: Path) -> QuarterResult:
    notified(data, mended=2)
    return result_of(data, city(), CITY)


SPOKEN: Mapping[str, Callable[[Path], QuarterResult]] = {
    "city": usual_result,
    "province": lambda data: result_of(data, province(), PROVINCE),
    "faultless": lambda data: result_of(data, faultless(), COUNTY),
    "draft": lambda data: draft_of(data, unfinished(), CITY),
}


def words_of(letter: Letter) -> str:
    head = [f"[{letter.form}] {letter.mark}", letter.number]
    return "\n".join([*head, *(line for block in letter.blocks for line in lines(block))]) + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, made in SPOKEN.items():
        with tempfile.TemporaryDirectory() as data:
            text = words_of(compose(made(Path(data))).letter)
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
