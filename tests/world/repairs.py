"""What owners do between two passes: a site of the city as it is without its faults."""

from __future__ import annotations

from tests.world import good
from tests.world.city import CITY, DEPARTMENTS, DOMAIN, PORTALS, City
from tests.world.pages import SitePages


def repair(city: City, *sites: str) -> None:
    """The department sites of these ids as good ones, under the same name, in the same template."""
    for site_id in sites:
        seed, (_, name, family, _spoiled) = next(
            (number, row) for number, row in enumerate(DEPARTMENTS, len(PORTALS) + 1) if row[0] == site_id
        )
        host = f"{site_id}.{DOMAIN}"
        city.pages[host] = SitePages(good.department(site_id, host, name, CITY, seed, family))
