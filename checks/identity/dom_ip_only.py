"""dom-ip-only: a website is reached by a name, not by a bare IP address."""

from __future__ import annotations

from checks.check import check
from checks.identity.hosts import is_address, readable
from crawler.model import Target, Verdict, cant_tell, failed, passed


@check("dom-ip-only", version=1)
def ip_only(target: Target) -> Verdict:
    """As the inventory has it; what the address serves does not matter."""
    host = readable(target.host)
    if not host:
        return cant_tell("no-address")
    return failed("ip-address", host=host) if is_address(host) else passed("named-host", host=host)
