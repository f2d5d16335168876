"""foot-idcode: the footer shows the site code (网站标识码)."""

from __future__ import annotations

import re

from checks.check import check
from checks.identity.told import told
from checks.indicator import Indicator
from crawler.model import Target, Verdict, cant_tell
from crawler.reading.footer.footer import Footer


@check("foot-idcode", version=2)
def site_code(footer: Footer, target: Target, indicator: Indicator) -> Verdict:
    """A code that is not the inventory's own may be an error on either side."""
    code = footer.site_code
    if isinstance(code, str) and not re.fullmatch(indicator.limits["pattern"], code, re.IGNORECASE):
        return cant_tell("code-unclear", value=code)
    if isinstance(code, str) and target.site_code and code.lower() != target.site_code.strip().lower():
        return cant_tell("code-differs", value=code, registered=target.site_code)
    return told(code, shown="code-shown", missing="no-code")
