"""Links as a browser follows them: by the page's base element, with backslashes as slashes, queries in its charset.

Without the number of a session, though: every page names another one, and a page is the same in each.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urljoin

SESSION = re.compile(r";jsessionid=[^/;?#]*|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*)=[^&#]*&?", re.I)
SESSION_WORDS = re.compile(r"jsessionid|phpsessid|aspsessionid", re.I)
NAMES = ("href", "src")
ELSEWHERE = re.compile(r"\s*(?:#|[a-z][a-z0-9+.-]*:(?!\\*/))", re.I)  # an anchor, a script, a mail address
BASE = re.compile(r"<base\b", re.I)
BACKSLASH = re.compile(r"""(?:href|src)\s*=\s*(?:"[^"<>\\]*\\|'[^'<>\\]*\\|[^\s"'<>\\]*\\)""", re.I)
ODD_QUERY = re.compile(
    r"""(?:href|src)\s*=\s*(?:"[^"<>?]*\?[^"<>]*[^\x00-\x7f]|'[^'<>?]*\?[^'<>]*[^\x00-\x7f]|[^\s"'<>?]*\?[^\s"'<>]*[^\x00-\x7f])""",
    re.I,
)
AS_IT_STANDS = "".join(map(chr, range(0x21, 0x7F)))  # of a query, everything but blanks and letters of other alphabets


def settle(root: Any, html: str, url: str, charset: str) -> str:
    """Write the links of a tree as they are followed; returns what the page's relative addresses are relative to."""
    base = stated_base(root, url) if BASE.search(html) else url
    by_charset = charset.lower() not in {"utf-8", "ascii"}
    odd = BACKSLASH.search(html) or SESSION_WORDS.search(html) or (by_charset and ODD_QUERY.search(html))
    if base != url or odd:
        for element in root.iter():
            if isinstance(element.tag, str) and element.tag != "base":
                _settle(element, base if base != url else "", charset if by_charset else "")
    return base


def stated_base(root: Any, url: str) -> str:
    """The first base element with an address, or the page's own address."""
    hrefs = ((element.get("href") or "").strip() for element in root.iter("base"))
    first = next(filter(None, hrefs), "")
    try:
        return urljoin(url, forward(first)) if first else url
    except ValueError:
        return url


def forward(reference: str) -> str:
    """An address with the backslashes of its path as slashes."""
    if "\\" not in reference:
        return reference
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", reference, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{path.replace(chr(92), '/')}{mark}{rest}"


def without_session(address: str) -> str:
    """The address as it is in every session."""
    return SESSION.sub("", address).rstrip("?&") if SESSION_WORDS.search(address) else address


def _settle(element: Any, base: str, charset: str) -> None:
    for name in NAMES:
        written = element.get(name)
        if not written or ELSEWHERE.match(written):
            continue
        found = without_session(forward(written.strip()))
        if charset and not found.isascii():
            found = _in_charset(found, charset)
        try:
            found = urljoin(base, found) if base else found
        except ValueError:
            continue
        if found != written:
            element.set(name, found)


def _in_charset(reference: str, charset: str) -> str:
    """The query in the page's own charset, as its server will read it; a path is sent as UTF-8 by every browser."""
    address, mark, query = reference.partition("?")
    if query.isascii():
        return reference
    return f"{address}{mark}{quote(query, safe=AS_IT_STANDS, encoding=charset, errors='replace')}"
