"""Is this a page at all? Walls, soft errors and redirects that ordinary HTTP does not show."""

from __future__ import annotations

from crawler.reading.page import Page


def read_blocked(page: Page) -> str | None:
    """The family of the wall (``ruishu``, ``captcha``, ``wzws``, ``jiasule``, ``script-challenge`` ...), or None."""
    raise NotImplementedError


def read_soft_404(page: Page) -> bool:
    """A page that says it does not exist, is under construction or failed on the server, whatever its status says."""
    raise NotImplementedError


def read_redirect(page: Page) -> str | None:
    """The absolute address a meta refresh or a one-line script sends the visitor to, or None."""
    raise NotImplementedError


def needs_script(page: Page) -> str | None:
    """Why the static page has no content of its own (``empty-body``, ``script-list``, ``frame-only``), or None."""
    raise NotImplementedError
