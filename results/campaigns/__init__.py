"""Availability campaigns: a visiting plan drawn beforehand, one row a visit, and the log that checks judge."""
