"""The navigation as a tree of columns, and what one column page shows."""
