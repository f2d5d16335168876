"""Tables of the inspection itself: runs, what they gathered, what was judged and found."""

from __future__ import annotations

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
}
