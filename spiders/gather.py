"""One gathering process: ``python -m spiders.gather JOBFILE``.

The job is a JSON file: run, data (folder), writer (a name no other process has), on (the monitoring day), config (as
``Config.model_dump`` gives it), targets, past (account to the newest day on which earlier runs saw it post) and given
(account to what people handed in for it: role, digest, by), registrations (account to what the inventory says of its
registration), access_logs (website to the log of its availability campaign, as JSON text). With
``"spider": "account-list"`` its targets are pages that list accounts.
Standard output carries one JSON object a line and nothing else: ``gathered`` once a target, after its captures are on
the disk; ``pages`` at most once a second; ``no-browser`` once; ``trouble`` where nothing can be kept any more.
Ends early, keeping what it has, on SIGTERM, on SIGINT and when the pipe it was given as standard input closes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import stat
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.config import Config
from crawler.model import Target, TargetId, TargetKind, TargetStatus
from crawler.registration import Registration, registration_of
from spiders.account_list import AccountListSpider
from spiders.base import VisitSpider
from spiders.given import bring
from spiders.line import Line
from spiders.newmedia import keep_access_log, keep_registration, visit_account
from spiders.portal import visit_site
from spiders.shards import shards

__all__ = ["GatherSpider", "main", "shards"]
STOPPED = 130  # the exit code of a process that was told to stop
NO_SPACE = 74
STOP_S = 5.0  # for what is under way to come to an end
PAGES_S = 1.0


class GatherSpider(VisitSpider):
    """Everything there is to see of every target: websites with their names, accounts with their sources."""

    name = "gather"
    reads = True

    def _prepare(self, job: dict[str, Any]) -> None:
        self.given = job.get("given", {})
        self.registrations: Mapping[TargetId, Registration] = job.get("registrations", {})
        self.access_logs: Mapping[TargetId, str] = job.get("access_logs", {})
        super()._prepare(job)

    def visits(self, target: Target) -> bool:
        return True

    async def visit(self, line: Line) -> None:
        if not line.target.is_site:
            keep_registration(line, self.registrations.get(line.target.id, Registration()))
            await visit_account(line, self.posters, self.past.get(line.target.id))
            bring(line, self.given.get(line.target.id, ()))
            return
        keep_access_log(line, self.access_logs.get(line.target.id, ""))
        desk = line.desk(self.looking.tools)
        async with asyncio.TaskGroup() as both:  # a slow name server need not hold up the visit
            both.create_task(self.looking.names(desk))
            both.create_task(visit_site(line))
        await self.looking.service(desk)


SPIDERS: dict[str, type[VisitSpider]] = {spider.name: spider for spider in (GatherSpider, AccountListSpider)}


class Reporter:
    """The events of one process. A reader that went away ends the process: nobody would know what was gathered."""

    def __init__(self) -> None:
        self._pages = 0
        self._timer: asyncio.TimerHandle | None = None

    def gathered(self, item: dict[str, Any]) -> None:
        self._say({"event": "gathered", **item})

    def page(self) -> None:
        self._pages += 1
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAGES_S, self.flush)

    def no_browser(self) -> None:
        self._say({"event": "no-browser"})

    def trouble(self, error: OSError) -> None:
        """No website shall pay for our disk: the process ends at once, as if it was killed."""
        self._say({"event": "trouble", "why": error.strerror or str(error), "file": str(error.filename or "")})
        os._exit(NO_SPACE)

    def flush(self) -> None:
        self._timer = None
        if self._pages:
            self._say({"event": "pages", "count": self._pages})
            self._pages = 0

    def _say(self, event: dict[str, Any]) -> None:
        try:
            sys.stdout.write(json.dumps(event) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            os._exit(1)


class EscapingFormatter(logging.Formatter):
    """What a page says of itself cannot write lines of its own into the log."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return "".join(sign if sign.isprintable() or sign == "\n" else repr(sign)[1:-1] for sign in text)


def read_job(path: Path) -> dict[str, Any]:
    """A job file as a spider takes it."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return {
        **told,
        "on": date.fromisoformat(told["on"]),
        "past": {TargetId(name): date.fromisoformat(on) for name, on in told.get("past", {}).items()},
        "registrations": {
            TargetId(name): registration_of(life) for name, life in told.get("registrations", {}).items()
        },
        "config": Config.model_validate(told["config"]),
        "targets": [_target(fields) for fields in told["targets"]],
    }


def _target(fields: dict[str, Any]) -> Target:
    kinds = {"id": TargetId(fields["id"]), "kind": TargetKind(fields["kind"])}
    return Target(**{**fields, **kinds, "status": TargetStatus(fields.get("status", TargetStatus.RUNNING))})


def main(arguments: list[str]) -> int:
    """Gather one job's targets."""
    job = read_job(Path(arguments[0]))
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SPIDER_MODULES", [])  # the one spider is at hand
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = AsyncCrawlerProcess(settings)
    _log_to_stderr()
    crawler = process.create_crawler(SPIDERS[job.get("spider", GatherSpider.name)])
    reporter = Reporter()

    def scraped(item: dict[str, Any]) -> None:
        reporter.gathered(item)

    def opened(spider: VisitSpider) -> None:
        spider.on_page = reporter.page
        spider.on_no_browser = reporter.no_browser
        _listen(spider)

    crawler.signals.connect(scraped, signals.item_scraped)
    crawler.signals.connect(opened, signals.spider_opened)
    process.crawl(crawler, job={**job, "on_unwritable": reporter.trouble})
    process.start(install_signal_handlers=False)
    reporter.flush()
    return STOPPED if getattr(crawler.spider, "stopping", False) else 0


def _listen(spider: VisitSpider) -> None:
    """Stop when told to, or when the one who started us is gone."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if spider.stopping:
            return
        spider.stopping = True
        loop.call_later(STOP_S, os._exit, STOPPED)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        loop.add_reader(0, _on_end_of_input, loop, stop)


def _on_end_of_input(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    if not os.read(0, 4096):
        loop.remove_reader(0)
        stop()


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(EscapingFormatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    handler.setLevel(logging.WARNING)  # Scrapy sets its own loggers to DEBUG
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("scrapy.core.downloader").setLevel(logging.ERROR)  # its warnings are captures already: faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
