"""v6-consistency: the home page shows the same over IPv4 and IPv6."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.ipv6.answers import WITHOUT
from checks.wording import named
from crawler.model import Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.names.agreement import agree
from crawler.reading.names.answers import AddressRecords
from crawler.reading.service.facts import Likeness, LikenessKind

SAME = {LikenessKind.SAME: "same-content", LikenessKind.ALIKE: "alike-content"}
OTHER = {
    LikenessKind.DIFFERENT: "different-content",
    LikenessKind.STUB: "stub-page",
    LikenessKind.OTHER_HOST: "other-site",
}
# One look at an error page does not tell whether it stays.
OPEN = {
    LikenessKind.ERROR_PAGE: "error-page",
    LikenessKind.BLOCKED: "wall-page",
    LikenessKind.UNSTABLE: "unstable-page",
    LikenessKind.UNREADABLE: "unreadable-page",
    LikenessKind.UNSEEN: "not-opened",
}


@check("v6-consistency", version=1)
def consistency(likeness: Likeness, records: AddressRecords) -> Verdict:
    """Differences that the page shows over one family alone too are none between the families."""
    if agree(records).state in WITHOUT:
        return inapplicable("no-aaaa", host=records.host)
    data: dict[str, Any] = {"host": records.host, "text": _percent(likeness.text)}
    data |= {"structure": _percent(likeness.structure), "ipv4_characters": likeness.ipv4_characters}
    data |= {"ipv6_characters": likeness.ipv6_characters}
    data |= {"ipv4_title": _title(likeness.ipv4_title), "ipv6_title": _title(likeness.ipv6_title)}
    if reason := SAME.get(likeness.kind):
        return passed(reason, **data)
    if reason := OTHER.get(likeness.kind):
        return failed(reason, **data)
    return cant_tell(OPEN.get(likeness.kind, "likeness-unclear"), **data)


def _title(title: str) -> str:
    return title or named("titles", "untitled")


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"
