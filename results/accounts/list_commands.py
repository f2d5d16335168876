"""``spotcheck inventory accounts``: a page that lists accounts as an inventory, its pictures kept as captures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.account_list import Row, inventory_csv, read_saved, rows_of
from crawler.config import load_config
from crawler.disk import in_words
from crawler.errors import InputError, printable
from crawler.gathered_list import GatheredList
from crawler.inventory_commands import app
from crawler.lexicon import say
from crawler.reading.accounts.listtitles import list_links
from crawler.reading.pages.page import Page
from results.accounts.listed import Order, gather_list
from results.progress import Report

__all__ = ["app"]
WEB = ("http://", "https://")
MOST_LINKS = 5
Links = tuple[tuple[str, str], ...]


@app.command("accounts", help=say("inventory.accounts-help"))
def inventory_accounts(
    page: Annotated[str, typer.Argument(metavar="PAGE", help=say("inventory.accounts-page"))],
    url: Annotated[str, typer.Option("--url", help=say("inventory.accounts-url"))] = "",
    out: Annotated[Path | None, typer.Option("--out", help=say("inventory.accounts-out"))] = None,
    codes: Annotated[bool | None, typer.Option("--codes/--no-codes", help=say("inventory.accounts-codes"))] = None,
    data: Annotated[Path, typer.Option("--data", help=say("door.data"))] = Path("var"),
    config: Annotated[Path | None, typer.Option("--config", help=say("door.config"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("door.json"))] = False,
) -> None:
    _require_output(out)
    rows, links = _read(page, url, codes, data, config)
    text = inventory_csv(rows)
    if out:
        _write(out, text)
    if as_json:
        print(json.dumps([row.as_json() for row in rows], ensure_ascii=False))
    elif not out and rows:
        print(text, end="")
    _tell(rows, out)
    for words, address in links[:MOST_LINKS]:
        print(printable(say("inventory.accounts-link", words=words, url=address)), file=sys.stderr)


def _read(page: str, url: str, codes: bool | None, data: Path, config: Path | None) -> tuple[list[Row], Links]:
    """The accounts of a page of the web, or of a saved one, and its links to lists.

    Raises InputError for a wrong path or address.
    """
    is_address = page.startswith(WEB)
    if not (page if is_address else url).startswith(WEB):
        raise InputError(say("read.bad-url"), file=page, value=url, next_step=say("read.bad-url-next"))
    saved = None if is_address else _saved(Path(page))
    if saved is not None and not codes:
        shown, accounts = read_saved(saved, url, clock.today())
        return rows_of(accounts), list_links(shown)
    settings = load_config(config)
    order = Order(page if is_address else url, data, settings, clock.today(), saved, codes=codes is not False)
    with Report() as report:
        gathered = gather_list(order, report)
    shown = _page_of(gathered, order.url)
    return rows_of(gathered.accounts(), gathered), list_links(shown)


def _saved(page: Path) -> bytes:
    try:
        return page.read_bytes()
    except OSError as error:
        problem = say("read.unreadable", detail=in_words(error))
        raise InputError(problem, file=str(page), next_step=say("read.unreadable-next")) from error


def _page_of(gathered: GatheredList, url: str) -> Page:
    """The list's page. Raises InputError where it could not be had."""
    if gathered.page is None:
        reason = say(f"list-fault.{gathered.fault.kind if gathered.fault else 'not-visited'}")
        raise InputError(say("inventory.accounts-unseen", reason=reason), value=url,
                         next_step=say("inventory.accounts-unseen-next"))  # fmt: skip
    return gathered.page


def _require_output(out: Path | None) -> None:
    if out and out.suffix.lower() != ".csv":
        raise InputError(
            say("inventory.bad-format"), file=str(out), next_step=say("inventory.accounts-unwritable-next")
        )


def _write(out: Path, text: str) -> None:
    """The list, with the mark by which Excel knows UTF-8."""
    try:
        out.write_text(text, encoding="utf-8-sig")
    except OSError as error:
        problem = say("inventory.accounts-unwritable", detail=in_words(error))
        raise InputError(problem, file=str(out), next_step=say("inventory.accounts-unwritable-next")) from error


def _tell(rows: list[Row], out: Path | None) -> None:
    """How many there are and what a person has to add, on standard error."""
    if not rows:
        print(say("inventory.accounts-none"), file=sys.stderr)
        return
    found = [row.account for row in rows]
    if out:
        written = sum(bool(each.name) for each in found)
        print(say("inventory.accounts-written", count=written, file=out), file=sys.stderr)
    missing = {
        "names": sum(not each.name for each in found),
        "platforms": sum(not each.platform for each in found),
        "owners": sum(not each.owner for each in found),
        "sources": sum(not each.address and not each.picture for each in found),
    }
    if any(missing.values()):
        print(say("inventory.accounts-missing", **missing), file=sys.stderr)
    kept = sum(bool(row.code and row.code.digest) for row in rows)
    missed = [row for row in rows if row.code and row.code.fault]
    if kept or missed:
        print(say("inventory.accounts-codes-kept", kept=kept, missed=len(missed)), file=sys.stderr)
    for row in missed:
        print(
            printable(f"  {row.account.name or row.account.owner} {row.account.picture} {row.code_words}"),
            file=sys.stderr,
        )
