"""The commands that make a quarter's results public, and that leave a target unrated."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from crawler import clock
from crawler.config import load_config
from crawler.errors import printable
from crawler.lexicon import say as door
from crawler.model import TargetId
from results.audit import Trail
from results.circular import files as circular_files
from results.letters.print_report import differences
from results.publishing import aside
from results.publishing.figures import Dimension, groups
from results.publishing.freeze import Order
from results.publishing.lines import site_words
from results.publishing.quarter import QuarterResult
from results.publishing.quarter_tables import coverage_of, rate_of, share_beside
from results.publishing.release import release, release_draft
from results.publishing.rows import SetAside, Standing
from results.publishing.words import say
from results.rules import catalogue_of

app = typer.Typer()

Data = Annotated[Path, typer.Option("--data", help=door("door.data"))]
Config = Annotated[Path | None, typer.Option("--config", help=door("door.config"))]
Run = Annotated[str, typer.Option("--run", help=say("run"))]
By = Annotated[str, typer.Option("--by", help=say("by"))]


@app.command("publish", help=say("help"))
def publish(
    run: Run = "",
    is_draft: Annotated[bool, typer.Option("--draft", help=say("draft"))] = False,
    by: By = "",
    on: Annotated[str, typer.Option("--on", help=say("on"))] = "",
    correction: Annotated[str, typer.Option("--correction", help=say("correction"))] = "",
    out: Annotated[Path | None, typer.Option("--out", help=say("out"))] = None,
    config: Config = None,
    data: Data = Path("var"),
) -> None:
    settings, day = load_config(config), clock.parse_day(on) if on else clock.today()
    with Trail.open(data, create=False) as trail:
        record = trail.check(run)
        if is_draft:
            done = release_draft(trail, record, settings, out or data / "drafts" / record.id, clock.now())
        else:
            order = Order(record, by, day, clock.now(), correction)
            done = release(trail, order, settings, out or data / "published")
    circular = circular_files.write(done.result, data)
    _tell(done.result)
    if is_draft or not done.is_new:
        _tell_unheard(done.result, {"--on": on, "--by": by, "--correction": correction})
    print(printable(str(done.page)))
    if done.quarter != done.page.parent:
        print(printable(say("permanent", folder=done.quarter)))
    for path in circular.paths:
        print(printable(say("circular", file=path)))
    for text in differences([circular.printed]):
        print(text, file=sys.stderr)


def _tell(result: QuarterResult) -> None:
    """Every field's pass rate with its fraction, then whether this may be published."""
    names = site_words()["fields"]
    for one in groups(result):
        if one.dimension is Dimension.ALL and one.count.checked:
            told = {"rate": rate_of(one), "coverage": coverage_of(one), "beside": share_beside(one)}
            print(say("rate", name=names[one.field], **told))
    if result.is_draft:
        pending = sum(entry.standing is Standing.PENDING for entry in result.entries)
        print(say("is-draft", pending=pending))
        if not result.is_healthy:
            print(say("unhealthy-draft"), file=sys.stderr)
    else:
        print(printable(say("final", name=result.edition.name, on=result.edition.published_on)))


def _tell_unheard(result: QuarterResult, given: Mapping[str, str]) -> None:
    """What was typed and changes nothing: a draft has no edition, and one that stands is written once."""
    edition, unheard = result.edition, say("and").join(name for name, value in given.items() if value)
    key = "draft-unheard" if result.is_draft else "unheard" if unheard else "no-new"
    if unheard or not result.is_draft:
        told = {"names": unheard, "name": edition.name, "on": edition.published_on, "by": edition.by}
        print(printable(say(key, **told)), file=sys.stderr)


@app.command("set-aside", help=say("aside-help"))
def set_aside(
    target: Annotated[str, typer.Argument(metavar="TARGET", help=say("aside-target"))],
    by: By = "",
    reason: Annotated[str, typer.Option("--reason", help=say("aside-reason"))] = "",
    run: Run = "",
    undo: Annotated[bool, typer.Option("--undo", help=say("aside-undo"))] = False,
    data: Data = Path("var"),
) -> None:
    with Trail.open(data, create=False) as trail:
        record = trail.check(run)
        word = SetAside(record.id, TargetId(target), by, reason, not undo)
        kept = aside.set_aside(trail, record, word, catalogue_of(trail, record.id), clock.now())
    print(printable(say("aside-undone" if undo else "aside-done", target=kept.target, run=kept.run, by=kept.by)))
