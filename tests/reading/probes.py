"""Invented attempts to open an address."""

from __future__ import annotations

from crawler.reading.service.probe import End, Family, Hop, Probe, Purpose, Step

AT = "2026-11-16T09:00:00+08:00"
HOST = "www.lin.gov.test"
URL = f"http://{HOST}/"
FIRST, SECOND = "240e:1:2::10", "240e:1:2::11"


def probe(
    end: End = End.ANSWERED,
    status: int = 0,
    *,
    url: str = URL,
    address: str = FIRST,
    attempt: int = 1,
    family: Family = Family.V6,
    purpose: Purpose = Purpose.HOME,
    steps: tuple[Step, ...] = (),
    onward: tuple[Hop, ...] = (),
) -> Probe:
    """One hop, and those that a redirect led to."""
    if end is End.ANSWERED and not status:
        status = 200
    hop = Hop(url, address, 80, end, steps, status)
    return Probe(url, family, purpose, attempt, AT, (hop, *onward))


def tries(end: End, status: int = 0, *, addresses: tuple[str, ...] = (FIRST,), count: int = 2) -> list[Probe]:
    """The same end at every address, so many times."""
    return [probe(end, status, address=one, attempt=n) for n in range(1, count + 1) for one in addresses]
