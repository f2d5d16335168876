"""What an account's page says of the account: names, owner, menu, signs that readers can speak."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from crawler.lexicon import load
from crawler.reading.accounts.cards import every, first_words, has_any
from crawler.reading.accounts.facts import MenuEntry, Notice, Profile
from crawler.reading.accounts.platforms import Platform
from crawler.reading.accounts.state import at_path, first_text, page_data, walk
from crawler.reading.pages.elements import absolute
from crawler.reading.pages.page import Page, visible_text

LONGEST = 300  # characters of one field
NOTICES: tuple[Notice, ...] = ("cancelled", "moved", "banned")
MENUS = ("menu_list", "menuList", "button", "buttons", "menu")
BELOW = ("sub_button_list", "sub_button", "sub_buttons", "children")
LABELS = ("name", "title", "label")
ADDRESSES = ("url", "link", "jump_url")
MOST_ENTRIES = 40


def read_profile(page: Page, platform: Platform | None, text: str) -> Profile | None:
    """The profile a page shows; None where it shows nothing of one."""
    profile = Profile(
        name=_field(page, platform, "name"),
        owner=_field(page, platform, "owner"),
        account_id=_field(page, platform, "account_id"),
        verified=_verified(page, platform),
        menu=_menu(page, platform),
        comments=_sign(page, platform, text, "comments"),
        messages=_sign(page, platform, text, "messages"),
        introduction=_field(page, platform, "introduction"),
    )
    return None if profile == Profile() else profile


def notice_of(text: str, platform: Platform | None) -> Notice:
    """What a short page says in the account's place; an empty string where it says nothing of the kind."""
    if not (_words("gone").search(text) or (platform and platform.says_of("gone", text))):
        return ""
    return next((kind for kind in NOTICES if _notice(kind).search(text)), "gone")


def _field(page: Page, platform: Platform | None, name: str) -> str:
    """From the markup, else from the data: there an object that names the account speaks of it."""
    if platform is None:
        return ""
    shown = first_words(page.root, platform.profile.get(name, ()))
    if shown:
        return shown[:LONGEST]
    holder = _holder(page, platform)
    return first_text(holder, platform.profile_data.get(name, ()))[:LONGEST] if holder else ""


def _holder(page: Page, platform: Platform) -> dict[str, Any] | None:
    """The first object of the page's data that names an account and tells more of it."""
    names = platform.profile_data.get("name", ())
    others = [path for name, paths in platform.profile_data.items() if name != "name" for path in paths]
    for data in page_data(page):
        for value in walk(data):
            if first_text(value, names) and any(at_path(value, path) for path in others):
                return value
    return None


def _verified(page: Page, platform: Platform | None) -> bool | None:
    """True where a mark or the owner's name says so; what is not shown could not be told."""
    if platform is None:
        return None
    holder = _holder(page, platform) or {}
    told = next((at_path(holder, path) for path in platform.profile_data.get("verified", ())), None)
    if isinstance(told, bool):
        return told
    return True if has_any(page.root, platform.profile.get("verified", ())) else None


def _menu(page: Page, platform: Platform | None) -> tuple[MenuEntry, ...] | None:
    if platform is None or "menu" not in platform.profile:
        return None
    shown = [
        MenuEntry(words[:LONGEST], absolute(page.url, href) if (href := element.get("href") or "") else "")
        for element in every(page.root, platform.profile["menu"])
        if (words := visible_text(element))
    ]
    told = shown or [entry for data in page_data(page) for entry in _menu_data(data)]
    return tuple(told[:MOST_ENTRIES]) or None


def _menu_data(data: Any) -> list[MenuEntry]:
    for holder in walk(data):
        for name in MENUS:
            found = _entries(holder.get(name), 0)
            if found:
                return found
    return []


def _entries(value: Any, depth: int) -> list[MenuEntry]:
    found: list[MenuEntry] = []
    for entry in value if isinstance(value, list) and depth <= 1 else ():
        if isinstance(entry, dict) and (label := first_text(entry, LABELS)):
            found.append(MenuEntry(label[:LONGEST], first_text(entry, ADDRESSES)))
            for name in BELOW:
                below = entry.get(name)
                found += _entries(below.get("list") if isinstance(below, dict) else below, depth + 1)
    return found


def _sign(page: Page, platform: Platform | None, text: str, kind: str) -> bool | None:
    """True by a sign, False where the page says that it is closed; neither: could not be told."""
    if _form(f"no_{kind}").search(text):
        return False
    marked = platform is not None and has_any(page.root, platform.profile.get(kind, ()))
    return True if marked or _form(kind).search(text) else None


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(load("accounts")[name], re.I)


@cache
def _notice(kind: str) -> re.Pattern[str]:
    return re.compile(load("accounts")["notices"][kind])


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{source})" for source in load("accounts")[kind]), re.I)
