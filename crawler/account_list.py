"""A saved page that lists accounts, as rows of an inventory."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from crawler.errors import InputError
from crawler.lexicon import say
from crawler.reading.accounts.listed import ListedAccount
from crawler.reading.accounts.listpage import read_account_list
from crawler.reading.pages.page import read_page

COLUMNS = ("id", "kind", "platform", "name", "owner", "address", "account_id", "note")
FORMULA = "=+-@\t\r"  # what makes a spreadsheet calculate a cell that a page wrote


def read_list(path: Path, url: str, on: date) -> tuple[ListedAccount, ...]:
    """The accounts of a saved page. Raises InputError for a wrong path or address."""
    if not url.startswith(("http://", "https://")):
        raise InputError(say("read.bad-url"), file=str(path), value=url, next_step=say("read.bad-url-next"))
    try:
        body = path.read_bytes()
    except OSError as error:
        problem = say("read.unreadable", detail=error.strerror or error)
        raise InputError(problem, file=str(path), next_step=say("read.unreadable-next")) from error
    return read_account_list(read_page(body, url, on=on))


def row(account: ListedAccount) -> dict[str, Any]:
    """One account as JSON."""
    return asdict(account) | {"note": note(account)}


def note(account: ListedAccount) -> str:
    """Where the account's picture is, and whose word the owner is."""
    picture = say("inventory.note-picture", picture=account.picture) if account.picture else ""
    footer = say("inventory.note-footer") if account.owner_from_footer else ""
    return "；".join(filter(None, (picture, footer)))


def inventory_csv(accounts: Sequence[ListedAccount]) -> str:
    """The named ones as an inventory: without a name nobody could tell which account a row is."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow([say(f"fields.{name}") for name in COLUMNS])
    seen = Counter[tuple[str, str]]()
    for account in accounts:
        if account.name:
            key = (account.platform, account.account_id or account.name)
            seen[key] += 1
            writer.writerow([_cell(_values(account, seen[key])[name]) for name in COLUMNS])
    return output.getvalue()


def _values(account: ListedAccount, number: int) -> Mapping[str, str]:
    """``number`` tells apart accounts that share platform and name: an inventory without ids would drop the second."""
    parts = (account.platform, account.name, account.owner, str(number))
    return {
        "id": "/".join(filter(None, parts)) if number > 1 else "",
        "kind": say("values.account"),
        "platform": account.platform,
        "name": account.name,
        "owner": account.owner,
        "address": account.address,
        "account_id": account.account_id if number == 1 else "",
        "note": note(account),
    }


def _cell(text: str) -> str:
    return text.lstrip(FORMULA)
