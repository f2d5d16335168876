"""The day a document's address carries."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from crawler.reading.dates.forms import real_date

SLASHED = r"(?P<y>(?:19|20)\d{2})[-/_](?P<m>\d{1,2})[-/_](?P<d>\d{1,2})"
ADDRESS_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<![A-Za-z0-9])t(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})_\d",  # /202609/t20260915_123.html
        rf"(?<!\d){SLASHED}(?=[/_-]|$)",  # /2026/09/15/, /2026-09/15/, /art/2026/9/15/art_1_2.html
        r"(?<!\d)(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",  # /2026-09-15.html
        r"/(?P<y>(?:19|20)\d{2})(?P<m>\d{2})/(?P<d>\d{1,2})(?=[/_-]|$)",  # /202609/15/
        r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{2})(?P<d>\d{2})(?=[/_])",  # /2026/0915/
        r"/(?P<y>(?:19|20)\d{2})/(?:[^/?#]{1,80}/){0,2}[^/?#]{0,80}_(?P<m>\d{2})(?P<d>\d{2})(?=[/.])",  # /2026/x_0915/
        r"(?:(?<=[/_=.-])|(?<=/[A-Za-z]))(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
        r"(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,6})?(?=[/_.?&#-]|$)",  # /20260915/, 20260915123456.html
        r"(?<=/[PW]0)(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})\d{9,13}\.",  # attachments: P020260915...pdf
    )
)
LATEST_ADDRESS_YEAR = 2060  # an address that says more is an article number


@lru_cache(maxsize=4096)
def date_from_address(url: str) -> date | None:
    """The day a document's address carries (``/202609/t20260915_1.html``, ``/2026/09/15/``, ``/2026/x_0915/``)."""
    path = re.sub(r"^\w+://[^/?#]*", "", url[:1000].strip())
    for form in ADDRESS_FORMS:
        for match in form.finditer(path):
            day = real_date(int(match["y"]), int(match["m"]), int(match["d"]), LATEST_ADDRESS_YEAR)
            if day:
                return day
    return None
