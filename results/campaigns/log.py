"""What a campaign tells of one website, as the judge sees it; and which campaigns a run hands over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from crawler.clock import CHINA, china_day
from crawler.model import Target, TargetId
from crawler.reading.availability.log import AccessLog
from results.audit import Trail
from results.campaigns.rows import Campaign, VisitRecord
from results.order_rows import Purpose
from results.rows import RunRecord

LATEST_DAYS = 100  # before a run's day: what a campaign that began earlier saw is long past


def log_of(campaign: Campaign, url: str, records: Iterable[VisitRecord]) -> AccessLog:
    """With the digests of what was kept of each visit: who has the log and the captures needs nothing else."""
    plan = campaign.plan
    begins_at = plan.begins_at.astimezone(CHINA).isoformat()
    visits = (replace(one.visit, capture=one.capture, control=one.control) for one in records)
    ordered = tuple(sorted(visits, key=lambda one: (one.family, one.slot)))
    return AccessLog(
        campaign.name, url, begins_at, plan.days, plan.visits, plan.day_s, campaign.limit_ms, ordered
    )  # fmt: skip


def logs_for(trail: Trail, run: RunRecord, targets: Collection[Target]) -> Mapping[TargetId, AccessLog]:
    """The log of each website's newest campaign of the run's quarter that was over by the run's day, and began in the
    hundred days before: what was held against a website in one quarter is not held against it in the next.

    A look at findings again goes by a campaign that began after them, in whatever quarter. Where there was none the log
    is empty, so that a person is asked: that nobody monitored is no repair.
    """
    order = trail.order(run.id)
    again = order is not None and order.purpose is not Purpose.CHECK
    since = max(_found_on(trail, run) if again else date.min, run.on - timedelta(days=LATEST_DAYS))
    sites = {target.id: target for target in targets if target.is_site and target.is_visited}
    found: dict[TargetId, AccessLog] = {}
    known = _judged_by(trail, run.on, since)
    for campaign in reversed(known if again else [one for one in known if str(one.quarter) == run.quarter]):
        urls = {site.target: site.url for site in trail.campaign_sites(campaign.name)}
        for target in [one for one in sites.values() if one.id not in found and urls.get(one.id) == one.address]:
            found[target.id] = log_of(campaign, target.address, trail.campaign_visits(campaign.name, target.id))
    if again:
        found = {one: AccessLog("", site.address, "", 0, 0, 0, 0) for one, site in sites.items()} | found
    return found


def _judged_by(trail: Trail, on: date, since: date) -> list[Campaign]:
    """Campaigns whose whole time lies between two days, oldest first. Rehearsals are none."""
    ended = trail.campaign_ends()
    found = [one for one in trail.campaigns() if not one.is_rehearsal and one.name in ended]
    within = (one for one in found if since <= china_day(one.plan.begins_at) and china_day(one.plan.ends_at) <= on)
    return sorted(within, key=lambda one: one.plan.begins_at)


def _found_on(trail: Trail, run: RunRecord) -> date:
    """The day after the newest finding that the run looks at again."""
    found = (trail.finding(matter.finding)[0].monitored_on for matter in trail.matters(run.id))
    return max(found, default=date.min) + timedelta(days=1)
