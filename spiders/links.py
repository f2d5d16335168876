"""Links inside a site over IPv6: their hosts, some pages of the second level, and the links on those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.addresses import plain_host
from crawler.model import Role
from crawler.reading.pages.page import Page
from crawler.reading.service.links import links_of
from crawler.reading.service.probe import Family
from spiders.families import Families, Place
from spiders.names import ask_about_link
from spiders.tools import Desk

OUTSIDE = 20  # hosts of others whose addresses are looked up, at most
Urls = Mapping[str, Sequence[str]]  # host → addresses of links


async def visit_links(desk: Desk, families: Families, home: Page) -> None:
    """Follow the home page's links: those to other hosts of the site first, most links first."""
    work = _Work(desk, families, desk.config.ipv6.link_hosts)
    second = links_of(home, desk.target.address)
    own = plain_host(home.url)
    await work.sample({host: urls for host, urls in second.inside.items() if host != own})
    pages = await work.read(second.inside.get(own, ()))
    third = _new_links(pages, desk.target.address, {url for urls in second.inside.values() for url in urls})
    await work.sample({host: urls for host, urls in third.items() if host not in second.inside})
    await work.sample({own: third.get(own, ())})
    for host in list({**second.outside, **second.resources})[:OUTSIDE]:
        if not desk.over:
            await families.addresses(host, Family.V6, Role.LINK)


@dataclass(slots=True)
class _Work:
    desk: Desk
    families: Families
    hosts_left: int

    async def sample(self, hosts: Urls) -> None:
        """Open some links of each host."""
        for host, urls in sorted(hosts.items(), key=lambda one: -len(one[1])):
            if self.hosts_left <= 0:
                return
            self.hosts_left -= 1
            for url in spread(urls, self.desk.config.ipv6.link_samples):
                await self._open(host, url, read=False)

    async def read(self, urls: Sequence[str]) -> list[Page]:
        """Open some pages of the site's own host, and read them for the links of the third level."""
        opened = [
            await self._open(plain_host(url), url, read=True)
            for url in spread(urls, self.desk.config.ipv6.second_pages)
        ]
        return [page for page in opened if page is not None]

    async def _open(self, host: str, url: str, *, read: bool) -> Page | None:
        """A link over IPv6, by one address after the other as a browser does; over IPv4 where it did not open so."""
        ipv6 = await self.families.addresses(host, Family.V6, Role.LINK)
        ipv4 = await self.families.addresses(host, Family.V4, Role.LINK)
        places = [*((Family.V6, address) for address in ipv6), *((Family.V4, address) for address in ipv4[:1])]
        places = [place for place in places if not self.families.is_silent(place[1])]
        if self.desk.over or not places or not await self.families.allowed(url, places):
            return None
        by, page = await self._first(url, places, read=read)
        if by is not Family.V6:
            await ask_about_link(self.desk, host)
        return page

    async def _first(self, url: str, places: Sequence[Place], *, read: bool) -> tuple[Family | None, Page | None]:
        """The family by which a link opened first, and its page where that is to be read."""
        for place in places:
            probe, page = await self.families.open(url, place, Role.LINK, read=read)
            if probe.opened:
                return place[0], page
        return None, None


def _new_links(pages: Sequence[Page], home: str, known: set[str]) -> dict[str, tuple[str, ...]]:
    """Links that the home page does not have, by host."""
    found: dict[str, dict[str, None]] = {}
    for page in pages:
        for host, urls in links_of(page, home).inside.items():
            found.setdefault(host, {}).update(dict.fromkeys(url for url in urls if url not in known))
    return {host: tuple(urls) for host, urls in found.items() if urls}


def spread(urls: Sequence[str], count: int) -> list[str]:
    """So many of them, evenly taken over the whole list."""
    step = max(1.0, len(urls) / count) if count > 0 else 1.0
    return [urls[int(at * step)] for at in range(min(max(0, count), len(urls)))]
