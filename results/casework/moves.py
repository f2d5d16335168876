"""What may follow what in the life of a notice and of a finding in it. Data: ``results.casework.machine`` goes by it.

The steps are the office's own practice (初查, 反馈, 整改, 复查, 认定); no national rule orders them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class NoticeState(StrEnum):
    ISSUED = "issued"  # 签发; nobody is asked for anything before it is served
    SERVED = "served"  # 送达
    ACKNOWLEDGED = "acknowledged"  # 签收
    RESPONDED = "responded"  # 反馈
    ESCALATED = "escalated"  # 督办
    RECHECKED = "rechecked"  # 复查
    CLOSED = "closed"  # 销号
    REOPENED = "reopened"
    CANCELLED = "cancelled"


class FindingState(StrEnum):
    OPEN = "open"
    RECTIFIED = "rectified"
    NOT_RECTIFIED = "not-rectified"
    UNCLEAR = "unclear"
    CLOSED = "closed"
    REOPENED = "reopened"


class EventKind(StrEnum):
    SERVED = "served"
    ACKNOWLEDGED = "acknowledged"
    RESPONDED = "responded"
    EXTENDED = "extended"
    ESCALATED = "escalated"
    RECTIFIED = "rectified"
    NOT_RECTIFIED = "not-rectified"
    UNCLEAR = "unclear"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


RESULTS = frozenset({EventKind.RECTIFIED, EventKind.NOT_RECTIFIED, EventKind.UNCLEAR})  # of a re-check, of one finding
DATED = frozenset({EventKind.EXTENDED, EventKind.ESCALATED, EventKind.REOPENED})  # set a new due day
ENDED = frozenset({NoticeState.CLOSED, NoticeState.CANCELLED})
WAITING = frozenset(  # for the owner
    {NoticeState.SERVED, NoticeState.ACKNOWLEDGED, NoticeState.ESCALATED, NoticeState.REOPENED}
)
SETTLED = frozenset({FindingState.RECTIFIED, FindingState.CLOSED})

_S, _E, _F = NoticeState, EventKind, FindingState
_RECHECK = dict.fromkeys(sorted(RESULTS), _S.RECHECKED)

# State of a notice → what may happen → state after it. What is not here is refused.
MOVES: Mapping[NoticeState, Mapping[EventKind, NoticeState]] = {
    _S.ISSUED: {_E.SERVED: _S.SERVED, _E.EXTENDED: _S.ISSUED, _E.CANCELLED: _S.CANCELLED},
    _S.SERVED: {
        _E.SERVED: _S.SERVED,  # once more: by other means, or on the right day
        _E.ACKNOWLEDGED: _S.ACKNOWLEDGED,
        _E.RESPONDED: _S.RESPONDED,
        _E.EXTENDED: _S.SERVED,
        _E.ESCALATED: _S.ESCALATED,
        **_RECHECK,
        _E.CLOSED: _S.CLOSED,
        _E.CANCELLED: _S.CANCELLED,
    },
    _S.ACKNOWLEDGED: {
        _E.RESPONDED: _S.RESPONDED,
        _E.EXTENDED: _S.ACKNOWLEDGED,
        _E.ESCALATED: _S.ESCALATED,
        **_RECHECK,
        _E.CLOSED: _S.CLOSED,
        _E.CANCELLED: _S.CANCELLED,
    },
    _S.RESPONDED: {
        _E.RESPONDED: _S.RESPONDED,  # a further answer
        _E.EXTENDED: _S.RESPONDED,
        **_RECHECK,
        _E.CLOSED: _S.CLOSED,
        _E.CANCELLED: _S.CANCELLED,
    },
    _S.ESCALATED: {
        _E.ACKNOWLEDGED: _S.ESCALATED,
        _E.RESPONDED: _S.RESPONDED,
        _E.EXTENDED: _S.ESCALATED,
        _E.ESCALATED: _S.ESCALATED,
        **_RECHECK,
        _E.CLOSED: _S.CLOSED,
        _E.CANCELLED: _S.CANCELLED,
    },
    _S.RECHECKED: {
        _E.RESPONDED: _S.RESPONDED,
        _E.EXTENDED: _S.RECHECKED,
        _E.ESCALATED: _S.ESCALATED,
        **_RECHECK,
        _E.CLOSED: _S.CLOSED,
        _E.CANCELLED: _S.CANCELLED,
    },
    _S.CLOSED: {_E.RECTIFIED: _S.CLOSED, _E.UNCLEAR: _S.CLOSED, _E.REOPENED: _S.REOPENED},
    _S.REOPENED: {
        _E.REOPENED: _S.REOPENED,  # finding by finding
        _E.ACKNOWLEDGED: _S.REOPENED,
        _E.RESPONDED: _S.RESPONDED,
        _E.EXTENDED: _S.REOPENED,
        _E.ESCALATED: _S.ESCALATED,
        **_RECHECK,
        _E.CLOSED: _S.CLOSED,
        _E.CANCELLED: _S.CANCELLED,
    },
    _S.CANCELLED: {},
}

_SEEN = {_E.RECTIFIED: _F.RECTIFIED, _E.NOT_RECTIFIED: _F.NOT_RECTIFIED, _E.UNCLEAR: _F.UNCLEAR}

# The same of one finding in a notice. Closing is the whole notice's: it closes each of its findings.
FINDING_MOVES: Mapping[FindingState, Mapping[EventKind, FindingState]] = {
    _F.OPEN: {**_SEEN, _E.CLOSED: _F.CLOSED},
    _F.RECTIFIED: {**_SEEN, _E.CLOSED: _F.CLOSED},
    _F.NOT_RECTIFIED: {**_SEEN, _E.CLOSED: _F.CLOSED},
    _F.UNCLEAR: {**_SEEN, _E.CLOSED: _F.CLOSED},
    # A follow-up (回头看) that finds all well, or cannot tell, leaves it closed; a relapse is reopened first.
    _F.CLOSED: {
        _E.RECTIFIED: _F.CLOSED,
        _E.UNCLEAR: _F.CLOSED,
        _E.REOPENED: _F.REOPENED,
        _E.CLOSED: _F.CLOSED,
    },
    _F.REOPENED: {**_SEEN, _E.CLOSED: _F.CLOSED},
}
