"""The links and pictures of a footer: map, contact, badge, error report, register."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree

from crawler.lexicon import load
from crawler.reading.footer.pictures import source_of
from crawler.reading.footer.text import expressions, find, without_scripts
from crawler.reading.pages.elements import absolute, host_of, short_text
from crawler.reading.pages.page import Page

LABEL_BLANKS = re.compile(r"[\s\u3000\xa0\u200b|>·»]+")
ADDRESS_HINT = re.compile(r"beian|conac|jiucuo|recordcode|exposure|errorinfo|miit\.gov", re.I)
CLICKED = etree.XPath("//*[@onclick and not(self::a or self::input or self::button)]")
LINE_COMMENT = re.compile(r"^[ \t]*//(?![ \t]*<!\[CDATA)[^\n]*$", re.M)
FILING_SIGN = "ICP"
MOST_PICTURES = 5
MOST_WORDS = 40  # words of pictures and links that may hold a number
LONGEST_LABEL = 16


@dataclass(slots=True)
class FooterLinks:
    """Addresses by what they are; an empty text where the thing is there without an address of its own."""

    sitemap: str | None = None
    contact: str | None = None
    badge: str | None = None
    error_report: str | None = None
    error_code: str | None = None  # the site code that errors are filed under
    register: str | None = None
    foreign_register: str | None = None  # where the filing's own link leads, if not to the register
    police: str | None = None
    police_code: str | None = None
    ipv6_picture: bool = False
    about: bool = False  # a page about the site, or a mail address: one may say how to reach it
    maybe_badge: bool = False  # a name hints at a picture of it
    maybe_error_report: bool = False
    words: list[str] = field(default_factory=list)  # titles and picture words that may hold a code or a filing

    def addresses(self) -> Mapping[str, str]:
        named = {
            "sitemap": self.sitemap,
            "contact": self.contact,
            "organ_badge": self.badge,
            "error_report": self.error_report,
            "icp_filing": self.register,
            "police_filing": self.police,
        }
        return {field: url for field, url in named.items() if url}


def read_links(page: Page, roots: Sequence[Any], written: str) -> FooterLinks:
    """Read the page's tree and the tree of the markup its scripts write."""
    links = FooterLinks()
    for root in roots:
        for element in root.iter("a", "area", "img", "input", "button"):
            _read_element(links, element, page.url)
        for element in CLICKED(root):
            _read_label(links, _labels(element), "")
    _read_marks(links, page.html, written)
    return links


def _read_element(links: FooterLinks, element: Any, base: str) -> None:
    if element.tag == "img":
        _read_picture(links, element)
    elif element.tag in {"a", "area"}:
        _read_anchor(links, element, base)
    else:
        _read_label(links, _labels(element), "")


def _read_picture(links: FooterLinks, image: Any) -> None:
    source = source_of(image)
    words = f"{image.get('alt') or ''} {image.get('title') or ''}"
    if links.badge is None and (find("badge_file", source) or (words != " " and find("badge_picture", words))):
        links.badge = ""
    if "ipv6" in source.lower() or "ipv6" in words.lower():
        links.ipv6_picture = True
    if words == " ":
        return
    _keep_number(links, words)
    if find("label_hint", words):
        _read_label(links, [LABEL_BLANKS.sub("", word) for word in words.split(" ")], "")


def _keep_number(links: FooterLinks, words: str) -> None:
    """Some footers are pictures whose words alone hold the number."""
    if any(letter.isdigit() for letter in words) and find("mark", words) and len(links.words) < MOST_WORDS:
        links.words.append(words)


def _read_anchor(links: FooterLinks, anchor: Any, base: str) -> None:
    href = (anchor.get("href") or "").strip()
    links.about = links.about or href[:7].lower() == "mailto:"
    if ADDRESS_HINT.search(href):
        _read_address(links, absolute(base, href))
    title = anchor.get("title") or ""
    if title and FILING_SIGN in title:
        _keep_number(links, title)
    text = short_text(anchor)
    if FILING_SIGN in text and find("icp", text):
        _read_filing_link(links, absolute(base, href), base)
    labels = _labels(anchor)
    if labels:
        _read_label(links, labels, absolute(base, href))


def _read_filing_link(links: FooterLinks, url: str, base: str) -> None:
    """The filing's own link: to the register, or to a host that is neither the register nor the site itself."""
    host = host_of(url)
    if expressions("register_hosts")[0].search(host):
        links.register = links.register or url
    elif host and host != host_of(base) and not links.foreign_register:
        links.foreign_register = url


def _read_address(links: FooterLinks, url: str) -> None:
    host = host_of(url)
    if not links.register and expressions("register_hosts")[0].search(host) and "beian" in host:
        links.register = url
    if links.badge is None and host.endswith("conac.cn"):
        links.badge = url
    if not links.error_report and marked("error_marks", url.lower()):
        links.error_report = url
    if not links.police and expressions("police_hosts")[0].search(host):
        links.police = url
    record = find("police_link", url)
    if record and links.police_code is None:
        links.police, links.police_code = url, record[1]


def _read_label(links: FooterLinks, labels: list[str], url: str) -> None:
    for label in labels:
        if not 2 <= len(label) <= LONGEST_LABEL:
            continue
        if not links.sitemap and find("sitemap_label", label):
            links.sitemap = url
        if not links.contact and find("contact_label", label):
            links.contact = url
        if not links.error_report and find("error_label", label):
            links.error_report = url
        links.about = links.about or find("about_label", label) is not None


def _labels(element: Any) -> list[str]:
    """What an element may be called, where that could be of use: its words, its title, its picture's words."""
    words = [short_text(element), element.get("title") or "", element.get("value") or ""]
    if len(element):
        words.extend(
            image.get("alt") or image.get("title") or "" for image in islice(element.iter("img"), MOST_PICTURES)
        )
    hint = expressions("label_hint")[0]
    return [LABEL_BLANKS.sub("", word) for word in words if 1 < len(word) < 200 and hint.search(word)]


def _read_marks(links: FooterLinks, html: str, written: str) -> None:
    """Names of national services in attributes and scripts, where they are no link."""
    doubts = [*_marked_nowhere_else(links, html), *_marked_nowhere_else(links, written)]
    if links.error_report is not None:
        code = find("error_code", html) or find("error_code", written)
        links.error_code = (code[1] or code[2]).lower() if code else None
    shown = without_scripts(html).lower()
    if marked("hints", shown):
        links.maybe_badge = find("badge_hint", shown) is not None
        links.maybe_error_report = find("error_hint", shown) is not None
    links.maybe_badge = links.maybe_badge or "badge" in doubts
    links.maybe_error_report = links.maybe_error_report or "error_report" in doubts


def _marked_nowhere_else(links: FooterLinks, markup: str) -> list[str]:
    """Take the marks that stand in the markup; name those that stand only where they may come to nothing."""
    lowered = markup.lower()
    found = [name for name, key in (("badge", "badge_marks"), ("error_report", "error_marks")) if marked(key, lowered)]
    missing = [name for name in found if getattr(links, name) is None]
    if not missing:
        return []
    live = expressions("error_saved")[0].sub("", LINE_COMMENT.sub("", markup)).lower()
    doubts = []
    for name in missing:
        if marked("badge_marks" if name == "badge" else "error_marks", live):
            setattr(links, name, "")
        else:
            doubts.append(name)
    return doubts


def marked(key: str, markup: str) -> bool:
    """One of the marks stands in the markup, which is in lower case."""
    return any(mark in markup for mark in load("footer")[key])
