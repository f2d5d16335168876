"""Tables of what happens by itself: availability campaigns, visit by visit, and the jobs of the timetable."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "campaigns": (
        "One row an availability campaign. Its plan of visits is drawn from this row; anyone can draw it again.",
        """
  campaign TEXT NOT NULL CHECK (campaign <> ''), -- Name of the campaign, for example 2026Q4-a1.
  begins_at TEXT NOT NULL, -- First instant of the plan, China time.
  days INTEGER NOT NULL CHECK (days > 0), -- Days it lasts.
  visits INTEGER NOT NULL CHECK (visits > 0), -- Visits a day, of each website and family.
  families TEXT NOT NULL CHECK (json_type(families) = 'array'), -- ipv4 and ipv6, or one of them, as JSON.
  seed TEXT NOT NULL CHECK (seed <> ''), -- The seed the times are drawn from.
  day_s INTEGER NOT NULL CHECK (day_s > 0), -- Seconds of a day; fewer than 86,400 in a rehearsal, which nothing is judged by.
  method INTEGER NOT NULL CHECK (method > 0), -- Version of the method of drawing.
  limit_ms INTEGER NOT NULL CHECK (limit_ms > 0), -- A home page that is not open by then counts as not open.
  grace_s INTEGER NOT NULL CHECK (grace_s > 0), -- A visit that could not begin within this time was missed.
  plan_digest TEXT NOT NULL, -- SHA-256 over the whole plan.
  inventory_digest TEXT NOT NULL, -- SHA-256 of the inventory file.
  begun_by TEXT NOT NULL CHECK (trim(begun_by) <> ''), -- Who began it, or the timetable.
""",  # noqa: E501  one line a column, so that each carries its comment
        ("campaign",),
    ),
    "campaign_targets": (
        "One row a website of a campaign, as the inventory had it.",
        """
  campaign TEXT NOT NULL REFERENCES campaigns(campaign), -- The campaign.
  target TEXT NOT NULL CHECK (target <> ''), -- Id of the target in the inventory.
  name TEXT NOT NULL, -- Its name.
  url TEXT NOT NULL, -- Its home page.
""",
        ("campaign, target",),
    ),
    "campaign_visits": (
        "One row a planned visit: what came of it. What stands in no row is still to come.",
        """
  campaign TEXT NOT NULL, -- The campaign.
  target TEXT NOT NULL, -- The website.
  family TEXT NOT NULL CHECK (family IN ('ipv4', 'ipv6')), -- By which family it was opened.
  slot INTEGER NOT NULL CHECK (slot >= 0), -- Number of the visit, of this website and family, from 0.
  due_at TEXT NOT NULL, -- When it was planned for, China time.
  state TEXT NOT NULL CHECK (state IN ('kept', 'failed', 'unclear', 'missed', 'void')), -- Open; not open; only a person can say; we were down; our own line was to blame.
  stage TEXT NOT NULL CHECK (stage IN ('', 'dns', 'tcp', 'tls', 'http', 'slow', 'page')), -- Where it failed, or became unclear.
  began_at TEXT NOT NULL, -- When it began, China time; empty where it was missed.
  took_ms INTEGER NOT NULL CHECK (took_ms >= 0), -- Milliseconds until the page was open, or it was given up.
  status INTEGER NOT NULL, -- HTTP status of the last answer; 0 where there was none.
  address TEXT NOT NULL, -- Address it was opened at.
  detail TEXT NOT NULL, -- What the program saw, for a technician.
  capture TEXT NOT NULL, -- Digest of the visit's log among the captures; empty where it was kept or missed.
  control TEXT NOT NULL, -- Digest of the log of the control hosts beside it; empty where none was needed.
  FOREIGN KEY (campaign, target) REFERENCES campaign_targets(campaign, target),
""",  # noqa: E501
        ("campaign, target, family, slot",),
    ),
    "campaign_ends": (
        "One row a campaign whose time is over and whose every visit has a row.",
        """
  campaign TEXT NOT NULL REFERENCES campaigns(campaign), -- The campaign.
  counts TEXT NOT NULL CHECK (json_type(counts) = 'object'), -- Visits by state, as JSON.
""",
        ("campaign",),
    ),
    "job_ends": (
        "One row each time a job of the timetable came to its end, or was given up.",
        """
  job TEXT NOT NULL CHECK (job <> ''), -- Name of the job.
  due_at TEXT NOT NULL, -- When it was due, China time.
  began_at TEXT NOT NULL, -- When this attempt began, China time.
  attempt INTEGER NOT NULL CHECK (attempt > 0), -- Number of the attempt.
  late_s INTEGER NOT NULL CHECK (late_s >= 0), -- Seconds it began after its time.
  result TEXT NOT NULL CHECK (result IN ('done', 'unhealthy', 'failed', 'killed', 'given-up')), -- How it ended.
  exit_code INTEGER NOT NULL, -- Exit code of its command; negative: the signal that ended it.
  note TEXT NOT NULL, -- What it said last; may be empty.
""",
        ("job, due_at, attempt",),
    ),
    "capture_removals": (
        "One row a run whose captures were deleted when their time of keeping was over. Their digests stay.",
        """
  run TEXT NOT NULL, -- The run, or campaign, they belonged to.
  files TEXT NOT NULL CHECK (json_type(files) = 'array'), -- Files deleted: names, sizes and digests, as JSON.
  captures INTEGER NOT NULL CHECK (captures >= 0), -- Number of captures in them.
  bytes INTEGER NOT NULL CHECK (bytes >= 0), -- Their size.
  kept_until TEXT NOT NULL CHECK (date(kept_until) IS NOT NULL), -- Last day they had to be kept, in China.
  removed_by TEXT NOT NULL CHECK (trim(removed_by) <> ''), -- Who deleted them, or the timetable.
  reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- Why.
""",
        ("run",),
    ),
    "run_monitors": (
        "One row a monitor and end of a run: whether the gathering itself looks well, apart from what it found.",
        """
  run TEXT NOT NULL REFERENCES runs(run), -- The run.
  judgement INTEGER NOT NULL CHECK (judgement > 0), -- The judgement after which it was looked at.
  monitor TEXT NOT NULL CHECK (monitor <> ''), -- Name of the monitor.
  target TEXT NOT NULL, -- The target it is about; empty: the run as a whole.
  well INTEGER NOT NULL CHECK (well IN (0, 1)), -- 0: not well; of the run as a whole: it feeds no pass rate.
  seen TEXT NOT NULL, -- What was seen, as a figure.
  expected TEXT NOT NULL, -- What was expected, as a figure.
  advice TEXT NOT NULL, -- What to do, in words; empty where it is well.
""",
        ("run, judgement, monitor, target",),
    ),
}
