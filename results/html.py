"""Pages from the templates of this package: everything from outside is escaped, a missing value is our mistake."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(template: str, **shown: Any) -> str:
    """One page of ``results/templates``."""
    return _environment().get_template(template).render(**shown)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("results"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
