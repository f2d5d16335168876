"""``python -m tests.world --data DIR``: write inventory and settings, serve the city until terminated."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from tests.world.city import build_city
from tests.world.model import QUARTER, TODAY
from tests.world.paperwork import city_rows, settings, write_inventory
from tests.world.server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder for inventory.csv and spotcheck.toml")
    folder: Path = parser.parse_args().data
    folder.mkdir(parents=True, exist_ok=True)
    done = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: done.set())
    city = build_city()
    with serve(city) as world:
        inventory, config = folder / "inventory.csv", folder / "spotcheck.toml"
        write_inventory(inventory, city_rows(city))
        config.write_text(settings(world.proxy, world.nameserver), encoding="utf-8")
        ready = {"proxy": world.proxy, "nameserver": world.nameserver, "inventory": str(inventory),
                 "config": str(config), "on": TODAY.isoformat(), "quarter": QUARTER}  # fmt: skip
        print(json.dumps(ready), flush=True)
        done.wait()


if __name__ == "__main__":
    main()
