"""What a page that lists accounts says of each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.reading.accounts.listtree import Mark
from crawler.reading.accounts.listwords import Said, is_no_account, read_words, sign_platform
from crawler.reading.accounts.profiles_linked import platform_at

MOST_NAMESAKES = 20  # accounts that an account is compared with


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """One account. What the page does not say, or says of several at once, is empty."""

    platform: str = ""
    name: str = ""
    owner: str = ""
    address: str = ""
    picture: str = ""  # address of the picture to scan
    account_id: str = ""
    owner_from_footer: bool = False  # the page names no owner; its own footer does


@dataclass(frozen=True, slots=True)
class Scope:
    """What headings above say: a platform, an owner; and the icons around."""

    platform: str = ""
    owner: str = ""
    icon: str = ""  # the platform that classes and icons around it stand for, where no word says one


def account(
    marks: Sequence[Mark], levels: Iterable[Sequence[str]], scope: Scope, *, told: Said | None = None
) -> ListedAccount | None:
    """One account out of its marks and the words around them, the nearest first. None where it is no account."""
    said = told or Said()
    by_address = next((mark.platform for mark in marks if mark.platform), "")
    lines = [list(mark.labels) for mark in marks] + [list(level) for level in levels]
    if any(is_no_account(line) for level in lines for line in level):
        return None
    for level in lines:
        read_words(said, level, by_address or scope.platform)
        if by_address and said.platform and not said.name:
            said.is_unit = True  # the link says which platform: what stands around it is the unit it belongs to
    signs = sign_platform(" ".join(mark.signs for mark in marks)) or scope.icon
    platform = by_address or said.platform or scope.platform or signs
    found = ListedAccount(
        platform=platform,
        name=said.name,
        owner=said.owner or scope.owner,
        address=next((mark.address for mark in marks if mark.address), ""),
        picture=next((mark.picture for mark in marks if mark.picture), ""),
        account_id=said.account_id,
    )
    return found if told or found.address or found.platform or (found.name and found.picture) else None


def merged(found: Iterable[ListedAccount]) -> tuple[ListedAccount, ...]:
    """Each account once: pages show one in several panels, and again for small screens."""
    kept: list[ListedAccount] = []
    known = defaultdict[tuple[str, ...], list[int]](list)
    for one in found:
        keys = [("at", one.address), ("as", one.picture), ("by", one.platform, one.name)]
        keys = [key for key in keys if key[-1]]
        places = dict.fromkeys(place for key in keys for place in known[key][:MOST_NAMESAKES])
        place = next((place for place in places if _is_same(one, kept[place])), len(kept))
        if place < len(kept):
            kept[place] = _joined(kept[place], one)
        else:
            kept.append(one)
        for key in keys:
            known[key].append(place)
    return tuple(kept)


def _is_same(one: ListedAccount, other: ListedAccount) -> bool:
    """The same address or picture, or the same name on the same platform; and nothing against it."""
    columns = ("platform", "name", "owner", "address", "picture")
    if any(_clash(getattr(one, name), getattr(other, name)) for name in columns):
        return False
    named = bool(one.name) and one.name == other.name and one.platform == other.platform
    return named or any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in columns[3:])


def _clash(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _joined(one: ListedAccount, other: ListedAccount) -> ListedAccount:
    names = ("platform", "name", "owner", "address", "picture", "account_id")
    return replace(one, **{name: getattr(one, name) or getattr(other, name) for name in names})


def telling(marks: Sequence[Mark]) -> list[Mark]:
    """The marks without the pictures that only adorn a card: beside a code stands a logo."""
    is_coded = any(mark.is_code for mark in marks)
    return [mark for mark in marks if mark.is_code or mark.address or not is_coded]


def one_account(marks: Sequence[Mark]) -> bool:
    """The marks of a card: one, or the code and the link of one account."""
    addresses = {mark.address for mark in marks if mark.address}
    pictures = {mark.picture for mark in marks if mark.picture}
    if len(addresses) > 1 or len(pictures) > 1:
        return False
    if len(marks) <= 1 or not addresses or not pictures:
        return True
    known = {_platform(mark) for mark in marks} - {""}
    return len(known) <= 1


def _platform(mark: Mark) -> str:
    said = Said()
    read_words(said, mark.labels)
    return (platform_at(mark.address) if mark.address else "") or said.platform or sign_platform(mark.signs)
