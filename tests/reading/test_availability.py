"""What one visit to a home page came to: a failure is what everybody would see; the rest a person looks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clock import end_of
from crawler.model import Capture, CaptureKind, Digest, Fault, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.availability.log import (
    AccessLog,
    AccessVisit,
    Stage,
    State,
    access_log_of,
    access_log_to_json,
    accessed,
)
from crawler.reading.availability.outcome import Outcome, outcome_of, without_address
from crawler.reading.availability.tally import Tally
from crawler.reading.names.answers import AnswerKind, NameAnswer
from crawler.reading.pages.page import Page, read_page
from crawler.reading.service.probe import Certificate, End, Family, Hop, Probe, Purpose, Step

URL = "http://www.yunxi.gov.test/"
ON = date(2026, 11, 22)
NEWS = "<p>市政府召开常务会议，研究部署工作。</p>" * 40
GOOD = f"<html><head><title>云溪市人民政府</title></head><body>{NEWS}</body></html>"


def probe(
    end: End = End.ANSWERED, *, status: int = 200, detail: str = "", steps: str = "tcp http body", **told: object
) -> Probe:
    names = tuple(Step(name, 10.0) for name in steps.split())
    url = str(told.pop("url", URL))
    hop = Hop(url, "192.0.2.10", 80, end, names, status if end is End.ANSWERED else 0, detail=detail)
    return Probe(url, Family.V4, Purpose.HOME, 1, "2026-11-22T10:00:00+08:00", (hop,), length=len(GOOD), **told)  # type: ignore[arg-type]


def page(html: str, status: int = 200, *, truncated: bool = False) -> Page:
    return read_page(
        html.encode(), URL, on=ON, status=status, content_type="text/html; charset=utf-8", truncated=truncated
    )


def told(one: Probe, html: str | None = GOOD, took_ms: int = 500) -> tuple[State, Stage]:
    document = None if html is None else page(html, one.status, truncated=not one.whole)
    found = outcome_of(one, document, took_ms, 15_000)
    return found.state, found.stage


def test_a_page_in_time_is_kept() -> None:
    assert told(probe()) == (State.KEPT, Stage.NONE)


@pytest.mark.parametrize(("took_ms", "state"), [(14_999, State.KEPT), (15_000, State.FAILED), (20_000, State.FAILED)])
def test_fifteen_seconds_are_too_long(took_ms: int, state: State) -> None:
    assert told(probe(), took_ms=took_ms)[0] is state


@pytest.mark.parametrize(
    ("end", "detail", "steps", "stage"),
    [
        (End.REFUSED, "tcp: connection refused", "", Stage.TCP),
        (End.TIMEOUT, "tcp: no answer", "", Stage.TCP),
        (End.TIMEOUT, "http: no answer", "tcp", Stage.SLOW),
        (End.RESET, "http: Connection reset by peer", "tcp", Stage.HTTP),
        (End.NO_ROUTE, "tcp: No route to host", "", Stage.TCP),
        (End.NOT_HTTP, "http: begins with b'220 mail'", "tcp", Stage.HTTP),
        (End.TLS_FAILED, "tls: [SSL] tlsv1 alert internal error", "tcp", Stage.TLS),
    ],
)
def test_what_keeps_everybody_out_is_a_failure_with_its_stage(end: End, detail: str, steps: str, stage: Stage) -> None:
    assert told(probe(end, detail=detail, steps=steps), None) == (State.FAILED, stage)


def test_silence_within_the_handshake_is_told_apart() -> None:
    one = probe(End.TIMEOUT, detail="tls: no answer", steps="tcp", url="https://www.yunxi.gov.test/")
    assert told(one, None) == (State.FAILED, Stage.TLS)


@pytest.mark.parametrize(
    ("end", "detail"),
    [
        (End.NO_ROUTE, "tcp: Network is unreachable"),
        (End.NO_ROUTE, "tcp: refused on the way, by 192.0.2.1"),
        (End.NO_ROUTE, "tcp: Operation not permitted"),
        (End.ERROR, "tcp: Too many open files"),
        (End.FORBIDDEN, "www.yunxi.gov.test: 10.0.0.1"),
        (End.ROBOTS_DENIED, ""),
        (End.TOO_MANY_HOPS, ""),
        (End.NO_ADDRESS, "old.yunxi.gov.test: no address for ipv4"),
        (End.TLS_FAILED, "tls: [SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure"),
        (End.TLS_FAILED, "tls: [SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version"),
    ],
)
def test_what_may_be_our_own_side_or_a_rule_asks_a_person(end: End, detail: str) -> None:
    assert told(probe(end, detail=detail, steps=""), None)[0] is State.UNCLEAR


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_the_server_is_a_failure(status: int) -> None:
    assert told(probe(status=status), "<html><body><h1>error</h1></body></html>") == (State.FAILED, Stage.HTTP)


@pytest.mark.parametrize("status", [404, 410])
def test_a_home_page_that_is_not_there_is_a_failure(status: int) -> None:
    assert told(probe(status=status), "<html><body>Not Found</body></html>") == (State.FAILED, Stage.PAGE)


@pytest.mark.parametrize("status", [400, 401, 403, 405, 406, 412, 421, 429, 451, 493, 521])
def test_a_refusal_asks_a_person(status: int) -> None:
    assert told(probe(status=status), "<html><body></body></html>")[0] is State.UNCLEAR


WALLS = [
    "<html><head><title>安全验证</title></head><body><p>请完成安全验证后继续访问，请输入验证码</p></body></html>",
    "<html><head><title>访问被拦截</title></head><body><h1>您的访问请求可能存在威胁，已被网站防火墙拦截</h1></body></html>",
    "<html><head></head><body><script>$_ts=window['$_ts'];$_ts.cd='abc';</script></body></html>",
]


@pytest.mark.parametrize("html", WALLS)
@pytest.mark.parametrize("status", [200, 202, 403, 412, 503])
def test_a_firewalls_page_asks_a_person_whatever_its_status(html: str, status: int) -> None:
    assert told(probe(status=status), html)[0] is State.UNCLEAR


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, "
        "the nginx web server is successfully installed and working.</p></body></html>",
        "<html><head><title>域名出售</title></head><body><h1>域名出售</h1></body></html>",
        "<html><head><title>404</title></head><body><p>您访问的页面不存在</p></body></html>",
    ],
)  # fmt: skip
def test_a_page_that_is_positively_none_of_theirs_is_a_failure(html: str) -> None:
    assert told(probe(), html) == (State.FAILED, Stage.PAGE)


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>通知</title></head><body><p>网站正在维护中，请稍后访问</p></body></html>",
        "<html><head><title>云溪市人民政府</title></head><body><p>您访问的页面不存在</p><p>ICP备12345678号</p></body></html>",
        "<html><head><title>新葡京 百家乐 老虎机</title></head><body>欢迎</body></html>",
    ],
)  # fmt: skip
def test_repair_the_sites_own_template_and_a_hijacked_page_ask_a_person(html: str) -> None:
    assert told(probe(), html) == (State.UNCLEAR, Stage.PAGE)


def test_nothing_in_the_answer_is_a_failure() -> None:
    assert told(replace(probe(), length=0), None) == (State.FAILED, Stage.PAGE)


HALF = "<html><head><title>云溪市人民政府</title></head><body><p>市政府"


def test_a_body_that_does_not_end_in_time_is_slow_and_one_that_breaks_off_asks_a_person() -> None:
    assert told(probe(detail="body: no answer", whole=False), HALF) == (State.FAILED, Stage.SLOW)
    assert told(probe(detail="body: Connection reset by peer", whole=False), HALF) == (State.UNCLEAR, Stage.HTTP)


def test_a_page_longer_than_we_take_is_open() -> None:
    assert told(probe(detail="body: cut after 8388608 bytes", whole=False), None) == (State.KEPT, Stage.NONE)


def test_a_page_behind_a_bad_certificate_is_kept_and_says_so() -> None:
    shown = Certificate("", (), "", "", "", expired=True, name_matches=False)
    one = probe()
    one = replace(one, hops=(replace(one.hops[0], certificate=shown),))
    found = outcome_of(one, page(GOOD), 500, 15_000)
    assert found == Outcome(State.KEPT, Stage.NONE, "certificate expired and of another name")


# names


def answer(kind: AnswerKind, record_type: str = "A", server: str = "192.0.2.53:53") -> NameAnswer:
    return NameAnswer("www.yunxi.gov.test", record_type, kind, server)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ("nxdomain nxdomain", State.FAILED),
        ("nxdomain timeout", State.FAILED),
        ("servfail servfail", State.FAILED),
        ("timeout timeout", State.FAILED),
        ("nodata nodata", State.UNCLEAR),
        ("nxdomain nodata", State.UNCLEAR),
        ("refused refused", State.UNCLEAR),
        ("servfail refused", State.UNCLEAR),
        ("unreachable unreachable", State.UNCLEAR),
        ("error", State.UNCLEAR),
        ("", State.UNCLEAR),
    ],
)
def test_a_name_without_address(kinds: str, state: State) -> None:
    answers = [answer(AnswerKind(kind)) for kind in kinds.split()]
    assert without_address(answers, Family.V4, ()).state is state
    assert without_address(answers, Family.V4, ("10.0.0.1",)).state is State.UNCLEAR


def test_silence_about_aaaa_tells_nothing() -> None:
    assert without_address([answer(AnswerKind.SERVFAIL, "AAAA")], Family.V6, ()).state is State.UNCLEAR
    assert without_address([answer(AnswerKind.NXDOMAIN, "AAAA")], Family.V6, ()).state is State.FAILED


# the log

VISITS = st.builds(
    AccessVisit,
    family=st.sampled_from(Family),
    slot=st.integers(0, 279),
    due_at=st.just("2026-11-23T00:10:00+08:00"),
    state=st.sampled_from(State),
    stage=st.sampled_from(Stage),
    detail=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
LOGS = st.builds(
    AccessLog,
    campaign=st.just("2026Q4-a1"),
    url=st.just(URL),
    begins_at=st.just("2026-11-23T00:00:00+08:00"),
    days=st.integers(1, 14),
    visits=st.integers(1, 40),
    day_s=st.just(86_400),
    limit_ms=st.just(15_000),
    made=st.lists(VISITS, max_size=12).map(tuple),
)


@given(LOGS)
def test_a_log_is_read_as_it_was_written(log: AccessLog) -> None:
    assert access_log_of(access_log_to_json(log)) == log


@given(LOGS, st.sampled_from(Family), st.sampled_from([1, 5, 50]))
def test_no_share_of_failures_is_reached_and_missed_at_once(log: AccessLog, family: Family, percent: int) -> None:
    tally = Tally(log, family)
    assert not (tally.surely_reaches(percent) and tally.surely_misses(percent))
    assert tally.states.total() == len(tally.visits)
    if not tally.states[State.UNCLEAR] and tally.made:
        assert tally.surely_reaches(percent) is not tally.surely_misses(percent)


@pytest.mark.parametrize(("percent", "made", "failed"), [(5, 140, 7), (1.1, 3000, 33), (0.7, 1000, 7), (2.3, 1000, 23)])
def test_a_share_is_reached_exactly_where_it_is_written(percent: float, made: int, failed: int) -> None:
    def tally(bad: int) -> Tally:
        states = [State.FAILED] * bad + [State.KEPT] * (made - bad)
        visits = tuple(
            AccessVisit(Family.V4, slot, "2026-11-23T00:10:00+08:00", one) for slot, one in enumerate(states)
        )
        return Tally(AccessLog("c", URL, "2026-11-23T00:00:00+08:00", 7, 20, 86_400, 15_000, visits), Family.V4)

    assert tally(failed).surely_reaches(percent) and not tally(failed).surely_misses(percent)
    assert tally(failed - 1).surely_misses(percent) and not tally(failed - 1).surely_reaches(percent)


def test_bytes_that_are_no_log_are_a_fault() -> None:
    target = Target(TargetId("t"), TargetKind.PORTAL, "云溪", URL, "市政府")

    capture = Capture(
        Digest("sha256:0"), CaptureKind.RECORD, RunId("r"), target.id, URL, Role.ACCESS_LOG, "", "", 200, "", end_of(ON)
    )
    (found,) = accessed(capture, b"{}", target)
    assert isinstance(found.seen, Fault)
