"""Tools of a process: what many targets share is asked and opened once, and each keeps it among its own captures."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from crawler.captures.store import CaptureStore
from crawler.config import Config
from crawler.model import CaptureKind, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.service.probe import Family
from spiders.families import Families
from spiders.looking import Looking
from spiders.tools import Desk
from tests.spiders.portal_server import Portal

ON = date(2026, 11, 16)
CONFIG = Config.model_validate(
    {
        "network": {"allow_private": ["127.0.0.0/8"], "nameservers": ["127.0.0.1:9"]},
        "pacing": {"delay_s": 0},
        "ipv6": {"control_hosts": []},
    }
)


def both(data: Path, server: Portal, role: Role, *, read: bool) -> tuple[int, list[int]]:
    """Two targets open the same address; (requests that came, probes that each of them keeps)."""

    async def work() -> list[int]:
        looking = Looking.begin(CONFIG, ON)
        with CaptureStore(data / "captures") as store, store.writer(RunId("r"), "w") as keep:
            for name in ("a", "b"):
                target = Target(TargetId(name), TargetKind.PORTAL, name, server.url(), "云溪县人民政府")
                desk = Desk(target, looking.tools, RunId("r"), store, keep)
                await Families(desk, ON).open(server.url("/moved"), (Family.V4, "127.0.0.1"), role, read=read)
            await looking.close()
            kept = [list(store.of_target(RunId("r"), TargetId(name))) for name in ("a", "b")]
        return [sum(capture.kind is CaptureKind.PROBE for capture, _ in one) for one in kept]

    probes = asyncio.run(work())
    return server.requests["127.0.0.1", "/moved"], probes


def test_a_link_of_many_sites_is_opened_once_and_kept_by_each(tmp_path: Path, server: Portal) -> None:
    assert both(tmp_path, server, Role.LINK, read=False) == (1, [1, 1])


def test_a_home_page_is_opened_for_each(tmp_path: Path, server: Portal) -> None:
    assert both(tmp_path, server, Role.SERVICE, read=True) == (2, [1, 1])
