"""Links as a browser follows them: by the page's base element, with backslashes as slashes, queries in its charset.

Without the number of a session, though: every page names another one, and a page is the same in each.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

SESSION = re.compile(r";jsessionid=[^/;?#]*|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*)=[^&#]*&?", re.I)
SESSION_WORDS = re.compile(r"jsessionid|phpsessid|aspsessionid", re.I)
NAMES = ("href", "src")
ELSEWHERE = re.compile(r"\s*(?:#|[a-z][a-z0-9+.-]*:(?!\\*/))", re.I)  # an anchor, a script, a mail address
BASE = re.compile(r"<base\b", re.I)
BACKSLASH = re.compile(r"""(?:href|src)\s*=\s*(?:"[^"<>\\]*\\|'[^'<>\\]*\\|[^\s"'<>\\]*\\)""", re.I)
ODD_LETTERS = re.compile(
    r"""(?:href|src)\s*=\s*(?:"[^"<>]*[^\x00-\x7f]|'[^'<>]*[^\x00-\x7f]|[^\s"'<>]*[^\x00-\x7f])""", re.I
)
AS_IT_STANDS = "".join(map(chr, range(0x21, 0x7F)))  # everything but blanks and letters of other alphabets


def settle(root: Any, html: str, url: str, charset: str) -> str:
    """Write the links of a tree as they are followed; returns what the page's relative addresses are relative to."""
    base = stated_base(root, url) if BASE.search(html) else url
    if base != url or any(odd.search(html) for odd in (BACKSLASH, SESSION_WORDS, ODD_LETTERS)):
        for element in root.iter():
            if isinstance(element.tag, str) and element.tag != "base":
                _settle(element, base if base != url else "", charset)
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
        with suppress(ValueError):  # no address, or signs that no document may hold
            found = urljoin(base, _in_charset(found, charset)) if base else _in_charset(found, charset)
            if found != written:
                element.set(name, found)


def _in_charset(reference: str, charset: str) -> str:
    """The query of an old page in its own charset, as its server will read it; everything else is sent as UTF-8."""
    address, mark, query = reference.partition("?")
    if query.isascii() or charset.startswith("utf"):
        return reference
    return f"{address}{mark}{quote(query, safe=AS_IT_STANDS, encoding=charset, errors='replace')}"


def escaped(reference: str) -> str:
    """An address in plain characters, as it is asked for: its host as DNS writes it, the rest in UTF-8. Raises
    ValueError for what cannot be split."""
    if reference.isascii():
        return reference
    parts = urlsplit(reference)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    rest = (quote(part, safe=AS_IT_STANDS) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, *rest))


def compared(address: str) -> str:
    """An address for comparison: in plain characters, without a session; as it stands where it cannot be split."""
    try:
        return without_session(escaped(address))
    except ValueError:
        return address
