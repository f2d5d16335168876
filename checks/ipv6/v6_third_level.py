"""v6-third-level: links on the pages below the home page that stay inside the site are served over IPv6."""

from __future__ import annotations

from checks.check import check
from checks.indicator import Indicator
from checks.ipv6.links import judged
from crawler.model import Verdict
from crawler.reading.service.facts import LinkSupport


@check("v6-third-level", version=1)
def third_level(support: LinkSupport, indicator: Indicator) -> Verdict:
    """Only links that the home page does not show already."""
    return judged(support.third, indicator)
