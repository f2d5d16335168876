"""The pages of ``docs/indicators/``, generated from the catalogue: ``python -m checks.pages``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from checks.catalogue import INDICATORS, Catalogue, load_catalogue
from checks.check import CHECKS
from checks.indicator import Indicator
from checks.wording import generic_messages

FOLDER = Path("docs") / "indicators"


def pages(catalogue: Catalogue) -> dict[str, str]:
    """File name → text: one page for each indicator, and the index."""
    texts = {f"{indicator.id}.md": _page(indicator) for indicator in catalogue.indicators}
    automatic = sum(not indicator.manual for indicator in catalogue.indicators)
    texts["index.md"] = _render("index", catalogue=catalogue, automatic=automatic, generic=generic_messages())
    return texts


def write_pages(folder: Path = FOLDER) -> None:
    """Write every page, and remove those of indicators that are gone."""
    texts = pages(load_catalogue())
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _page(indicator: Indicator) -> str:
    needs = CHECKS[indicator.id].needs.values() if not indicator.manual else ()
    facts = [need.kind.__name__ for need in needs if need.kind.__name__ in _words()["facts"]]
    own = {example.reason: example.outcome.value for example in indicator.examples}
    order = list(_words()["outcome"])
    reasons = sorted(((own[reason], reason) for reason in indicator.own_reasons), key=lambda pair: order.index(pair[0]))
    return _render("page", one=indicator, facts=facts, reasons=reasons)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((INDICATORS / "_pages.toml").read_text(encoding="utf-8"))


def _render(template: str, **values: Any) -> str:
    # Markdown, not HTML: escaping would spoil quotation marks.
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701
    environment.filters["limit"] = _limit
    environment.filters["named"] = lambda name, table: _words()[table][str(name)]
    text = environment.from_string(_words()["templates"][template]).render(words=_words(), **values)
    return text.strip() + "\n"


def _limit(value: Any) -> str:
    """A limit as one cell of a Markdown table; a list of tables as one line each."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "<br>".join(_limit(one) for one in value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "`" + text.replace("|", "\\|") + "`"


if __name__ == "__main__":
    write_pages()
