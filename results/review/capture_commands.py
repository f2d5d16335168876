"""``spotcheck capture``: the bytes of one capture, by their digest, as they were given."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.captures.store import CaptureStore
from crawler.errors import InputError, printable
from crawler.lexicon import say as door
from crawler.model import Capture, Digest
from results.gathering import CAPTURES
from results.retention.words import say as retention
from results.review.sheet_files import store
from results.review.words import say
from results.rows import instant

DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})")

app = typer.Typer()


@app.command("capture", help=say("capture.help"))
def capture(
    digest: Annotated[str, typer.Argument(metavar="DIGEST", help=say("capture.digest"))],
    out: Annotated[Path | None, typer.Option("--out", help=say("capture.out"))] = None,
    data: Annotated[Path, typer.Option("--data", help=door("door.data"))] = Path("var"),
    as_json: Annotated[bool, typer.Option("--json", help=door("door.json"))] = False,
) -> None:
    one, body = _read(digest, data)
    about = {"digest": one.digest, "kind": one.kind.value, "run": one.run, "target": one.target, "url": one.url,
             "role": one.role.value, "status": one.status, "content_type": one.content_type, "at": instant(one.at),
             "truncated": one.truncated, "size": len(body)}  # fmt: skip
    if out:
        store(out, body)
    if as_json:
        print(json.dumps(about, ensure_ascii=False))
    elif out:
        print(printable(say("capture.written", **about)), file=sys.stderr)
        print(out)
    elif sys.stdout.isatty():
        print(printable(say("capture.written", **about)))
        print(say("capture.no-terminal"))
    else:
        sys.stdout.buffer.write(body)


def _read(digest: str, data: Path) -> tuple[Capture, bytes]:
    found = DIGEST.fullmatch(digest.strip().lower())
    if not found:
        raise InputError(say("capture.bad"), value=digest, next_step=say("capture.bad-next"))
    if not (data / CAPTURES / "index.sqlite").exists():
        raise InputError(say("capture.no-store"), file=str(data / CAPTURES), next_step=say("capture.no-store-next"))
    with CaptureStore(data / CAPTURES) as captures:
        try:
            return captures.read(Digest(f"sha256:{found[1]}"))
        except KeyError as error:
            gone = captures.index.of_digest(Digest(f"sha256:{found[1]}"), removed=True)
            if gone is not None:
                problem = retention("gone.capture", run=gone.run, target=gone.target, url=gone.url)
                raise InputError(problem, value=digest, next_step=retention("gone.next")) from error
            raise InputError(say("capture.unknown"), value=digest, next_step=say("capture.unknown-next")) from error
