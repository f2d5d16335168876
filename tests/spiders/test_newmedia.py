"""Accounts visited against a real server: sources in the office's order, control accounts, what earlier runs knew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from checks.catalogue import load_catalogue
from checks.judge import judge
from crawler.captures.store import CaptureStore
from crawler.model import CaptureKind, Evidence, Fault, Registry, Role, Target, TargetId, TargetKind, TargetStatus
from crawler.reading.accounts.facts import AccountActivity, AccountSource
from crawler.reading.evidence import read_target
from crawler.registration import Ending, Registration
from spiders.chromium import find_browser
from tests.spiders.conftest import RUN, Gathered, gather
from tests.spiders.portal_server import Portal, answer
from tests.world.platform_pages import Shown, by_script, weibo

TODAY = date(2026, 11, 16)
OLD = TODAY - timedelta(days=40)
needs_browser = pytest.mark.skipif(find_browser("") is None, reason="no Chromium on this machine")


def rss(newest: date) -> bytes:
    items = "".join(
        f"<item><title>第{n}条</title><link>/p/{n}</link><pubDate>{newest - timedelta(days=n)}</pubDate></item>"
        for n in range(5)
    )
    text = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>云溪</title>{items}</channel></rss>'
    )
    return answer(text.encode(), kind="application/rss+xml")


def page(newest: date) -> str:
    posts = [(f"云溪县第{n}批惠民措施", f"/p/{n}", newest - timedelta(days=n)) for n in range(5)]
    return weibo(Shown("云溪发布", "云溪县人民政府", posts))


def account(id: str, feed: str = "", address: str = "") -> Target:
    return Target(TargetId(id), TargetKind.ACCOUNT, "云溪发布", address, "云溪县人民政府", platform="微博", feed=feed)


def evidence(seen: Gathered, target: Target) -> tuple[Evidence[Any], ...]:
    with CaptureStore(seen.data / "captures") as store:
        return read_target(target, store.of_target(RUN, target.id), TODAY).evidence()


def registration(seen: Gathered, target: Target) -> object:
    return next(one.seen for one in evidence(seen, target) if one.kind is Registration)


def closed_posting(seen: Gathered, target: Target) -> str:
    judged = judge(target, evidence(seen, target), Registry((target,)), load_catalogue(), TODAY)
    return next(one.verdict.reason for one in judged if one.indicator.id == "m-closed-posting")


def sources(seen: Gathered, target: Target) -> tuple[AccountSource, ...]:
    """As the judge reads them: from the captures alone."""
    found = next(one for one in evidence(seen, target) if one.kind is AccountActivity)
    assert isinstance(found.seen, AccountActivity), found.seen
    return found.seen.sources


def test_the_sources_are_seen_in_the_offices_order(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(TODAY), "/u": answer(page(TODAY).encode())}
    target = account("a", server.url("/f.xml"), server.url("/u"))
    for name, order in (("one", ["feed", "page"]), ("two", ["page", "feed"]), ("three", ["page", "import"])):
        seen = gather(tmp_path / name, [target], newmedia={"sources": order})
        assert [one.source for one in sources(seen, target)] == [kind for kind in order if kind != "import"]


def test_an_account_whose_sources_the_office_does_not_look_at_has_none(tmp_path: Path, server: Portal) -> None:
    seen = gather(tmp_path, [account("a", server.url("/f.xml"))], newmedia={"sources": ["page"]})
    assert seen.faults("a") == ["no-source"]


def test_a_control_is_visited_once_and_kept_beside_every_account(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(OLD), "/control.xml": rss(TODAY)}
    targets = [account(f"a{n}", server.url("/f.xml", f"127.0.2.{n}")) for n in range(1, 6)]
    control = server.url("/control.xml", "127.0.3.1")
    seen = gather(tmp_path, targets, newmedia={"controls": {"新浪微博": {"feed": [control]}}})
    assert server.requests["127.0.3.1", "/control.xml"] == 1
    for target in targets:
        (source,) = sources(seen, target)
        assert (source.control, source.fault) == (True, None)
    with CaptureStore(seen.data / "captures") as store:
        manifests = {TargetId(e["target"]): e["manifest"] for e in seen.events if e["event"] == "gathered"}
        assert list(store.problems(RUN, manifests)) == []


@pytest.mark.parametrize("shown", [rss(OLD), answer(b""), answer(b"<html><body>login</body></html>"), answer(b"", 429)])
def test_a_control_that_shows_nothing_new_proves_nothing(tmp_path: Path, server: Portal, shown: bytes) -> None:
    server.more |= {"/f.xml": rss(OLD), "/control.xml": shown}
    target = account("a", server.url("/f.xml"))
    controls = {"微博": {"feed": [server.url("/control.xml")]}}
    (source,) = sources(gather(tmp_path, [target], newmedia={"controls": controls}), target)
    assert source.control is False


def test_one_control_of_several_is_enough_and_other_platforms_need_none(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(OLD), "/c1.xml": answer(b""), "/c2.xml": rss(TODAY)}
    target = account("a", server.url("/f.xml"))
    feeds = [server.url("/c1.xml"), server.url("/c2.xml")]
    (source,) = sources(gather(tmp_path / "1", [target], newmedia={"controls": {"微博": {"feed": feeds}}}), target)
    assert source.control is True
    (other,) = sources(gather(tmp_path / "2", [target], newmedia={"controls": {"抖音": {"feed": feeds}}}), target)
    assert other.control is None


def test_a_page_is_proven_by_pages_and_a_feed_by_feeds(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(OLD), "/u": answer(page(OLD).encode()), "/c": answer(page(TODAY).encode())}
    target = account("a", server.url("/f.xml"), server.url("/u"))
    seen = gather(tmp_path, [target], newmedia={"controls": {"微博": {"page": [server.url("/c")]}}})
    assert [(one.source, one.control) for one in sources(seen, target)] == [("feed", None), ("page", True)]


def test_a_feed_that_shows_less_than_earlier_runs_saw_is_frozen(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(OLD)}
    target = account("a", server.url("/f.xml"))
    later = (OLD + timedelta(days=5)).isoformat()
    (source,) = sources(gather(tmp_path / "1", [target], past={"a": later}), target)
    assert source.fault and source.fault.detail == "frozen"
    assert source.past == OLD + timedelta(days=5)
    (whole,) = sources(gather(tmp_path / "2", [target], past={"a": OLD.isoformat()}), target)
    assert whole.fault is None


def test_what_earlier_runs_saw_is_kept_and_no_visit(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(TODAY)}
    seen = gather(tmp_path, [account("a", server.url("/f.xml"))], past={"a": "2026-11-01"})
    kept = [(c, body) for c, body in seen.captures("a") if c.role is Role.PAST]
    assert [(c.kind, body) for c, body in kept] == [(CaptureKind.RECORD, b'{"newest_on": "2026-11-01"}')]
    assert server.requests["127.0.0.1", "/f.xml"] == 1


def test_what_the_inventory_says_of_a_registration_is_kept_once_and_no_visit(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(TODAY)}
    target = account("a", server.url("/f.xml"))
    told = {"a": {"opened_on": "2026-03-02", "filed_on": "2026-03-20"}, "b": {"filed_on": "2020-01-02"}}
    for writer in ("w1", "w2"):  # a visit that is gone on with keeps nothing twice
        seen = gather(tmp_path, [target], writer, registrations=told)
    kept = [(c.kind, body) for c, body in seen.captures("a") if c.role is Role.REGISTRATION]
    assert kept == [(CaptureKind.RECORD, b'{"filed_on": "2026-03-20", "opened_on": "2026-03-02"}')]
    assert registration(seen, target) == Registration(opened_on=date(2026, 3, 2), filed_on=date(2026, 3, 20))
    assert server.requests["127.0.0.1", "/f.xml"] == 1


def test_a_list_that_says_nothing_of_a_registration_is_kept_as_that(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": rss(TODAY)}
    target = account("a", server.url("/f.xml"))
    assert registration(gather(tmp_path, [target]), target) == Registration()


def test_a_closed_account_without_a_page_is_no_fault(tmp_path: Path) -> None:
    target = replace(account("a"), status=TargetStatus.CLOSED)
    seen = gather(tmp_path, [target, account("b")], registrations={"a": {"ended_as": "closed"}})
    assert (seen.faults("a"), seen.faults("b")) == ([], ["no-source"])
    assert registration(seen, target) == Registration(ended_as=Ending.CLOSED)


def test_a_feed_that_is_gone_does_not_say_that_the_account_is(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/f.xml": answer(b"", 404), "/c.xml": rss(TODAY)}
    target = replace(account("a", server.url("/f.xml")), status=TargetStatus.CLOSED)
    controls = {"微博": {"feed": [server.url("/c.xml")]}}
    assert closed_posting(gather(tmp_path, [target], newmedia={"controls": controls}), target) == "http-status"


@pytest.mark.parametrize(("shown", "reason"), [(TODAY, "page-gone"), (OLD, "http-status"), (None, "http-status")])
def test_a_closed_accounts_page_is_gone_only_where_a_controls_is_there(
    tmp_path: Path, server: Portal, shown: date | None, reason: str
) -> None:
    server.more |= {"/u": answer(b"", 404), "/c": answer(page(shown).encode()) if shown else answer(b"", 404)}
    target = replace(account("a", address=server.url("/u")), status=TargetStatus.CLOSED)
    controls = {"微博": {"page": [server.url("/c")]}}
    assert closed_posting(gather(tmp_path, [target], newmedia={"controls": controls}), target) == reason


def test_a_feed_may_move_on_its_own_host(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/old.xml": answer(b"", 301, ("Location: /f.xml",)), "/f.xml": rss(TODAY)}
    target = account("a", server.url("/old.xml"), "http://platform.invalid/u")
    feed = sources(gather(tmp_path, [target]), target)[0]
    assert (feed.source, feed.fault) == ("feed", None)


@pytest.mark.parametrize(("status", "body"), [(429, b"slow down"), (404, b"gone"), (500, b""), (200, b"")])
def test_a_feed_that_fails_is_a_fault_and_no_silence(tmp_path: Path, server: Portal, status: int, body: bytes) -> None:
    server.more |= {"/f.xml": answer(body, status)}
    target = account("a", server.url("/f.xml"))
    found = next(one for one in evidence(gather(tmp_path, [target]), target) if one.kind is AccountActivity)
    assert isinstance(found.seen, Fault)


@needs_browser
@pytest.mark.browser
def test_a_page_made_by_a_script_is_opened_in_a_browser(tmp_path: Path, server: Portal) -> None:
    server.more |= {"/u": answer(by_script(page(TODAY)).encode())}
    target = account("a", address=server.url("/u"))
    (source,) = sources(gather(tmp_path, [target], browser={}, pacing={"timeout_s": 20}), target)
    assert source.fault is None
    assert source.newest and source.newest.on == TODAY


def test_without_a_browser_such_a_page_proves_nothing(
    tmp_path: Path, server: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTCHECK_BROWSER", "/no/such/browser")
    server.more |= {"/u": answer(by_script(page(OLD)).encode())}
    seen = gather(tmp_path, [account("a", address=server.url("/u"))], browser={})
    assert seen.faults("a") == ["no-browser"]
