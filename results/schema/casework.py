"""Tables of what the office does with findings: draws, decisions, exemptions, notices and their life."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
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
    "rules": (
        "One row an indicator and catalogue: what the rule said when findings were made by it.",
        """
  catalogue_digest TEXT NOT NULL, -- SHA-256 of the catalogue, as findings carry it.
  indicator TEXT NOT NULL CHECK (indicator <> ''), -- Id of the indicator.
  title TEXT NOT NULL, -- Its Chinese title.
  status TEXT NOT NULL CHECK (status IN ('trial', 'in-force', 'retired')), -- Trial rules are shown, never counted.
  consequence TEXT NOT NULL CHECK (consequence IN ('veto', 'deduct', 'bonus', 'advisory')), -- What follows a fault.
  points TEXT NOT NULL, -- Points at most, as a decimal; empty: not scored.
  document TEXT NOT NULL, -- Document the rule stands in.
  clause TEXT NOT NULL, -- Its clause.
""",
        ("catalogue_digest, indicator",),
    ),
    "run_orders": (
        "One row a run: what it was for, and the rule pack it went by.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  purpose TEXT NOT NULL CHECK (purpose IN ('check', 'recheck', 'follow-up', 'reconsideration')), -- What it was for.
  sample TEXT NOT NULL, -- The draw it inspects; empty: the whole inventory, or what was named.
  pack TEXT NOT NULL CHECK (pack <> ''), -- Id of the rule pack.
  pack_digest TEXT NOT NULL, -- SHA-256 of the pack with all it inherits.
  pack_content TEXT NOT NULL CHECK (json_type(pack_content) = 'object'), -- The pack with all it inherits, as JSON.
""",
        ("run",),
    ),
    "run_matters": (
        "One row a finding that a run looks at again; of such a run nothing else is judged.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run that looks again.
  finding INTEGER NOT NULL REFERENCES findings(seq), -- The finding it looks at.
  notice INTEGER REFERENCES notices(seq), -- The notice the finding stands in, if any.
""",
        ("run, finding",),
    ),
    "samples": (
        "One row a draw: which targets a quarter inspects. Seed and inventory give the same draw to anyone.",
        """
  sample TEXT NOT NULL CHECK (sample <> ''), -- Name of the draw, for example 2026Q4-1.
  quarter TEXT NOT NULL CHECK (quarter GLOB '20[0-9][0-9]Q[1-4]'), -- Quarter it is for.
  rate TEXT NOT NULL, -- Share drawn, as a decimal between 0 and 1.
  seed TEXT NOT NULL CHECK (seed <> ''), -- The seed, as it was typed.
  method INTEGER NOT NULL CHECK (method > 0), -- Version of the method of drawing.
  inventory_digest TEXT NOT NULL, -- SHA-256 of the inventory file.
  inputs TEXT NOT NULL CHECK (json_type(inputs) = 'object'), -- Earlier draws and must-includes it went by, as JSON.
  population INTEGER NOT NULL CHECK (population >= 0), -- Targets to draw from.
  drawn INTEGER NOT NULL CHECK (drawn BETWEEN 0 AND population), -- Targets drawn.
  drawn_by TEXT NOT NULL CHECK (trim(drawn_by) <> ''), -- Who drew.
""",
        ("sample",),
    ),
    "sample_targets": (
        "One row a target drawn.",
        """
  sample TEXT NOT NULL REFERENCES samples(sample), -- The draw.
  target TEXT NOT NULL CHECK (target <> ''), -- Id of the target in the inventory.
  stratum TEXT NOT NULL, -- Its stratum.
  ground TEXT NOT NULL CHECK (ground IN ('always', 'required', 'quota', 'drawn')), -- Why it is in.
""",
        ("sample, target",),
    ),
    "exemptions": (
        "One row an explanation the office accepted: this fault of this target does not count for a time.",
        """
  target TEXT NOT NULL CHECK (target <> ''), -- Id of the target in the inventory.
  indicator TEXT NOT NULL CHECK (indicator <> ''), -- Id of the indicator.
  reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- Why.
  from_on TEXT NOT NULL CHECK (date(from_on) IS NOT NULL), -- First day it holds.
  until_on TEXT NOT NULL CHECK (date(until_on) >= date(from_on)), -- Last day it holds.
  granted_by TEXT NOT NULL CHECK (trim(granted_by) <> ''), -- Who accepted it.
  files TEXT NOT NULL CHECK (json_type(files) = 'array'), -- Proof handed in: names and digests, as JSON.
""",
        (),
    ),
    "exemption_ends": (
        "One row an exemption that was taken back before its last day.",
        """
  exemption INTEGER NOT NULL REFERENCES exemptions(seq), -- The exemption.
  ended_on TEXT NOT NULL CHECK (date(ended_on) IS NOT NULL), -- First day it no longer holds.
  ended_by TEXT NOT NULL CHECK (trim(ended_by) <> ''), -- Who took it back.
  reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- Why.
""",
        ("exemption",),
    ),
    "notice_forms": (
        "One row a notice: its kind, the template it was made from, and the file people print.",
        """
  notice INTEGER NOT NULL REFERENCES notices(seq), -- The notice.
  kind TEXT NOT NULL CHECK (kind IN ('rectification', 'prompt', 'supervision')), -- Its kind.
  follows INTEGER REFERENCES notices(seq), -- The overdue notice that a supervision letter is about.
  letter_mark TEXT NOT NULL CHECK (letter_mark <> ''), -- The office's mark in the number it bears.
  due_days TEXT NOT NULL CHECK (json_type(due_days) = 'object'), -- Finding to its own due day, as JSON.
  template TEXT NOT NULL, -- Name and version of the template.
  template_digest TEXT NOT NULL, -- SHA-256 of the template.
  printed TEXT NOT NULL, -- Name of the PDF file; empty where none was made.
  printed_digest TEXT NOT NULL, -- SHA-256 of the PDF file; empty where none was made.
  head_seq INTEGER NOT NULL, -- Number of the head of the trail that the notice prints.
  head_hash TEXT NOT NULL CHECK (length(head_hash) = 64), -- Hash of that head.
""",
        ("notice",),
    ),
    "notice_events": (
        "One row an event in the life of a notice or of one finding in it.",
        """
  notice INTEGER NOT NULL REFERENCES notices(seq), -- The notice.
  finding INTEGER REFERENCES findings(seq), -- The finding it concerns; null: the whole notice.
  event TEXT NOT NULL CHECK (event IN ('served', 'acknowledged', 'responded', 'extended', 'escalated', 'rectified', 'not-rectified', 'unclear', 'closed', 'reopened', 'cancelled')), -- What happened.
  happened_on TEXT NOT NULL CHECK (date(happened_on) IS NOT NULL), -- Day it happened, in China.
  due_on TEXT NOT NULL CHECK (due_on = '' OR date(due_on) IS NOT NULL), -- The new due day an extension, escalation or reopening sets; else empty.
  recorded_by TEXT NOT NULL CHECK (trim(recorded_by) <> ''), -- Who recorded it.
  note TEXT NOT NULL, -- How it was served, what was answered, why it was closed; may be empty.
  files TEXT NOT NULL CHECK (json_type(files) = 'array'), -- Files handed in: names and digests, as JSON.
  seen INTEGER REFERENCES findings(seq), -- The finding of the re-check it rests on, if any.
""",  # noqa: E501  one line a column, so that each carries its comment
        (),
    ),
    "reconsiderations": (
        "One row a request to look at a finding again, where the office offers it.",
        """
  finding INTEGER NOT NULL REFERENCES findings(seq), -- The finding.
  asked_by TEXT NOT NULL CHECK (trim(asked_by) <> ''), -- Unit that asks.
  asked_on TEXT NOT NULL CHECK (date(asked_on) IS NOT NULL), -- Day it was asked.
  reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- What it says.
  recorded_by TEXT NOT NULL CHECK (trim(recorded_by) <> ''), -- Who recorded it.
  files TEXT NOT NULL CHECK (json_type(files) = 'array'), -- Files handed in: names and digests, as JSON.
""",
        (),
    ),
    "reconsideration_results": (
        "One row a reconsideration: what the stored captures say now, and what a fresh look said.",
        """
  reconsideration INTEGER NOT NULL REFERENCES reconsiderations(seq), -- The request.
  stored TEXT NOT NULL CHECK (json_type(stored) = 'object'), -- Verdict on the stored captures, as JSON.
  fresh TEXT NOT NULL CHECK (json_type(fresh) = 'object'), -- Verdict on the fresh ones, as JSON; empty: not gathered.
  seen INTEGER REFERENCES findings(seq), -- The fresh finding, if any.
""",
        ("reconsideration",),
    ),
}
