"""What owners do between two passes: a site of the city as it is without its faults."""

from __future__ import annotations

from tests.world.city import City, site_of
from tests.world.pages import SitePages


def repair(city: City, *sites: str) -> None:
    """The sites of these ids as good ones, under the same name, in the same template."""
    for site_id in sites:
        number = next(place for place, site in enumerate(city.sites, 1) if site.id == site_id)
        site = site_of(number, city.turn, city.today, is_good=True)
        for host in filter(None, (site.host, site.disclosure_host)):
            city.pages[host], city.names[host] = SitePages(site), site.names
