"""dom-columns-form: columns, special topics and systems stand below the site's own name, as paths."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.columns.ages import name
from checks.identity.hosts import is_address, readable
from checks.wording import enumerated
from crawler.addresses import plain_host
from crawler.model import Target, Verdict, cant_tell, inapplicable, passed
from crawler.reading.sites.site import ColumnListing


@check("dom-columns-form", version=1)
def columns_form(columns: tuple[ColumnListing, ...], target: Target) -> Verdict:
    """A column elsewhere may be a province's common platform or another's website: only a person can tell."""
    own = readable(target.host).removeprefix("www.")
    if not own or is_address(own):
        return inapplicable("no-name")
    hosts = {one.link.url: readable(plain_host(one.link.url)) for one in columns}
    named = [one for one in columns if hosts[one.link.url]]
    away = [one for one in named if hosts[one.link.url].removeprefix("www.") != own]
    others = sorted({hosts[one.link.url] for one in away})
    data: dict[str, Any] = {"host": own, "total": len(named), "count": len(away), "hosts": enumerated(others)}
    if not named:
        return cant_tell("no-columns", **data)
    table = sorted(away, key=lambda one: one.link.url)
    subjects = tuple({"path": name(one), "url": one.link.url, "host": hosts[one.link.url]} for one in table)
    return cant_tell("other-hosts", subjects, **data) if away else passed("own-paths", **data)
