"""DNS answers as a check weighs them and a table shows them."""

from __future__ import annotations

from checks.wording import address_class_name
from crawler.reading.names.addresses import address_class
from crawler.reading.names.answers import AnswerKind, NameAnswer


def kind_of(one: NameAnswer) -> str:
    """``global`` or ``not-global`` for an answer with addresses, else the kind of the answer."""
    if one.kind is not AnswerKind.ANSWER:
        return one.kind
    if not one.addresses:
        return AnswerKind.NODATA
    return "global" if any(address_class(address) == "global" for address in one.addresses) else "not-global"


def servers(answers: tuple[NameAnswer, ...]) -> list[str]:
    """The name servers asked, each once."""
    return list(dict.fromkeys(one.server for one in answers))


def rows(one: NameAnswer) -> list[dict[str, str]]:
    """The addresses of an answer with their class, as subjects."""
    return [{"address": each, "class": _class_name(each), "server": one.server} for each in one.addresses]


def _class_name(address: str) -> str:
    return address_class_name(address_class(address))


def told(one: NameAnswer) -> dict[str, str]:
    """An answer as a subject."""
    return {"server": one.server, "answer": f"{one.record_type} {one.kind.value}", "address": " ".join(one.addresses)}
