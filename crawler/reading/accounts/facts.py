"""What the sources of a new-media account tell: posts, profile, and whether a source can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from crawler.model import Fault
from crawler.reading.listings.items import Item

MOST_POSTS = 60  # of one source, newest first

Notice = Literal["", "cancelled", "moved", "banned", "gone"]


@dataclass(frozen=True, slots=True)
class Post:
    """One post. ``on`` is a day in China; ``text`` what a list shows of it; ``source`` whom a repost names.

    ``repost`` is None where it could not be told.
    """

    title: str
    url: str
    on: date | None
    text: str = ""
    repost: bool | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of an account's menu; entries that only open a level below have no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account says of itself. An empty string and None mean: could not be told."""

    name: str = ""
    owner: str = ""  # 认证主体
    account_id: str = ""
    verified: bool | None = None
    menu: tuple[MenuEntry, ...] | None = None
    comments: bool | None = None  # a sign of comments under posts
    messages: bool | None = None  # a sign that readers can write to the account
    notice: Notice = ""  # what the platform says in the account's place
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class AccountSource:
    """What one source of an account showed; with a fault it proves nothing about silence.

    ``source`` is "feed", "page", "import" (an operator's export file) or "attest" (a named person's word with a
    screenshot). ``control`` tells whether an account of the same platform that is known to post showed recent posts
    through the same kind of source in this run; None: no control is configured. ``past`` is the newest day
    on which earlier runs saw the account post, through whichever source.
    """

    source: str
    url: str
    newest: Item | None
    count: int
    fault: Fault | None = None
    posts: tuple[Post, ...] = ()  # newest first, at most 60
    profile: Profile | None = None
    control: bool | None = None
    past: date | None = None
    shown_as: str = ""  # how a feed calls itself; bridges and offices choose such titles, so it proves little


@dataclass(frozen=True, slots=True)
class AccountActivity:
    """What is known of an account's posts. ``newest`` is the latest over all sources that answered."""

    newest: Item | None
    sources: tuple[AccountSource, ...]
