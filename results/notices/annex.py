"""The annexes of a letter: the list of problems, on its side, and the evidence with its screenshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from checks import wording as catalogue_words
from checks.indicator import Status
from results.letters.blocks import Annex, Block, Picture, Role, Small, Table
from results.letters.pictures import picture_of
from results.notices.matter import Matter, Shot, Subject
from results.notices.rows import NoticeKind
from results.notices.wording import ADDRESS, Wording
from results.text import chinese_day, plain

ROWS_SHOWN = 300  # subjects of one finding listed
PLACES_SHOWN = 3
DAY_LENGTH = 10


def has_evidence(matter: Matter) -> bool:
    """A supervision letter points at the notice that has it."""
    return matter.kind is not NoticeKind.SUPERVISION


def annexes(wording: Wording) -> Iterator[Block]:
    pictures = _numbered(wording)
    several = has_evidence(wording.matter)
    yield Annex(wording.shared("list", "mark", place=1 if several else ""), wording.own("body", "list"), True)
    own: Mapping[str, str] = wording.template.own["headings"]
    columns: Mapping[str, Sequence[Any]] = wording.template.annex["list"]["columns"]
    rows = [_cells(wording, number, one, pictures) for number, one in enumerate(wording.matter.subjects, 1)]
    yield Table(
        tuple(str(own.get(name, heading)) for name, (heading, _) in columns.items()),
        tuple(tuple(row[name] for name in columns) for row in rows),
        tuple(float(share) for _, share in columns.values()),
    )
    if several:
        yield Annex(wording.shared("list", "mark", place=2), wording.shared("list", "evidence"))
        for subject in wording.matter.subjects:
            yield from _evidence(wording, subject, pictures.get(subject.finding.id, ()))


def _cells(
    wording: Wording, number: int, subject: Subject, pictures: Mapping[int, Sequence[Picture]]
) -> dict[str, str]:
    target, finding = subject.target, subject.finding
    shown = [wording.shared("list", "picture", place=one.place) for one in pictures.get(finding.id, ())]
    none, level = wording.shared("words", "none"), _level(wording, subject)
    return {
        "number": str(number),
        "owner": plain(target.owner),
        "target": plain(target.name),
        "code": plain(target.site_code if target.is_site else target.platform) or none,
        "indicator": wording.shared("list", "level", consequence=level, title=subject.indicator.title),
        "place": _places(wording, subject) or none,
        "message": wording.message(subject),
        "address": plain(_address(subject), ADDRESS) or none,
        "newest_on": _newest(subject) or none,
        "monitored_at": wording.moment(finding.observed_at),
        "picture": wording.shared("words", "and").join(shown) or none,
        "remedy": subject.indicator.remedy,
        "due": chinese_day(subject.due_on),
        "done": "",
        "rechecked": "",
    }


def _level(wording: Wording, subject: Subject) -> str:
    trial = subject.indicator.status is Status.TRIAL
    return wording.shared("consequences", "trial" if trial else str(subject.indicator.consequence))


def _places(wording: Wording, subject: Subject) -> str:
    """The columns or places on the page that it is about, the first of them by name."""
    names = [
        plain(str(one.get("path") or one.get("name") or one.get("title") or ""), 60) for one in subject.finding.subjects
    ]
    named = list(dict.fromkeys(name for name in names if name))
    text = wording.shared("words", "and").join(named[:PLACES_SHOWN])
    return text + (wording.shared("list", "more_places", amount=len(named)) if len(named) > PLACES_SHOWN else "")


def _address(subject: Subject) -> str:
    """Of the one page it is about, else of the target."""
    urls = {str(one["url"]) for one in subject.finding.subjects if one.get("url")}
    own = subject.finding.data.get("url") or (urls.pop() if len(urls) == 1 else "")
    return str(own or subject.target.address)


def _newest(subject: Subject) -> str:
    days = {str(one["newest_on"]) for one in subject.finding.subjects if one.get("newest_on")}
    return _text(subject.finding.data.get("newest_on") or (days.pop() if len(days) == 1 else ""))


def _evidence(wording: Wording, subject: Subject, pictures: Sequence[Picture]) -> Iterator[Block]:
    finding, source = subject.finding, subject.indicator.source
    target = plain(subject.target.name)
    yield Small(
        wording.shared("evidence", "finding", id=finding.id, target=target, title=subject.indicator.title),
        Role.FIRST_LEVEL,
    )
    yield Small(wording.message(subject))
    yield Small(wording.shared("evidence", "basis", document=source.document, clause=source.clause))
    yield Small(
        wording.shared(
            "evidence",
            "seen",
            at=wording.moment(finding.observed_at),
            monitored_on=chinese_day(finding.monitored_on),
            program=finding.program_version,
            version=finding.indicator_version,
        )
    )
    yield from _counted(wording, finding.subjects)
    if finding.captures:
        yield Small(wording.shared("evidence", "captures"))
        yield from (Small(digest.removeprefix("sha256:")) for digest in finding.captures)
    yield from pictures
    if len(subject.shots) > len(pictures):
        yield Small(wording.shared("evidence", "more_pictures", amount=len(subject.shots) - len(pictures)))


def _counted(wording: Wording, subjects: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    """The counted things as a table, so that a count can be added up again by hand."""
    headings = catalogue_words.subject_headings()
    order = [*wording.template.annex["evidence"]["first_columns"], *headings]
    known = [key for key in dict.fromkeys(order) if key in headings]
    keys = [key for key in known if any(one.get(key) not in (None, "") for one in subjects)]
    if not keys:
        return
    rows = tuple(tuple(_text(one.get(key)) for key in keys) for one in subjects[:ROWS_SHOWN])
    widest = {key: max(len(headings[key]), *(len(row[place]) for row in rows)) for place, key in enumerate(keys)}
    yield Table(tuple(headings[key] for key in keys), rows, tuple(float(min(max(widest[key], 4), 30)) for key in keys))
    if len(subjects) > ROWS_SHOWN:
        yield Small(wording.shared("evidence", "more", amount=len(subjects) - ROWS_SHOWN))


def _text(value: Any) -> str:
    """A value as a cell shows it; days as letters write them."""
    text = "" if value is None else plain(str(value), ADDRESS)
    try:
        return chinese_day(date.fromisoformat(text)) if len(text) == DAY_LENGTH else text
    except ValueError:
        return text


def _numbered(wording: Wording) -> dict[int, tuple[Picture, ...]]:
    """Finding → its pictures, numbered through the letter in their captions; a broken one has none."""
    if not has_evidence(wording.matter):
        return {}
    found: dict[int, tuple[Picture, ...]] = {}
    place, cut = 0, wording.shared("evidence", "cut")
    for subject in wording.matter.subjects:
        own = []
        for shot in subject.shots:
            caption = _caption(wording, subject, shot, place + 1)
            picture = picture_of(shot.content, caption, cut, place + 1)
            if picture:
                place += 1
                own.append(picture)
        found[subject.finding.id] = tuple(own)
    return found


def _caption(wording: Wording, subject: Subject, shot: Shot, place: int) -> str:
    words = {"target": plain(subject.target.name), "address": plain(shot.capture.url, ADDRESS)}
    return wording.shared("evidence", "picture", place=place, at=wording.moment(shot.capture.at), **words)
