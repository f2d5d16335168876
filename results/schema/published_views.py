"""Views on what was published: every figure of a list and of a circular stands in one of them.

Each counts rows of the newest edition of a quarter (``published_editions``); docs/figures.md names the figures.
"""

from __future__ import annotations

# Targets of both fields, and of each: a row of the inventory stands once in every dimension that has a value for it.
_DIMENSIONS = {
    "all": "''",
    "kind": "kind",
    "level": "level",
    "region": "region",
    "owner": "owner",
    "platform": "platform",
}
_PARTS = " UNION ALL ".join(
    f"SELECT quarter, field, '{dimension}' AS dimension, {column} AS name, rating, chosen FROM published_inventory"  # noqa: S608
    + (f" WHERE {column} <> ''" if dimension != "all" else "")
    for dimension, column in _DIMENSIONS.items()
)
# Whole numbers alone: hundredths of a per cent and finer, cut or rounded half up, and never up to all of them.
_PERCENT = """CASE WHEN {of} = 0 THEN '' ELSE
  (SELECT CASE e.decimals WHEN 0 THEN scaled || '%'
          ELSE (scaled / unit) || '.' || substr('0000' || (scaled % unit), -e.decimals) || '%' END
   FROM (SELECT unit, CASE WHEN {part} < {of} THEN min(whole, 100 * unit - 1) ELSE whole END AS scaled
         FROM (SELECT unit, CASE e.rounding WHEN 'truncate' THEN {part} * 100 * unit / {of}
                                 ELSE (2 * {part} * 100 * unit + {of}) / (2 * {of}) END AS whole
               FROM (SELECT CASE e.decimals WHEN 0 THEN 1 WHEN 1 THEN 10 WHEN 2 THEN 100 WHEN 3 THEN 1000
                                 ELSE 10000 END AS unit)))) END"""

PUBLISHED = {
    "published_editions": """
SELECT e.* FROM editions e
WHERE NOT EXISTS (SELECT 1 FROM editions later WHERE later.quarter = e.quarter AND later.edition > e.edition)""",
    "published_inventory": """
SELECT e.quarter, e.edition, e.run, t.target, CASE t.kind WHEN 'account' THEN 'accounts' ELSE 'sites' END AS field,
       t.kind, t.name, t.owner, t.level, t.region, t.site_code, t.platform, t.address, t.chosen,
       coalesce(r.rating, '') AS rating, coalesce(r.points, '') AS points, coalesce(r.reason, '') AS reason
FROM published_editions e JOIN run_targets t ON t.run = e.run AND t.status = 'running'
LEFT JOIN edition_targets r ON r.quarter = e.quarter AND r.edition = e.edition AND r.target = t.target""",
    "edition_problems": """
SELECT w.quarter, w.edition, w.finding, w.standing, f.target, f.indicator, r.title, r.consequence, r.document, r.clause,
       f.outcome, f.message, f.data, f.subjects, f.captures, f.monitored_on, f.observed_at,
       d.reason AS decision_reason, d.at AS decided_at
FROM edition_findings w JOIN findings f ON f.seq = w.finding
LEFT JOIN decisions d ON d.seq = w.decision
LEFT JOIN rules r ON r.catalogue_digest = f.catalogue_digest AND r.indicator = f.indicator""",
    "published_problems": """
SELECT p.* FROM published_editions e JOIN edition_problems p ON p.quarter = e.quarter AND p.edition = e.edition""",
    "pass_rates": f"""
SELECT e.quarter, p.field, p.dimension, p.name, p.running, p.checked, p.qualified, p.unqualified, p.set_aside,
       p.qualified + p.unqualified AS rated,
       {_PERCENT.format(part="p.qualified", of="(p.qualified + p.unqualified)")} AS pass_rate,
       {_PERCENT.format(part="p.checked", of="p.running")} AS coverage,
       {_PERCENT.format(part="p.set_aside", of="p.checked")} AS set_aside_share
FROM published_editions e JOIN (
  SELECT quarter, field, dimension, name, count(*) AS running, sum(chosen) AS checked,
         sum(rating = 'qualified') AS qualified, sum(rating = 'unqualified') AS unqualified,
         sum(rating = 'set-aside') AS set_aside
  FROM ({_PARTS}) GROUP BY quarter, field, dimension, name) p ON p.quarter = e.quarter""",  # noqa: S608
    "problem_counts": """
SELECT p.quarter, CASE t.kind WHEN 'account' THEN 'accounts' ELSE 'sites' END AS field, p.indicator, p.title,
       p.consequence, count(*) AS targets
FROM published_problems p JOIN editions e ON e.quarter = p.quarter AND e.edition = p.edition
JOIN run_targets t ON t.run = e.run AND t.target = p.target
WHERE p.standing = 'counted' GROUP BY p.quarter, field, p.indicator""",
    "excused_counts": """
SELECT quarter, sum(standing = 'explained') AS explained, sum(standing = 'rectified') AS rectified
FROM published_problems GROUP BY quarter""",
    "rectification_counts": f"""
SELECT c.*, {_PERCENT.format(part="c.rectified", of="c.findings")} AS rectified_share
FROM published_editions e JOIN (
  SELECT quarter, edition, count(DISTINCT CASE WHEN state <> 'void' THEN notice END) AS notices,
         sum(state <> 'void') AS findings, sum(state = 'rectified') AS rectified, sum(state = 'open') AS open
  FROM edition_rectifications GROUP BY quarter, edition) c ON c.quarter = e.quarter AND c.edition = e.edition""",  # noqa: S608
}
