"""Whose posts an export holds: its lines and the accounts of the inventory, by id, platform and account id, or name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawler.model import Target, TargetId
from crawler.platforms import platform_name
from crawler.reading.accounts.exports import Export, ExportRow, Problem
from crawler.registration import plain


@dataclass(slots=True)
class Share:
    """One account's lines of an export: its posts, and the lines that may be its own and could not be read."""

    target: Target
    rows: list[ExportRow] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Matched:
    shares: tuple[Share, ...]
    problems: tuple[Problem, ...]


class Matcher:
    """``platform``: of every line that names none. ``account``: whose every line is."""

    def __init__(self, targets: Sequence[Target], platform: str = "", account: Target | None = None) -> None:
        self._accounts = [target for target in targets if not target.is_site]
        self._by_id = {target.id: target for target in self._accounts}
        self._platform = platform
        self._account = account

    def match(self, export: Export) -> Matched:
        """Every line goes to its account or is named. A line of nobody known may be anybody's in the file."""
        shares: dict[TargetId, Share] = {}
        problems, homeless = list(export.problems), 0
        for row in export.rows:
            found = self._whose(row.who)
            if row.problem:
                problems.append(row.problem)
            if isinstance(found, tuple):
                what, value, detail = found
                problems.append(Problem(row.line, value, what, row.sheet, detail))
                homeless += what != "unknown-account"
                continue
            share = shares.setdefault(found.id, Share(found))
            share.rows += [row] if row.on else []
            share.left_out += not row.on
        for share in shares.values():
            share.left_out += homeless
        with_posts = tuple(share for share in shares.values() if share.rows)
        return Matched(with_posts, tuple(sorted(problems, key=lambda one: (one.sheet, one.line))))

    def _whose(self, who: Mapping[str, str]) -> Target | tuple[str, str, str]:
        """The account, or (what is wrong, the words in question, what else to name)."""
        if self._account:
            return self._account if self._agrees(self._account, who) else ("other-account", _shown(who), "")
        if who.get("id") in self._by_id:
            target = self._by_id[TargetId(who["id"])]
            return target if self._agrees(target, who) else ("other-account", _shown(who), "")
        platform = platform_name(who.get("platform", "") or self._platform)
        if not set(who) - {"platform", "id"}:
            return ("unknown-account", who["id"], "") if "id" in who else ("no-account", "", "")
        if not platform:
            return "no-platform", _shown(who), ""
        return self._on_platform([one for one in self._accounts if platform_name(one.platform) == platform], who)

    def _on_platform(self, accounts: Sequence[Target], who: Mapping[str, str]) -> Target | tuple[str, str, str]:
        numbers = {plain(who[key]) for key in ("account_id", "account") if key in who}
        names = {plain(who[key]) for key in ("name", "account") if key in who}
        found = [one for one in accounts if one.account_id and plain(one.account_id) in numbers]
        if not found:
            found = [one for one in accounts if plain(one.name) in names]
            if len(found) == 1 and not self._agrees(found[0], who):
                return "other-account", _shown(who), ""
        if len(found) > 1:
            return "several-accounts", _shown(who), ", ".join(one.id for one in found)
        return found[0] if found else ("unknown-account", _shown(who), "")

    @staticmethod
    def _agrees(target: Target, who: Mapping[str, str]) -> bool:
        """Nothing in the line speaks of another account: another platform, account id, or, without an id, name."""
        if "platform" in who and target.platform and platform_name(who["platform"]) != platform_name(target.platform):
            return False
        if "account_id" in who and target.account_id:
            return plain(who["account_id"]) == plain(target.account_id)
        said = {plain(who[key]) for key in ("name", "account") if key in who}
        return not said or bool(said & {plain(target.name), plain(target.account_id)})


def _shown(who: Mapping[str, str]) -> str:
    return " ".join(who.values())
