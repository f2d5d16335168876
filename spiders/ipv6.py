"""A and AAAA of a website's host, from every configured name server, each answer kept apart."""

from __future__ import annotations

import asyncio

from crawler.addresses import plain_host
from crawler.model import Role, Target
from crawler.net.asking import ask, server_name, servers_of
from crawler.net.guard import literal
from spiders.base import VisitSpider
from spiders.line import Line

RECORD_TYPES = ("A", "AAAA")


class Ipv6Spider(VisitSpider):
    """``scrapy crawl ipv6 -a inventory=FILE -a data=DIR``"""

    name = "ipv6"

    def visits(self, target: Target) -> bool:
        return target.is_site

    async def visit(self, line: Line) -> None:
        await ask_names(line)


async def ask_names(line: Line) -> None:
    """Put both questions to every name server, one after the other; what this run already asked is not asked again."""
    host, gatherer = plain_host(line.target.address), line.gatherer
    if not host or literal(host) is not None:
        return
    for server in servers_of(gatherer.config.network):
        for record_type in RECORD_TYPES:
            url = f"dns:{host}?type={record_type}"
            rows = gatherer.store.rows_of(gatherer.run, line.target.id, url)
            known = any(row.role == Role.NAME and row.label == server_name(server) for row in rows)
            if not known and not line.over:
                answer, wire = await asyncio.to_thread(ask, host, record_type, server)
                gatherer.keep.write_dns(line.target.id, answer, wire)
