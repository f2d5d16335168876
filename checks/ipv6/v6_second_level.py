"""v6-second-level: links on the home page that stay inside the site are served over IPv6."""

from __future__ import annotations

from checks.check import check
from checks.indicator import Indicator
from checks.ipv6.links import judged
from crawler.model import Verdict
from crawler.reading.service.facts import LinkSupport


@check("v6-second-level", version=1)
def second_level(support: LinkSupport, indicator: Indicator) -> Verdict:
    """The hosts of others are listed beside it."""
    return judged(support.second, indicator, support.outside)
