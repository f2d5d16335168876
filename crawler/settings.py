"""Scrapy settings, few and explained. What one deployment may choose stands in its own TOML file."""

from __future__ import annotations

from typing import Any

from crawler.config import Config

BOT_NAME = "spotcheck"
SPIDER_MODULES = ["spiders.portal", "spiders.newmedia", "spiders.ipv6", "spiders.browser", "spiders.gather"]
NEWSPIDER_MODULE = "spiders"
ROBOTSTXT_OBEY = True  # by our own middleware; docs/decisions/0004-robots.md

# A visit follows, repeats and opens for itself, because each hop is a capture and each body has a limit.
REDIRECT_ENABLED = False
RETRY_ENABLED = False
METAREFRESH_ENABLED = False
COMPRESSION_ENABLED = False
COOKIES_ENABLED = False
HTTPCACHE_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "crawler.middlewares.ObeyRobots": 100,
    "crawler.middlewares.CheckAddress": 870,
    "crawler.middlewares.KeepCaptures": 900,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
DOWNLOAD_FAIL_ON_DATALOSS = False  # half a page is kept, marked as cut
DOWNLOAD_HANDLERS = {"http": "crawler.pace.PacedHandler", "https": "crawler.pace.PacedHandler"}
DOWNLOAD_DELAY_JITTER = 0  # the delay is a promise to the webmaster, not a disguise
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:@SECLEVEL=0"  # county portals still speak TLS 1.0 with short keys
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawler.resolver.CheckedResolver"

# Scrapy starts CONCURRENT_ITEMS tasks a response and re-reads a callback's source: together half of its time.
CONCURRENT_ITEMS = 4
WARN_ON_GENERATOR_RETURN_VALUE = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
MEMUSAGE_ENABLED = False
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
IN_FLIGHT = 500  # targets visited at once by one process


def settings_for(config: Config, targets: int) -> dict[str, Any]:
    """The settings one deployment's configuration decides, for a crawl of so many targets."""
    agent = config.network.agent
    return {
        "USER_AGENT": agent,
        "ROBOTSTXT_USER_AGENT": config.network.user_agent.split("/")[0],
        "CONCURRENT_REQUESTS": max(1, min(targets, IN_FLIGHT)) * 2,  # a target's page and its host's robots.txt
        "CONCURRENT_REQUESTS_PER_DOMAIN": config.pacing.per_host,
        "DOWNLOAD_DELAY": config.pacing.delay_s,
        "CRAWL_DELAY_MAX": config.pacing.crawl_delay_max_s,
        "DOWNLOAD_TIMEOUT": config.pacing.timeout_s,
        "DOWNLOAD_MAXSIZE": config.gather.max_body_mb << 20,
        "DOWNLOAD_WARNSIZE": 0,
    }
