"""Names of cases that are the same on every worker of a run."""

from __future__ import annotations

import pytest


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are named by their argument: made documents hold the clock, and workers must agree on names."""
    del config
    return argname if isinstance(val, bytes) else None
