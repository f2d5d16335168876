"""The sample city, served once, and one whole quarter run over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.product import Office
from tests.world.city import build_city
from tests.world.model import TODAY
from tests.world.paperwork import city_rows, settings, write_inventory
from tests.world.server import World, serve


@dataclass(frozen=True)
class Served:
    """The city on loopback, with its paperwork."""

    world: World
    inventory: Path
    config: Path

    def office(self, data: Path) -> Office:
        return Office(data, self.inventory, self.config, TODAY.isoformat())


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("city")
    built = build_city()
    write_inventory(folder / "inventory.csv", city_rows(built))
    with serve(built) as world:
        (folder / "spotcheck.toml").write_text(settings(world.proxy, world.nameservers), encoding="utf-8")
        yield Served(world, folder / "inventory.csv", folder / "spotcheck.toml")


@pytest.fixture(scope="session")
def quarter(city: Served, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One quarter over the whole city, gathered and judged."""
    office = city.office(tmp_path_factory.mktemp("quarter"))
    office.run("--quarter", "2026Q4")
    return office
