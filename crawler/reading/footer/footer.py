"""The footer: site code, filings, owner, map, contact, badge, error report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from crawler.reading.footer.absence import Absence, read_absence
from crawler.reading.footer.claims import claims_ipv6, may_claim
from crawler.reading.footer.links import FooterLinks, read_links
from crawler.reading.footer.pictures import unnamed_pictures
from crawler.reading.footer.scripts import Sources, footer_sources
from crawler.reading.footer.source import places, source_bytes
from crawler.reading.footer.text import (
    EDGE,
    REACH,
    ends_with_filings,
    find,
    named,
    page_plain,
    plain_text,
    several_codes,
    shown_mark,
    telephone,
    zones,
)
from crawler.reading.pages.once import once
from crawler.reading.pages.page import Page, parse
from crawler.reading.pages.written import inline_markup, written_markup

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
    supervisor: Text = None  # 主管, 开办
    icp_foreign_link: Text = None  # where the filing leads instead of to the ministry's register
    error_report_code: str | None = None  # the site code that error reports are filed under


def footer_scripts(page: Page) -> tuple[str, ...]:
    """Absolute addresses of scripts and fragments on the page's own host that could hold the footer, at most six."""
    return _sources(page).wanted


def read_footer(page: Page, scripts: Mapping[str, str] | None = None) -> Footer:
    """Read the footer from the page and from the texts of its footer scripts (address → decoded text).

    A field is False only where the page was whole, not blocked, every one of :func:`footer_scripts` was given, and
    nothing hints at a value that could not be read.
    """
    read = _gather(page, scripts or {})
    texts, links, absence, icp = read.texts, read.links, read.absence, _icp(read.labelled)
    return Footer(
        site_code=_site_code(read.labelled) or absence.of("site_code"),
        icp_filing=icp or absence.of("icp_filing", links.register),
        police_filing=_police(read.labelled, links) or absence.of("police_filing", links.police),
        owner=_name(texts, "owner") or absence.of("owner", _doubted(page, "owner")),
        sitemap=_sitemap(links, texts)
        or absence.of("sitemap", read.header_unread, links.unnamed_area, _doubted(page, "sitemap")),
        contact=_contact(links, texts) or absence.unless(_maybe_contact(texts), links.about, links.unnamed_area),
        organ_badge=links.badge is not None or absence.unless(links.maybe_badge, read.any_picture),
        error_report=links.error_report is not None or absence.unless(links.maybe_error_report, read.any_button),
        icp_linked=links.register is not None
        or (absence.unless(not links.foreign_register and _doubted(page, "register")) if icp else None),
        copyright_holder=_name(texts, "copyright") or absence.of("copyright_holder"),
        maintainer=_name(texts, "maintainer") or absence.of("maintainer"),
        claims_ipv6=read.claims_ipv6 or absence.unless(read.any_picture, may_claim(page)),
        links=links.addresses(),
        supervisor=_name(texts, "supervisor") or absence.of("supervisor"),
        icp_foreign_link=links.foreign_register or (absence.unless() if icp else None),
        error_report_code=links.error_code,
    )


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What the fields are read from."""

    texts: list[str]  # of the page and of what scripts write
    labelled: list[str]  # the same, and the words of links and pictures that hold a number
    links: FooterLinks
    absence: Absence
    header_unread: bool
    any_picture: bool  # one that nobody can name
    any_button: bool  # one of them that leads somewhere
    claims_ipv6: bool


def _gather(page: Page, given: Mapping[str, str]) -> _Gathered:
    written = "\n".join([inline_markup(page), *(_script_markup(text) for text in given.values())])
    texts = [page_plain(page), plain_text(written)]
    roots = [page.root, parse(written)] if "<" in written else [page.root]
    links = read_links(page, roots, written)
    sources = _sources(page)
    absence = read_absence(page, given, texts, sources)
    if several_codes(texts[1]):  # one script for many sites: which of its footers is shown, only a browser knows
        absence, texts = replace(absence, whole=False), texts[:1]
        links.police_code = None
    labelled = [*texts, plain_text(EDGE.join(links.words))] if links.words else texts
    header_unread = not all(url in given for url in sources.headers)
    claimed = claims_ipv6(page, roots, texts, written)
    return _Gathered(texts, labelled, links, absence, header_unread, *_unnamed(roots, links, absence), claimed)


@once
def _sources(page: Page) -> Sources:
    own = ends_with_filings(page_plain(page)) or ends_with_filings(plain_text(inline_markup(page)))
    return footer_sources(page, own=own)


def _script_markup(text: str) -> str:
    """A fragment is markup as it stands; a script is what its strings come to."""
    return text if text.lstrip("\ufeff \r\n\t").startswith("<") else written_markup(text)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _unnamed(roots: Sequence[Any], links: FooterLinks, absence: Absence) -> tuple[bool, bool]:
    """Pictures are looked at only where something is missing that one of them could show."""
    if not absence.whole or (links.badge is not None and links.error_report is not None):
        return False, False
    seen = [unnamed_pictures(root) for root in roots]
    return any(picture for picture, _ in seen), any(button for _, button in seen)


def _icp(texts: list[str]) -> str | None:
    return _first(shown_mark("icp", text) for text in texts)


def _police(texts: list[str], links: FooterLinks) -> str | None:
    return _first(shown_mark("police", text) for text in texts) or links.police_code


def _site_code(texts: list[str]) -> str | None:
    code = _first(shown_mark("site_code", text) for text in texts)
    return "".join(code.split()).lower() if code else None


def _name(texts: list[str], kind: str) -> str | None:
    return _first(named(text, kind) for text in texts)


def _sitemap(links: FooterLinks, texts: list[str]) -> bool:
    return links.sitemap is not None or any(find("sitemap_text", text) for text in texts)


def _contact(links: FooterLinks, texts: list[str]) -> str | Literal[True] | None:
    """A telephone, or at least a contact page, an address or a mailbox."""
    reachable = links.contact is not None or _in_zones("address", texts)
    return _first(telephone(text) for text in texts) or (True if reachable else None)


def _doubted(page: Page, name: str) -> bool:
    """A word of the source says that the field may be there in a form nobody has listed."""
    return next(places(f"{name}_doubts", source_bytes(page)), None) is not None


def _maybe_contact(texts: list[str]) -> bool:
    """A way to reach somebody that is no official one, or one at the end of a page that has no footer's mark."""
    ends = [text[-REACH:] for text in texts if not zones(text)]
    return _in_zones("weak_contact", texts) or any(find(key, end) for end in ends for key in ("phone_label", "address"))


def _in_zones(expression: str, texts: list[str]) -> bool:
    return any(find(expression, zone) for text in texts for zone in zones(text))
