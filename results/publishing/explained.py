"""The pages that say how results were come by, and what every column and figure means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from results.publishing import data_files
from results.publishing import quarter_tables as tables
from results.publishing.frame import Frame
from results.publishing.lines import bases, shown, site_words
from results.publishing.quarter_tables import Shown
from results.schema.figures import FIGURES
from results.schema.published_views import PUBLISHED
from results.text import words

COLUMNS = {
    data_files.LIST: "list",
    data_files.PROBLEMS: "problems",
    data_files.FIGURES: "figures",
    data_files.COUNTS: "counts",
    data_files.UNCHECKED: "unchecked",
}
FINAL = {data_files.CORRECTIONS: "corrections", "trend.csv": "trend"}  # not of a draft


def method(frame: Frame, quarter: Shown) -> bytes:
    """From what the edition froze of its rules, not from the rules as they are now."""
    edition, forms = quarter.result.edition, words("site_method")
    kept: Mapping[str, Any] = edition.words
    line = shown(str(kept.get("pass_line", "")))
    pack: Mapping[str, str] = kept.get("pack", {})
    named = kept.get("settings", {}).get("named_excused", "none")
    values = {
        "documents": _listed(kept.get("documents", ())),
        "pack": shown(pack.get("title", "")),
        "pack_id": shown(pack.get("id", "")),
        "line": line,
        "decimals": edition.decimals,
        "rounding": forms[edition.rounding],
        "run": edition.run,
        "number": edition.number,
        "seq": edition.head[0],
    }
    return frame.page(
        "method",
        site_words()["headings"]["method"],
        say=_Filled(forms, values),
        rating=("points" if line else "vetoes", "aside", f"excused_{named}"),
        manual=_listed(kept.get("manual", ())),
        trial=_listed(kept.get("trial", ())),
        bases=tables.basis_rows(bases(quarter.result)),
    )


class _Filled:
    """Sentences by name, filled with what is known of the edition and what a template adds."""

    def __init__(self, forms: Mapping[str, Any], values: Mapping[str, object]) -> None:
        self.forms, self.values = forms, values

    def __call__(self, key: str, **more: object) -> str:
        return str(self.forms[key]).format(**self.values, **more)

    def each(self, key: str) -> Sequence[str]:
        return [str(form).format(**self.values) for form in self.forms[key]]


def _listed(found: Sequence[str]) -> str:
    return str(site_words()["and"]).join(shown(one, 200) for one in found)


def dictionary(frame: Frame, quarter: Shown) -> bytes:
    forms, name = words("site_dictionary"), str(quarter.result.edition.quarter)
    told = words("figures")["figures"]
    asked = {key: one.sql.replace(":quarter", f"'{name}'") for key, one in FIGURES.items()}
    figures = [(told[key]["title"], told[key]["meaning"], sql) for key, sql in asked.items()]
    lists = [(one["name"], one["means"], one["sql"].replace("{quarter}", name)) for one in forms["lists"]]
    heading = site_words()["headings"]["dictionary"]
    views = {view: sql.strip() for view, sql in PUBLISHED.items()}
    shown_too = {"tables": tuple(_tables(quarter)), "views": views, "json": forms["json"]}
    queries = (("figures", figures), ("lists", lists))
    return frame.page("dictionary", heading, text=forms, queries=queries, **shown_too)


def _tables(quarter: Shown) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """(file, what it is, its columns with their meaning)"""
    heads, meanings, titles = site_words()["csv"], words("site_dictionary")["columns"], site_words()["files"]
    is_draft = quarter.result.is_draft
    for file, key in (COLUMNS | ({} if is_draft else FINAL)).items():
        columns = data_files.list_heads(quarter) if key == "list" else heads[key]
        yield file, titles[file], [(column, meanings[column]) for column in columns]
