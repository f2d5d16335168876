"""Feeds that break in every way: whatever is lost on the way, no account that posts ever looks silent."""

# ruff: noqa: E501 - markup stays unbroken
from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.model import FaultKind
from crawler.reading.accounts.account import read_feed
from crawler.reading.accounts.facts import AccountSource
from crawler.reading.accounts.health import FRESH_DAYS, with_past

TODAY = date(2026, 11, 16)
URL = "http://feeds.media.test/1.xml"
ERRORS = (
    "Bridge returned error 403! (20773)",
    "WeiboBridge was unable to receive or process the remote website's content!",
    "获取失败：请检查路由",
    "Looks like something went wrong",
    "请先登录后查看",
    "HTTP error 412",
    "RSSHub 路由出错：请求失败",
    "请完成安全验证",
)
patient = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def item(title: str, on: str, guid: str = "") -> str:
    named = f"<guid>{guid}</guid>" if guid else ""
    return f"<item><title>{title}</title>{named}<pubDate>{on}</pubDate></item>"


def rss(items: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def posting(days: list[int]) -> list[str]:
    """Entries of an account that posted two days ago, and on these days before."""
    return [item(f"第{n}条", str(TODAY - timedelta(days=day))) for n, day in enumerate([2, *days])]


def silent(source: AccountSource) -> bool:
    """What would make the account stale."""
    newest = source.newest.on if source.newest else None
    return source.fault is None and newest is not None and (TODAY - newest).days > FRESH_DAYS


def read(body: bytes) -> AccountSource:
    return read_feed(body, URL, on=TODAY)


old_days = st.lists(st.integers(20, 400), min_size=0, max_size=12)


@patient
@given(old_days, st.booleans(), st.floats(0, 1))
def test_a_feed_that_is_cut_anywhere_is_never_a_silent_account(days: list[int], newest_last: bool, at: float) -> None:
    entries = posting(sorted(days))
    whole = rss("".join(reversed(entries) if newest_last else entries))
    assert not silent(read(whole))
    assert not silent(read(whole[: int(len(whole) * at)]))


@patient
@given(old_days, st.integers(0, 3), st.sampled_from(("", "soon", "0000-00-00", "<![CDATA[]]>", "1970-01-01")))
def test_entries_that_lose_their_days_make_no_account_silent(days: list[int], lost: int, word: str) -> None:
    entries = posting(sorted(days))
    entries[: lost + 1] = [item("条目", word) for _ in entries[: lost + 1]]
    assert not silent(read(rss("".join(entries))))


@patient
@given(old_days, st.sampled_from(ERRORS), st.integers(1, 3))
def test_a_bridges_error_in_place_of_the_newest_makes_no_account_silent(days: list[int], error: str, many: int) -> None:
    entries = [item(error, str(TODAY))] * many + posting(sorted(days))[1:]
    assert not silent(read(rss("".join(entries))))
    items = [{"id": "e", "title": error, "date_published": f"{TODAY}T08:00:00+08:00"}]
    items += [{"id": str(d), "title": "x", "date_published": f"{TODAY - timedelta(days=d)}T08:00:00Z"} for d in days]
    assert not silent(read(json.dumps({"version": "1", "items": items}).encode()))


@patient
@given(old_days, st.integers(2, 4000))
def test_entries_that_went_into_the_future_make_no_account_silent(days: list[int], ahead: int) -> None:
    entries = [item("预告", str(TODAY + timedelta(days=ahead))), *posting(sorted(days))[1:]]
    assert not silent(read(rss("".join(entries))))


@patient
@given(st.lists(st.integers(20, 400), min_size=3, max_size=12), st.integers(3, 8))
def test_one_entry_again_and_again_makes_no_account_silent(days: list[int], times: int) -> None:
    body = rss(item("同一条", str(TODAY - timedelta(days=max(days))), "tag:1") * times)
    source = read(body)
    assert not silent(source)
    assert source.fault and source.fault.detail == "repeated-ids"


@patient
@given(st.integers(0, 23), st.integers(-12, 14), st.sampled_from(("", "given")))
def test_a_wrong_zone_makes_no_account_silent(hour: int, zone: int, form: str) -> None:
    """The last post is exactly two weeks old: a day lost to a zone would accuse."""
    written = TODAY - timedelta(days=FRESH_DAYS)  # the day in China; UTC may write the evening before
    utc = written - timedelta(days=hour < 8)
    moment = f"{utc} {(hour - 8) % 24:02d}:30:00" if not form else f"{written}T{hour:02d}:30:00{zone:+03d}:00"
    assert not silent(read(rss(item("第一条", moment) + item("第二条", str(TODAY - timedelta(days=60))))))


@patient
@given(st.binary(max_size=400), st.sampled_from((b"", b"<rss>", b"<html>", b"{", b"<?xml version='1.0'?><feed>")))
def test_any_bytes_in_a_feeds_place_make_no_account_silent(body: bytes, head: bytes) -> None:
    assert not silent(read(head + body))


@patient
@given(old_days, st.integers(1, 19))
def test_a_feed_that_stands_still_is_told_by_what_earlier_runs_saw(days: list[int], later: int) -> None:
    source = read(rss("".join(posting(sorted([20, *days]))[1:])))
    assert silent(source)
    frozen = with_past(source, TODAY - timedelta(days=later), TODAY)
    assert not silent(frozen)
    assert frozen.fault and frozen.fault.detail == "frozen"
    assert with_past(source, TODAY - timedelta(days=20), TODAY).fault is None


def test_eleven_million_bytes_of_old_entries_are_cut_and_no_silence() -> None:
    body = rss(item("旧闻", "2026-01-01") * 160_000)
    assert len(body) > 10_000_000
    fault = read(body).fault
    assert fault and fault.kind is FaultKind.TRUNCATED


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("访问过于频繁，请稍后再试", FaultKind.BLOCKED, "rate-limit"),
        ("请登录后查看", FaultKind.BLOCKED, "login-wall"),
        ("Welcome to RSSHub! Looks like something went wrong", FaultKind.SOURCE_UNHEALTHY, "bridge-error"),
        ("系统维护中", FaultKind.SOURCE_UNHEALTHY, "html"),
    ],
)
def test_a_page_in_a_feeds_place_says_what_it_is(text: str, kind: FaultKind, detail: str) -> None:
    fault = read(f"<html><body><p>{text}</p></body></html>".encode()).fault
    assert fault and (fault.kind, fault.detail) == (kind, detail)


def test_a_whole_feed_with_old_entries_is_a_silent_account() -> None:
    """The other side: what is whole and sound must still be able to say so."""
    for days in (15, 40, 400):
        for form in ("{}", "{} 08:30:00", "{}T08:30:00+08:00", "{}T00:30:00Z"):
            assert silent(read(rss(item("旧闻", form.format(TODAY - timedelta(days=days))))))


def test_the_text_of_an_entry_is_kept_and_a_repost_told() -> None:
    body = rss(
        "<item><title>转发：防汛提示</title><description>&lt;p&gt;来源：安城日报 请注意&lt;/p&gt;</description><pubDate>2026-11-15</pubDate></item>"
    )
    (post,) = read(body).posts
    assert post.text == "来源：安城日报 请注意"
    assert (post.repost, post.source) == (True, "安城日报")


@pytest.mark.parametrize("written", ["2026-11-01T20:00:00", "2026-11-01 20:00:00", "2026-11-01T23:59"])
def test_a_time_without_a_zone_late_on_the_fifteenth_day_is_no_silence(written: str) -> None:
    """A server that writes UTC without saying so: in China it is the fourteenth day already."""
    body = rss(item("甲", written) + item("乙", "2026-10-20T09:00:00"))
    source = read(body)
    assert source.fault and source.fault.detail == "unsure-zone"


def test_two_days_of_one_entry_that_contradict_each_other_are_no_silence() -> None:
    body = rss("<item><title>甲</title><pubDate>2026-10-20</pubDate><dc:date>2026-11-14</dc:date></item>")
    source = read(body)
    assert source.fault and source.fault.detail == "two-readings"


def test_a_json_entry_changed_this_week_is_no_silence() -> None:
    items = [{"id": "1", "title": "甲", "date_published": "2026-10-20", "date_modified": "2026-11-14T08:00:00+08:00"}]
    source = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode())
    assert source.fault and source.fault.detail == "two-readings"


def test_a_feed_that_was_made_again_after_its_newest_entry_and_then_no_more_has_frozen() -> None:
    built = "<lastBuildDate>Sun, 25 Oct 2026 04:00:00 +0800</lastBuildDate>"
    entries = item("甲", "2026-10-20") + item("乙", "2026-10-02")
    frozen = read(rss(built + entries))
    assert frozen.fault and frozen.fault.detail == "frozen"
    assert silent(read(rss(built.replace("25 Oct", "15 Nov") + entries))), "made yesterday: it stands at what there is"
    assert silent(read(rss(built.replace("25 Oct", "20 Oct") + entries))), "the day on which its content last changed"
