"""What keeps DNS answers from telling an address or its absence."""

from __future__ import annotations

from checks.check import unseen
from checks.ipv6.answers import asked, named_addresses, told
from checks.wording import enumerated
from crawler.model import Fault, FaultKind, Verdict, cant_tell
from crawler.reading.names.agreement import AaaaState, Agreement
from crawler.reading.names.answers import AddressRecords

DISTURBED = {
    AaaaState.DIFFER: "answers-differ",
    AaaaState.ONE_SOURCE: "one-source",
    AaaaState.UNPROVEN: "unproven-resolvers",
    AaaaState.NO_ADDRESS: "no-address",
}


def undecided(records: AddressRecords, agreed: Agreement) -> Verdict:
    """No proof of an address, and none of its absence: a person looks."""
    table = tuple(told(one) for one in (*records.a, *records.aaaa))
    data = {"host": records.host, "servers": enumerated(agreed.sources or asked(records.aaaa))}
    if agreed.state is AaaaState.NO_NAME:
        return unseen(Fault(FaultKind.NAME_NOT_FOUND, "", records.host))
    if reason := DISTURBED.get(agreed.state):
        return cant_tell(reason, table, **data, addresses=named_addresses(agreed.addresses))
    if agreed.trouble is None:
        return cant_tell("no-statement", table, **data)
    return cant_tell(f"dns-{agreed.trouble.value}", table, **data)
