"""New-media accounts: feeds and public pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.model import Fault, Target
from crawler.reading.listings import Item


@dataclass(frozen=True, slots=True)
class AccountSource:
    """What one source of an account showed."""

    source: str  # "feed" or "page"
    url: str
    newest: Item | None
    count: int
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class AccountActivity:
    """What is known of an account's posts. ``newest`` is the latest over all sources that answered."""

    newest: Item | None
    sources: tuple[AccountSource, ...]


def read_feed(body: bytes, url: str, *, on: date) -> AccountSource:
    """RSS, Atom or JSON Feed. A body that is no feed, holds no dated entry, or only future dates carries a fault."""
    raise NotImplementedError


def read_account_page(body: bytes, url: str, target: Target, *, on: date) -> AccountSource:
    """The public page of an account; a login wall, captcha or page without dated posts carries a fault."""
    raise NotImplementedError
