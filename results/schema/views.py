"""Views: current state is derived from rows, never a stored column."""

from __future__ import annotations

from results.schema.published_views import PUBLISHED

WORK = {
    "current_findings": """
SELECT f.* FROM findings f
WHERE NOT EXISTS (SELECT 1 FROM findings later WHERE later.run = f.run AND later.target = f.target
                  AND later.indicator = f.indicator AND later.judgement > f.judgement)
  AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.finding = f.seq)""",
    "current_decisions": """
SELECT d.* FROM decisions d
WHERE NOT EXISTS (SELECT 1 FROM decisions later WHERE later.finding = d.finding AND later.seq > d.seq)""",
    "second_words": """
SELECT d.finding, d.seq AS decision, d.decided_by, d.at FROM current_decisions d
JOIN findings f ON f.seq = d.finding
JOIN rules r ON r.catalogue_digest = f.catalogue_digest AND r.indicator = f.indicator
LEFT JOIN run_orders o ON o.run = f.run
WHERE d.kind = 'upheld' AND r.status = 'in-force'
  AND r.consequence IN (SELECT value FROM json_each(
                        coalesce(json_extract(o.pack_content, '$.review.second_person'), '["veto"]')))
  AND NOT EXISTS (SELECT 1 FROM decisions first WHERE first.finding = d.finding AND first.kind = 'upheld'
                  AND lower(replace(replace(first.decided_by, ' ', ''), char(12288), ''))
                   <> lower(replace(replace(d.decided_by, ' ', ''), char(12288), ''))
                  AND NOT EXISTS (SELECT 1 FROM decisions between_ WHERE between_.finding = d.finding
                                  AND between_.seq BETWEEN first.seq AND d.seq AND between_.kind <> 'upheld'))""",
    "review_queue": """
SELECT f.seq AS finding, f.run, f.target, t.name, t.owner, f.indicator, r.title, r.consequence, f.outcome, f.message,
       f.observed_at, s.decided_by AS awaits_second_word_after
FROM current_findings f JOIN run_targets t ON t.run = f.run AND t.target = f.target
LEFT JOIN rules r ON r.catalogue_digest = f.catalogue_digest AND r.indicator = f.indicator
LEFT JOIN current_decisions d ON d.finding = f.seq
LEFT JOIN second_words s ON s.finding = f.seq
WHERE f.outcome IN ('failed', 'cantTell', 'untested')
  AND (coalesce(d.kind, 'undecidable') = 'undecidable' OR s.finding IS NOT NULL)""",
    "upheld_findings": """
SELECT f.seq AS finding, f.run, f.target, t.name, t.owner, f.indicator, r.title, r.consequence, f.message,
       d.decided_by, d.reason AS decision_reason, d.at AS decided_at
FROM current_findings f JOIN run_targets t ON t.run = f.run AND t.target = f.target
JOIN current_decisions d ON d.finding = f.seq AND d.kind = 'upheld'
LEFT JOIN rules r ON r.catalogue_digest = f.catalogue_digest AND r.indicator = f.indicator
WHERE f.seq NOT IN (SELECT finding FROM second_words)""",
    "notices_sent": """
SELECT n.seq AS notice, n.year, n.number, coalesce(k.kind, 'rectification') AS kind, n.owner, n.issued_on,
       coalesce((SELECT e.due_on FROM notice_events e WHERE e.notice = n.seq AND e.due_on <> ''
                 ORDER BY e.seq DESC LIMIT 1), n.due_on) AS due_on,
       (SELECT e.event FROM notice_events e WHERE e.notice = n.seq AND e.finding IS NULL AND e.event <> 'extended'
        ORDER BY e.seq DESC LIMIT 1) AS latest_event,
       n.file, (SELECT count(*) FROM notice_findings f WHERE f.notice = n.seq) AS findings
FROM notices n LEFT JOIN notice_forms k ON k.notice = n.seq""",
}

# Three of them as databases up to version 3 have them.
BEFORE = {
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


VIEWS = WORK | PUBLISHED


def views_of(version: int) -> dict[str, str]:
    """The views of a database of this version, in an order in which they can be made."""
    if version > 4:
        return VIEWS
    if version > 3:
        return WORK
    return {name: WORK[name] for name in ("current_findings", "current_decisions")} | BEFORE
