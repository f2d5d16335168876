"""Which charset bytes are really in, whatever they declare. Nothing is ever dropped: what cannot be read is marked."""

from __future__ import annotations

import codecs
import re

from crawler.lexicon import load

WORDS = load("charsets")
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.I)
GB_NAMES = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "euc-cn", "csgb2312", "x-gb18030"})
HZ_NAMES = frozenset({"hz-gb-2312", "hz", "hzgb"})
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs of Python's that are no charsets of documents.
NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "ascii"})
MISTAKEN = frozenset({"iso8859-1", "cp1252", "hz"})  # what servers and editors say when they do not know
HEAD = 4096  # bytes in which a document declares its charset
LETTER = re.compile("[\u2e80-\uffef]")  # Chinese letters and signs: three bytes of UTF-8 each
HZ_RUN = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){2,}~\}")
HZ_RUNS = 3  # in a text of plain bytes that declares nothing
PAIR = 1.3  # broken sequences that one letter of GB18030 leaves where it is read as UTF-8, about
CLEAR = 4  # times as many letters of one kind leave no doubt; of GB18030 one in twenty looks like UTF-8 by chance
COMMONER = 8  # times as many of the commonest letters
SAMPLE = 40_000  # bytes in which the commonest letters are counted
SIMPLIFIED = frozenset(WORDS["common"]["simplified"])
TRADITIONAL = frozenset(WORDS["common"]["traditional"])
FEWEST = 5  # of the commonest letters


def decode(body: bytes, content_type: str = "") -> tuple[str, str, str | None]:
    """(text, real charset, declared charset) of a document, a script or a style sheet; never errors="ignore".

    Order: BOM, UTF-16 without BOM, HZ, UTF-8 where it is valid but for a few bytes, the declaration (gb2312 and gbk
    read as gb18030) unless the commonest letters say GB18030, then GB18030, or Big5 where they say so.
    """
    declared = declared_charset(body, content_type)
    for bom, name in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace").lstrip("\ufeff"), name, declared
    name = unmarked_charset(body, declared)
    return body.decode(name, "replace"), name, declared


def unmarked_charset(body: bytes, declared: str | None) -> str:
    """The charset of bytes without a BOM."""
    wide = wide_charset(body)
    if wide:
        return wide
    if is_hz(body, declared):
        return "hz"
    named = usable(declared)
    if is_utf8(body, named):
        return "utf-8"
    traditional, simplified = common_letters(body)
    if named and named != "utf-8":
        return "gb18030" if simplified >= FEWEST and simplified > COMMONER * traditional else named
    return "big5" if traditional >= FEWEST and traditional > COMMONER * simplified else "gb18030"


def declared_charset(body: bytes, content_type: str) -> str | None:
    """What the page says of itself, the document before the header: servers guess, templates are written for a site."""
    head = body[: 2 * HEAD].replace(b"\x00", b"")[:HEAD]  # also in UTF-16, where zeros part the letters
    match = DECLARED.search(head) or DECLARED.search(content_type.encode("latin-1", "replace"))
    return match[1].decode("ascii").lower() if match else None


def usable(declared: str | None) -> str | None:
    """The Python name of a declared charset, GB names widened to gb18030; None for names nobody knows."""
    if declared is None:
        return None
    if declared in GB_NAMES:
        return "gb18030"
    if declared.replace("-", "").replace("_", "") == "utf8":
        return "utf-8"
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7")) or name.replace("-", "_") in NO_CHARSETS or name in MISTAKEN:
        return None
    return name if is_text_codec(name) else None


def is_text_codec(name: str) -> bool:
    """Not one of Python's own codecs that turn bytes into bytes (hex, zip)."""
    try:
        return isinstance(b"a".decode(name, "replace"), str)
    except (LookupError, UnicodeError):
        return False


def wide_charset(body: bytes) -> str | None:
    """UTF-16 without a BOM shows as zero bytes on every second place of the markup."""
    head = body[:64]  # markup: further down Chinese letters leave no zeros
    if len(head) < 16 or head.count(0) < len(head) // 4:
        return None
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def is_hz(body: bytes, declared: str | None) -> bool:
    """GB 2312 in seven bits, between ``~{`` and ``~}``."""
    if b"~{" not in body or not body.isascii():
        return False
    runs = len(HZ_RUN.findall(body))
    return runs > 0 if declared in HZ_NAMES else declared is None and runs >= HZ_RUNS


def is_utf8(body: bytes, named: str | None) -> bool:
    """Valid UTF-8, or UTF-8 with broken bytes: a letter cut in two, a line in GBK that an include brought.

    A cut at the very end is not broken. Where letters of both kinds are about as many, the declaration tells.
    """
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(body)
    broken = text.count("\ufffd")
    if not broken:
        return True
    whole = sum(1 for _ in LETTER.finditer(text))
    other = broken / PAIR
    if whole >= CLEAR * other or other >= CLEAR * whole:
        return whole > other
    return whole > other if named is None else named == "utf-8"


def common_letters(body: bytes) -> tuple[int, int]:
    """How many letters are among the commonest of Chinese texts when read as Big5, and when read as GB18030."""
    sample = body[:SAMPLE]
    as_big5 = sum(letter in TRADITIONAL for letter in sample.decode("big5", "replace"))
    return as_big5, sum(letter in SIMPLIFIED for letter in sample.decode("gb18030", "replace"))
