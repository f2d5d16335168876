"""Alerts: what is told, how often, by which way, and what is never told."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from crawler import clock
from crawler.config import Config, Network, Office
from crawler.errors import InputError
from crawler.service_sections import Alerts, Webhook
from results.alerts import delivery
from results.alerts.collect import disk
from results.alerts.delivery import destinations, mail_of
from results.alerts.forms import shortened
from results.alerts.message import Alert, Kind, Message, messages_of
from results.alerts.send import plan, send_news
from results.alerts.state import NAME, State, read_state, write_state
from results.audit import Trail
from results.health.rows import Reading
from results.timetable.rows import JobEnd, Result
from results.verify import verify
from spotcheck import app
from tests.results.alert_servers import Kept, certified, mail_server, mute_server, proxy_server, web_server
from tests.results.noticed import BUREAU, noticed, printed
from tests.results.office import NOON, PORTAL, RECORD, RUN, filled, finding

LATER = NOON + timedelta(hours=3)
SECRET, PASSWORD, TOKEN = "SEC-0123456789abcdef", "pass-9f8e7d6c", "token-aabbccddeeff"


@pytest.fixture
def mail() -> Iterator[Kept]:
    with mail_server() as kept:
        yield kept


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    with web_server() as kept:
        monkeypatch.setenv("HOOK_URL", f"http://127.0.0.1:{kept.port}/robot/send?access_token={TOKEN}")
        monkeypatch.setenv("HOOK_SECRET", SECRET)
        monkeypatch.setenv("SPOTCHECK_MAIL_PASSWORD", PASSWORD)
        yield kept


def by_mail(port: int, **other: Any) -> Config:
    values: dict[str, Any] = {
        "mail_host": "127.0.0.1",
        "mail_port": port,
        "mail_security": "none",
        "mail_from": "spotcheck@linjiang.gov.test",
        "mail_to": ("wang@linjiang.gov.test", "li@linjiang.gov.test"),
        "allow_private": True,
        "free_mb": 0,
    }
    return Config(office=Office(name="临江市人民政府办公室"), alerts=Alerts(**{**values, **other}))


def by_hook(kind: str, *, signed: bool = True, **other: Any) -> Config:
    hook = Webhook(kind=kind, url_env="HOOK_URL", secret_env="HOOK_SECRET" if signed else "")  # type: ignore[arg-type]
    values: dict[str, Any] = {"webhooks": {"group": hook}, "allow_private": True, "free_mb": 0}
    return Config(alerts=Alerts(**{**values, **other}))


MESSAGE = Message(Kind.JOB, "任务未完成 1 项", "备份没有成功")


def delivered(config: Config, message: Message = MESSAGE, now: datetime = NOON) -> str:
    (way,) = destinations(config)
    return way.deliver(message, now)


# ways out


def test_a_mail_arrives_at_everybody(mail: Kept) -> None:
    assert delivered(by_mail(mail.port)) == ""
    (text,) = mail.mails
    found = email.message_from_string(text, policy=policy.default)
    assert found["Subject"] == "任务未完成 1 项"
    assert found.get_content().strip() == "备份没有成功"
    assert len(mail.to) == 2
    assert mail.signed_in == []


def test_a_title_of_a_stranger_begins_no_header(mail: Kept) -> None:
    hostile = "标题\r\nBcc: everybody@example.com\r\n\r\n<script>\u202e"
    alert = Alert(Kind.VETO, "k", hostile)
    message = replace(messages_of([alert], "办公室")[0], title=hostile)
    assert delivered(by_mail(mail.port), message) == ""
    found = email.message_from_string(mail.mails[0], policy=policy.default)
    assert found["Bcc"] is None
    assert found["Subject"] == "标题 Bcc: everybody@example.com <script>"
    assert len(mail.to) == 2
    assert "\u202e" not in found.get_content()
    assert len(found.get_content().strip().splitlines()) == 1


def test_the_password_comes_from_the_environment_and_is_told_nobody(mail: Kept, web: Kept) -> None:
    config = by_mail(mail.port, mail_user="spotcheck")
    assert delivered(config) == ""
    assert base64.b64decode(mail.signed_in[0].split()[-1]).decode().endswith(PASSWORD)
    mail.refuses = True
    why = delivered(config)
    assert "535" in why
    assert PASSWORD not in why
    assert base64.b64encode(f"\0spotcheck\0{PASSWORD}".encode()).decode() not in why


def test_dingtalk_gets_a_signed_text(web: Kept) -> None:
    assert delivered(by_hook("dingtalk")) == ""
    ((path, headers, _),) = web.posts
    asked = parse_qs(urlsplit(path).query)
    stamp = str(int(NOON.timestamp() * 1000))
    made = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert asked == {"access_token": [TOKEN], "timestamp": [stamp], "sign": [base64.b64encode(made).decode()]}
    assert web.bodies[0] == {"msgtype": "text", "text": {"content": "任务未完成 1 项\n备份没有成功"}}
    assert headers["Content-Type"].startswith("application/json")


def test_wecom_gets_a_text_that_it_can_take(web: Kept) -> None:
    long = replace(MESSAGE, text="问题" * 3000)
    assert delivered(by_hook("wecom", signed=False), long) == ""
    content = web.bodies[0]["text"]["content"]
    assert len(content.encode()) <= 2000
    assert "sign" not in web.posts[0][0]


def test_a_generic_webhook_gets_json_and_a_signature_over_it(web: Kept) -> None:
    assert delivered(by_hook("json")) == ""
    ((_, headers, body),) = web.posts
    made = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Spotcheck-Signature"] == f"sha256={made}"
    assert json.loads(body) == {
        "kind": "job", "title": MESSAGE.title, "text": MESSAGE.text, "at": "2026-11-21T12:00:00.000000+08:00"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((500, b""), "500"),
        ((200, b'{"errcode": 310000, "errmsg": "sign not match SEC-0123456789abcdef"}'), "310000"),
        ((200, b"<html>"), "格式"),
        ((200, b"[]"), "格式"),
        ((200, b"[" * 60_000), "格式"),
    ],
)
def test_a_refusal_is_said_without_the_secret(web: Kept, answer: tuple[int, bytes], said: str) -> None:
    web.answer = answer
    why = delivered(by_hook("dingtalk"))
    assert said in why
    assert SECRET not in why
    assert TOKEN not in why


def test_a_redirect_does_not_carry_the_key_elsewhere(web: Kept) -> None:
    web.answer, web.location = (307, b""), f"http://127.0.0.1:{web.port}/elsewhere"
    assert "307" in delivered(by_hook("json"))
    assert len(web.posts) == 1


def test_a_private_address_is_not_entered_unless_the_office_says_so(
    web: Kept, mail: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_URL", f"https://127.0.0.1:{web.port}/?key={TOKEN}")
    assert "内部网络" in delivered(by_hook("json", allow_private=False))
    assert "内部网络" in delivered(by_mail(mail.port, allow_private=False))
    listed = by_mail(mail.port, allow_private=False).model_copy(
        update={"network": Network(allow_private=("127.0.0.0/8",))}
    )
    assert delivered(listed) == ""
    assert web.posts == []


@pytest.mark.parametrize("url", ["ftp://example.com/", "nonsense", "https://", "http://例子/", "https://a b/"])
def test_what_is_no_address_is_said_by_the_name_of_its_variable(
    url: str, web: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_URL", url)
    assert "HOOK_URL" in delivered(by_hook("json"))


def test_a_key_does_not_travel_open(web: Kept) -> None:
    assert "没有加密" in delivered(by_hook("json", allow_private=False))


def test_a_secret_that_is_not_set_is_named(web: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK_SECRET")
    assert "HOOK_SECRET" in delivered(by_hook("dingtalk"))


@pytest.mark.parametrize(("name", "trusted"), [("localhost", True), ("localhost", False), ("other.gov.test", True)])
def test_a_certificate_must_be_trusted_and_bear_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool
) -> None:
    context, shown = certified(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    with mail_server(context) as mail, web_server(context) as web:
        monkeypatch.setenv("HOOK_URL", f"https://localhost:{web.port}/hook?key={TOKEN}")
        said = [
            delivered(by_mail(mail.port, mail_host="localhost", mail_security="tls")),
            delivered(by_hook("json", signed=False)),
        ]
        good = trusted and name == "localhost"
        assert [not why for why in said] == [good, good]
        assert (len(mail.mails), len(web.posts)) == ((1, 1) if good else (0, 0))
        assert good or all("CERTIFICATE_VERIFY_FAILED" in why for why in said)


def test_a_password_goes_out_only_after_the_line_was_secured(
    tmp_path: Path, web: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, shown = certified(tmp_path, "localhost")
    asked = {"mail_host": "localhost", "mail_security": "starttls", "mail_user": "spotcheck"}
    with mail_server(upgrade=context) as mail:
        assert "CERTIFICATE_VERIFY_FAILED" in delivered(by_mail(mail.port, **asked))
        assert (mail.signed_in, mail.mails) == ([], [])
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    with mail_server(upgrade=context) as mail:
        assert delivered(by_mail(mail.port, **asked)) == ""
        assert (mail.upgraded, len(mail.signed_in), len(mail.mails)) == (True, 1, 1)
    with mail_server() as mail:  # which cannot do it
        assert "STARTTLS" in delivered(by_mail(mail.port, **asked))
        assert (mail.signed_in, mail.mails) == ([], [])


def test_a_password_is_not_sent_in_the_open_to_the_world(
    mail: Kept, web: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery._Door, "address", lambda self, host, port: "127.0.0.1")
    open_line = {"mail_host": "mail.gov.test", "allow_private": False}
    assert "starttls" in delivered(by_mail(mail.port, mail_user="spotcheck", **open_line))
    assert mail.signed_in == []
    assert delivered(by_mail(mail.port, **open_line)) == ""  # without a password there is none to lose


def test_a_webhook_behind_a_proxy_is_asked_by_name_through_a_tunnel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, shown = certified(tmp_path, "duty.gov.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    monkeypatch.setenv("HOOK_URL", f"https://duty.gov.test/hook?key={TOKEN}")
    with web_server(context) as web, proxy_server(web.port) as asked:
        config = by_hook("wecom", signed=False, allow_private=False)
        config = config.model_copy(update={"network": Network(proxy=asked[0])})
        assert delivered(config) == ""
        assert asked[1].startswith("CONNECT duty.gov.test:443")
        assert web.posts[0][0] == f"/hook?key={TOKEN}"
        monkeypatch.setenv("HOOK_URL", f"https://10.1.2.3/hook?key={TOKEN}")
        assert "10.1.2.3" in delivered(config)
    monkeypatch.setenv("HOOK_URL", f"https://duty.gov.test/hook?key={TOKEN}")
    with proxy_server(1, b"407 no") as asked:
        why = delivered(config.model_copy(update={"network": Network(proxy=asked[0])}))
        assert "407" in why
        assert TOKEN not in why


@pytest.mark.parametrize(
    "url", ["/services/T0001/B0002/XkeyXkeyXkey", "/hook/XkeyXkeyXkey/send", "/hook?key=XkeyXkeyXkey"]
)
def test_a_key_that_is_a_part_of_the_address_is_not_repeated(
    web: Kept, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """Slack and Feishu have it in the path; who answers may say it again."""
    monkeypatch.setenv("HOOK_URL", f"http://duty:XpassX@127.0.0.1:{web.port}{url}")
    web.answer = (200, b'{"errcode": 1, "errmsg": "unknown robot XkeyXkeyXkey of XpassX"}')
    why = delivered(by_hook("wecom", signed=False))
    assert "unknown robot *** of ***" in why


def test_a_dead_server_costs_its_time_and_no_more() -> None:
    with mute_server() as port:
        why = delivered(by_mail(port, timeout_s=0.2))
    assert "0.2" in why or "timed out" in why
    assert "Refused" in delivered(by_mail(1, timeout_s=5))


def test_text_is_cut_between_characters() -> None:
    assert shortened("问题", 6) == "问题"
    assert len(shortened("问题" * 100, 100).encode()) <= 100


def test_a_mail_of_the_machine_says_so() -> None:
    made = mail_of(MESSAGE, by_mail(25).alerts, NOON)
    assert made["Auto-Submitted"] == "auto-generated"


# what is told


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return filled(tmp_path / "office")


def sent(data: Path, config: Config, now: datetime = LATER) -> list[Message]:
    return send_news(data, config, destinations(config), now).messages


def kinds(messages: list[Message]) -> list[str]:
    return [message.kind.value for message in messages]


def job(trail: Trail, result: Result, attempt: int = 1, name: str = "backup") -> None:
    trail.record_job_end(JobEnd(name, NOON, NOON, attempt, result, 1, "磁盘已满"), LATER)


def test_new_vetoes_are_told_once(data: Path, mail: Kept) -> None:
    config = by_mail(mail.port)
    (message,) = sent(data, config)
    assert message.title == "新发现单项否决问题 3 项，待认定（临江市人民政府办公室）"
    assert "要闻动态" in message.text
    assert sent(data, config) == []
    with Trail.open(data) as trail:
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", LATER)
        again = replace(finding(PORTAL, "home-stale-14d"), message="首页已有41天未更新。")
        trail.record_findings(RUN, number, PORTAL.id, [again], LATER)
    assert sent(data, config, LATER + timedelta(minutes=30)) == []  # the same matter, judged again
    with Trail.open(data) as trail:
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", LATER)
        another = replace(finding(PORTAL, "columns-overdue-10"), message="逾期栏目达10个。")
        trail.record_findings(RUN, number, PORTAL.id, [again, another], LATER)
    (message,) = sent(data, config, LATER + timedelta(hours=1))
    assert "逾期栏目达10个" in message.text and "41天" not in message.text
    assert len(mail.mails) == 2
    assert verify(data) == []


def test_failed_jobs_and_ill_runs_are_told_with_what_to_do(data: Path, mail: Kept) -> None:
    config = by_mail(mail.port)
    sent(data, config)
    with Trail.open(data) as trail:
        job(trail, Result.DONE)
        job(trail, Result.FAILED, 2)
        job(trail, Result.GIVEN_UP, 3)
        run = replace(RECORD, id="2026Q4-2", key="k2")  # type: ignore[arg-type]
        trail.begin_run(run, (PORTAL,))
        number = trail.begin_judgement(run.id, "sha256:k", "0.1.0", LATER)
        trail.record_monitors(run.id, number, [Reading("silent", False, "4/4", "<= 0.5", "请检查网络。")], LATER)
        trail.finish_run(run.id, False, {}, LATER)
    messages = sent(data, config, LATER + timedelta(minutes=5))
    assert kinds(messages) == ["job", "run"]
    assert messages[0].title.startswith("任务未完成 2 项")
    assert "不再执行，请人工处理。磁盘已满" in messages[0].text
    assert messages[1].text.splitlines()[1] == "请检查网络。"
    with Trail.open(data) as trail:
        job(trail, Result.FAILED, 1, "weekly-check")
        trail.record_job_end(JobEnd("backup", LATER, LATER, 1, Result.FAILED), LATER)
    (message,) = sent(data, config, LATER + timedelta(minutes=10))
    assert "一周一审查" in message.text
    assert "备份" not in message.text


def test_due_days_are_told_once_a_stage(tmp_path: Path, mail: Kept) -> None:
    data = noticed(tmp_path / "office")
    printed(data, "notice", "serve", BUREAU, "--how", "当面", "--by", "王芳")
    config = by_mail(mail.port)

    def on(day: int) -> str:
        texts = [one.text for one in sent(data, config, datetime(2026, 12, day, 9, tzinfo=clock.CHINA))]
        return "\n".join(texts)

    on(1)
    assert "期限 2026-12-04" in on(2)
    assert on(3) == ""
    assert "期限 2026-12-04" in on(4)
    assert "逾期" in on(7)
    assert on(8) == ""


def test_a_full_disk_is_told_again_after_a_while(data: Path, mail: Kept) -> None:
    config = by_mail(mail.port, free_mb=10**9)
    assert "disk" in kinds(sent(data, config))
    assert sent(data, config, LATER + timedelta(hours=23)) == []
    assert kinds(sent(data, config, LATER + timedelta(hours=25))) == ["disk"]
    assert list(disk(data, 0)) == []


def test_what_is_too_much_for_an_hour_is_summed_up_and_nothing_is_lost(data: Path) -> None:
    alerts = [Alert(kind, kind.value, "x") for kind in (Kind.JOB, Kind.RUN, Kind.DISK, Kind.VETO, Kind.DUE)]
    config = by_mail(25, per_hour=3)
    messages, waiting = plan(alerts, State(), config, NOON)
    assert (kinds(messages), waiting) == (["job", "run", "sum"], 0)
    assert messages[2].keys == ("disk", "veto", "due")
    assert len(messages[2].text.splitlines()) == 3
    state = State()
    state.note([], NOON, 3)
    assert plan(alerts, state, config, NOON) == ([], 5)
    assert plan(alerts, state, config, NOON + timedelta(minutes=61))[1] == 0


def test_what_waits_for_the_next_hour_is_told_then(data: Path, mail: Kept) -> None:
    config = by_mail(mail.port, per_hour=1)
    sent(data, config)
    with Trail.open(data) as trail:
        job(trail, Result.GIVEN_UP)
    assert sent(data, config, LATER + timedelta(minutes=30)) == []
    assert kinds(sent(data, config, LATER + timedelta(minutes=90))) == ["job"]


def test_a_clock_that_steps_back_sends_no_flood(data: Path, mail: Kept) -> None:
    config = by_mail(mail.port, per_hour=1)
    sent(data, config)
    with Trail.open(data) as trail:
        job(trail, Result.GIVEN_UP)
    assert sent(data, config, LATER - timedelta(days=2)) == []


def test_what_went_out_nowhere_is_tried_again(data: Path, mail: Kept) -> None:
    dead = by_mail(1)
    result = send_news(data, dead, destinations(dead), LATER)
    assert [name for name, _ in result.failures] == ["mail"]
    assert kinds(sent(data, by_mail(mail.port), LATER + timedelta(hours=1))) == ["veto"]


def test_one_way_that_arrives_is_enough(data: Path, mail: Kept, web: Kept) -> None:
    web.answer = (500, b"")
    config = by_mail(mail.port, webhooks=by_hook("json").alerts.webhooks)
    result = send_news(data, config, destinations(config), LATER)
    assert [name for name, _ in result.failures] == ["group"]
    assert len(mail.mails) == 1
    assert sent(data, config) == []


@pytest.mark.parametrize(
    "broken",
    [
        '{"seen": 3, "told": [], "sent": 1}',
        '{"seen": "x", "told": {}, "sent": []}',
        '{"seen": 3, "told": {"disk": "2026-11-21T03:00:00"}, "sent": []}',
        '{"seen": 3, "told": {}',
    ],
)
def test_a_lost_or_broken_state_is_begun_anew(data: Path, mail: Kept, broken: str) -> None:
    config = by_mail(mail.port)
    sent(data, config)
    (data / NAME).write_text(broken)
    assert read_state(data) == State()
    assert kinds(sent(data, config)) == ["veto"]


def test_on_a_full_disk_the_full_disk_is_told_once(data: Path, mail: Kept) -> None:
    """No new file can be written: what was told is noted in the room that the old one has."""
    config = by_mail(mail.port, free_mb=10**9)
    sent(data, by_mail(mail.port))
    size = (data / NAME).stat().st_size
    (data / f"{NAME}.new").mkdir()
    assert kinds(sent(data, config, LATER + timedelta(minutes=5))) == ["disk"]
    assert sent(data, config, LATER + timedelta(minutes=10)) == []
    assert (data / NAME).stat().st_size == size


def test_what_comes_after_a_restore_is_new_though_the_state_knows_later_rows(data: Path, mail: Kept) -> None:
    config = by_mail(mail.port)
    sent(data, config)
    state = read_state(data)
    assert state.seen
    state.seen += 50
    write_state(data, state)
    with Trail.open(data) as trail:
        job(trail, Result.GIVEN_UP)
    assert kinds(sent(data, config)) == ["job"]


def test_a_first_look_does_not_tell_old_news(data: Path, mail: Kept) -> None:
    assert sent(data, by_mail(mail.port), LATER + timedelta(days=3)) == []


# at the door


def call(*arguments: str) -> Any:
    return CliRunner().invoke(app, arguments)


def settings(folder: Path, mail: Kept) -> str:
    path = folder / "spotcheck.toml"
    path.write_text(
        f"""
[alerts]
mail_host = "127.0.0.1"
mail_port = {mail.port}
mail_security = "none"
mail_from = "spotcheck@linjiang.gov.test"
mail_to = ["wang@linjiang.gov.test"]
allow_private = true
free_mb = 0
[alerts.webhooks.group]
kind = "dingtalk"
url_env = "HOOK_URL"
secret_env = "HOOK_SECRET"
"""
    )
    return str(path)


def test_the_door_tries_every_way(tmp_path: Path, mail: Kept, web: Kept) -> None:
    result = call("alert", "test", "--config", settings(tmp_path, mail))
    assert (result.exit_code, result.stdout) == (0, "mail：已发送\ngroup：已发送\n")
    web.answer = (403, b"")
    result = call("alert", "test", "--config", settings(tmp_path, mail))
    assert result.exit_code == 3
    assert "group：未能发送，对方回答 HTTP 403" in result.stdout


def test_the_door_sends_what_is_new(
    data: Path, tmp_path: Path, mail: Kept, web: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    options = ("--config", settings(tmp_path, mail), "--data", str(data))
    dry = call("alert", "send", "--dry-run", *options)
    assert "新发现单项否决问题 3 项" in dry.stdout
    assert (mail.mails, web.posts) == ([], [])
    found = call("alert", "send", "--json", *options)
    assert json.loads(found.stdout)["kind"] == "veto"
    assert (len(mail.mails), len(web.posts)) == (1, 1)
    assert "没有需要发送" in call("alert", "send", *options).stdout
    held = "".join(path.read_text(errors="replace") for path in data.rglob("*") if path.is_file())
    assert not any(secret in held for secret in (SECRET, PASSWORD, TOKEN))


def test_without_a_destination_the_next_step_is_said(data: Path) -> None:
    error = call("alert", "send", "--data", str(data)).exception
    assert isinstance(error, InputError)
    assert "[alerts]" in str(error)
