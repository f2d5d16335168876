"""What was read of a page stays with the page: a reader may be asked as often as others need it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from crawler.reading.pages.page import Page

ReadT = TypeVar("ReadT")


def once(read: Callable[[Page], ReadT]) -> Callable[[Page], ReadT]:
    """A reader whose answer is kept as long as its page is, and no longer."""

    @wraps(read)
    def known(page: Page) -> ReadT:
        if read in page.known:
            answer: ReadT = page.known[read]
            return answer
        answer = page.known[read] = read(page)
        return answer

    return known
