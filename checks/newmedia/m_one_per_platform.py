"""m-one-per-platform: in principle one account for each unit and platform."""

from __future__ import annotations

from typing import Any

from checks.check import check
from checks.wording import enumerated
from crawler.model import Registry, Target, TargetKind, TargetStatus, Verdict, cant_tell, failed, passed
from crawler.platforms import platform_name


@check("m-one-per-platform", version=2)
def one_account(target: Target, registry: Registry) -> Verdict:
    """Judged on the inventory alone: running accounts of the same owner on the same platform."""
    if not _plain(target.owner) or not _plain(target.platform):
        return cant_tell("registry-incomplete")
    data: dict[str, Any] = {"owner": target.owner, "platform": target.platform}
    same = registry.once(_running_accounts).get(_key(target), [])
    if len(same) <= 1:
        return passed("only-account", **data)
    table = tuple({"id": one.id, "name": one.name, "platform": one.platform, "owner": one.owner} for one in same)
    return failed("several-accounts", table, names=enumerated([one.name for one in same]), count=len(same), **data)


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
