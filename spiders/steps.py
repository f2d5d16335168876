"""The steps of a visit: where to go, in which order, and what stood there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from crawler.model import Fault, FaultKind, Role, Target
from crawler.reading.columns.column import ColumnKind
from crawler.reading.pages.page import Page
from crawler.reading.sites.seen import PATH_SEPARATOR

SILENCE = frozenset(
    {
        FaultKind.TIMEOUT,
        FaultKind.CONNECTION_FAILED,
        FaultKind.CONNECTION_REFUSED,
        FaultKind.DNS_FAILURE,
        FaultKind.NAME_NOT_FOUND,
        FaultKind.BLOCKED,
        FaultKind.ROBOTS_UNREADABLE,
    }
)


class Phase(IntEnum):
    """What comes first: the visit may be cut short by its limits at any time."""

    HOME = 0
    SCRIPT = 1
    BEHIND = 2  # data calls and further pages of what was just read
    DISCLOSURE = 3
    PART = 4
    REPORT = 5  # the annual reports on disclosure
    SOUGHT = 6
    COLUMN = 7
    DETAIL = 8


@dataclass(frozen=True, slots=True)
class Step:
    """An address to visit. ``label`` and ``via`` are as a capture keeps them; ``depth`` counts levels of columns."""

    url: str
    role: Role
    label: str = ""
    via: str = ""
    depth: int = 1
    kind: ColumnKind = ColumnKind.OTHER

    @classmethod
    def home(cls, target: Target) -> Step:
        """Where every visit of a website begins."""
        return cls(target.address, Role.HOME)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.label.split(PATH_SEPARATOR))


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood at the end of a step. ``page`` is None where the body is no markup."""

    url: str
    status: int = 0
    body: bytes = b""
    page: Page | None = None
    truncated: bool = False
    fault: Fault | None = None
