"""m-one-per-platform: in principle one account for each unit and platform."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.wording import enumerated
from crawler.model import Registry, Target, TargetKind, TargetStatus, Verdict, cant_tell, failed, passed
from crawler.platforms import platform_name


@check("m-one-per-platform", version=3)
def one_account(target: Target, registry: Registry) -> Verdict:
    """Judged on the inventory alone: running accounts of the same owner on the same platform."""
    if not _plain(target.owner) or not _plain(target.platform):
        return cant_tell("registry-incomplete")
    data: dict[str, Any] = {"owner": target.owner, "platform": target.platform}
    same = registry.once(_running_accounts).get(_key(target), [])
    if len(same) <= 1:
        return passed("only-account", **data)
    table = tuple({"id": one.id, "name": one.name, "platform": one.platform, "owner": one.owner} for one in same)
    distinct = _distinct(same)
    if len(distinct) == 1:
        return cant_tell("perhaps-one", table, name=distinct[0].name, count=len(same), **data)
    names = enumerated([one.name for one in distinct])
    return failed("several-accounts", table, names=names, count=len(distinct), **data)


def _distinct(same: list[Target]) -> list[Target]:
    """Rows of one name may be one account that was listed twice, unless each has an id of its own."""
    named: dict[str, list[Target]] = {}
    for one in same:
        named.setdefault(_plain(one.name), []).append(one)
    return [one for rows in named.values() for one in (rows if _told_apart(rows) else rows[:1])]


def _told_apart(rows: list[Target]) -> bool:
    ids = {_plain(one.account_id) for one in rows}
    return len(ids) == len(rows) and "" not in ids


def _running_accounts(targets: tuple[Target, ...]) -> dict[tuple[str, str], list[Target]]:
    found: dict[tuple[str, str], list[Target]] = {}
    for one in targets:
        if one.kind is TargetKind.ACCOUNT and one.status is TargetStatus.RUNNING:
            found.setdefault(_key(one), []).append(one)
    return found


def _key(target: Target) -> tuple[str, str]:
    return _plain(target.owner), platform_name(target.platform)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
