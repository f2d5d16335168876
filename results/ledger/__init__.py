"""The work ledger: a document of key points as tasks, kept in the trail, and each task's state from findings."""
