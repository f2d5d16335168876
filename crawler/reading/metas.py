"""The standard page marks (网页标签) in the head."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.reading.page import Page


def read_metas(page: Page) -> Mapping[str, str]:
    """Metas by their standard name (``SiteName``, ``SiteIDCode``, ``ColumnName``, ``PubDate`` ... and ``title``),
    whatever letter case, quotes or misspelling the page uses; the first non-empty value wins."""
    raise NotImplementedError
