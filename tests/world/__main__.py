"""``python -m tests.world --data DIR``: write inventory and settings, serve until terminated.

``--site bench`` serves the benchmark's 300 hosts instead of the city, ``--site accounts`` its accounts; the latter
tells at its end how their hosts were asked.
"""

from __future__ import annotations

import argparse
import json
import signal
import threading
from datetime import date
from pathlib import Path

from tests.world import bench_accounts
from tests.world.bench_accounts import BenchAccounts, WatchedWorld
from tests.world.bench_site import BenchSites
from tests.world.city import build_city
from tests.world.model import TODAY
from tests.world.paperwork import Row, city_rows, settings, write_inventory
from tests.world.server import World, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder for inventory.csv and spotcheck.toml")
    parser.add_argument("--site", choices=("city", "bench", "accounts"), default="city", help="what to serve")
    parser.add_argument("--turn", type=int, default=0, help="serve the same faults in other templates")
    parser.add_argument(
        "--repaired", nargs="*", default=[], metavar="ID", help="sites and accounts without their faults"
    )
    parser.add_argument(
        "--on", type=date.fromisoformat, default=TODAY, help=f"the day the city is looked at, one of {TODAY.year}"
    )
    parser.add_argument("--accounts", type=int, default=bench_accounts.ACCOUNTS, help="how many, with --site accounts")
    parser.add_argument("--delay", type=float, default=0, help="seconds between two requests to one host")
    chosen = parser.parse_args()
    done = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: done.set())
    made, rows = _made(chosen)
    with serve(made) as world:
        ready = _write(chosen, rows, world)
        print(json.dumps(ready), flush=True)
        done.wait()
        if isinstance(world, WatchedWorld):
            print(json.dumps(world.told()), flush=True)


def _made(chosen: argparse.Namespace) -> tuple[World, list[Row]]:
    if chosen.site == "bench":
        bench = BenchSites()
        return World(bench), bench.rows()
    if chosen.site == "accounts":
        accounts = BenchAccounts(chosen.accounts)
        return WatchedWorld(accounts), accounts.rows()
    city = build_city(chosen.turn, chosen.on, chosen.repaired)
    return World(city), city_rows(city)


def _write(chosen: argparse.Namespace, rows: list[Row], world: World) -> dict[str, str]:
    folder: Path = chosen.data
    folder.mkdir(parents=True, exist_ok=True)
    inventory, config = folder / "inventory.csv", folder / "spotcheck.toml"
    write_inventory(inventory, rows)
    known = {"controls": bench_accounts.controls()} if chosen.site == "accounts" else {}
    config.write_text(settings(world.proxy, world.nameservers, delay_s=chosen.delay, **known), encoding="utf-8")
    return {
        "proxy": world.proxy, "nameservers": world.nameservers, "inventory": str(inventory), "config": str(config),
        "on": chosen.on.isoformat(), "quarter": f"{chosen.on.year}Q{(chosen.on.month + 2) // 3}",
    }  # fmt: skip


if __name__ == "__main__":
    main()
