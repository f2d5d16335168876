"""The other side of ``make bench``: Scrapy as its tutorial has it, following every link of the sites it is given."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    name = "bare"

    def __init__(self, inventory: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with Path(inventory).open(encoding="utf-8-sig", newline="") as file:
            self.urls = [row["address"] for row in csv.DictReader(file)]
        self.hosts = {urlsplit(url).hostname for url in self.urls}

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.urls:
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[Any]:
        yield {"url": response.url, "title": response.css("title::text").get()}
        for href in response.css("a::attr(href)").getall():
            url = response.urljoin(href)
            if urlsplit(url).hostname in self.hosts:
                yield scrapy.Request(url, callback=self.parse)
