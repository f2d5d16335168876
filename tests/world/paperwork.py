"""The office's own files for the sample city: its inventory and its settings."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from crawler.model import Target
from crawler.registration import COLUMNS as LIFE
from tests.world.accounts import CONTROLS, Account
from tests.world.city import CITY, City
from tests.world.dns_server import CONTROL_HOST
from tests.world.model import Site

COLUMNS = (*(field.name for field in fields(Target)), *LIFE)
Row = dict[str, str]


def site_row(site: Site) -> Row:
    code = f"5799{site.seed:06d}"  # as registered, whether the footer shows it or not
    return {
        "id": site.id, "kind": site.kind, "name": site.name, "address": f"http://{site.host}/", "owner": site.organ,
        "level": site.level, "region": site.region, "site_code": code, "status": "running", "note": site.note,
    }  # fmt: skip


def account_row(account: Account) -> Row:
    return {
        "id": account.id, "kind": "account", "name": account.name, "address": account.address, "owner": account.owner,
        "level": account.level, "region": account.region, "platform": account.platform,
        "account_id": account.account_id, "feed": account.feed, "status": "running", "note": account.note,
        **account.life,
    }  # fmt: skip


def write_inventory(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)


def city_rows(city: City) -> list[Row]:
    return [site_row(site) for site in city.sites] + [account_row(account) for account in city.accounts]


def settings(
    proxy: str, nameservers: Sequence[str], *, delay_s: float = 0, controls: Mapping[str, str] = CONTROLS
) -> str:
    """spotcheck.toml for a world on loopback. ``controls``: platform to a feed known to have posts."""
    return f"""[network]
nameservers = {json.dumps(nameservers)}
proxy = "{proxy}"
contact = "http://www.yunchuan.gov.test/wzsm/"
allow_private = ["198.18.0.0/15"]

[pacing]
delay_s = {delay_s}
timeout_s = 6

[office]
name = "{CITY}人民政府办公室"
city = "{CITY}"
telephone = "0999-8200001"

[ipv6]
control_hosts = ["{CONTROL_HOST}"]

{_controls(controls)}"""


def _controls(controls: Mapping[str, str]) -> str:
    """The accounts of each platform that are known to post."""
    return "\n".join(f'[newmedia.controls."{platform}"]\nfeed = ["{url}"]\n' for platform, url in controls.items())
