"""Hosts as a person types or lists them → targets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from crawler.addresses import same_site, tidy
from crawler.config import split_server
from crawler.disk import in_words
from crawler.errors import InputError
from crawler.inventory import Inventory, load_inventory
from crawler.lexicon import say
from crawler.model import Target, TargetId, TargetKind, TargetStatus
from crawler.sheets import decoded

SHEETS = {".csv", ".xlsx", ".xlsm", ".xls", ".et", ".ods"}  # of the last three the inventory's reader says what to do
FULL_WIDTH = re.compile("[\uff01-\uff5e]+")  # letters, digits and signs of a Chinese input method


def narrow(text: str) -> str:
    """Text with full-width letters, digits and signs in their plain form."""
    return FULL_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text).strip()


def target_of(text: str, *, file: str = "", line: int = 0) -> Target:
    """The target of a host name or web address as typed. Raises InputError for what can be neither."""
    address = tidy(narrow(text)) if text.strip() else None
    if address is None or not address.isprintable():
        raise InputError(say("ipv6.bad-host"), file=file, line=line, value=text, next_step=say("ipv6.bad-host-next"))
    parts = urlsplit(address)
    identity = TargetId((parts.netloc + parts.path).rstrip("/"))
    return Target(identity, TargetKind.DEPARTMENT_SITE, parts.hostname or "", address, owner="")


def targets_of_list(path: Path) -> Iterator[Target]:
    """One host a line; empty lines and lines that begin with # are left out. Raises InputError with the line."""
    try:
        body = path.read_bytes()
    except OSError as error:
        problem = say("ipv6.unreadable", detail=in_words(error))
        raise InputError(problem, file=str(path), next_step=say("ipv6.unreadable-next")) from error
    for number, text in enumerate(decoded(body).splitlines(), 1):
        host = text.strip()
        if host and not host.startswith("#"):
            yield target_of(host, file=str(path), line=number)


def is_inventory(path: Path) -> bool:
    return path.suffix.lower() in SHEETS


def websites(path: Path) -> tuple[Inventory, tuple[Target, ...]]:
    """An inventory as read, and its websites that are in operation."""
    inventory = load_inventory(path)
    sites = tuple(one for one in inventory.targets if one.is_site and one.status is TargetStatus.RUNNING)
    return inventory, sites


def different(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Each website once, in the order given."""
    seen: dict[str, Target] = {}
    for target in targets:
        seen.setdefault(same_site(target.address), target)
    return tuple(seen.values())


def control_hosts(texts: Sequence[str]) -> tuple[str, ...]:
    """Control hosts as typed, as host or host:port. Raises InputError for anything else."""
    return tuple(_control(text) for text in texts)


def _control(text: str) -> str:
    address = tidy(narrow(text))
    parts = urlsplit(address or "")
    if address is None or parts.scheme != "http" or parts.path != "/" or parts.query:
        raise InputError(say("ipv6.bad-control"), value=text, next_step=say("ipv6.bad-control-next"))
    return parts.netloc


def nameservers(texts: Sequence[str]) -> tuple[str, ...]:
    """Name servers as typed, as IP or IP:port. Raises InputError for anything else."""
    servers = tuple(narrow(text) for text in texts)
    for text, server in zip(texts, servers, strict=True):
        try:
            split_server(server)
        except ValueError as error:
            raise InputError(say("ipv6.bad-server"), value=text, next_step=say("ipv6.bad-server-next")) from error
    return servers
