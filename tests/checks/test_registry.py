"""What checks make of the whole inventory is made once, however many targets they judge."""

from __future__ import annotations

import pickle

from checks.identity.hosts import portal_bases
from checks.newmedia.m_one_per_platform import one_account
from crawler.model import Outcome, Registry, Target, TargetId, TargetKind, TargetStatus


def account(id: str, owner: str = "示例市财政局", platform: str = "微博", **more: TargetStatus) -> Target:
    return Target(TargetId(id), TargetKind.ACCOUNT, id, "", owner, platform=platform, **more)


def test_what_is_made_of_the_whole_list_is_made_once() -> None:
    made: list[int] = []

    def count(targets: tuple[Target, ...]) -> int:
        made.append(len(targets))
        return len(targets)

    registry = Registry((account("a"), account("b")))
    assert [registry.once(count) for _ in range(3)] == [2, 2, 2]
    assert made == [2]


def test_a_registry_that_was_asked_equals_one_that_was_not_and_travels_to_other_processes() -> None:
    asked, fresh = Registry((account("a"),)), Registry((account("a"),))
    portal_bases(asked)
    assert asked == fresh
    assert pickle.loads(pickle.dumps(asked)) == fresh


def test_every_account_of_a_pair_names_both_and_an_account_that_ended_counts_for_nobody() -> None:
    first, second = account("first", "示例市 财政局", "新浪微博"), account("second")
    ended, alone = account("ended", status=TargetStatus.CLOSED), account("alone", "示例市民政局")
    registry = Registry((first, second, ended, alone))
    for one in (first, second):
        verdict = one_account(one, registry)
        assert (verdict.outcome, [row["id"] for row in verdict.subjects]) == (Outcome.FAILED, ["first", "second"])
    assert one_account(alone, registry).outcome is Outcome.PASSED
