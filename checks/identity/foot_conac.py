"""foot-conac: the page bears the badge of Party and government websites."""

from __future__ import annotations

from checks.check import check
from checks.identity.told import told
from crawler.model import Verdict
from crawler.reading.footer.footer import Footer


@check("foot-conac", version=2)
def organ_badge(footer: Footer) -> Verdict:
    """The badge 党政机关网站标识, by its script, its picture or its link."""
    return told(footer.organ_badge, shown="badge-shown", missing="no-badge")
