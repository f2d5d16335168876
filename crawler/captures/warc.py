"""One WARC 1.1 record at a time: an entry of the index to gzip members, and back.

What the index knows stands in the record's own ``Spotcheck-`` headers too (percent-encoded), so that the index can be
rebuilt from the files alone. Each record is its own gzip member. Web pages are kept as they were served
(``Content-Encoding`` stays); only the chunking of the line is gone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from crawler.model import Capture, CaptureKind, Digest, Role, RunId, TargetId

LEVEL = 4  # of gzip: level 9 takes four times as long for three per cent
FILE_KIND = "file"  # the kind of a file's opening warcinfo record in the index
PREFIXES = {CaptureKind.RENDERED: "urn:dom:", CaptureKind.SCREENSHOT: "urn:view:"}
RECORD_TYPES = {CaptureKind.RESPONSE: "response", CaptureKind.FAULT: "metadata"}  # the others are resources
UNSAFE_URL = re.compile(r"[^\x21-\x7e]")
GZIP_BITS = 31
NOBODY = TargetId("")  # the target of a record that is no capture
NO_DIGEST = Digest("")
CHUNK = 1 << 16
SAFE = "/:?=&;,+@()' "
# HTTP headers that spoke of the line, not of the document.
LINE_HEADERS = frozenset({"transfer-encoding", "content-length", "connection", "keep-alive", "proxy-connection"})

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What HTTP adds to a response: both sides' headers as sent, and where the answer came from."""

    method: str = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    protocol: str = "HTTP/1.1"
    address: str = ""  # the server's address, where known
    declared_length: str = ""  # the Content-Length of a body that was cut


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the index: a capture and where its bytes lie.

    ``length`` and ``record_digest`` cover a response together with the request written behind it. ``source`` is
    "file:offset" of the record that holds the body, where this row is a second reading of a page already taken.
    """

    run: RunId
    target: TargetId = NOBODY
    url: str = ""
    role: str = ""
    label: str = ""
    via: str = ""
    kind: str = ""
    status: int = 0
    content_type: str = ""
    at: str = ""
    truncated: bool = False
    digest: Digest = NO_DIGEST
    note: str = ""
    source: str = ""
    file: str = ""
    offset: int = 0
    length: int = 0
    record_digest: str = ""

    def capture(self) -> Capture:
        return Capture(
            self.digest,
            CaptureKind(self.kind),
            self.run,
            self.target,
            self.url,
            Role(self.role),
            self.label,
            self.via,
            self.status,
            self.content_type,
            datetime.fromisoformat(self.at),
            self.truncated,
        )


class _AsServed(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers byte for byte: warcio would percent-encode the Chinese ones."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        return bytes(self.to_str(filter_func).encode("latin-1", "replace") + b"\r\n")


class _Writer(WARCWriter):  # type: ignore[misc]
    @staticmethod
    def _create_digester() -> Any:
        return Digester("sha256")


def clean_url(url: str) -> str:
    """The address as it may stand in a header: what is not printable ASCII is percent-encoded."""
    return UNSAFE_URL.sub(lambda match: quote(match[0], errors="replace"), url)


def sha256(data: bytes) -> Digest:
    return Digest(f"sha256:{hashlib.sha256(data).hexdigest()}")


def labelled(digest: str) -> str:
    """The digest in base32, as WARC tools write it."""
    return f"sha256:{base64.b32encode(bytes.fromhex(digest.removeprefix('sha256:'))).decode()}"


def manifest_of(rows: Iterable[Row]) -> tuple[str, int]:
    """(SHA-256 over every field of the rows in order, number of rows)."""
    engine, count = hashlib.sha256(), 0
    for row in rows:
        engine.update(json.dumps(astuple(row), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        count += 1
    return engine.hexdigest(), count


def pack(row: Row, payload: bytes, exchange: Exchange | None = None) -> bytes:
    """The gzip member of a row's record; for a response, the member of its request behind it."""
    kind = row.kind
    if kind == FILE_KIND:
        return _members(_record("warcinfo", "", _own_headers(row), payload, "application/warc-fields"))
    uri = PREFIXES.get(CaptureKind(kind), "") + row.url
    if row.source:
        return _members(_record("metadata", uri, _own_headers(row), payload, "application/json"))
    if exchange is None:
        record_type = RECORD_TYPES.get(CaptureKind(kind), "resource")
        return _members(_record(record_type, uri, _own_headers(row), payload, row.content_type))
    return _pair(row, payload, exchange)


def _pair(row: Row, payload: bytes, exchange: Exchange) -> bytes:
    headers = _own_headers(row)
    if exchange.address:
        headers["WARC-IP-Address"] = exchange.address
    if exchange.declared_length:
        headers["Spotcheck-Declared-Length"] = exchange.declared_length
    kept = [(name, value) for name, value in exchange.response_headers if name.lower() not in LINE_HEADERS]
    kept.append(("Content-Length", str(len(payload))))
    http = _AsServed(f"{row.status} {exchange.reason}".strip(), kept, protocol=exchange.protocol)
    response = _record("response", row.url, headers, payload, "", http)
    path = re.sub(r"^https?://[^/?#]+", "", row.url, flags=re.I) or "/"
    asked = _AsServed(f"{exchange.method} {path} HTTP/1.1", list(exchange.request_headers), is_http_request=True)
    pointing = {
        "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        "WARC-Date": _warc_date(row.at),
    }
    return _members(response, _record("request", row.url, pointing, b"", "", asked))


def _own_headers(row: Row) -> dict[str, str]:
    named = {
        "Run": row.run, "Target": row.target, "Role": row.role, "Label": row.label, "Via": row.via, "Kind": row.kind,
        "Status": str(row.status), "Content-Type": row.content_type, "Note": row.note, "Same-As": row.source,
    }  # fmt: skip
    headers = {f"Spotcheck-{name}": quote(value, safe=SAFE, errors="replace") for name, value in named.items() if value}
    headers["WARC-Date"] = _warc_date(row.at)
    if row.source:
        headers["Spotcheck-Same-Digest"] = row.digest
    else:
        headers["WARC-Payload-Digest"] = labelled(row.digest)
    if row.truncated:
        headers["WARC-Truncated"] = "disconnect"
    return headers


def _warc_date(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record(
    record_type: str, uri: str, headers: Mapping[str, str], payload: bytes, content_type: str, http: Any = None
) -> Any:
    writer = _Writer(BytesIO(), gzip=False, warc_version="1.1")
    # An empty header object keeps warcio from looking for HTTP inside a payload that has none.
    return writer.create_warc_record(
        uri,
        record_type,
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type=content_type,
        warc_headers_dict=dict(headers),
        http_headers=http,
    )


def _members(*records: Any) -> bytes:
    packed = []
    for record in records:
        out = BytesIO()
        _Writer(out, gzip=False, warc_version="1.1").write_record(record)
        compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_BITS)
        packed.append(compressor.compress(out.getvalue()) + compressor.flush())
    return b"".join(packed)


def split_members(raw: bytes) -> list[tuple[int, bytes | None]]:
    """(length, plain bytes) of each gzip member; the plain bytes of a torn or broken last one are None."""
    found: list[tuple[int, bytes | None]] = []
    rest = raw
    while rest:
        engine = zlib.decompressobj(GZIP_BITS)
        try:
            plain = engine.decompress(rest)
        except zlib.error:
            plain = b""
        if not engine.eof:
            return [*found, (len(rest), None)]
        found.append((len(rest) - len(engine.unused_data), plain))
        rest = engine.unused_data
    return found


def unpack(plain: bytes) -> tuple[dict[str, str], dict[str, str], bytes]:
    """(WARC headers, HTTP headers, payload) of one record, header names in lower case."""
    stream = BytesIO(plain)
    parser = StatusAndHeadersParser(["WARC/1.1"])
    headers = {name.lower(): value for name, value in parser.parse(stream).headers}
    end = stream.tell() + int(headers.get("content-length", "0"))
    http: dict[str, str] = {}
    if headers.get("content-type", "").startswith("application/http"):
        for name, value in StatusAndHeadersParser([], verify=False).parse(stream).headers:
            http.setdefault(name.lower(), value)
    return headers, http, plain[stream.tell() : end]


def row_of(plain: bytes) -> Row | None:
    """The index row a record tells of itself, without its place; None for a request."""
    headers, _, payload = unpack(plain)
    if "spotcheck-kind" not in headers:
        return None

    def own(name: str) -> str:
        return unquote(headers.get(f"spotcheck-{name}", ""))

    uri = headers.get("warc-target-uri", "")
    for prefix in PREFIXES.values():
        uri = uri.removeprefix(prefix)
    return Row(
        run=RunId(own("run")),
        target=TargetId(own("target")),
        url=uri,
        role=own("role"),
        label=own("label"),
        via=own("via"),
        kind=own("kind"),
        status=int(own("status") or 0),
        content_type=own("content-type"),
        at=datetime.fromisoformat(headers["warc-date"]).isoformat(),
        truncated="warc-truncated" in headers,
        digest=Digest(own("same-digest")) if own("same-as") else sha256(payload),
        note=own("note"),
        source=own("same-as"),
    )
