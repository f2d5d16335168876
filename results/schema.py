"""The tables and views of the audit trail, as text. ``results.migrations`` builds the database from it.

Every table only grows. Every row of every table carries its number in the one chain over all tables (``seq``), the
instant it was written (``at``), the hash of the row before it in the chain (``prev``) and its own (``hash``).
The comments stay in the database and become ``docs/data-dictionary.md``. Current state is a view, never a column.
"""

from __future__ import annotations

# table: what it holds, its own columns, and the keys no two rows may share
TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "runs": (
        "One row a run: one inspection of one inventory.",
        """
  run TEXT NOT NULL CHECK (run <> ''), -- The run's name, for example 2026Q4-1.
  command_key TEXT NOT NULL, -- Digest of the command; the same command goes on with its unfinished run.
  quarter TEXT NOT NULL CHECK (quarter GLOB '20[0-9][0-9]Q[1-4]'), -- Quarter inspected, for example 2026Q4.
  monitored_on TEXT NOT NULL CHECK (date(monitored_on) IS NOT NULL), -- Monitoring day in China.
  inventory_digest TEXT NOT NULL, -- SHA-256 of the inventory file.
  config_digest TEXT NOT NULL, -- SHA-256 of the settings.
  catalogue_digest TEXT NOT NULL, -- SHA-256 of the catalogue at the start of the run.
  program_version TEXT NOT NULL, -- Version of spotcheck that began the run.
""",
        ("run",),
    ),
    "run_targets": (
        "One row a target and run: the inventory as it was when the run began.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  target TEXT NOT NULL CHECK (target <> ''), -- Id of the target in the inventory.
  kind TEXT NOT NULL CHECK (kind IN ('portal', 'department_site', 'account')), -- Kind of target.
  name TEXT NOT NULL, -- Name of the website or account.
  address TEXT NOT NULL, -- Home page, or public page of an account.
  owner TEXT NOT NULL, -- The unit that answers for it.
  level TEXT NOT NULL, -- Administrative level.
  region TEXT NOT NULL, -- Region.
  site_code TEXT NOT NULL, -- Site identification code, ten digits.
  platform TEXT NOT NULL, -- Platform of an account.
  account_id TEXT NOT NULL, -- Id of an account on its platform.
  feed TEXT NOT NULL, -- Feed of an account.
  status TEXT NOT NULL CHECK (status IN ('running', 'closed')), -- Closed targets are neither visited nor rated.
  note TEXT NOT NULL, -- The inventory's own remark.
  chosen INTEGER NOT NULL CHECK (chosen IN (0, 1)), -- 1 where the run inspects it, 0 where it is only listed.
""",
        ("run, target",),
    ),
    "gathered": (
        "One row a target and run: its captures are complete.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  target TEXT NOT NULL, -- The target.
  manifest TEXT NOT NULL, -- SHA-256 over the target's captures, as the capture store counts it.
  captures INTEGER NOT NULL CHECK (captures >= 0), -- Number of captures.
  FOREIGN KEY (run, target) REFERENCES run_targets(run, target),
""",
        ("run, target",),
    ),
    "judgements": (
        "One row a judgement of a run; the first is 1, each later one judged the stored captures again.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  judgement INTEGER NOT NULL CHECK (judgement > 0), -- Number of the judgement in its run.
  catalogue_digest TEXT NOT NULL, -- SHA-256 of the catalogue it used.
  program_version TEXT NOT NULL, -- Version of spotcheck it used.
""",
        ("run, judgement",),
    ),
    "findings": (
        "One row a finding: what a check said of a target. A later judgement writes only what changed.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  judgement INTEGER NOT NULL, -- The judgement that said so.
  target TEXT NOT NULL, -- The target.
  indicator TEXT NOT NULL CHECK (indicator <> ''), -- Id of the indicator in the catalogue.
  indicator_version INTEGER NOT NULL CHECK (indicator_version > 0), -- Version of the check.
  outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'cantTell', 'inapplicable', 'untested')), -- Outcome.
  reason TEXT NOT NULL, -- What was seen, as a noun.
  data TEXT NOT NULL CHECK (json_type(data) = 'object'), -- Figures and names behind the message, as JSON.
  subjects TEXT NOT NULL CHECK (json_type(subjects) = 'array'), -- Columns, accounts or links concerned, as JSON.
  message TEXT NOT NULL, -- The sentence people read.
  captures TEXT NOT NULL CHECK (json_type(captures) = 'array'), -- Digests of the captures behind it, as JSON.
  observed_at TEXT NOT NULL, -- When the newest capture behind it was made.
  monitored_on TEXT NOT NULL CHECK (date(monitored_on) IS NOT NULL), -- Monitoring day in China.
  catalogue_digest TEXT NOT NULL, -- SHA-256 of the catalogue it was judged by.
  program_version TEXT NOT NULL, -- Version of spotcheck that judged.
  FOREIGN KEY (run, target) REFERENCES run_targets(run, target),
  FOREIGN KEY (run, judgement) REFERENCES judgements(run, judgement),
""",
        ("run, target, indicator, judgement",),
    ),
    "withdrawals": (
        "One row a finding that a later judgement no longer makes, because its indicator left the catalogue.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  judgement INTEGER NOT NULL, -- The judgement that no longer makes it.
  finding INTEGER NOT NULL REFERENCES findings(seq), -- The finding.
  FOREIGN KEY (run, judgement) REFERENCES judgements(run, judgement),
""",
        ("finding",),
    ),
    "judged": (
        "One row a target and judgement: all its findings are written.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  judgement INTEGER NOT NULL, -- The judgement.
  target TEXT NOT NULL, -- The target.
  findings INTEGER NOT NULL CHECK (findings >= 0), -- Findings made.
  changed INTEGER NOT NULL CHECK (changed >= 0), -- Findings that were new, changed or withdrawn.
  reading TEXT NOT NULL, -- SHA-256 of what the readers made of the captures; empty where none was kept.
  FOREIGN KEY (run, target) REFERENCES run_targets(run, target),
  FOREIGN KEY (run, judgement) REFERENCES judgements(run, judgement),
""",
        ("run, judgement, target",),
    ),
    "run_ends": (
        "One row each time a run came to its end.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  healthy INTEGER NOT NULL CHECK (healthy IN (0, 1)), -- 0: the gathering itself was ill and feeds no pass rate.
  summary TEXT NOT NULL CHECK (json_type(summary) = 'object'), -- Counts, as JSON.
""",
        (),
    ),
    "upgrades": (
        "One row each time a newer program added tables to this database.",
        """
  from_version INTEGER NOT NULL CHECK (from_version > 0), -- Version of the tables before.
  to_version INTEGER NOT NULL CHECK (to_version > from_version), -- Version of the tables since.
""",
        (),
    ),
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
    "decisions": (
        "One row a decision: a named person's word on one finding. The latest one counts.",
        """
  finding INTEGER NOT NULL REFERENCES findings(seq), -- The finding.
  kind TEXT NOT NULL CHECK (kind IN ('upheld', 'dismissed', 'undecidable')), -- The word.
  decided_by TEXT NOT NULL CHECK (trim(decided_by) <> ''), -- Who decided.
  reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- Why.
""",
        (),
    ),
    "notices": (
        "One row a rectification notice, numbered within its year without gaps.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999), -- Year of the number.
  number INTEGER NOT NULL CHECK (number > 0), -- Number in the year.
  owner TEXT NOT NULL CHECK (owner <> ''), -- The unit it is addressed to.
  issued_on TEXT NOT NULL CHECK (date(issued_on) IS NOT NULL), -- Day of issue in China.
  due_on TEXT NOT NULL CHECK (date(due_on) >= date(issued_on)), -- Day by which the faults are to be put right.
  file TEXT NOT NULL, -- Name of the document.
  document_digest TEXT NOT NULL, -- SHA-256 of the document.
""",
        ("year, number",),
    ),
    "notice_findings": (
        "One row a finding in a notice. A finding stands in one notice only.",
        """
  notice INTEGER NOT NULL REFERENCES notices(seq), -- The notice.
  finding INTEGER NOT NULL REFERENCES findings(seq), -- The finding.
  decision INTEGER NOT NULL REFERENCES decisions(seq), -- The decision that upheld it.
""",
        ("finding",),
    ),
    "publications": (
        "One row a published list that differs from the one before.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  form TEXT NOT NULL CHECK (form IN ('draft', 'final')), -- A draft has something pending and stays in the office.
  qualified INTEGER NOT NULL CHECK (qualified >= 0), -- Targets qualified.
  unqualified INTEGER NOT NULL CHECK (unqualified >= 0), -- Targets unqualified.
  pending INTEGER NOT NULL CHECK (pending >= 0), -- Targets pending.
  page_digest TEXT NOT NULL, -- SHA-256 of the page.
  table_digest TEXT NOT NULL, -- SHA-256 of the CSV table.
  CHECK (form = 'draft' OR pending = 0),
""",
        (),
    ),
}
# First version with the table; of all others: 1.
SINCE = {"upgrades": 2, "account_imports": 2, "account_attestations": 2, "reminders": 3}
NAMED = frozenset({"runs"})  # tables whose own name, not the number, is the primary key: browsers link to it


def tables_of(version: int) -> tuple[str, ...]:
    """The tables of a database of this version, in their order."""
    return tuple(table for table in TABLES if SINCE.get(table, 1) <= version)


HEAD = """
  seq INTEGER {seq}, -- Number in the one chain over all tables.
  at TEXT NOT NULL CHECK (at GLOB '20[0-9][0-9]-*T*+08:00'), -- When the row was written, China time."""
TAIL = """  prev TEXT NOT NULL CHECK (length(prev) = 64), -- Hash of the row before it in the chain.
  hash TEXT NOT NULL CHECK (length(hash) = 64){comma} -- SHA-256 over the table's name and all other columns."""

VIEWS = {
    "current_findings": """
SELECT f.* FROM findings f
WHERE NOT EXISTS (SELECT 1 FROM findings later WHERE later.run = f.run AND later.target = f.target
                  AND later.indicator = f.indicator AND later.judgement > f.judgement)
  AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.finding = f.seq)""",
    "current_decisions": """
SELECT d.* FROM decisions d
WHERE NOT EXISTS (SELECT 1 FROM decisions later WHERE later.finding = d.finding AND later.seq > d.seq)""",
    "review_queue": """
SELECT f.seq AS finding, f.run, f.target, t.name, t.owner, f.indicator, f.outcome, f.message, f.observed_at
FROM current_findings f JOIN run_targets t ON t.run = f.run AND t.target = f.target
LEFT JOIN current_decisions d ON d.finding = f.seq
WHERE f.outcome IN ('failed', 'cantTell', 'untested') AND coalesce(d.kind, 'undecidable') = 'undecidable'""",
    "upheld_findings": """
SELECT f.seq AS finding, f.run, f.target, t.name, t.owner, f.indicator, f.message, d.decided_by,
       d.reason AS decision_reason, d.at AS decided_at
FROM current_findings f JOIN run_targets t ON t.run = f.run AND t.target = f.target
JOIN current_decisions d ON d.finding = f.seq AND d.kind = 'upheld'""",
    "notices_sent": """
SELECT n.year, n.number, n.owner, n.issued_on, n.due_on, n.file, count(f.seq) AS findings
FROM notices n LEFT JOIN notice_findings f ON f.notice = n.seq GROUP BY n.seq""",
}
