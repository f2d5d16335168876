from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.async_api import Error as PlaywrightError

from crawler.config import Config
from crawler.model import CaptureKind
from crawler.net.names import Names
from crawler.reading.sites.seen import read_fault
from spiders.border import BorderProxy
from spiders.chromium import Browser, find_browser
from tests.spiders.conftest import CONFIG, gather, site
from tests.spiders.portal_server import Portal

needs_browser = pytest.mark.skipif(find_browser("") is None, reason="no Chromium on this machine")


@pytest.fixture
def config() -> Config:
    return Config.model_validate({**CONFIG, "pacing": {"delay_s": 0, "timeout_s": 20}, "browser": {"renders": 4}})


@pytest.fixture
def names(config: Config) -> Iterator[Names]:
    made = Names(config.network)
    yield made
    made.close()


def test_a_configured_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two", "chromium"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SPOTCHECK_BROWSER", str(tmp_path / "two"))
    assert find_browser(str(tmp_path / "one")) == str(tmp_path / "one")
    assert find_browser("") == str(tmp_path / "two")
    monkeypatch.delenv("SPOTCHECK_BROWSER")
    assert find_browser("") == str(tmp_path / "chromium")
    assert find_browser(str(tmp_path / "missing")) is None


def test_playwrights_own_download_is_found_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SPOTCHECK_BROWSER", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert find_browser("") is None
    own = tmp_path / "chromium-1200/chrome-linux/chrome"
    own.parent.mkdir(parents=True)
    own.touch()
    assert find_browser("") == str(own)


async def _dies() -> None:
    """As Playwright tells it of a driver that lacks a library: no error of its own kind."""
    raise Exception("Connection closed while reading from the driver")


def test_a_driver_that_does_not_start_is_a_failed_browser_and_not_a_broken_visit(
    config: Config, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.chromium.async_playwright", lambda: SimpleNamespace(start=_dies))

    async def look() -> None:
        browser = Browser(config, names)
        with pytest.raises(PlaywrightError, match="driver"):
            await browser.open("http://www.yunxi.gov.test/")
        await browser.close()

    asyncio.run(look())


def test_the_border_lets_requests_out_to_checked_addresses_only(names: Names, server: Portal) -> None:
    async def ask(address: str) -> bytes:
        border = BorderProxy(names)
        port = int((await border.start()).rsplit(":", 1)[1])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {address} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        await border.close()
        return answer

    assert b" 200 " in asyncio.run(ask(server.url("/"))).split(b"\r\n")[0]
    assert b" 403 " in asyncio.run(ask("http://10.0.0.1/admin"))
    assert b" 502 " in asyncio.run(ask("http://127.0.0.1:9/"))
    assert b" 403 " in asyncio.run(ask("nonsense"))


@needs_browser
@pytest.mark.browser
def test_a_page_made_by_a_script_is_seen_as_its_visitors_see_it(config: Config, names: Names, server: Portal) -> None:
    async def see() -> tuple[bytes, bytes]:
        browser = Browser(config, names)
        try:
            rendered = await browser.open(server.url("/scripted"))
            with pytest.raises(PlaywrightError):
                await browser.open("http://10.0.0.1/")
            return rendered.html, rendered.screenshot
        finally:
            await browser.close()

    html, screenshot = asyncio.run(see())
    assert "脚本写出的公告".encode() in html
    assert "内网".encode() not in html
    assert screenshot.startswith(b"\x89PNG")


@needs_browser
@pytest.mark.browser
def test_a_home_page_without_content_of_its_own_is_rendered_and_kept(tmp_path: Path, server: Portal) -> None:
    seen = gather(tmp_path, [site("s", server.url("/scripted"))], browser={"renders": 1}, pacing={"timeout_s": 20})
    kinds = [capture.kind for capture, _ in seen.captures("s")]
    assert CaptureKind.RENDERED in kinds
    assert CaptureKind.SCREENSHOT in kinds
    asked = dict(server.requests)
    again = gather(tmp_path, [site("s", server.url("/scripted"))], "w2", browser={"renders": 1})
    assert dict(server.requests) == asked
    assert [event["event"] for event in again.events] == ["gathered"]


def test_without_a_browser_the_run_goes_on_and_says_so_once(
    tmp_path: Path, server: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTCHECK_BROWSER", "/no/such/browser")
    targets = [site("a", server.url("/scripted", "127.0.0.7")), site("b", server.url("/scripted", "127.0.0.8"))]
    seen = gather(tmp_path, targets, browser={})
    assert [event["event"] for event in seen.events].count("no-browser") == 1
    for target in ("a", "b"):
        faults = [read_fault(body, c.url) for c, body in seen.captures(target) if c.kind is CaptureKind.FAULT]
        assert [fault.kind.value for fault in faults] == ["no-browser"]
