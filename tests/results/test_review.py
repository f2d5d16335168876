"""The reviewer's queue and the evidence sheets: the gravest first, everything on one page, nothing of a page alive."""

from __future__ import annotations

import base64
import json
import re
import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from checks.catalogue import load_catalogue
from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.errors import InputError
from crawler.model import Capture, CaptureKind, DecisionKind, Digest, Outcome, Role, RunId, TargetId
from results.audit import Trail
from results.review import capture_commands
from results.review import commands as review_commands
from results.review.exemption_rows import Exemption
from results.review.repeat import repeat, to_keep
from tests.results.office import ACCOUNT, BUREAU, NOON, PORTAL, RECORD, RUN, TARGETS, finding, uphold

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NASTY = '<script>alert(1)</script>"\x1b[31m\u202e'


def subjects(count: int) -> tuple[dict[str, str], ...]:
    return tuple({"name": f"栏目{number}", "url": f"http://slj.linjiang.gov.test/{number}/"} for number in range(count))


def judged(data: Path, captures: tuple[Digest, ...] = ()) -> Path:
    """Findings of every weight, made in no order of weight."""
    with Trail.open(data) as trail:
        trail.begin_run(RECORD, TARGETS)
        trail.record_rules("sha256:k", load_catalogue().indicators, NOON)
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        own = {
            PORTAL: [
                finding(PORTAL, "zl-guide", subjects=subjects(1)),
                finding(PORTAL, "columns-overdue-10"),
                finding(PORTAL, "home-stale-14d", Outcome.CANT_TELL, reason="timeout"),
                finding(PORTAL, "zl-name", Outcome.PASSED),
            ],
            BUREAU: [
                finding(BUREAU, "columns-stale-5", subjects=subjects(6), captures=captures, message=f"标题《{NASTY}》"),
                finding(BUREAU, "home-stale-14d", subjects=subjects(1)),
                finding(BUREAU, "zl-guide", subjects=subjects(2)),
                finding(BUREAU, "foot-icp", Outcome.CANT_TELL),
            ],
            ACCOUNT: [finding(ACCOUNT, "m-stale-14d", Outcome.UNTESTED)],
        }
        for target, made in own.items():
            trail.record_findings(RUN, number, target.id, made, NOON)
        trail.finish_run(RUN, True, {}, NOON)
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return judged(tmp_path / "office")


def call(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(review_commands.app, [*arguments, "--data", str(data)])


def printed(data: Path, *arguments: str) -> str:
    result = call(data, *arguments)
    assert result.exit_code == 0, result.exception
    return result.output


def refused(data: Path, *arguments: str) -> str:
    error = call(data, *arguments).exception
    assert isinstance(error, InputError), error
    return str(error)


def queue(data: Path, *arguments: str) -> list[dict]:
    return [json.loads(line) for line in printed(data, "--json", *arguments).splitlines()]


def number_of(data: Path, target: str, indicator: str) -> int:
    with Trail.read(data) as trail:
        return next(f.id for f in trail.findings(RUN, target=TargetId(target)) if f.indicator == indicator)


def test_the_gravest_come_first_and_among_equals_what_concerns_most(data: Path) -> None:
    assert [(one["weight"], one["target"], one["indicator"]) for one in queue(data)] == [
        ("veto-failed", "d1", "columns-stale-5"),
        ("veto-failed", "d1", "home-stale-14d"),
        ("veto-asks", "p1", "home-stale-14d"),
        ("veto-asks", "m1", "m-stale-14d"),
        ("deduct-failed", "d1", "zl-guide"),
        ("deduct-failed", "p1", "zl-guide"),
        ("deduct-asks", "d1", "foot-icp"),
        ("trial", "p1", "columns-overdue-10"),
    ]


def test_the_summary_counts_by_weight_and_the_table_stops_at_the_limit(data: Path) -> None:
    text = printed(data, "--limit", "2")
    assert "待人工认定 8 条：单项否决：发现问题 2 条、单项否决：待核实 2 条、扣分：发现问题 2 条" in text
    assert "另有 6 条未列出" in text
    assert "\x1b" not in text
    assert len(queue(data, "--limit", "3")) == 3


def test_a_selection_is_a_part_of_the_queue(data: Path) -> None:
    assert {one["target"] for one in queue(data, "--target", "p1")} == {"p1"}
    assert [one["target"] for one in queue(data, "--indicator", "zl-guide")] == ["d1", "p1"]
    assert "zz" in refused(data, "--target", "zz")
    assert "2031Q1" in refused(data, "--run", "2031Q1")


def test_what_lacks_a_second_word_comes_first_of_its_weight_and_leaves_with_it(data: Path) -> None:
    number = number_of(data, "p1", "home-stale-14d")
    with Trail.open(data) as trail:
        trail.record_decision(number, DecisionKind.UPHELD, "王芳", "人工查看", NOON)
    first = queue(data)[0]
    assert (first["id"], first["weight"], first["conclusion"]) == (number, "veto-failed", "awaiting-second")
    assert "其中 1 条已由一人认定属实" in printed(data)
    with Trail.open(data) as trail:
        uphold(trail, number, by=("李强",))
    assert number not in {one["id"] for one in queue(data)}


def test_what_is_explained_stands_last_and_is_not_hidden(data: Path) -> None:
    with Trail.open(data) as trail:
        one = Exemption(BUREAU.id, load_catalogue().get("columns-stale-5").id, "改版", RECORD.on, RECORD.on, "王芳")
        number = trail.record_exemption(one, NOON).id
    last = queue(data)[-1]
    assert (last["weight"], last["indicator"], last["exemption"]) == ("excused", "columns-stale-5", number)
    assert "已有情况说明" in printed(data)
    assert "改版" in printed(data, "show", str(last["id"]))


def test_nothing_left_is_said(data: Path) -> None:
    with Trail.open(data) as trail:
        for one in queue(data):
            trail.record_decision(one["id"], DecisionKind.DISMISSED, "王芳", "无问题", NOON)
    assert "没有待人工认定" in printed(data)
    assert queue(data) == []


def test_options_before_the_name_of_a_subcommand_are_refused(data: Path) -> None:
    error = CliRunner().invoke(review_commands.app, ["--target", "p1", "show", "1"]).exception
    assert isinstance(error, InputError)
    assert "--target" in str(error)


def kept(data: Path, kind: CaptureKind, url: str, content: bytes, content_type: str) -> Digest:
    with CaptureStore(data / "captures") as store, store.writer(RUN, kind.value) as writer:
        writer.write_resource(Asked(BUREAU.id, url, Role.HOME), kind, content, content_type)
        writer.finish(BUREAU.id)
    with CaptureStore(data / "captures") as store:
        return next(row.digest for row in store.index.of_target(RUN, BUREAU.id) if row.kind == kind)


def with_captures(data: Path, shot: bytes = PIXEL) -> tuple[Path, Digest]:
    page = kept(data, CaptureKind.RENDERED, "http://slj.linjiang.gov.test/0/", b"<p>\xe7\xa9\xba</p>", "text/html")
    kept(data, CaptureKind.SCREENSHOT, "http://slj.linjiang.gov.test/0/", shot, "image/png")
    return judged(data, (page,)), page


def test_a_sheet_has_everything_a_person_needs(tmp_path: Path) -> None:
    data, page = with_captures(tmp_path)
    number = str(number_of(data, "d1", "columns-stale-5"))
    rule = load_catalogue().get("columns-stale-5")
    text = re.sub(r"\s+", "", printed(data, "show", number))
    rules = (rule.source.document, rule.source.clause, rule.remedy, "要闻类（天）")
    seen = ("栏目5", "40", page, "发现问题(failed/stale)", "2026-11-21", "spotcheckcapture")
    for part in (BUREAU.name, BUREAU.owner, *rules, *seen, "尚缺：审核人的认定"):
        assert re.sub(r"\s+", "", str(part)) in text, part
    found = json.loads(printed(data, "show", number, "--json"))
    assert found["screenshot"].startswith("sha256:")
    assert found["captures"][0]["digest"] == page
    assert any(command.startswith("curl ") for command in found["captures"][0]["commands"])


def test_the_page_holds_its_picture_and_runs_and_loads_nothing(tmp_path: Path) -> None:
    data, _ = with_captures(tmp_path)
    number = number_of(data, "d1", "columns-stale-5")
    printed(data, "show", str(number), "--out", str(tmp_path / "sheets"))
    html = (tmp_path / "sheets" / f"{RUN}-{number}.html").read_text(encoding="utf-8")
    assert base64.b64encode(PIXEL).decode() in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"<script|<link|\ssrc=\"(?!data:image/png)|url\(|\son\w+=|\x1b|\u202e", html, re.IGNORECASE)


def test_what_is_no_picture_is_not_shown_as_one(tmp_path: Path) -> None:
    data, _ = with_captures(tmp_path, b"<svg onload='alert(1)'/>")
    number = str(number_of(data, "d1", "columns-stale-5"))
    assert json.loads(printed(data, "show", number, "--json"))["screenshot"] is None


def test_words_of_people_stand_beside_the_machines_and_a_withdrawal_is_said(data: Path) -> None:
    number = number_of(data, "d1", "home-stale-14d")
    with Trail.open(data) as trail:
        uphold(trail, number, "两人复核")
        trail.record_decision(number, DecisionKind.DISMISSED, "赵敏", "页面其实有更新", NOON)
    text = re.sub(r"\s+", "", printed(data, "show", str(number)))
    for part in (
        "发现问题(failed/stale)",
        "王芳",
        "李强",
        "两人复核",
        "赵敏",
        "页面其实有更新",
        "曾认定属实",
        "现行认定：不属实",
    ):
        assert part in text, part


def test_a_replaced_finding_is_shown_as_such_and_the_new_one_knows_the_old_word(data: Path) -> None:
    old = number_of(data, "d1", "home-stale-14d")
    with Trail.open(data) as trail:
        trail.record_decision(old, DecisionKind.DISMISSED, "赵敏", "已看", NOON)
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        made = [replace(one, message="改") if one.id == old else one for one in trail.findings(RUN, target=BUREAU.id)]
        trail.record_findings(RUN, number, BUREAU.id, made, NOON)
    assert "取代" in printed(data, "show", str(old))
    assert "赵敏" in printed(data, "show", str(number_of(data, "d1", "home-stale-14d")))


def test_an_unknown_finding_is_named(data: Path) -> None:
    assert "99999" in refused(data, "show", "99999")


def test_an_unwritable_page_is_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    number = str(number_of(data, "p1", "zl-guide"))
    assert "file" in refused(data, "show", number, "--html", str(tmp_path / "file" / "x.html"))


def capture(url: str, kind: CaptureKind = CaptureKind.RESPONSE) -> Capture:
    return Capture(
        Digest("sha256:" + "ab" * 32), kind, RunId("r"), TargetId("t"), url, Role.HOME, "", "", 200, "text/html", NOON
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://a.test/'; rm -rf ~ #",
        "http://a.test/$(id)`id`",
        "http://a.test/\n-o/etc/passwd",
        "http://a.test/{1,2}[3]",
    ],
)
def test_an_address_stays_one_word_to_a_shell(url: str) -> None:
    (command,) = repeat(capture(url))
    assert shlex.split(command)[-2:] == ["--", url.replace("\n", "\ufffd")]
    commands = to_keep(Digest("sha256:" + "ab" * 32), capture(url), Path("x y"), date(2026, 11, 21))
    assert all("\n" not in one and shlex.split(one)[0] == "spotcheck" for one in commands)


def test_a_name_is_asked_again_and_what_was_handed_in_is_not() -> None:
    dns = capture("dns:www.linjiang.gov.test?type=AAAA", CaptureKind.DNS)
    assert repeat(dns) == ("dig -q www.linjiang.gov.test -t AAAA",)
    assert repeat(capture("dns:+short?type=A", CaptureKind.DNS)) == ()
    assert repeat(capture("http://a.test/", CaptureKind.GIVEN)) == ()


def test_a_captures_bytes_come_out_by_their_digest(tmp_path: Path) -> None:
    data, page = with_captures(tmp_path)
    runner, out = CliRunner(), tmp_path / "page.html"
    done = runner.invoke(capture_commands.app, [page, "--data", str(data), "--out", str(out)])
    assert done.exit_code == 0
    assert out.read_bytes() == b"<p>\xe7\xa9\xba</p>"
    assert runner.invoke(capture_commands.app, [page, "--data", str(data)]).stdout_bytes == out.read_bytes()
    told = json.loads(runner.invoke(capture_commands.app, [page, "--data", str(data), "--json"]).stdout)
    assert (told["url"], told["kind"]) == ("http://slj.linjiang.gov.test/0/", "rendered")


@pytest.mark.parametrize("digest", ["sha256:12", "x", "sha256:" + "0" * 64])
def test_a_wrong_digest_is_named(tmp_path: Path, digest: str) -> None:
    data, _ = with_captures(tmp_path)
    error = CliRunner().invoke(capture_commands.app, [digest, "--data", str(data)]).exception
    assert isinstance(error, InputError)
    assert digest in str(error)
