"""A page that lists accounts, as rows of an inventory."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from crawler.gathered_list import Code, GatheredList
from crawler.lexicon import say
from crawler.model import Digest
from crawler.reading.accounts.listed import ListedAccount
from crawler.reading.accounts.listpage import read_account_list
from crawler.reading.pages.page import Page, read_page

COLUMNS = ("id", "kind", "platform", "name", "owner", "address", "account_id", "note")
FORMULA = "=+-@\t\r"  # what makes a spreadsheet calculate a cell that a page wrote


@dataclass(frozen=True, slots=True)
class Row:
    """An account, and what is kept of it: the digest of its list (None where nothing was gathered) and its picture."""

    account: ListedAccount
    page: Digest | None = None
    code: Code | None = None

    @property
    def code_words(self) -> str:
        """Where the picture is kept, or why it is not."""
        if self.code is None:
            return ""
        if self.code.fault:
            return say("inventory.note-missed", reason=say(f"list-fault.{self.code.fault.kind}"))
        return say("inventory.note-kept", digest=self.code.digest)

    @property
    def note(self) -> str:
        """Where the account's picture is, what is kept of it, and what the page does not say."""
        one = self.account
        return "；".join(
            text for text in (
                say("inventory.note-picture", picture=one.picture) if one.picture else "",
                self.code_words,
                say("inventory.note-footer") if one.owner_from_footer else "",
                "" if one.platform else say("inventory.note-no-platform"),
                "" if one.owner else say("inventory.note-no-owner"),
            ) if text
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        fault = self.code.fault if self.code else None
        kept = {
            "page_capture": self.page,
            "code_capture": self.code.digest if self.code else None,
            "code_fault": {"kind": fault.kind, "detail": fault.detail} if fault else None,
        }
        return asdict(self.account) | {"note": self.note} | kept


def read_saved(body: bytes, url: str, on: date) -> tuple[Page, tuple[ListedAccount, ...]]:
    """A saved page and its accounts."""
    page = read_page(body, url, on=on)
    return page, read_account_list(page)


def rows_of(accounts: Sequence[ListedAccount], gathered: GatheredList | None = None) -> list[Row]:
    """Each account with what was kept of it."""
    if gathered is None:
        return [Row(account) for account in accounts]
    return [Row(one, gathered.digest, gathered.code(one.picture) if one.picture else None) for one in accounts]


def inventory_csv(rows: Sequence[Row]) -> str:
    """The named ones as an inventory: without a name nobody could tell which account a row is."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow([say(f"fields.{name}") for name in COLUMNS])
    seen = Counter[tuple[str, str]]()
    for row in rows:
        account = row.account
        if account.name:
            key = (account.platform, account.account_id or account.name)
            seen[key] += 1
            writer.writerow([_cell(_values(row, seen[key])[name]) for name in COLUMNS])
    return output.getvalue()


def _values(row: Row, number: int) -> Mapping[str, str]:
    """``number`` tells apart accounts that share platform and name: an inventory without ids would drop the second."""
    account = row.account
    parts = (account.platform, account.name, account.owner, str(number))
    return {
        "id": "/".join(filter(None, parts)) if number > 1 else "",
        "kind": say("values.account"),
        "platform": account.platform,
        "name": account.name,
        "owner": account.owner,
        "address": account.address,
        "account_id": account.account_id if number == 1 else "",
        "note": row.note,
    }


def _cell(text: str) -> str:
    return text.lstrip(FORMULA)
