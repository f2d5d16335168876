"""The generated pages of docs/: one place that writes them all, or says which are out of date.

python -m tests.documents            write them
python -m tests.documents --check    exit 1 and name them where they differ
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import get_origin

from checks.catalogue import load_catalogue
from checks.pages import pages as indicator_pages
from crawler.config import Config, Section
from results.dictionary import render as data_dictionary
from results.dictionary import render_figures
from tests import exchange_columns, moves_table

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def generated() -> Mapping[Path, str]:
    """Path → text of every generated page."""
    found = {DOCS / "indicators" / name: text for name, text in indicator_pages(load_catalogue()).items()}
    found[DOCS / "data-dictionary.md"] = data_dictionary()
    found[DOCS / "figures.md"] = render_figures()
    found[DOCS / "configuration.md"] = configuration()
    found[DOCS / "casework.md"] = moves_table.page(DOCS / "casework.md")
    found[DOCS / "exchange.md"] = exchange_columns.page(DOCS / "exchange.md")
    return found


def configuration() -> str:
    """Every key of the settings, from the descriptions in crawler/sections.py."""
    lines = ["# Configuration", "", "One TOML file, given with `--config`; every key has a default. Generated.", ""]
    for name, field in Config.model_fields.items():
        section = field.annotation
        assert isinstance(section, type) and issubclass(section, Section)
        doc = (section.__doc__ or "").strip()
        own_doc = doc if doc != (Section.__doc__ or "").strip() else ""
        lines += [f"## `[{name}]`", "", *([own_doc, ""] if own_doc else [])]
        lines += ["| key | type | default | meaning |", "| --- | --- | --- | --- |"]
        for key, setting in section.model_fields.items():
            kind = getattr(setting.annotation, "__name__", str(setting.annotation))
            kind = "table" if get_origin(setting.annotation) is dict else kind
            kind = "list of text" if get_origin(setting.annotation) is tuple else {"str": "text"}.get(kind, kind)
            default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
            shown = str(default).lower() if isinstance(default, bool) else default
            shown = f'"{shown}"' if isinstance(shown, str) and not isinstance(default, bool) else shown
            lines.append(f"| `{key}` | {kind} | `{shown}` | {setting.description} |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    extra = set((DOCS / "indicators").glob("*.md")) - set(generated())
    if "--check" in sys.argv:
        for path in (*stale, *extra):
            print(f"out of date: {path.relative_to(ROOT)} (run: make docs)", file=sys.stderr)
        return 1 if stale or extra else 0
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for path in extra:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
