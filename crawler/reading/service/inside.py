"""Links inside a site, level by level, with what is known of each host that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from crawler.model import Role
from crawler.reading.names.addresses import address_class
from crawler.reading.names.answers import AnswerKind
from crawler.reading.names.records import Told, records_of
from crawler.reading.pages.page import Page
from crawler.reading.service.facts import HostSupport, LinkSupport, Support
from crawler.reading.service.links import links_of
from crawler.reading.service.probe import Family, Probe
from crawler.reading.service.support import level, support_of


def link_support(home: str, page: Page, further: Sequence[Page], told: Told, probes: Sequence[Probe]) -> LinkSupport:
    """The second level from the home page, the third from the ``further`` pages; ``home`` is the site's address."""
    second = links_of(page, home)
    known = {url for urls in second.inside.values() for url in urls}
    third: dict[str, dict[str, None]] = {}
    for one in further:
        for host, urls in links_of(one, home).inside.items():
            third.setdefault(host, {}).update(dict.fromkeys(url for url in urls if url not in known))
    of_host = partial(_host, told, probes)
    outside = {host: second.outside.get(host, 0) + second.resources.get(host, 0)
               for host in {**second.outside, **second.resources}}  # fmt: skip
    return LinkSupport(
        second=level(1, _supports(second.inside, of_host)),
        third=level(len(further), _supports(third, of_host)),
        outside=tuple(_outside(told, host, count) for host, count in outside.items() if host not in second.inside),
    )


def _supports(links: Mapping[str, Iterable[str]], of_host: partial[HostSupport]) -> list[HostSupport]:
    counted = {host: len(tuple(urls)) for host, urls in links.items()}
    return [of_host(host, count) for host, count in counted.items() if count]


def _host(told: Told, probes: Sequence[Probe], host: str, links: int) -> HostSupport:
    records = records_of(host, told)
    if not records.aaaa:
        return HostSupport(host, links, Support.UNKNOWN, "not-visited")
    own = [one for one in probes if one.host == host]
    ipv6 = [one for one in own if one.family is Family.V6]
    return support_of(host, links, records, ipv6, [one for one in own if one.family is Family.V4])


def _outside(told: Told, host: str, links: int) -> HostSupport:
    """A host of others is only looked up: whether it has a global IPv6 address."""
    answers = [one for role, one in told if role is Role.LINK and one.name == host and one.record_type == "AAAA"]
    addresses = tuple(dict.fromkeys(address for one in answers for address in one.addresses))
    if any(address_class(address) == "global" for address in addresses):
        return HostSupport(host, links, Support.UNKNOWN, "has-aaaa", addresses)
    clear = answers and all(one.kind in {AnswerKind.NODATA, AnswerKind.ANSWER} for one in answers)
    return HostSupport(host, links, Support.UNKNOWN, "no-aaaa" if clear else "not-visited", addresses)
