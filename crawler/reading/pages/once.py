"""What was read of a page stays with the page: a reader may be asked as often as others need it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from crawler.reading.pages.page import Page

ReadT = TypeVar("ReadT")
More = ParamSpec("More")


def once(read: Callable[Concatenate[Page, More], ReadT]) -> Callable[Concatenate[Page, More], ReadT]:
    """A reader whose answer is kept as long as its page is, and no longer. What else it is given must be hashable."""

    @wraps(read)
    def known(page: Page, /, *more: More.args, **named: More.kwargs) -> ReadT:
        question = (read, more, *named.items()) if more or named else read
        if question in page.known:
            answer: ReadT = page.known[question]
            return answer
        answer = page.known[question] = read(page, *more, **named)
        return answer

    return known
