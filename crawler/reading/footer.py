"""The footer: site code, filings, owner, map, contact, badge, error report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.reading.page import Page

# None: could not be told. False: everything that could hold it was read, and it is not there.
Text = str | Literal[False] | None
Presence = bool | None


@dataclass(frozen=True, slots=True)
class Footer:
    site_code: Text  # "3609000002" or "bm55000001"
    icp_filing: Text
    police_filing: Text
    owner: Text  # the organ after 主办 (主办单位, 主办方)
    sitemap: Presence
    contact: Text | Literal[True]  # a telephone, or True for a link or address
    organ_badge: Presence  # 党政机关网站标识
    error_report: Presence  # 我为政府网站找错
    icp_linked: Presence = None  # the filing links to the ministry's register
    copyright_holder: Text = None  # the name after 版权所有, where no 主办 is stated
    maintainer: Text = None  # 承办
    claims_ipv6: Presence = None
    links: Mapping[str, str] | None = None  # field name → address, where a field is a link


def footer_scripts(page: Page) -> tuple[str, ...]:
    """Absolute addresses of scripts and fragments on the page's own host that could hold the footer, at most six."""
    raise NotImplementedError


def read_footer(page: Page, scripts: Mapping[str, str] | None = None) -> Footer:
    """Read the footer from the page and from the texts of its footer scripts (address → decoded text).

    A field is False only where the page was whole, not blocked, and every one of :func:`footer_scripts` was given.
    """
    raise NotImplementedError
