"""Tables on the work ledger: documents imported, their tasks, what persons reported of them."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "ledgers": (
        "One row a version of a document of tasks. The same file again makes no row; a changed one a new version.",
        """
  name TEXT NOT NULL CHECK (trim(name) <> ''), -- Name of the ledger: the document's title.
  version INTEGER NOT NULL CHECK (version > 0), -- Version of it; the highest counts.
  year INTEGER NOT NULL, -- Year the document is for; 0 where it does not say.
  file TEXT NOT NULL, -- Name of the file as it was handed in.
  file_digest TEXT NOT NULL, -- Digest of the file.
  tasks INTEGER NOT NULL CHECK (tasks > 0), -- How many tasks it has.
  leftovers TEXT NOT NULL CHECK (json_type(leftovers) = 'array'), -- Paragraphs that belong to no task, and why.
""",
        ("name, version",),
    ),
    "ledger_tasks": (
        "One row a task of a version.",
        """
  ledger TEXT NOT NULL, -- Name of the ledger.
  version INTEGER NOT NULL, -- Its version.
  number TEXT NOT NULL CHECK (number <> ''), -- Number of the task in it.
  title TEXT NOT NULL, -- Its first sentence.
  text TEXT NOT NULL, -- What is to be done.
  lead_units TEXT NOT NULL CHECK (json_type(lead_units) = 'array'), -- Units that lead; may be none.
  responsible_units TEXT NOT NULL CHECK (json_type(responsible_units) = 'array'), -- Units responsible; may be none.
  deadline TEXT NOT NULL, -- ISO day, or words for what has no end; empty where none is named or certain.
  indicators TEXT NOT NULL CHECK (json_type(indicators) = 'array'), -- Indicators that look at it; may be none.
  notes TEXT NOT NULL CHECK (json_type(notes) = 'array'), -- What could not be read for certain.
  source TEXT NOT NULL, -- All of the document the task is made of, as it stands there.
  FOREIGN KEY (ledger, version) REFERENCES ledgers(name, version),
""",
        ("ledger, version, number",),
    ),
    "ledger_reports": (
        "One row a report of progress on a task that no machine sees, by a named person.",
        """
  ledger TEXT NOT NULL, -- Name of the ledger.
  version INTEGER NOT NULL, -- Its version at the time.
  number TEXT NOT NULL, -- Number of the task.
  reported_on TEXT NOT NULL CHECK (date(reported_on) IS NOT NULL), -- Day of the report, in China.
  reported_by TEXT NOT NULL CHECK (trim(reported_by) <> ''), -- Who reported.
  note TEXT NOT NULL CHECK (trim(note) <> ''), -- What was reported.
  done INTEGER NOT NULL CHECK (done IN (0, 1)), -- 1 where the task is reported as done.
  FOREIGN KEY (ledger, version, number) REFERENCES ledger_tasks(ledger, version, number),
""",
        (),
    ),
}
