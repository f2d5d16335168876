"""Settings that are changed while the service is at work: what counts from when, and what a mistake in them stops."""

from __future__ import annotations

import email
import io
import sys
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest

from crawler.config import Schedule
from results.alerts import post
from results.audit import Trail
from results.timetable.attempt import Limits
from results.timetable.leases import Leases
from results.timetable.service import Service
from results.timetable.settings import Settings, Watch, read_settings
from results.verify import verify
from tests.results.alert_servers import mail_server
from tests.results.timetable.office import HOUR, Clock, StandIn, at

DAILY = 'due_list = "0 8 * * * any"'


def written(file: Path, *lines: str, more: str = "") -> None:
    """Settings with these jobs and no other."""
    given = {line.partition(" ")[0] for line in lines}
    off = [f'{name} = ""' for name in (job.replace("-", "_") for job in Schedule().lines) if name not in given]
    file.write_text("\n".join(["[schedule]", *lines, *off, more]), encoding="utf-8")


class Worker(StandIn):
    """Work on a clock of its own, with the limits it was given."""

    keep_logs = 0

    def start(self, lease: object, steps: object, limits: Limits) -> None:
        super().start(lease, steps, limits)  # type: ignore[arg-type]
        self.limits = limits


class Desk:
    """A service on one folder and one file of settings, with a clock of its own."""

    def __init__(self, folder: Path) -> None:
        self.file, self.data = folder / "spotcheck.toml", folder / "var"
        written(self.file, DAILY)
        self.clock = Clock(at("2026-03-02 07:00"))
        self.work = Worker(self.clock)
        Trail.open(self.data).close()
        self.leases = Leases(self.data)
        self.service = Service(self.data, read_settings(self.file), self.leases, self.work, self.clock.now)  # type: ignore[arg-type]
        self.said: list[str] = []
        self.look()

    def look(self, at_: str = "", times: int = 3) -> None:
        """As the service ticks, some times within the minute."""
        self.clock.now = at(at_) if at_ else self.clock.now
        for _ in range(times):
            self.said += filter(None, [self.service.renew(self.clock.now)])
            self.service.tick(self.clock.now, 0)

    @property
    def told(self) -> list[tuple[str, str, str]]:
        with Trail.read(self.data) as trail:
            return [(one.job, f"{one.due_at:%d %H:%M}", one.result.value) for one in trail.job_ends()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.leases.__exit__(None, None, None)
    assert verify(made.data) == []


def test_a_changed_line_counts_without_a_restart(desk: Desk) -> None:
    written(desk.file, 'due_list = "30 9 * * * any"')
    desk.look("2026-03-02 07:30")
    assert len(desk.said) == 1
    assert "2026-03-02 09:30" in desk.said[0]
    for moment in ("08:00", "09:29", "09:30", "09:31"):
        desk.look(f"2026-03-02 {moment}")
    assert desk.told == [("due-list", "02 09:30", "done")]


def test_what_changes_nothing_is_not_told(desk: Desk) -> None:
    desk.file.write_text(desk.file.read_text(encoding="utf-8") + "\n# by Wang\n", encoding="utf-8")
    desk.look("2026-03-02 07:30")
    assert desk.said == []


def test_a_file_that_is_half_saved_is_not_gone_by(desk: Desk) -> None:
    whole = desk.file.read_text(encoding="utf-8")
    desk.file.write_text("[schedule]\n", encoding="utf-8")  # good settings, by which all fifteen jobs would come
    desk.look("2026-03-02 07:30", times=1)
    assert desk.service.is_busy  # it looks again soon
    desk.file.write_text(whole, encoding="utf-8")
    desk.look("2026-03-02 07:31")
    assert desk.said == []
    assert [job.name for job in desk.service.jobs.values() if job.is_on] == ["due-list"]


def test_what_is_at_work_is_left_alone_and_its_end_found(desk: Desk) -> None:
    desk.work.takes = lambda lease: 3 * HOUR
    desk.look("2026-03-02 08:00")
    written(desk.file, 'log_head = "0 10 * * * any"')  # and the other is switched off
    desk.look("2026-03-02 08:30")
    assert [lease.job for lease in desk.service.keeper.at_work()] == ["due-list"]
    desk.look("2026-03-02 11:00")
    assert desk.told == [("due-list", "02 08:00", "done")]
    assert len(desk.work.begun) == 1 + 1


def test_attempts_and_limits_count_from_the_next_attempt_on(desk: Desk) -> None:
    written(desk.file, DAILY, more="keep_logs = 7\nmemory_mb = 99\nmax_hours = 2")
    desk.look("2026-03-02 07:30")
    desk.look("2026-03-02 08:00")
    assert desk.work.keep_logs == 7
    assert (desk.work.limits.memory_mb, desk.work.limits.wall_s) == (99, 2 * 3600)


def test_wrong_settings_are_told_with_their_place_and_nothing_begins_until_they_are_right(desk: Desk) -> None:
    written(desk.file, 'due_list = "61 8 * * * any"')
    desk.look("2026-03-02 07:30")
    (news,) = desk.service.news
    assert f"{desk.file}:2" in news
    assert "61 8 * * * any" in news
    desk.look("2026-03-02 08:00")  # by the old settings it comes due, and its commands could not read the new ones
    desk.look("2026-03-02 09:00")
    assert (desk.told, desk.said) == ([], [])
    assert len(desk.service.news) == 2
    written(desk.file, DAILY)
    desk.look("2026-03-02 09:10")
    assert desk.service.news == ()
    assert len(desk.said) == 1  # that they are right again
    assert desk.told == [("due-list", "02 08:00", "done")]


def test_a_calendar_is_looked_at_as_well_and_moves_what_it_concerns(desk: Desk) -> None:
    calendar = desk.file.parent / "days.toml"
    for_monday = 'due_list = "0 8 * * mon next-workday"'
    written(desk.file, for_monday, more='[rules]\ncalendar = "days.toml"')
    desk.look("2026-03-02 07:10")
    assert "days.toml" in desk.service.news[0]  # it is not there yet
    days = read_shipped_2026()
    calendar.write_text(days, encoding="utf-8")  # the settings stay as they are
    desk.look("2026-03-02 07:20")
    assert desk.service.news == ()
    calendar.write_text(days.replace("holidays = [", "holidays = [2026-03-02, "), encoding="utf-8")
    desk.look("2026-03-02 07:30")
    desk.look("2026-03-02 08:00")
    assert desk.told == []
    calendar.write_text(days, encoding="utf-8")  # a slip: the Monday is none after all, and its time is over
    desk.look("2026-03-02 10:00")
    desk.look("2026-03-03 08:00")
    assert desk.told == [("due-list", "02 08:00", "done")]


def read_shipped_2026() -> str:
    from crawler.calendars import _lines  # noqa: PLC0415
    from crawler.workdays import shipped  # noqa: PLC0415

    return "\n".join(line for one in shipped().arrangements if one.year == 2026 for line in _lines(one)) + "\n"


def test_a_rule_pack_and_a_table_of_intervals_are_part_of_the_settings(desk: Desk) -> None:
    pack = desk.file.parent / "city.toml"
    head = 'id = "linjiang-2026"\ntitle = "临江市"\nissued_by = "临江市政府办"\n'
    pack.write_text(head + 'inherits = "national-2019"\n', encoding="utf-8")
    written(desk.file, DAILY, more='[rules]\npack = "city.toml"')
    desk.look("2026-03-02 07:10")
    assert (len(desk.said), desk.service.news) == (1, ())
    pack.write_text(head + 'inherits = "national-1919"\n', encoding="utf-8")
    desk.look("2026-03-02 07:20")
    assert f"{pack}:4" in desk.service.news[0]


def test_a_table_that_cannot_be_written_leaves_the_old_settings_until_it_can(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(jobs: object) -> None:
        raise OSError(28, "No space left on device")

    written(desk.file, 'due_list = "30 9 * * * any"')
    with monkeypatch.context() as patch:
        patch.setattr(desk.leases, "keep_only", full)
        with pytest.raises(OSError, match="No space"):
            desk.look("2026-03-02 07:30")
    desk.look("2026-03-02 07:31")
    assert len(desk.said) == 1
    assert desk.service.jobs["due-list"].line == "30 9 * * * any"


def test_a_change_between_reading_and_the_first_look_is_seen(tmp_path: Path) -> None:
    written(tmp_path / "spotcheck.toml", DAILY)
    settings = read_settings(tmp_path / "spotcheck.toml")
    written(tmp_path / "spotcheck.toml", 'due_list = "30 9 * * * any"')
    watch = Watch(settings)
    watch.look()
    assert watch.settings != settings


def test_without_a_file_nothing_is_ever_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(read_settings(None))
    watch.look()
    monkeypatch.setattr("results.timetable.settings.read_settings", lambda file: pytest.fail("read again"))
    watch.look()
    assert isinstance(watch.settings, Settings)


def test_wrong_settings_are_an_alert_that_needs_nothing_of_their_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with mail_server() as mail:
        hosts = (
            'mail_host = "127.0.0.1"\nmail_security = "none"\nmail_from = "a@b.gov.test"\nmail_to = ["c@b.gov.test"]'
        )
        more = f"[alerts]\n{hosts}\nmail_port = {mail.port}\nallow_private = true\nfree_mb = 0"
        written(desk.file, DAILY, more=more)
        desk.service._alerts.every_s = float("inf")
        desk.look("2026-03-02 07:10")
        written(desk.file, 'due_list = "61 8 * * * any"', more=more)
        desk.look("2026-03-02 07:20")
        monkeypatch.setattr(sys, "stdin", io.StringIO(desk.service._letter().as_json()))
        assert post.main() == 0
        assert capsys.readouterr().err == ""
    (text,) = mail.mails
    found = email.message_from_string(text, policy=policy.default)
    assert "61 8 * * * any" in found.get_content()
