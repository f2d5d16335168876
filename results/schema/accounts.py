"""Tables of what people do for accounts: exports and attestations handed in, reminders given."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "account_imports": (
        "One row an account and export: a named person handed in what a platform's back office lists of its posts.",
        """
  target TEXT NOT NULL CHECK (target <> ''), -- Id of the account in the inventory.
  folder TEXT NOT NULL CHECK (folder <> ''), -- Folder of the capture store that holds the bytes.
  capture TEXT NOT NULL, -- Digest of the account's own posts, as read from the file.
  file TEXT NOT NULL, -- Name of the file as it was handed in.
  file_digest TEXT NOT NULL, -- Digest of the file.
  posts INTEGER NOT NULL CHECK (posts > 0), -- Posts of the account in it.
  left_out INTEGER NOT NULL CHECK (left_out >= 0), -- Rows that may be the account's and could not be read.
  newest_on TEXT NOT NULL CHECK (date(newest_on) IS NOT NULL), -- Day of the newest post in China.
  newest_title TEXT NOT NULL, -- Title of the newest post.
  until_on TEXT NOT NULL CHECK (until_on = '' OR until_on >= newest_on), -- It holds all until then; empty: unknown.
  imported_by TEXT NOT NULL CHECK (trim(imported_by) <> ''), -- Who handed it in.
""",
        ("target, capture",),
    ),
    "account_attestations": (
        "One row an attestation: a named person saw an account and its newest post, and kept a screenshot.",
        """
  target TEXT NOT NULL CHECK (target <> ''), -- Id of the account in the inventory.
  folder TEXT NOT NULL CHECK (folder <> ''), -- Folder of the capture store that holds the bytes.
  capture TEXT NOT NULL, -- Digest of the statement.
  screenshot_digest TEXT NOT NULL, -- Digest of the screenshot.
  last_post_on TEXT NOT NULL CHECK (date(last_post_on) IS NOT NULL), -- Day of the newest post seen, in China.
  title TEXT NOT NULL, -- Title of that post; empty where it was not given.
  seen_at TEXT NOT NULL CHECK (seen_at GLOB '20[0-9][0-9]-*T*+08:00'), -- When the account was looked at, China time.
  attested_by TEXT NOT NULL CHECK (trim(attested_by) <> ''), -- Who saw it.
""",
        ("target, capture",),
    ),
    "reminders": (
        "One row a reminder given: a named person told an owner what will be overdue or asked them to look.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run it rests on.
  target TEXT NOT NULL, -- The target.
  given_on TEXT NOT NULL CHECK (date(given_on) IS NOT NULL), -- Day it was given, in China.
  given_by TEXT NOT NULL CHECK (trim(given_by) <> ''), -- Who gave it.
  how TEXT NOT NULL CHECK (trim(how) <> ''), -- By what means, for example telephone.
  note TEXT NOT NULL, -- What was said or answered; may be empty.
  subjects TEXT NOT NULL CHECK (json_type(subjects) = 'array'), -- Early warnings it was about; may be empty.
  FOREIGN KEY (run, target) REFERENCES run_targets(run, target),
""",
        (),
    ),
}
