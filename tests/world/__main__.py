"""``python -m tests.world --data DIR``: write inventory and settings, serve until terminated.

``--site bench`` serves the benchmark's 300 hosts instead of the city.
"""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from tests.world.bench_site import BenchSites
from tests.world.city import build_city
from tests.world.model import QUARTER, TODAY
from tests.world.paperwork import Row, city_rows, settings, write_inventory
from tests.world.server import Served, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder for inventory.csv and spotcheck.toml")
    parser.add_argument("--site", choices=("city", "bench"), default="city", help="what to serve")
    parser.add_argument("--turn", type=int, default=0, help="serve the same faults in other templates")
    chosen = parser.parse_args()
    done = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: done.set())
    served, rows = _made(chosen.site, chosen.turn)
    with serve(served) as world:
        ready = _write(chosen.data, rows, world.proxy, world.nameservers)
        print(json.dumps(ready), flush=True)
        done.wait()


def _made(site: str, turn: int) -> tuple[Served, list[Row]]:
    if site == "bench":
        bench = BenchSites()
        return bench, bench.rows()
    city = build_city(turn)
    return city, city_rows(city)


def _write(folder: Path, rows: list[Row], proxy: str, nameservers: list[str]) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    inventory, config = folder / "inventory.csv", folder / "spotcheck.toml"
    write_inventory(inventory, rows)
    config.write_text(settings(proxy, nameservers), encoding="utf-8")
    return {
        "proxy": proxy, "nameservers": nameservers, "inventory": str(inventory), "config": str(config),
        "on": TODAY.isoformat(), "quarter": QUARTER,
    }  # fmt: skip


if __name__ == "__main__":
    main()
