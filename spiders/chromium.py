"""A browser for pages that a script makes: found or missing, started when first needed, and watched at its border.

It goes the crawler's own way out: the configured proxy, or one of ours that enters checked addresses only.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Playwright, Request, Response, Route, ViewportSize, async_playwright

from crawler.config import Config
from crawler.net.guard import Guard
from crawler.net.names import Names
from spiders.border import BorderProxy

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")
FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process", "--renderer-process-limit=2",
    "--proxy-bypass-list=<-loopback>",
)  # fmt: skip
NO_IMAGES = "--blink-settings=imagesEnabled=false"  # cheaper than aborting each request
VIEWPORT: ViewportSize = {"width": 1366, "height": 900}
QUIET_MS = 5000.0  # how long a loaded page may go on fetching


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as the browser held it. ``url`` is where its scripts had led.

    ``whole``: the page came to rest, and nothing of its own host that could hold content failed. Only then is what it
    does not show really not there.
    """

    url: str
    html: bytes
    screenshot: bytes
    whole: bool = True


def find_browser(configured: str) -> str | None:
    """The executable: the configured one, $SPOTCHECK_BROWSER, one on the PATH, Playwright's own download; or None."""
    for named in (configured, os.environ.get("SPOTCHECK_BROWSER", "")):
        if named:
            return shutil.which(named)
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    if on_path:
        return on_path
    home = Path.home()
    folders = (os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), home / ".cache/ms-playwright",
               home / "Library/Caches/ms-playwright")  # fmt: skip
    found = [path for folder in folders if folder for pattern in OWN for path in sorted(Path(folder).glob(pattern))]
    return str(found[-1]) if found else None


async def _driver() -> Playwright:
    """Playwright's own process. One that ends at once, for want of a library, is a missing browser and no more."""
    (started,) = await asyncio.gather(async_playwright().start(), return_exceptions=True)
    if isinstance(started, Exception):
        raise PlaywrightError(f"the driver does not start: {started}") from started
    if isinstance(started, BaseException):
        raise started
    return started


def holds_content(request: Request, page_url: str) -> bool:
    """A script, a call or a frame of the page's own host: a counter or a badge from elsewhere fills no list."""
    own = urlsplit(request.url).hostname == urlsplit(page_url).hostname
    return own and request.resource_type in {"script", "xhr", "fetch", "document"}


def is_failure(answer: Response, page_url: str) -> bool:
    return answer.status >= 400 and holds_content(answer.request, page_url)


class Browser:
    """One Chromium of one process, at most ``[browser] pages`` pages open at once."""

    def __init__(self, config: Config, names: Names) -> None:
        self._config = config
        self._guard = Guard(config.network)
        self._border = BorderProxy(names)
        self._doors = asyncio.Semaphore(config.browser.pages)
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: PlaywrightBrowser | None = None

    async def open(self, url: str, ready: str = "") -> Rendered:
        """Open a page, let its scripts run, and keep what they made. Raises playwright.async_api.Error.

        ``ready``: a selector of what the scripts are waited for, as long as for a page to come to rest.
        """
        async with self._doors:
            browser = await self._started()
            context = await browser.new_context(
                user_agent=self._agent(browser), viewport=VIEWPORT, service_workers="block", ignore_https_errors=True
            )
            try:
                await context.route("**/*", self._check)
                return await self._take(await context.new_page(), url, ready)
            finally:
                await context.close()

    async def close(self) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()
        await self._border.close()

    async def _take(self, page: Page, url: str, ready: str) -> Rendered:
        timeout = self._config.pacing.timeout_s * 1000
        failed: list[str] = []
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        page.on("requestfailed", lambda request: failed.append(request.url) if holds_content(request, url) else None)
        page.on("response", lambda answer: failed.append(answer.url) if is_failure(answer, url) else None)
        await page.goto(url, wait_until="domcontentloaded", timeout=timeout)
        if ready:
            with suppress(PlaywrightError):
                await page.wait_for_selector(ready, state="attached", timeout=min(QUIET_MS, timeout))
        at_rest = False
        with suppress(PlaywrightError):  # Some pages never stop fetching; what is there by now is what a visitor sees.
            await page.wait_for_load_state("networkidle", timeout=min(QUIET_MS, timeout))
            at_rest = True
        html = (await page.content()).encode("utf-8", "replace")
        screenshot = await page.screenshot(type="png", timeout=timeout)
        return Rendered(page.url, html, screenshot, whole=at_rest and not failed)

    async def _started(self) -> PlaywrightBrowser:
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._playwright = self._playwright or await _driver()
                proxy = self._config.network.proxy or await self._border.start()
                flags = [*FLAGS, *([] if self._config.browser.screenshots else [NO_IMAGES])]
                if os.geteuid() == 0:
                    flags.append("--no-sandbox")  # Chromium refuses to sandbox itself as root
                self._browser = await self._playwright.chromium.launch(
                    executable_path=find_browser(self._config.browser.executable),
                    args=flags,
                    proxy={"server": proxy},
                    handle_sigint=False,
                    handle_sigterm=False,
                )
            return self._browser

    def _agent(self, browser: PlaywrightBrowser) -> str:
        version = browser.version.split(".")[0]
        chrome = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0"
        return f"{chrome} Safari/537.36 {self._config.network.agent}"

    async def _check(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        inside = parts.scheme in {"data", "blob", "about"} or self._guard.allows_host((parts.hostname or "").lower())
        with suppress(PlaywrightError):  # The page may have closed while the question was on its way.
            await (route.continue_() if inside else route.abort("addressunreachable"))
