"""Our own line breaks: before a run, in the middle of it, and only for a moment. Nobody else is accused of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.network.line import COMMAND_S, Network
from tests.network.product import Findings, Settings, ask, failed, fits, heard, key_failed, some
from tests.network.world import AAAA, BADGE, BY_NAME, SERVICE, Site, own4, own6

pytestmark = pytest.mark.xdist_group("vantage")  # a network of its own, beside that of the other tests

Seen = Callable[[str], bool]  # of the web server's log
Act = Callable[[Network], None]
NO_VANTAGE = "cantTell no-ipv6-vantage"
SITES = some(
    "good", "v4only", "ula", "mixed", "broken6-refused", "half6-refused", "error6", "stub6", "other6", "vhost6",
    "claim4", "claim6", "ns4only", "links", "https6closed", "counter6",
)  # fmt: skip
BY_NAMES_ALONE = {(site.host, AAAA) for site in SITES if site.expected[AAAA].startswith("failed")} | {
    (BY_NAME["claim4"].host, BADGE)
}


def test_without_ipv6_only_names_are_judged(network: Network, tmp_path: Path) -> None:
    network.ipv6_off()
    found = heard(ask(network, SITES, Settings().write(tmp_path)))
    assert failed(found) == BY_NAMES_ALONE
    for site in SITES:
        assert fits(found[site.host][AAAA], site.expected[AAAA])
        assert {found[site.host][name] for name in SERVICE} == {NO_VANTAGE}


@pytest.mark.parametrize("breaks", [Network.ipv6_off, Network.ipv6_silent], ids=["no-way", "silence"])
def test_a_line_that_breaks_in_the_middle_accuses_nobody(network: Network, tmp_path: Path, breaks: Act) -> None:
    found = run_with(network, tmp_path, [(visited(own6), breaks)])
    assert failed(found) == BY_NAMES_ALONE
    assert {found[site.host][name] for site in SITES for name in SERVICE} == {NO_VANTAGE}


def test_a_line_that_is_cut_altogether_accuses_nobody(network: Network, tmp_path: Path) -> None:
    """Neither names nor websites answer any more; what names told before stands."""
    found = run_with(network, tmp_path, [(visited(own6), Network.cut)])
    assert failed(found) <= BY_NAMES_ALONE
    assert {found[site.host][name].split()[0] for site in SITES for name in SERVICE} == {"cantTell"}


def test_a_line_that_comes_back_leaves_gaps_and_no_accusation(network: Network, tmp_path: Path) -> None:
    """The proof of our line stands before and after; what broke off in between is not the websites' doing."""
    steps = [(visited(own6), Network.ipv6_off), (visited(own4, times=3), Network.ipv6_on)]
    found = run_with(network, tmp_path, steps)
    assert BY_NAMES_ALONE <= failed(found) <= key_failed(SITES)
    assert found[BY_NAME["broken6-refused"].host]["v6-home-reachable"].startswith("cantTell ")


def visited(address: Callable[[Site], str], times: int = 1) -> Seen:
    """The home page of the good website was opened at an address, so often, as the web server's log tells."""
    good = BY_NAME["good"]
    line = f"{address(good)} {good.host} /\n"
    return lambda log: log.count(line) >= times


def run_with(network: Network, folder: Path, steps: Sequence[tuple[Seen, Act]]) -> Findings:
    """One run over all websites, during which something happens to the line each time the web server saw enough."""
    log = network.folder / "access.log"
    begin = log.stat().st_size
    running = ask(network, SITES, Settings(pause_s=2, timeout_s=0.5).write(folder))
    until = time.monotonic() + COMMAND_S
    for seen, happens in steps:
        while not seen(log.read_bytes()[begin:].decode()):
            assert running.poll() is None, running.communicate()
            assert time.monotonic() < until, "the web server was not visited"
            time.sleep(0.01)
        happens(network)
    return heard(running)
