"""The home page of a website that is made of frames, put together when its frames have come in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.framed import is_frameset, with_frames
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import Seen


@dataclass(slots=True)
class Frames:
    """The pages in the frames of the home page, and in frames of such frames, by :func:`address_key`."""

    pages: dict[str, Page] = field(default_factory=dict)

    def take(self, home: Seen | None, seen: Seen) -> None:
        """Keep a page that stands in a frame of the home page."""
        if home is None or home.page is None or seen.page is None or not is_frameset(home.page):
            return
        around = self.pages.get(address_key(seen.via))
        if address_key(seen.via) in home_keys(home) or (around is not None and is_frameset(around)):
            self.pages[address_key(seen.requested)] = seen.page

    def put_into(self, home: Seen) -> Seen:
        """The home page with its frames in one body, where it has any and no browser has shown it."""
        if home.page is None or home.rendered is not None or not self.pages:
            return home
        return replace(home, page=with_frames(home.page, self.pages))


def home_keys(home: Seen | None) -> set[str]:
    """Addresses under which the home page was asked for and found."""
    return {address_key(home.requested), address_key(home.url)} if home else set()
