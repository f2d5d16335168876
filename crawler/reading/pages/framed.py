"""A page made of frames, put together from what stands in them, as a visitor sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import lxml.html

from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.elements import absolute
from crawler.reading.pages.page import Page, parse

DEEPEST = 3  # framesets within framesets
DELAYED = ("data-original", "data-src", "lazy-src", "original")  # where pictures wait for their scripts


def is_frameset(page: Page) -> bool:
    """The page itself shows nothing but frames."""
    return next(page.root.iter("frameset"), None) is not None


def frame_addresses(page: Page) -> tuple[str, ...]:
    """Where the frames of a page come from."""
    sources = (absolute(page.url, frame.get("src") or "") for frame in page.root.iter("frame", "iframe"))
    return tuple(dict.fromkeys(source for source in sources if source))


def with_frames(page: Page, frames: Mapping[str, Page]) -> Page:
    """The frameset with its frames' pages (by :func:`address_key`) in one body. Where one of them is not there, the
    whole counts as cut: it proves nothing missing."""
    parts = list(pieces(page, frames, DEEPEST))
    bodies = "\n".join(markup(part) for part in parts if part is not None)
    heads = "".join(lxml.html.tostring(one, encoding="unicode") for one in page.root.iter("title", "meta"))
    source = f"<html><head>{heads}</head><body>{bodies}</body></html>"
    root = parse(source)
    cut = page.truncated or any(part is None or part.truncated for part in parts)
    return replace(page, html=source, root=root, truncated=cut, nodes=tuple(root.iter()), known={})


def pieces(page: Page, frames: Mapping[str, Page], depth: int) -> Iterator[Page | None]:
    """The pages of the frames in order, None for one that was not had."""
    for url in frame_addresses(page):
        part = frames.get(address_key(url))
        if part is not None and is_frameset(part) and depth:
            yield from pieces(part, frames, depth - 1)
        else:
            yield part


def markup(page: Page) -> str:
    """What stands in the body of a frame, its links made absolute."""
    return str(lxml.html.tostring(embedded(page), encoding="unicode"))


def embedded(page: Page) -> Any:
    """A frame's body as an element of another page."""
    body: Any = deepcopy(next(page.root.iter("body"), page.root))
    body.make_links_absolute(page.url, handle_failures="ignore")
    for image in body.iter("img"):
        for name in DELAYED:
            if image.get(name):
                image.set(name, absolute(page.url, image.get(name)))
    body.tag, body.tail = "div", None
    return body


def with_inner_frames(page: Page, frames: Mapping[str, Page], depth: int = DEEPEST) -> Page:
    """The page with the pages of its frames (by :func:`address_key`) in their places."""
    if is_frameset(page):
        return with_frames(page, frames)
    root = deepcopy(page.root)
    for frame in list(root.iter("iframe")):
        part = frames.get(address_key(absolute(page.url, frame.get("src") or ""))) if frame.get("src") else None
        if part is not None and depth:
            inner = embedded(with_inner_frames(part, frames, depth - 1))
            inner.tail = frame.tail
            frame.getparent().replace(frame, inner)
    return replace(page, root=root, nodes=tuple(root.iter()), known={})
