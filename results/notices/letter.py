"""The body of a letter: what was found, on what basis, with which proof, and what is due when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from crawler.config import Office
from results.letters.blocks import (
    AnnexNote,
    Block,
    Code,
    Form,
    Imprint,
    Letter,
    Line,
    Paragraph,
    Remark,
    Role,
    Signature,
    Title,
)
from results.letters.templates import Template, load_template
from results.letters.titles import broken
from results.notices.annex import annexes, has_evidence
from results.notices.matter import Matter, Subject
from results.notices.rows import NoticeForm, NoticeKind, NoticeRecord
from results.notices.wording import Wording, letter_number
from results.text import chinese_day


def compose(matter: Matter, office: Office, template: Template) -> Letter:
    """The letter, ready for both renderers."""
    wording = Wording(template, office, matter)
    blocks: list[Block] = [
        Title(broken(wording.title_parts)),
        Line(wording.own("head", "to")),
        Paragraph(_opening(wording)),
        *_body(wording),
        AnnexNote(wording.shared("list", "note"), _annex_names(wording)),
        Signature(wording.office_name, chinese_day(matter.issued_on)),
        *(Remark(text) for text in [wording.own("foot", "remark")] if text),
        *annexes(wording),
        *_imprint(wording),
    ]
    title = "".join(wording.title_parts)
    mark, number, author = wording.mark, wording.number, wording.office_name
    return Letter(template.form, mark, number, title, author, matter.at, tuple(blocks))


def notice_number(year: int, number: int, letter_mark: str = "") -> str:
    """A number under a mark; under that of the shipped template where the mark is not known."""
    mark = letter_mark or load_template(NoticeKind.RECTIFICATION).own["head"]["letter_mark"]
    return letter_number(mark, year, number)


def printed_number(record: NoticeRecord, form: NoticeForm | None) -> str:
    """The number a notice bears, with the mark it was issued under."""
    return notice_number(record.year, record.number, form.letter_mark if form else "")


def _opening(wording: Wording) -> str:
    followed = wording.matter.followed
    if followed is None:
        return wording.own("body", "opening")
    return wording.own(
        "body",
        "opening",
        followed_on=chinese_day(followed.record.issued_on),
        followed_number=followed.number,
        followed_title=followed.title,
        followed_due=chinese_day(followed.due_on),
    )


def _body(wording: Wording) -> Iterator[Block]:
    ranks = iter(range(9))

    def heading(key: str) -> Paragraph:
        numeral = wording.numeral(next(ranks))
        text = wording.shared("levels", "first", numeral=numeral, heading=wording.own("body", key))
        return Paragraph(text, Role.FIRST_LEVEL)

    yield heading("found")
    yield from _found(wording)
    yield heading("demands")
    yield from (Paragraph(text) for text in _demands(wording))
    yield heading("proof")
    seq, digest = wording.matter.head
    yield Paragraph(wording.own("proof", "text", rows=seq), stays=True)
    yield Code(digest)


def _found(wording: Wording) -> Iterator[Block]:
    for place, (_, group) in enumerate(groupby(wording.matter.subjects, key=lambda one: one.target.id)):
        own = list(group)
        text = wording.shared("levels", "second", numeral=wording.numeral(place), heading=wording.target(own[0].target))
        yield Paragraph(text, Role.SECOND_LEVEL)
        for number, subject in enumerate(own, 1):
            yield Paragraph(wording.shared("levels", "third", place=number, sentence=_fault(wording, subject)))
            yield Paragraph(_details(wording, subject))


def _fault(wording: Wording, subject: Subject) -> str:
    form = "veto" if subject.is_veto else "other"
    text = wording.shared("finding", form, title=subject.indicator.title, message=wording.message(subject))
    if subject.late_since is None:
        return text
    days = (wording.matter.issued_on - subject.late_since).days
    seen_on, was_due_on = chinese_day(subject.finding.monitored_on), chinese_day(subject.late_since)
    return text + wording.shared("finding", "late", monitored_on=seen_on, day=was_due_on, days=days)


def _details(wording: Wording, subject: Subject) -> str:
    """Basis, demand, due day and proof, in one paragraph."""
    finding, indicator = subject.finding, subject.indicator
    stop = wording.shared("words", "stop")
    followed = wording.matter.followed
    captures = "captures_before" if followed else "captures"
    parts = [
        wording.shared("finding", "source", document=indicator.source.document, clause=indicator.source.clause),
        wording.own("body", "remedy", remedy=indicator.remedy.rstrip(stop) + stop),
        wording.own("body", "due", day=chinese_day(subject.due_on)) if wording.matter.has_several_days else "",
        wording.shared(
            "finding",
            "evidence",
            id=finding.id,
            at=wording.moment(finding.observed_at),
            monitored_on=chinese_day(finding.monitored_on),
            captures=wording.shared(
                "finding",
                captures if finding.captures else "no_captures",
                amount=len(finding.captures),
                followed_number=followed.number if followed else "",
            ),
        ),
    ]
    return "".join(parts)


def _demands(wording: Wording) -> Sequence[str]:
    """Paragraphs of what is asked; what a template leaves empty is not asked."""
    matter = wording.matter
    by = wording.own("demands", "by_several" if matter.has_several_days else "by")
    veto = wording.own("demands", "veto") if any(subject.is_veto for subject in matter.subjects) else ""
    contact = wording.own("demands", "contact" if wording.office.telephone else "no_contact")
    texts = [
        by + veto + wording.own("demands", "answer"),
        wording.own("demands", "review") + wording.own("demands", "recheck"),
        contact,
    ]
    return [text for text in texts if text]


def _annex_names(wording: Wording) -> tuple[str, ...]:
    evidence = (wording.shared("list", "evidence"),) if has_evidence(wording.matter) else ()
    return (wording.own("body", "list"), *evidence)


def _imprint(wording: Wording) -> Iterator[Imprint]:
    """版记: a letter has it for its copies alone."""
    foot = {key: wording.own("foot", key) for key in ("copies", "printer", "printed_on")}
    if foot["copies"] or wording.template.form is Form.DOCUMENT:
        yield Imprint(foot["copies"], foot["printer"], foot["printed_on"])
