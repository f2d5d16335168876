"""The home page over IPv4 and over IPv6 compared: the same, another one, or not to be told.

Only what is positively another page may be called so. Whatever a page changes by itself, a firewall that stands
before one of them, a cut or script-made page is never a difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.lexicon import load
from crawler.reading.pages.access import needs_script, read_blocked, read_notice, read_redirect
from crawler.reading.pages.lines import page_text
from crawler.reading.pages.page import Page
from crawler.reading.service.facts import Likeness, LikenessKind
from crawler.reading.service.identity import (
    are_other_names,
    is_anothers,
    is_listing,
    is_overloaded,
    is_paused,
    is_stopped,
    is_welcome,
    says_the_same,
    title_of,
)
from crawler.reading.service.reach import NO_PAGE
from crawler.reading.service.skeleton import skeleton, structure_share
from crawler.reading.service.wording import Shared, bare_source, is_garbled, seen_letters, shared, wording

# A fifth of all lines exchanged on each side leaves 0.67; portals exchange far less within minutes.
ALIKE_TEXT = 0.65
# The page over IPv6 has the page over IPv4 and more; or it is a plain one with most of it.
CONTAINED = 0.85
WHOLE = 0.6  # of the letters over IPv4: a page that lost half of its lists is no longer the same
# The news of the day before: menu, headings and footer of a portal are about a third of its words.
EDITION_TEXT, EDITION_STRUCTURE = 0.35, 0.8
EDITION_SIZE = 0.7  # a list that lost most of its items is no edition
# Portals that have nothing to do with each other share 0.02 to 0.10 (menu words), two departments on one template
# up to 0.45, but those say whose they are.
OTHER_TEXT, OTHER_STRUCTURE = 0.25, 0.5
# Where half of one page's words stand in the other, the two may be forms of one page.
OTHER_CONTAINED = 0.5
# Where owner and title say that the page is another's, a shared template may not hide it.
ANOTHERS_TEXT = 0.9
# Letters below which a page is next to nothing, and above which it is one to compare.
NOTHING, ENOUGH = 100, 150
SMALL_TEXT = 0.85  # shared by pages with less than that: a line more or less than the other's
SOME = 10  # on a page that is a picture with an entrance
STUB_SHARE = 0.2  # of the other page's letters
# A whole template around "under construction" may be one empty corner of the page: then it is no stub.
BUILDING_SHARE = 0.5
# An error page in the site's own template keeps its menu and footer, and no more.
ERROR_TEXT = 0.6
# A page that differs from itself as much: chance moves shares by this.
MARGIN = 0.1
SOURCE_SHARE = 0.9  # numbers and tokens alone do not make one source so much longer than the other
TROUBLE = {"server-error", "include-failure", "maintenance"}  # passes by itself, whatever the status says
REFUSALS = frozenset({401, 403, 405, 406, 407, 412, 418, 429, 444, 451})  # what firewalls say
BUILDING = re.compile(load("service")["organ"]["building"], re.I)


FINE = frozenset({LikenessKind.SAME, LikenessKind.ALIKE})
ACCUSING = frozenset({LikenessKind.DIFFERENT, LikenessKind.STUB, LikenessKind.OTHER_HOST})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two snapshots and what they share."""

    first: Page
    second: Page
    text: Shared
    structure: float


def compare(ipv4: Page, ipv6: Page, again: Page | None = None) -> Likeness:
    """``again`` is a second snapshot over IPv4, taken after the one over IPv6: what the page changes by itself."""
    pair = _pair(ipv4, ipv6)
    kind = _kind(pair, again)
    if kind is LikenessKind.ALIKE and again is not None and _alike(pair) is None:
        pair = _pair(again, ipv6)  # the page changed in between: IPv6 shows what IPv4 shows now
    return Likeness(
        kind,
        round(pair.text.both, 3),
        round(pair.structure, 3),
        title_of(ipv4),
        title_of(ipv6),
        seen_letters(ipv4),
        seen_letters(ipv6),
    )


def together(found: Sequence[Likeness]) -> Likeness:
    """What the addresses of a host serve, in one word: another page is told where each of them serves one.

    Where only some do, a person looks; a wall or a cut page at one of them hides nothing of the others.
    """
    accused = [one for one in found if one.kind in ACCUSING]
    if accused and len(accused) < len(found):
        return replace(accused[0], kind=LikenessKind.UNCLEAR)
    fine = [one for one in found if one.kind in FINE]
    return min(fine or found, key=lambda one: one.text)


def _kind(pair: Pair, again: Page | None) -> LikenessKind:
    if read_blocked(pair.first) or read_blocked(pair.second):
        return LikenessKind.BLOCKED
    if alike := _alike(pair):
        return alike
    if _reference_missing(pair.first):
        return LikenessKind.UNREADABLE
    if again is not None and (changing := _changing(pair, again)):
        return changing
    return _difference(pair)


def _pair(first: Page, second: Page) -> Pair:
    if first.html == second.html:
        return Pair(first, second, Shared(1.0, 1.0, 1.0), 1.0)
    return Pair(
        first,
        second,
        shared(wording(first), wording(second)),
        structure_share(skeleton(first), skeleton(second)),
    )


def _alike(pair: Pair) -> LikenessKind | None:
    """SAME or ALIKE, or None for less, and for another organ's page from the same template."""
    if pair.text.both == pair.structure == 1.0 and _is_same(pair):
        return LikenessKind.SAME
    if _letters(pair.first) < NOTHING and _letters(pair.second) < NOTHING:
        return LikenessKind.ALIKE if _is_small_and_alike(pair) else None
    if not _is_alike(pair):
        return None
    named = pair.text.both < ANOTHERS_TEXT and are_other_names(title_of(pair.first), title_of(pair.second))
    return None if named and is_anothers(pair.first, pair.second) else LikenessKind.ALIKE


def _is_same(pair: Pair) -> bool:
    """The same source, or words enough to mean something: some, where no script is to bring others."""
    if _letters(pair.first) >= NOTHING or _is_one_source(pair.first, pair.second):
        return True
    return _letters(pair.first) >= SOME and not needs_script(pair.first) and not needs_script(pair.second)


def _is_small_and_alike(pair: Pair) -> bool:
    """A portal of a dozen links, all of them on both, and a counter on one."""
    shares = pair.text.both >= SMALL_TEXT and pair.structure >= SMALL_TEXT
    return shares and bool(title_of(pair.first)) and says_the_same(pair.first, pair.second) and _is_same(pair)


def _is_one_source(first: Page, second: Page) -> bool:
    """The same document but for numbers and tokens."""
    longer, shorter = sorted((len(first.html), len(second.html)), reverse=True)
    return shorter >= SOURCE_SHARE * longer and bare_source(first) == bare_source(second)


def _is_alike(pair: Pair) -> bool:
    """The words are the same but for what a page changes by itself, or IPv6 has all of them and more."""
    text = pair.text
    if _letters(pair.first) >= NOTHING and _letters(pair.second) < WHOLE * _letters(pair.first):
        return False
    if text.both >= ALIKE_TEXT or (text.kept >= CONTAINED and _letters(pair.first) >= NOTHING):
        return True
    plain = text.known >= CONTAINED and text.kept >= OTHER_CONTAINED
    sizes = sorted((_letters(pair.first), _letters(pair.second)))
    edition = text.both >= EDITION_TEXT and pair.structure >= EDITION_STRUCTURE and sizes[0] >= EDITION_SIZE * sizes[1]
    return plain or (edition and says_the_same(pair.first, pair.second))


def _reference_missing(ipv4: Page) -> bool:
    """Without a page over IPv4 there is nothing to hold the other against. One made by scripts is a page."""
    if ipv4.status >= 400 or not ipv4.html.strip() or is_garbled(ipv4) or read_redirect(ipv4):
        return True
    return read_notice(ipv4) is not None or is_welcome(ipv4)


def _changing(pair: Pair, again: Page) -> LikenessKind | None:
    """What the page over IPv4 does by itself, where that may explain the difference."""
    if read_blocked(again):
        return LikenessKind.BLOCKED
    itself, now = _pair(pair.first, again), _pair(again, pair.second)
    if _alike(itself):
        return None
    if _reference_missing(again):
        return LikenessKind.UNSTABLE
    if _alike(now):
        return LikenessKind.ALIKE
    explained = itself.text.both <= pair.text.both + MARGIN
    return LikenessKind.UNSTABLE if explained else None


def _difference(pair: Pair) -> LikenessKind:
    """The pages differ, and the one over IPv4 is a whole page: what is the one over IPv6?"""
    ipv6 = pair.second
    if ipv6.status >= 400:
        return _by_status(ipv6.status)
    if not ipv6.html.strip() or ipv6.truncated or is_garbled(ipv6) or read_redirect(ipv6):
        return LikenessKind.UNREADABLE
    if own := _own_words(pair):
        return own
    if _letters(pair.first) < ENOUGH or pair.first.truncated:
        return LikenessKind.UNREADABLE
    return _little(pair) if _letters(ipv6) < NOTHING else _another(pair)


def _another(pair: Pair) -> LikenessKind:
    """Both pages have words, and other ones."""
    if is_anothers(pair.first, pair.second):
        return LikenessKind.OTHER_HOST
    if needs_script(pair.first) or needs_script(pair.second):
        return LikenessKind.UNREADABLE
    return LikenessKind.DIFFERENT if _is_another(pair) else LikenessKind.UNCLEAR


def _by_status(status: int) -> LikenessKind:
    """A server's trouble is no page of its own."""
    if status in NO_PAGE:
        return LikenessKind.ERROR_PAGE
    return LikenessKind.BLOCKED if status in REFUSALS else LikenessKind.UNREADABLE


def _own_words(pair: Pair) -> LikenessKind | None:
    """What the page over IPv6 says of itself: an error, a server's welcome, a site to come."""
    notice = read_notice(pair.second)
    listing = is_listing(pair.second)
    if is_overloaded(pair.second) or (notice in TROUBLE and pair.text.kept < ERROR_TEXT and not listing):
        return LikenessKind.UNREADABLE
    if notice == "gone" and pair.text.kept < ERROR_TEXT:
        return LikenessKind.ERROR_PAGE  # servers name themselves below their errors too
    if is_stopped(pair.second):
        return LikenessKind.BLOCKED
    if is_paused(pair.second):
        return LikenessKind.UNREADABLE
    if listing or is_welcome(pair.second) or notice in {"placeholder", "hijacked"}:
        return LikenessKind.OTHER_HOST
    little = _letters(pair.second) <= BUILDING_SHARE * _letters(pair.first)
    return LikenessKind.STUB if notice == "building" and little else None


def _little(pair: Pair) -> LikenessKind:
    """Next to nothing over IPv6. Scripts, frames, pictures may show what words do not; a form to log in on hides it."""
    page = pair.second
    if BUILDING.search(page_text(page)):
        return LikenessKind.STUB
    if next(page.root.iter("script", "img", "frame", "iframe", "object", "embed", "svg", "input"), None) is not None:
        return LikenessKind.UNREADABLE
    return LikenessKind.STUB if _letters(page) <= STUB_SHARE * _letters(pair.first) else LikenessKind.UNCLEAR


def _is_another(pair: Pair) -> bool:
    """Clearly so, in words and in structure, and neither page is a part of the other."""
    text = pair.text
    rich = _letters(pair.second) >= ENOUGH
    apart = text.both < OTHER_TEXT and max(text.kept, text.known) < OTHER_CONTAINED
    return rich and apart and pair.structure < OTHER_STRUCTURE


def _letters(page: Page) -> int:
    return wording(page).letters
