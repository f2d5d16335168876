"""Tables of what is published: editions of a quarter's results, written down row by row, and targets set aside."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "set_asides": (
        "One row a word on whether a target that cannot be concluded on is left unrated. The latest one counts.",
        """
  run TEXT NOT NULL, -- The run.
  target TEXT NOT NULL, -- The target.
  holds INTEGER NOT NULL CHECK (holds IN (0, 1)), -- 1: it is set aside; 0: no longer.
  said_by TEXT NOT NULL CHECK (trim(said_by) <> ''), -- Who said so.
  reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- Why; it is published.
  FOREIGN KEY (run, target) REFERENCES run_targets(run, target),
""",
        (),
    ),
    "editions": (
        "One row an edition: a quarter's results as they were published. A correction makes the next edition.",
        """
  quarter TEXT NOT NULL CHECK (quarter GLOB '20[0-9][0-9]Q[1-4]'), -- The quarter.
  edition INTEGER NOT NULL CHECK (edition > 0), -- Its number in the quarter; the highest one counts.
  run TEXT NOT NULL REFERENCES runs(run), -- The run it is made of.
  published_on TEXT NOT NULL CHECK (date(published_on) IS NOT NULL), -- Day of publication in China.
  published_by TEXT NOT NULL CHECK (trim(published_by) <> ''), -- Who published.
  correction TEXT NOT NULL CHECK ((edition = 1) = (correction = '')), -- Why an earlier edition was wrong; empty in the first.
  office TEXT NOT NULL, -- Name of the office, as it signs.
  city TEXT NOT NULL, -- The area it answers for.
  decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 4), -- Decimals of its percentages.
  rounding TEXT NOT NULL CHECK (rounding IN ('half-up', 'truncate')), -- How they are rounded.
  words TEXT NOT NULL CHECK (json_type(words) = 'object'), -- Its other settings and what it says of its method, as JSON.
  catalogue_digest TEXT NOT NULL, -- SHA-256 of the catalogue of the run.
  head_seq INTEGER NOT NULL, -- Number of the newest row of the trail it rests on.
  head_hash TEXT NOT NULL CHECK (length(head_hash) = 64), -- Hash of that row.
""",  # noqa: E501  one line a column, so that each carries its comment
        ("quarter, edition",),
    ),
    "edition_targets": (
        "One row a target in an edition: its rating as published.",
        """
  quarter TEXT NOT NULL, -- The quarter.
  edition INTEGER NOT NULL, -- The edition.
  target TEXT NOT NULL, -- The target, as the inventory of the edition's run has it.
  rating TEXT NOT NULL CHECK (rating IN ('qualified', 'unqualified', 'set-aside')), -- Its rating.
  points TEXT NOT NULL, -- Its points as a decimal; empty where it is not scored.
  reason TEXT NOT NULL CHECK ((rating = 'set-aside') = (reason <> '')), -- Why it was set aside; else empty.
  FOREIGN KEY (quarter, edition) REFERENCES editions(quarter, edition),
""",
        ("quarter, edition, target",),
    ),
    "edition_findings": (
        "One row an upheld finding in an edition: one that is published as a problem, or that is excused.",
        """
  quarter TEXT NOT NULL, -- The quarter.
  edition INTEGER NOT NULL, -- The edition.
  finding INTEGER NOT NULL REFERENCES findings(seq), -- The finding.
  standing TEXT NOT NULL CHECK (standing IN ('counted', 'explained', 'rectified')), -- Published as a problem, or why not.
  decision INTEGER REFERENCES decisions(seq), -- The decision that upheld it; null: explained before anybody concluded.
  CHECK (standing <> 'counted' OR decision IS NOT NULL),
  FOREIGN KEY (quarter, edition) REFERENCES editions(quarter, edition),
""",  # noqa: E501
        ("quarter, edition, finding",),
    ),
    "edition_rectifications": (
        "One row a finding in a rectification notice of the quarter before, and what came of it until publication.",
        """
  quarter TEXT NOT NULL, -- The quarter of the edition, not of the notice.
  edition INTEGER NOT NULL, -- The edition.
  notice INTEGER NOT NULL REFERENCES notices(seq), -- The notice.
  finding INTEGER NOT NULL REFERENCES findings(seq), -- The finding.
  state TEXT NOT NULL CHECK (state IN ('rectified', 'open', 'void')), -- Put right; not yet, or not confirmed; withdrawn or cancelled.
  FOREIGN KEY (quarter, edition) REFERENCES editions(quarter, edition),
""",  # noqa: E501
        ("quarter, edition, finding",),
    ),
}
