"""v6-aaaa: the site's name resolves to a valid global IPv6 address."""

from __future__ import annotations

from typing import Any

from checks.check import check, unseen
from checks.identity.hosts import is_address
from checks.ipv6.answers import kind_of, rows, servers, told
from checks.wording import enumerated, noted
from crawler.model import Fault, FaultKind, Target, Verdict, cant_tell, failed, inapplicable, passed
from crawler.reading.names.answers import AddressRecords, AnswerKind


@check("v6-aaaa", version=1)
def aaaa(records: AddressRecords, target: Target) -> Verdict:
    """Only what name servers clearly answered counts; where they disagree, a person looks."""
    if not target.host or is_address(target.host):
        return inapplicable("no-name")
    kinds = {kind_of(one) for one in records.aaaa}
    addresses = tuple(row for one in records.aaaa for row in rows(one))
    data: dict[str, Any] = {"host": records.host, "servers": enumerated(servers(records.aaaa))}
    data["addresses"] = enumerated(list(dict.fromkeys(noted(row["address"], row["class"]) for row in addresses)))
    clear = kinds & {"global", "not-global", AnswerKind.NODATA, AnswerKind.NXDOMAIN}
    broken = {AnswerKind.SERVFAIL, AnswerKind.REFUSED, AnswerKind.ERROR} & kinds
    if len(clear) > 1 or (broken and clear and "global" not in clear):
        return cant_tell("answers-differ", tuple(told(one) for one in records.aaaa), **data)
    if "global" in clear:
        return passed("global-address", addresses, **data)
    if "not-global" in clear:
        return failed("not-global", addresses, **data)
    return _without_address(records, kinds, data)


def _without_address(records: AddressRecords, kinds: set[str], data: dict[str, Any]) -> Verdict:
    """No server gave an AAAA address: proven only by one that knows the name's A address."""
    table = tuple(told(one) for one in (*records.a, *records.aaaa))
    if AnswerKind.NODATA in kinds:
        known = {one.server for one in records.a if one.kind is AnswerKind.ANSWER and one.addresses}
        proven = any(one.server in known for one in records.aaaa if kind_of(one) == AnswerKind.NODATA)
        return failed("no-aaaa", table, **data) if proven else cant_tell("no-address", table, **data)
    if AnswerKind.NXDOMAIN in kinds:
        return unseen(Fault(FaultKind.NAME_NOT_FOUND, "", records.host))
    first = records.aaaa[0].kind.value if records.aaaa else AnswerKind.ERROR.value
    return cant_tell(f"dns-{first}", table, **data)
