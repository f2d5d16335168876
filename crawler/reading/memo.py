"""Evidence as text and back, so that what was read once need not be read again while the readers are the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import TypeAdapter

from crawler.model import Digest, Evidence, Fault, TargetId
from crawler.reading.accounts.account import AccountActivity
from crawler.reading.availability.log import AccessLog
from crawler.reading.footer.footer import Footer
from crawler.reading.names.answers import AddressRecords
from crawler.reading.names.zones import Authority
from crawler.reading.service.facts import Likeness, LinkSupport, Reachability, Service, Vantage
from crawler.reading.sites.annual import AnnualReports
from crawler.reading.sites.site import (
    ColumnListing,
    DisclosureColumn,
    GazetteColumn,
    HomePage,
    NormativeDocumentColumn,
    PlanColumn,
    RuleColumn,
)
from crawler.reading.sites.website_forms import WebsiteForms
from crawler.registration import Registration

KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        AccessLog, AccountActivity, AddressRecords, AnnualReports, Authority, ColumnListing, DisclosureColumn, Footer,
        GazetteColumn, HomePage, Likeness, LinkSupport, NormativeDocumentColumn, PlanColumn, Reachability,
        Registration, RuleColumn, Service, Vantage, WebsiteForms,
    )
}  # fmt: skip


@cache
def readers_digest() -> str:
    """SHA-256 over the sources of all readers and word lists: another reader may read the same page otherwise."""
    total = hashlib.sha256()
    words = ("model.py", "registration.py")
    for package, endings in (("crawler.reading", (".py",)), ("crawler.lexicon", (".toml",)), ("crawler", words)):
        for name, source in sorted(_sources(files(package), ""), key=lambda one: one[0]):
            if name.endswith(endings):
                total.update(name.encode() + b"\0" + source.read_bytes())
    return total.hexdigest()


def _sources(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    """Every file of a package and of the packages in it, with its path below."""
    for path in folder.iterdir():
        name = f"{above}{path.name}"
        if path.is_file():
            yield name, path
        elif path.name != "__pycache__":
            yield from _sources(path, f"{name}/")


def pack(evidence: Sequence[Evidence[Any]]) -> list[dict[str, Any]]:
    """JSON values of a target's evidence. Raises TypeError for a kind of fact this module does not know."""
    return [_packed(one) for one in evidence]


def unpack(values: Sequence[dict[str, Any]]) -> tuple[Evidence[Any], ...]:
    """The evidence again. Raises ValueError or KeyError where the values are not what :func:`pack` made."""
    return tuple(_unpacked(value) for value in values)


def _packed(one: Evidence[Any]) -> dict[str, Any]:
    name, many = one.kind.__name__, isinstance(one.seen, tuple)
    if KINDS.get(name) is not one.kind:
        raise TypeError(f"no memo for {name}")
    form = "fault" if isinstance(one.seen, Fault) else "facts" if many else "fact"
    value = _adapter(name, form).dump_python(one.seen, mode="json")
    return {"target": one.target, "kind": name, "captures": list(one.captures), form: value}


def _unpacked(value: dict[str, Any]) -> Evidence[Any]:
    form = next(form for form in ("fault", "facts", "fact") if form in value)
    seen = _adapter(value["kind"], form).validate_json(json.dumps(value[form]))
    captures = tuple(Digest(digest) for digest in value["captures"])
    return Evidence(TargetId(value["target"]), KINDS[value["kind"]], seen, captures)


@cache
def _adapter(name: str, form: str) -> TypeAdapter[Any]:
    fact: Any = KINDS[name]
    return TypeAdapter({"fault": Fault, "fact": fact, "facts": tuple[fact, ...]}[form])
