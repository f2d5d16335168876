"""Which row of a newer list is which of an older one. Where several could be, nobody is chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.addresses import same_site
from crawler.model import Target
from crawler.platforms import platform_name
from crawler.registration import plain

SHORT_NUMBER = 4  # digits: such an id is the number of a row, which moves when a row is put in above

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """A target of one list that may be any of several of the other."""

    target: Target
    is_old: bool
    candidates: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Two lists, row by row."""

    pairs: tuple[tuple[Target, Target], ...]
    gone: tuple[Target, ...]  # of the older list only
    added: tuple[Target, ...]  # of the newer list only
    unclear: tuple[Unclear, ...]


def match(old: Sequence[Target], new: Sequence[Target]) -> Matching:
    """Match by id, then by site code, platform and account id or address, then by owner and name."""
    sides = (dict(enumerate(old)), dict(enumerate(new)))
    pairs: list[tuple[int, int]] = []
    for key in KEYS:
        for one, other in _alone(sides[0], sides[1], key):
            pairs.append((one, other))
            del sides[0][one], sides[1][other]
    unclear = [*_unclear(sides[0], sides[1], True), *_unclear(sides[1], sides[0], False)]
    named = {id(each.target) for each in unclear}
    return Matching(
        tuple((old[one], new[other]) for one, other in pairs),
        tuple(target for target in sides[0].values() if id(target) not in named),
        tuple(target for target in sides[1].values() if id(target) not in named),
        tuple(unclear),
    )


def _alone(
    old: dict[int, Target], new: dict[int, Target], key: Callable[[Target], Key | None]
) -> list[tuple[int, int]]:
    """Pairs of a key that one target on each side has."""
    left, right = _by_key(old, key), _by_key(new, key)
    both = ((left[each], right[each]) for each in left if each in right)
    pairs = [(one[0], other[0]) for one, other in both if len(one) == len(other) == 1]
    return [(one, other) for one, other in pairs if key is not _id or _is_sound(old[one], new[other])]


def _by_key(targets: dict[int, Target], key: Callable[[Target], Key | None]) -> dict[Key, list[int]]:
    found = defaultdict[Key, list[int]](list)
    for place, target in targets.items():
        value = key(target)
        if value:
            found[value].append(place)
    return found


def _is_sound(old: Target, new: Target) -> bool:
    """The number of a row proves nothing by itself; any other id is the office's own word."""
    if not (old.id.isdigit() and len(old.id) <= SHORT_NUMBER):
        return True
    return any(key(old) == key(new) is not None for key in KEYS[1:-1])


def _unclear(these: dict[int, Target], those: dict[int, Target], is_old: bool) -> Iterator[Unclear]:
    """Targets left over that share a key with others left over."""
    index = [_by_key(those, key) for key in KEYS[1:]]
    for target in these.values():
        keys = (key(target) for key in KEYS[1:])
        places = dict.fromkeys(
            place for key, found in zip(keys, index, strict=True) for place in (found.get(key, []) if key else [])
        )
        if places:
            yield Unclear(target, is_old, tuple(those[place] for place in places))


def _id(target: Target) -> Key | None:
    return _key(target, [target.id])


def _site_code(target: Target) -> Key | None:
    return _key(target, [target.site_code.lower()]) if target.is_site else None


def _account(target: Target) -> Key | None:
    return None if target.is_site else _key(target, [platform_name(target.platform), target.account_id.lower()])


def _address(target: Target) -> Key | None:
    """Accounts may share the address of a page that lists them."""
    place = [same_site(target.address)] if target.address else [""]
    return _key(target, place if target.is_site else [*place, platform_name(target.platform)])


def _owned_name(target: Target) -> Key | None:
    words = [plain(target.owner), plain(target.name)]
    return _key(target, words if target.is_site else [platform_name(target.platform), *words])


def _numbered_name(target: Target) -> Key | None:
    return _key(target, [target.id, plain(target.name), *([] if target.is_site else [platform_name(target.platform)])])


def _key(target: Target, words: Iterable[str]) -> Key | None:
    """The words as a key of sites or of accounts; None where one is missing, since nothing matches nothing."""
    words = tuple(words)
    return ("site" if target.is_site else "account", *words) if all(words) else None


KEYS: tuple[Callable[[Target], Key | None], ...] = (_id, _site_code, _account, _address, _owned_name, _numbered_name)
