"""The words of one letter of each kind, as ``tests/results/letters`` keeps them for a person to read aloud.

python -m tests.results.letter_words    write them anew, after the templates have changed and the change was read
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from checks.catalogue import load_catalogue
from checks.indicator import Consequence, Indicator, Source, Status
from crawler.config import Office
from crawler.model import Capture, CaptureKind, Decision, DecisionKind, Digest, IndicatorId, Outcome, Role
from results.letters import blocks
from results.letters.templates import load_template
from results.notices.letter import compose
from results.notices.matter import Followed, Matter, Shot, Subject
from results.notices.rows import NoticeKind, NoticeRecord
from tests.results.letters_example import png
from tests.results.office import ACCOUNT, BUREAU, NOON, RECORD, RUN, finding

FOLDER = Path(__file__).parent / "letters"
OFFICE = Office(name="临江市人民政府办公室", city="临江市", telephone="0377-12345678", letter_mark="临政网改")
OWNER = "临江市水利局"
ISSUED_ON = date(2026, 11, 23)
HEAD = (4321, "5f" * 32)
SITE = replace(BUREAU, site_code="4113000012", owner=OWNER)
WECHAT = replace(ACCOUNT, name="临江水利", owner=OWNER)


def indicator(title: str, consequence: Consequence, remedy: str, status: Status = Status.IN_FORCE) -> Indicator:
    found: Indicator = load_catalogue().get(IndicatorId("home-stale-14d"))
    source = Source(document="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》", clause="第一部分 单项否决")
    update = {"title": title, "consequence": consequence, "status": status, "remedy": remedy, "source": source}
    return found.model_copy(update=update)


VETO = indicator("首页不更新", Consequence.VETO, "请及时更新首页信息，并注明信息的发布时间。")
DEDUCT = indicator("链接不可用", Consequence.DEDUCT, "请逐一修复或者删除不可用的链接")
HINT = indicator("栏目超过更新周期", Consequence.ADVISORY, "请按栏目的更新周期发布信息。", Status.TRIAL)


def matter(kind: NoticeKind) -> Matter:
    made = Matter(kind, OWNER, _subjects(kind), RECORD, ISSUED_ON, 7, HEAD, NOON)
    if kind is not NoticeKind.SUPERVISION:
        return made
    record = NoticeRecord(RUN, 2026, 7, OWNER, ISSUED_ON, date(2026, 12, 7), "x.docx", "sha256:0", 99)
    title = "临江市政府网站与政务新媒体问题整改通知书"
    followed = Followed(record, "临政网改〔2026〕7号", title, record.due_on)
    return replace(made, issued_on=date(2026, 12, 9), serial=8, followed=followed)


def words_of(kind: NoticeKind) -> str:
    letter = compose(matter(kind), OFFICE, load_template(kind))
    head = [f"[{letter.form}] {letter.mark}", letter.number]
    return "\n".join([*head, *(line for block in letter.blocks for line in lines(block))]) + "\n"


def lines(block: blocks.Block) -> Iterator[str]:
    """A block's words, each block as its own lines."""
    match block:
        case blocks.Title(parts):
            yield from (f"　　　　{part}" for part in parts)
        case blocks.Table(headings, rows, _):
            yield from ("　".join(headings), *("　|".join(row) for row in rows))
        case blocks.AnnexNote(lead, items):
            yield from (f"{lead if not place else '　　　'}{place + 1}.{item}" for place, item in enumerate(items))
        case blocks.Signature(office, day):
            yield from ("", f"　　　　　　　　　　{office}", f"　　　　　　　　　　{day}")
        case blocks.Annex(mark, title, _):
            yield from ("", mark, f"　　　　{title}")
        case blocks.Picture(caption=caption):
            yield f"[截图] {caption}"
        case blocks.Imprint(copies, office, day):
            yield f"{copies}｜{office}　{day}"
        case blocks.Line(text, _) | blocks.Small(text, _) | blocks.Code(text) | blocks.Remark(text):
            yield text
        case blocks.Paragraph(text, _, _):
            yield f"　　{text}"
        case blocks.Upright():
            pass


def _subjects(kind: NoticeKind) -> tuple[Subject, ...]:
    late = date(2026, 12, 7) if kind is NoticeKind.SUPERVISION else None
    due = date(2026, 12, 23) if late else date(2026, 12, 7)
    word = Decision(11, DecisionKind.UPHELD, "王芳", "人工打开首页，确认最新信息为10月12日", NOON)
    seen = finding(SITE, "home-stale-14d", id=11)
    capture = Capture(
        Digest("sha256:" + "cd" * 32), CaptureKind.SCREENSHOT, RUN, SITE.id, SITE.address, Role.HOME, "", "", 200,
        "image/png", NOON - timedelta(hours=1),
    )  # fmt: skip
    shot = Shot(capture, png(320, 200))
    if kind is NoticeKind.PROMPT:
        return (Subject(SITE, seen, word, HINT, due, shots=(shot,)),)
    subjects = tuple({"name": f"第{n}栏", "url": f"http://slj.linjiang.gov.test/{n}/"} for n in range(1, 6))
    links = finding(
        SITE, "home-stale-14d", id=12, data={}, subjects=subjects, message="抽查100个链接，5个不可用。", captures=()
    )
    person = finding(WECHAT, "home-stale-14d", Outcome.CANT_TELL, id=13, data={}, subjects=(), captures=())
    return (
        Subject(SITE, seen, word, VETO, due, late, (shot,)),
        Subject(SITE, links, replace(word, finding=12), DEDUCT, due if late else date(2026, 12, 21), late),
        Subject(WECHAT, person, replace(word, finding=13, reason="账号最新一条为9月1日。"), VETO, due, late),
    )


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for kind in NoticeKind:
        (FOLDER / f"{kind}.txt").write_text(words_of(kind), encoding="utf-8")


if __name__ == "__main__":
    main()
