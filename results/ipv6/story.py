"""A host's story for a person, top down: the verdicts, what they rest on, and how to see it for oneself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Column, Table
from rich.text import Text

from checks import wording
from checks.judge import Judged
from crawler.errors import printable
from crawler.model import Fault, Outcome
from results.ipv6.inspection import Story
from results.ipv6.layout import add, copyable, heading, indented, line, say, show, word
from results.ipv6.names import tell_authority, tell_names
from results.ipv6.repeat import Command, commands
from results.ipv6.service import tell_home, tell_likeness, tell_line, tell_links
from results.text import plain, render

STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "bold red", Outcome.CANT_TELL: "yellow"}


def tell(console: Console, story: Story) -> None:
    """Print the whole story of a host."""
    title = say("story.title", host=story.host, url=story.target.address, on=story.on)
    console.print(Text(printable(title), style="bold reverse"), soft_wrap=True)
    show(console, [heading("verdicts"), indented(_verdicts(story.judged))])
    show(console, _sections(story))
    _repeat(console, commands(story))
    console.print()


def _repeat(console: Console, repeated: Iterable[Command]) -> None:
    """The commands under the line that says what they should show."""
    show(console, [heading("commands"), line(say("commands.meaning"), "dim")])
    for what, group in groupby(repeated, key=lambda one: one.what):
        console.print(line(what))
        for one in group:
            copyable(console, one.command)
            if one.seen:
                console.print(line(f"  {say('commands.seen', seen=one.seen)}", "dim"))


def tell_in_a_line(console: Console, story: Story) -> None:
    """The verdicts on what was looked at, a line each: what a list of thousands can be read by."""
    for one in (one for one in story.judged if one.verdict.outcome is not Outcome.UNTESTED):
        outcome = word("outcomes", one.verdict.outcome)
        sentence = say("story.one_line", outcome=outcome, host=story.host, sentence=sentence_of(one))
        console.print(Text(printable(sentence), style=STYLES.get(one.verdict.outcome, "")), soft_wrap=True)


def sentence_of(one: Judged) -> str:
    return render(one.indicator, one.verdict)


def _verdicts(judged: Iterable[Judged]) -> Table:
    """A row for each sentence: what could not be looked at has the same one for many indicators."""
    rows = Table.grid("", "", Column(overflow="fold"), padding=(0, 2, 0, 0))
    for (kind, sentence), group in groupby(judged, key=lambda one: (one.verdict.outcome, sentence_of(one))):
        outcome = Text(word("outcomes", kind), style=STYLES.get(kind, "dim"))
        add(rows, outcome, [one.indicator.title for one in group], sentence)
    return rows


def _sections(story: Story) -> Iterator[RenderableType]:
    """What was seen, section by section; what was not gathered has none."""
    if story.log.control or story.log.answers:
        yield heading("line")
        yield from tell_line(story.vantage, story.log.answers, story.log.control)
    yield from _section("names", story.names, tell_names)
    yield from _section("authority", story.authority, tell_authority)
    if story.probes or isinstance(story.service, Fault):
        yield heading("home")
        yield from _fault(story.service)
        yield from tell_home(story.probes)
    yield from _section("likeness", story.likeness, tell_likeness)
    yield from _section("links", story.links, tell_links)


def _section(name: str, fact: Any, teller: Callable[[Any], Iterator[RenderableType]]) -> Iterator[RenderableType]:
    if fact is None:
        return
    yield heading(name)
    yield from _fault(fact) if isinstance(fact, Fault) else teller(fact)


def _fault(fact: object) -> Iterator[RenderableType]:
    if isinstance(fact, Fault):
        sentence = wording.generic_messages()[fact.kind.value]
        yield line(sentence.format(url=plain(fact.url), detail=plain(fact.detail)), "yellow")
