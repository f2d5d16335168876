"""The footer: site code, filings, owner, map, contact, badge, error report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.reading.footer.links import FooterLinks, read_links
from crawler.reading.footer.scripts import Sources, asks_for_more, footer_sources
from crawler.reading.footer.text import (
    EDGE,
    ends_with_filings,
    find,
    named_after,
    named_before,
    owner_name,
    plain_text,
    shown_mark,
    telephone,
    zones,
)
from crawler.reading.pages.access import read_blocked, read_soft_404
from crawler.reading.pages.page import Page
from crawler.reading.pages.written import inline_markup, written_markup

# None: could not be told. False: everything that could hold it was read, and it is not there.
Text = str | Literal[False] | None
Presence = bool | None

ENOUGH_TEXT = 60  # characters without blanks a real page shows at least
TOO_LONG = 800_000  # characters beyond which the middle of a page is not searched


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
    own = ends_with_filings(plain_text(page.html)) or ends_with_filings(plain_text(inline_markup(page)))
    return footer_sources(page, own=own).wanted


def read_footer(page: Page, scripts: Mapping[str, str] | None = None) -> Footer:
    """Read the footer from the page and from the texts of its footer scripts (address → decoded text).

    A field is False only where the page was whole, not blocked, and every one of :func:`footer_scripts` was given.
    """
    given = scripts or {}
    inline = inline_markup(page)
    written = "\n".join([inline, *(_script_markup(text) for text in given.values())])
    texts = [plain_text(page.html), plain_text(written)]
    links = read_links(page, written)
    sources = footer_sources(page, own=ends_with_filings(texts[0]) or ends_with_filings(plain_text(inline)))
    absent: Literal[False] | None = False if _everything_read(page, given, texts, sources) else None
    no_map = absent if all(url in given for url in sources.headers) else None
    icp = _first(shown_mark("icp", text) for text in texts)
    contact: Text | Literal[True] = _first(telephone(text) for text in texts) or (_reachable(links, texts) or None)
    if contact is None and not _in_zones("weak_contact", texts):
        contact = absent
    return Footer(
        site_code=_site_code(texts) or absent,
        icp_filing=icp or (None if links.register else absent),
        police_filing=_police(texts, links) or (None if links.police else absent),
        owner=_first(owner_name(text) for text in texts) or absent,
        sitemap=links.sitemap is not None or any(find("sitemap_text", text) for text in texts) or no_map,
        contact=contact,
        organ_badge=links.badge is not None or (None if links.maybe_badge else absent),
        error_report=links.error_report is not None or (None if links.maybe_error_report else absent),
        icp_linked=links.register is not None or (absent if icp else None),
        copyright_holder=_first(_holder(text) for text in texts) or absent,
        maintainer=_first(_maintainer(text) for text in texts) or absent,
        claims_ipv6=any(find("ipv6", text) for text in texts) or links.ipv6_picture or absent,
        links=links.addresses(),
    )


def _script_markup(text: str) -> str:
    """A fragment is markup as it stands; a script is what its strings come to."""
    return text if text.lstrip("\ufeff \r\n\t").startswith("<") else written_markup(text)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _police(texts: list[str], links: FooterLinks) -> str | None:
    return _first(shown_mark("police", text) for text in texts) or links.police_code


def _site_code(texts: list[str]) -> str | None:
    code = _first(shown_mark("site_code", text) for text in texts)
    return "".join(code.split()).lower() if code else None


def _holder(text: str) -> str | None:
    return _named(text, "copyright")


def _maintainer(text: str) -> str | None:
    return _named(text, "maintainer")


def _named(text: str, kind: str) -> str | None:
    for zone in zones(text):
        if name := named_after(f"{kind}_after", zone) or named_before(f"{kind}_before", zone):
            return name
    return None


def _reachable(links: FooterLinks, texts: list[str]) -> bool:
    """A contact page, an address or a mailbox."""
    return links.contact is not None or _in_zones("address", texts)


def _in_zones(expression: str, texts: list[str]) -> bool:
    return any(find(expression, zone) for text in texts for zone in zones(text))


def _everything_read(page: Page, given: Mapping[str, str], texts: list[str], sources: Sources) -> bool:
    """Nothing that could hold a footer is left unread: only then is a missing field a fact."""
    if page.status != 200 or page.truncated or len(page.html) > TOO_LONG:
        return False
    if sum(len(text.replace(EDGE, "").replace(" ", "")) for text in texts) < ENOUGH_TEXT:
        return False
    if read_blocked(page) is not None or read_soft_404(page):
        return False
    if sources.hidden or not all(url in given for url in sources.wanted):
        return False
    # A site without any filing is rarer than a script that asks for its footer in a way nobody thought of.
    return any(find("mark", text) for text in texts) or not asks_for_more(page, given)
