"""The sample city on an earlier day: what was not due, not there or not yet known then accuses nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.e2e.product import Office
from tests.world.city import build_city
from tests.world.key import expected
from tests.world.paperwork import city_rows, settings, write_inventory
from tests.world.server import serve

ON = date(2026, 3, 16)
# Faulty later in the year, or would be if a day were mistaken; the last two have faults on that day too.
TARGETS = (
    "no-rules", "outline-missing", "home-stale", "no-icp",
    "stale-feed", "filed-late", "closed-posting", "closed-quiet", "ended-yet-running",
    "no-site-code", "stale-json",
)  # fmt: skip


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("spring")
    built = build_city(today=ON)
    write_inventory(folder / "inventory.csv", city_rows(built))
    with serve(built) as world:
        (folder / "spotcheck.toml").write_text(settings(world.proxy, world.nameservers), encoding="utf-8")
        office = Office(folder / "data", folder / "inventory.csv", folder / "spotcheck.toml", ON.isoformat())
        office.run(*(word for target in TARGETS for word in ("--only", target)))
        yield office


@pytest.mark.slow
def test_an_earlier_day_has_the_faults_of_that_day_and_no_others(spring: Office) -> None:
    found = {(finding["target"], finding["indicator"]) for finding in spring.findings("--outcome", "failed")}
    assert found == {(target, indicator) for target, indicator in expected("failed", ON) if target in TARGETS}
    all_year = {(target, indicator) for target, indicator in expected("failed") if target in TARGETS}
    assert {target for target, _ in found} == {"no-rules", "no-icp", "no-site-code", "stale-json"}
    assert len(all_year) > len(found) * 2
