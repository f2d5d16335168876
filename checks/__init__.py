"""Checks judge and never fetch: each is a pure function from evidence to a verdict."""
