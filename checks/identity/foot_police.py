"""foot-police: the footer shows the public security filing."""

from __future__ import annotations

from checks.check import check
from checks.identity.told import told
from crawler.model import Verdict
from crawler.reading.footer.footer import Footer


@check("foot-police", version=2)
def police_filing(footer: Footer) -> Verdict:
    """The mark of the filing with the public security organ (公安机关备案标识)."""
    return told(footer.police_filing, shown="filing-shown", missing="no-filing")
