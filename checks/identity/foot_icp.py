"""foot-icp: the footer shows the ICP filing."""

from __future__ import annotations

from checks.check import check
from checks.identity.told import told
from crawler.model import Verdict, passed
from crawler.reading.footer.footer import Footer


@check("foot-icp", version=2)
def icp_filing(footer: Footer) -> Verdict:
    """A filing that is shown without its link, or leads to a stranger's site, is noted, and is no fault by itself."""
    if isinstance(footer.icp_filing, str) and isinstance(footer.icp_foreign_link, str):
        return passed("filing-linked-elsewhere", value=footer.icp_filing, url=footer.icp_foreign_link)
    if isinstance(footer.icp_filing, str) and footer.icp_linked is False:
        return passed("filing-unlinked", value=footer.icp_filing)
    return told(footer.icp_filing, shown="filing-shown", missing="no-filing")
