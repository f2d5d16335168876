"""What a run knew of registrations is known again when it is looked at again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crawler.captures.store import CaptureStore
from crawler.captures.writer import Asked
from crawler.model import CaptureKind, Role, RunId, Target, TargetId, TargetKind
from crawler.reading.accounts.registered import registration_to_json
from crawler.registration import Ending, Registration
from results.casework.registrations import registrations_of

RUN = RunId("2026Q4-20261116-1")
LIFE = Registration(opened_on=date(2019, 3, 1), ended_on=date(2026, 9, 1), ended_as=Ending.CANCELLED)


def account(name: str, feed: str = "") -> Target:
    return Target(TargetId(name), TargetKind.ACCOUNT, name, f"http://weixin.gov.test/{name}", "市司法局", feed=feed)


def test_an_account_keeps_the_registration_that_the_run_kept_of_it(tmp_path: Path) -> None:
    told, silent = account("m1"), account("m2")
    site = Target(TargetId("s1"), TargetKind.PORTAL, "门户", "http://www.gov.test/", "市政府")
    with CaptureStore(tmp_path / "captures") as store, store.writer(RUN, "one") as writer:
        asked = Asked(told.id, told.address, Role.REGISTRATION)
        writer.write_resource(asked, CaptureKind.RECORD, registration_to_json(LIFE), "application/json")
        writer.finish(told.id)
    assert registrations_of(tmp_path, RUN, [told, silent, site]) == {told.id: LIFE}
    assert registrations_of(tmp_path, RunId("2026Q3-20260816-1"), [told]) == {}
