"""normdoc-validity: each normative document (规范性文件) shows whether it is in force."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.documents.sampled import name_of, without_documents
from checks.wording import enumerated
from crawler.model import Verdict, cant_tell, failed, passed
from crawler.reading.documents.document import Document
from crawler.reading.sites.site import NormativeDocumentColumn


@check("normdoc-validity", version=2)
def validity(column: NormativeDocumentColumn) -> Verdict:
    """Only a document whose field block was read can be said to lack the mark."""
    documents = column.documents
    unmarked = [one for one in documents if not one.validity and _has_fields(one)]
    unclear = [one for one in documents if not one.validity and not _has_fields(one)]
    data: dict[str, Any] = {"sampled": len(documents), "unmarked": len(unmarked), "unclear": len(unclear)}
    if unmarked:
        return failed("validity-unmarked", tuple(map(_row, unmarked)), titles=_titles(unmarked), **data)
    if unclear:
        return cant_tell("no-field-block", tuple(map(_row, unclear)), titles=_titles(unclear), **data)
    return passed("validity-marked", **data) if documents else without_documents(column)


def _has_fields(document: Document) -> bool:
    return bool(document.index_number or document.document_number or document.issuer)


def _titles(documents: list[Document]) -> str:
    return enumerated([name_of(document) for document in documents])


def _row(document: Document) -> dict[str, Any]:
    return {
        "title": document.title or "",
        "url": document.url,
        "document_number": document.document_number or "",
        "index_number": document.index_number or "",
    }
