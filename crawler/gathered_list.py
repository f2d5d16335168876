"""A page that lists accounts as it was gathered: the page, its frames, the data behind it, the pictures to scan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crawler.captures.store import CaptureStore
from crawler.captures.writer import storable
from crawler.model import Capture, CaptureKind, Digest, Fault, FaultKind, Role, RunId, TargetId
from crawler.reading.accounts.listed import ListedAccount, merged
from crawler.reading.accounts.listpage import read_account_list
from crawler.reading.pages.addresses import address_key
from crawler.reading.pages.framed import with_inner_frames
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import Following, Seen, read_fault

FRAME = "frame"  # the label of a page that stands in a frame of the list
NEXT = "next"  # of a further page of the list
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")


@dataclass(frozen=True, slots=True)
class Code:
    """The picture of an account: its digest, or why it could not be had."""

    digest: Digest | None = None
    fault: Fault | None = None


@dataclass(slots=True)
class GatheredList:
    """``page`` and ``fault``: of the list's first page. Frames are held by their address."""

    page: Page | None = None
    digest: Digest | None = None
    fault: Fault | None = None
    further: list[Page] = field(default_factory=list)
    frames: dict[str, Page] = field(default_factory=dict)
    data: list[bytes] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)

    @property
    def pages(self) -> list[Page]:
        return [self.page, *self.further] if self.page else []

    def whole(self, page: Page) -> Page:
        """A page with what was had of its frames in their places."""
        return with_inner_frames(page, self.frames) if self.frames else page

    def accounts(self) -> tuple[ListedAccount, ...]:
        """The accounts of all pages; data that a script would ask for belongs to the first one."""
        found: list[ListedAccount] = []
        for number, page in enumerate(self.pages):
            found += read_account_list(self.whole(page), tuple(self.data) if not number else ())
        return merged(found)

    def code(self, picture: str) -> Code | None:
        """What was had of an account's picture; None where nobody asked for it."""
        return self.codes.get(storable(picture))


def read_gathered(store: CaptureStore, run: RunId, target: TargetId, on: date) -> GatheredList:
    """What a run's captures hold of a list."""
    gathered, following = GatheredList(), Following(on)
    for capture, body in store.of_target(run, target):
        if capture.role is Role.ACCOUNT_CODE:
            gathered.codes[capture.label] = _code(capture, body)
        else:
            _take(gathered, following.take(capture, body))
    _take(gathered, following.end())
    return gathered


def _take(gathered: GatheredList, seen: Seen | None) -> None:
    if seen is None:
        return
    page = seen.rendered or seen.page
    if seen.role is Role.DATA and not seen.fault:
        gathered.data.append(seen.body)
    elif seen.role is not Role.ACCOUNT_LIST:
        return
    elif seen.label == FRAME and page:
        gathered.frames[address_key(seen.requested)] = page
    elif seen.label == NEXT and page:
        gathered.further.append(page)
    elif not seen.label:
        gathered.page, gathered.fault, gathered.digest = page, seen.fault, seen.digests[-1]


def _code(capture: Capture, body: bytes) -> Code:
    if capture.kind is CaptureKind.FAULT:
        return Code(fault=read_fault(body, capture.url))
    if capture.status >= 300:
        return Code(fault=Fault(FaultKind.HTTP_STATUS, str(capture.status), capture.url))
    if capture.truncated:
        return Code(fault=Fault(FaultKind.TRUNCATED, "", capture.url))
    if not (body.startswith(PICTURES) or b"<svg" in body[:1000]):
        return Code(fault=Fault(FaultKind.UNKNOWN, capture.content_type[:60], capture.url))
    return Code(capture.digest)
