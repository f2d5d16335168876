"""The links and pictures of a footer: map, contact, badge, error report, register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree

from crawler.lexicon import load
from crawler.reading.footer.pictures import source_of
from crawler.reading.footer.source import places, plain_bytes, source_bytes, words
from crawler.reading.footer.text import expressions, find
from crawler.reading.pages.elements import absolute, host_of, short_text
from crawler.reading.pages.page import Page

LABEL_BLANKS = re.compile(r"[\s\u3000\xa0\u200b|>·»]+")
ADDRESS_HINTS = ("beian", "conac", "jiucuo", "recordcode", "exposure", "errorinfo", "miit.gov")
CLICKED = etree.XPath("//*[@onclick and not(self::a or self::input or self::button)]")
CODE = re.compile(rb"""site_?code["']?\s*[=:]\s*\\?["']?((?:bm)?\d{5,18})""")
IN_HOST = re.compile(rb"//[^/\"'\s<>]*$")
IN_ATTRIBUTE = re.compile(rb"""(?:class|id|src|href|style)\s*=\s*["']?[^"'<>]*\Z""")
ATTRIBUTE = 140  # characters before a name in which its attribute begins
MARKS = {"badge": "badge_marks", "error_report": "error_marks"}
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
    about: bool = False  # a page about the site, or a mail address: one may say how to reach it
    unnamed_area: bool = False  # a part of a map that leads somewhere and has no word
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
    _read_marks(links, page, written)
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
    lowered = href.lower()
    links.about = links.about or lowered.startswith("mailto:")
    links.unnamed_area |= anchor.tag == "area" and bool(href) and not (anchor.get("alt") or anchor.get("title"))
    if any(hint in lowered for hint in ADDRESS_HINTS):
        _read_address(links, absolute(base, href))
    text, title = short_text(anchor), anchor.get("title") or ""
    if FILING_SIGN in title:
        _keep_number(links, title)
    if FILING_SIGN in text and find("icp", text):
        _read_filing_link(links, absolute(base, href), base)
    if labels := _labels(anchor, text, title):
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
    if not links.error_report and marked("error_marks", plain_bytes(url)):
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


def _labels(element: Any, text: str | None = None, title: str | None = None) -> list[str]:
    """What an element may be called, where that could be of use: its words, its title, its picture's words."""
    words = [short_text(element) if text is None else text, element.get("title") if title is None else title]
    if element.tag in {"input", "button"}:
        words.append(element.get("value"))
    if len(element):
        words.extend(image.get("alt") or image.get("title") for image in islice(element.iter("img"), MOST_PICTURES))
    letters = _label_letters()
    return [
        LABEL_BLANKS.sub("", word) for word in words if word and 1 < len(word) < 200 and not letters.isdisjoint(word)
    ]


@cache
def _label_letters() -> frozenset[str]:
    """Every label holds one of these letters, and hardly a title does."""
    return frozenset(load("footer")["label_letters"])


def _read_marks(links: FooterLinks, page: Page, written: str) -> None:
    """Names of national services in attributes and scripts, where they are no link."""
    sources = (source_bytes(page), plain_bytes(written))
    for name, key in MARKS.items():
        stands_at = [(source, at) for source in sources for at in places(key, source)]
        if getattr(links, name) is None and stands_at:
            if any(_stands(source, at) for source, at in stands_at):
                setattr(links, name, "")
            else:
                setattr(links, f"maybe_{name}", True)
    if links.error_report is not None:
        links.error_code = next((code for source in sources for code in _error_codes(source)), None)
    links.maybe_badge |= links.badge is None and _hinted("badge_hints", sources[0])
    links.maybe_error_report |= links.error_report is None and _hinted("error_hints", sources[0])


def _error_codes(source: bytes) -> Iterator[str]:
    """The site codes that stand in a tag, an address or a setting of the error report."""
    for at in places("code_names", source):
        code = CODE.match(source, at)
        if code and any(word in source[max(0, at - ATTRIBUTE) : at] for word in words("error_words")):
            yield code[1].decode()


def _stands(source: bytes, at: int) -> bool:
    """Not in a line that a script comments out, nor in a tag that loads the copy a browser saved."""
    line = source[source.rfind(b"\n", 0, at) + 1 : at].lstrip()
    tag = source[source.rfind(b"<", 0, at) + 1 : at + ATTRIBUTE].partition(b">")[0]
    commented = line.startswith(b"//") and b"cdata" not in line
    return not commented and not any(saved in tag for saved in words("saved_copies"))


def _hinted(key: str, source: bytes) -> bool:
    """A name in a class, an id or a path hints at what no label says; in the name of a host it says nothing."""
    around = ((max(0, at - ATTRIBUTE), at) for at in places(key, source))
    return any(IN_ATTRIBUTE.search(source, *one) and not IN_HOST.search(source, *one) for one in around)


def marked(key: str, lowered: bytes) -> bool:
    """One of the marks stands in the markup."""
    return any(mark in lowered for mark in words(key))
